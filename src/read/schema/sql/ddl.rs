//! Tables and views: sqlparser first, then element by element.

use sqlparser::ast::{
    AlterColumnOperation, AlterTableOperation, ColumnOption, Expr, ForeignKeyConstraint, IndexColumn, ObjectName,
    ReferentialAction, RenameTableNameKind, SelectItem, SetExpr, Statement as Parsed, TableConstraint,
};
use sqlparser::dialect::{Dialect, GenericDialect, MsSqlDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use super::statement::{Statement, dialect_of};
use super::{Fragment, short};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Column;
use crate::read::schema::fact::{Constraint, Fact, Reference};
use crate::read::schema::phrase;

/// Statements with more tokens than this are read element by element only: sqlparser may try a deeply
/// nested expression in many ways.
const LARGEST: usize = 50_000;

fn parse(statement: &Statement<'_>) -> Option<Parsed> {
    if statement.tokens.len() > LARGEST {
        return None;
    }
    let tokens = statement.tokens.iter().map(|t| t.token.clone()).collect();
    let text = statement.text.get(statement.start..statement.end).unwrap_or_default();
    let dialect = dialect_of(text);
    if let Some(parsed) = whole(Parser::new(dialect.as_ref()).with_tokens_with_locations(tokens)) {
        return Some(parsed);
    }
    let others: [&dyn Dialect; 5] =
        [&PostgreSqlDialect {}, &MySqlDialect {}, &MsSqlDialect {}, &SQLiteDialect {}, &GenericDialect {}];
    others.into_iter().find_map(|dialect| whole(Parser::new(dialect).try_with_sql(text).ok()?))
}

/// The one statement that a parser holds, if it reads it to its end.
fn whole(mut parser: Parser<'_>) -> Option<Parsed> {
    let parsed = parser.parse_statement().ok()?;
    matches!(parser.peek_token().token, Token::EOF | Token::SemiColon).then_some(parsed)
}

/// Reads a table; `false` where not even its name was found.
pub(super) fn create_table(fragment: Fragment<'_>, statement: &Statement<'_>, facts: &mut Vec<Fact>) -> bool {
    let Some(at) = statement.find("TABLE", 0) else { return false };
    let Some((name, next)) = statement.name_at(statement.skip_noise(at + 1)) else { return false };
    let place = fragment.place(statement.start, statement.end);
    if statement.find("PARTITION", next).is_some_and(|i| i == next) {
        return true;
    }
    let open = (next..statement.tokens.len()).find(|&i| statement.tokens.get(i).is_some_and(|t| t.is(&Token::LParen)));
    let Some(open) = open else {
        facts.push(Fact::Table { name, description: None, place });
        return true;
    };
    let close = statement.closing(open).unwrap_or(statement.tokens.len());
    let elements = statement.elements(open, close);
    facts.push(Fact::Table { name: name.clone(), description: None, place });
    let indexes: Vec<(String, Fact)> =
        elements.iter().filter_map(|range| short::element_index(fragment, statement, *range, &name)).collect();
    let mut from = facts.len();
    match parse(statement) {
        Some(Parsed::CreateTable(table)) if !table.columns.is_empty() => {
            for column in table.columns {
                // To other dialects the `INDEX name (columns)` of MySQL is a column `INDEX`.
                if indexes.iter().any(|(word, _)| word.eq_ignore_ascii_case(&column.name.value)) {
                    continue;
                }
                let (column, constraints) = column_of(&column);
                facts.push(Fact::Column { table: name.clone(), column: Box::new(column), facts: constraints });
            }
            for constraint in &table.constraints {
                for constraint in constraints_of(constraint) {
                    facts.push(Fact::Constraint { table: name.clone(), constraint, place });
                }
            }
        }
        _ => {
            // `CREATE TABLE orders ( … )` stands for a definition that is given elsewhere.
            let placeholder = elements.iter().all(|(start, end)| !statement.names_something(*start, *end));
            if !placeholder {
                let message =
                    format!("the statement `{}` is not valid SQL; it was read column by column", statement.headline());
                facts.push(Fact::Remark(Diagnostic::warning(codes::SQL_UNREAD, place, message)));
                from += 1;
            }
            for (start, end) in &elements {
                if short::element_index(fragment, statement, (*start, *end), &name).is_none() {
                    tolerant(fragment, statement, (*start, *end), &name, facts);
                }
            }
        }
    }
    locate(fragment, statement, &elements, facts.get_mut(from..).unwrap_or_default());
    facts.extend(indexes.into_iter().map(|(_, index)| index));
    true
}

/// Reads one element of a table that sqlparser could not read.
fn tolerant(
    fragment: Fragment<'_>,
    statement: &Statement<'_>,
    range: (usize, usize),
    table: &str,
    facts: &mut Vec<Fact>,
) {
    let skip = |i: usize| statement.tokens.get(i).is_some_and(|t| t.name().is_none() && !t.is(&Token::LParen));
    let start = (range.0..range.1).find(|&i| !skip(i)).unwrap_or(range.1);
    let text = statement.slice(start, range.1);
    let place = match (statement.tokens.get(start), statement.tokens.get(range.1.saturating_sub(1))) {
        (Some(first), Some(last)) => fragment.place(first.start, last.end),
        _ => return,
    };
    match phrase::column(&text) {
        Some(read) if !read.bare => {
            let mut column = read.column;
            column.place = place;
            facts.push(Fact::Column { table: table.to_owned(), column: Box::new(column), facts: read.facts });
        }
        _ => {
            for constraint in phrase::table_constraints(&text) {
                facts.push(Fact::Constraint { table: table.to_owned(), constraint, place });
            }
        }
    }
}

/// Gives each column the place of its element, and the comment on its line.
fn locate(fragment: Fragment<'_>, statement: &Statement<'_>, elements: &[(usize, usize)], facts: &mut [Fact]) {
    let mut spans = elements.iter().filter_map(|(from, to)| {
        let name = statement.tokens.get(*from)?.name()?;
        let start = statement.tokens.get(*from)?.start;
        let end = statement.tokens.get(to.checked_sub(1)?)?.end;
        Some((name, start, end))
    });
    let mut comments = statement.comments.iter().peekable();
    for fact in facts {
        let Fact::Column { column, .. } = fact else { continue };
        let Some((_, start, end)) = spans.find(|(name, ..)| name.eq_ignore_ascii_case(&column.name)) else { break };
        column.place = fragment.place(start, end);
        column.ty = written_type(fragment.text.get(start..end).unwrap_or_default(), column.ty.take());
        while comments.peek().is_some_and(|(at, _)| *at < end) {
            comments.next();
        }
        if let Some((at, text)) = comments.peek()
            && at - end < 200
            && fragment.text.get(end..*at).is_some_and(|between| !between.contains('\n'))
            && column.description.is_none()
        {
            column.description = Some(text.clone());
        }
    }
}

/// The type as the definition of a column writes it, not as sqlparser spells it.
fn written_type(definition: &str, parsed: Option<String>) -> Option<String> {
    let written = phrase::column(definition).and_then(|p| p.column.ty);
    match (written, parsed) {
        (Some(written), Some(parsed)) if written.eq_ignore_ascii_case(&parsed) => Some(written),
        (_, parsed) => parsed,
    }
}

/// Reads a view with the columns that its query names.
pub(super) fn create_view(fragment: Fragment<'_>, statement: &Statement<'_>, facts: &mut Vec<Fact>) {
    let Some(at) = statement.find("VIEW", 0) else { return };
    let Some((name, _)) = statement.name_at(statement.skip_noise(at + 1)) else { return };
    let place = fragment.place(statement.start, statement.end);
    let mut columns = Vec::new();
    if let Some(Parsed::CreateView(view)) = parse(statement) {
        columns.extend(view.columns.iter().map(|c| c.name.value.clone()));
        if columns.is_empty()
            && let SetExpr::Select(select) = view.query.body.as_ref()
        {
            columns.extend(select.projection.iter().filter_map(item_name));
        }
    }
    let columns = columns.into_iter().map(|name| Column { name, place, ..Column::default() }).collect();
    facts.push(Fact::View { name, columns, place });
}

fn item_name(item: &SelectItem) -> Option<String> {
    match item {
        SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.clone()),
        SelectItem::UnnamedExpr(expr) => expr_name(expr),
        _ => None,
    }
}

fn expr_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Identifier(name) => Some(name.value.clone()),
        Expr::CompoundIdentifier(parts) => parts.last().map(|p| p.value.clone()),
        Expr::Cast { expr, .. } => expr_name(expr),
        Expr::Function(function) => Some(name_of(&function.name)),
        _ => None,
    }
}

/// Reads what an `ALTER TABLE` adds, drops and renames; `false` where it could not be read.
pub(super) fn alter_table(fragment: Fragment<'_>, statement: &Statement<'_>, facts: &mut Vec<Fact>) -> bool {
    let Some(Parsed::AlterTable(alter)) = parse(statement) else { return false };
    let table = name_of(&alter.name);
    let place = fragment.place(statement.start, statement.end);
    for operation in &alter.operations {
        match operation {
            AlterTableOperation::AddConstraint { constraint, .. } => {
                for constraint in constraints_of(constraint) {
                    facts.push(Fact::Constraint { table: table.clone(), constraint, place });
                }
            }
            AlterTableOperation::AddColumn { column_def, .. } if fragment.additions => {
                let (mut column, constraints) = column_of(column_def);
                column.place = place;
                let at = statement.tokens.iter().position(|t| t.name() == Some(&column.name));
                let definition = at.map(|at| statement.slice(at, statement.tokens.len())).unwrap_or_default();
                column.ty = written_type(&definition, column.ty.take());
                facts.push(Fact::Column { table: table.clone(), column: Box::new(column), facts: constraints });
            }
            AlterTableOperation::DropColumn { column_names, .. } if fragment.additions => {
                for column in column_names {
                    facts.push(Fact::DropColumn { table: table.clone(), column: column.value.clone() });
                }
            }
            AlterTableOperation::RenameColumn { old_column_name, new_column_name } if fragment.additions => {
                let (from, to) = (old_column_name.value.clone(), new_column_name.value.clone());
                facts.push(Fact::RenameColumn { table: table.clone(), from, to });
            }
            AlterTableOperation::RenameTable { table_name } if fragment.additions => {
                let (RenameTableNameKind::As(to) | RenameTableNameKind::To(to)) = table_name;
                facts.push(Fact::RenameTable { from: table.clone(), to: name_of(to) });
            }
            AlterTableOperation::AlterColumn { column_name, op: AlterColumnOperation::SetNotNull } => {
                let constraint = Constraint::NotNull(column_name.value.clone());
                facts.push(Fact::Constraint { table: table.clone(), constraint, place });
            }
            _ => {}
        }
    }
    true
}

fn name_of(name: &ObjectName) -> String {
    let parts: Vec<String> =
        name.0.iter().map(|part| part.as_ident().map_or_else(|| part.to_string(), |i| i.value.clone())).collect();
    parts.join(".")
}

fn column_of(definition: &sqlparser::ast::ColumnDef) -> (Column, Vec<Constraint>) {
    let name = definition.name.value.clone();
    let ty = definition.data_type.to_string();
    let mut column = Column { name: name.clone(), ty: Some(ty).filter(|t| !t.is_empty()), ..Column::default() };
    let mut facts = Vec::new();
    if let sqlparser::ast::DataType::Enum(members, _) = &definition.data_type {
        let values = members.iter().map(|m| match m {
            sqlparser::ast::EnumMember::Name(name) | sqlparser::ast::EnumMember::NamedValue(name, _) => name.clone(),
        });
        facts.push(Constraint::Allowed { column: name.clone(), values: values.collect() });
    }
    for option in &definition.options {
        match &option.option {
            ColumnOption::NotNull => column.nullable = Some(false),
            ColumnOption::Null => column.nullable = Some(true),
            ColumnOption::Default(value) => column.default = Some(value.to_string()),
            ColumnOption::PrimaryKey(_) => column.primary_key = true,
            ColumnOption::Unique(_) => column.unique = true,
            ColumnOption::Comment(text) => column.description = Some(text.clone()),
            ColumnOption::Check(check) => {
                let condition = check.expr.to_string();
                facts.extend(allowed(&condition));
                column.check = Some(match column.check.take() {
                    Some(first) => format!("{first} AND {condition}"),
                    None => condition,
                });
            }
            ColumnOption::ForeignKey(key) => {
                facts.push(Constraint::ForeignKey { columns: vec![name.clone()], reference: reference_of(key) });
            }
            _ => {}
        }
    }
    (column, facts)
}

fn allowed(condition: &str) -> Option<Constraint> {
    let (column, values) = phrase::values_of_check(condition)?;
    Some(Constraint::Allowed { column: column?, values })
}

fn reference_of(key: &ForeignKeyConstraint) -> Reference {
    Reference {
        target: name_of(&key.foreign_table),
        columns: key.referred_columns.iter().map(|c| c.value.clone()).collect(),
        on_delete: key.on_delete.as_ref().map(|action| {
            let action = match action {
                ReferentialAction::Restrict => "RESTRICT",
                ReferentialAction::Cascade => "CASCADE",
                ReferentialAction::SetNull => "SET NULL",
                ReferentialAction::NoAction => "NO ACTION",
                ReferentialAction::SetDefault => "SET DEFAULT",
            };
            action.to_owned()
        }),
        hint: false,
    }
}

fn constraints_of(constraint: &TableConstraint) -> Vec<Constraint> {
    let names = |columns: &[IndexColumn]| columns.iter().map(|c| c.column.expr.to_string()).map(unquoted).collect();
    match constraint {
        TableConstraint::Unique(unique) => vec![Constraint::Unique(names(&unique.columns))],
        TableConstraint::PrimaryKey(key) => vec![Constraint::PrimaryKey(names(&key.columns))],
        TableConstraint::ForeignKey(key) => vec![Constraint::ForeignKey {
            columns: key.columns.iter().map(|c| c.value.clone()).collect(),
            reference: reference_of(key),
        }],
        TableConstraint::Check(check) => {
            let condition = check.expr.to_string();
            allowed(&condition).into_iter().chain([Constraint::Check(condition.clone())]).collect()
        }
        _ => Vec::new(),
    }
}

/// A quoted name without its quotes; an expression as it stands.
fn unquoted(name: String) -> String {
    let inner = name.trim_matches(['"', '`', '[', ']']);
    if inner.len() + 2 == name.len() { inner.to_owned() } else { name }
}
