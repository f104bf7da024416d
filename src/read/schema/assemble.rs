//! One schema out of the facts of all documents.
//!
//! Tables and columns come first, then what holds for them, so that an index may stand before its
//! table. Names meet without regard to case, quotes and, where that is not ambiguous, their schema.

use std::collections::{HashMap, HashSet};

use super::fact::{Constraint, Fact, Reference, is_identifier};
use crate::diagnostic::{Code, Diagnostic, Parsed, codes};
use crate::model::schema::table_key;
use crate::model::{Column, EnumType, ForeignKey, Index, Policy, Schema, Table};
use crate::text::Place;

/// Makes a schema of facts in the order of the text.
pub(super) fn assemble(facts: Vec<Fact>) -> Parsed<Schema> {
    let mut assembly = Assembly::default();
    let mut later = Vec::new();
    for fact in facts {
        assembly.define(fact, &mut later);
    }
    for fact in later {
        assembly.refine(fact);
    }
    assembly.finish()
}

/// Schemas that belong to a vendor: what is in them is known to exist though no plan defines it.
const VENDOR_SCHEMAS: &[&str] = &["auth", "storage", "realtime", "vault", "cron", "extensions", "pg_catalog"];

#[derive(Default)]
struct Assembly {
    schema: Schema,
    /// Tables by key, and by their name without its schema.
    tables: HashMap<String, usize>,
    bare: HashMap<String, usize>,
    views: HashMap<String, usize>,
    /// For each table, its columns by their names in lower case.
    columns: Vec<HashMap<String, usize>>,
    dropped: HashSet<usize>,
    /// What was said before, so that an index given twice is one: table, kind and key.
    seen: HashSet<(usize, &'static str, String)>,
    /// Foreign keys by table, column and target.
    known_keys: HashMap<(usize, String, String), usize>,
    enums: HashMap<String, usize>,
    keys: Vec<(usize, Vec<String>, Reference, Place)>,
    allowed: Vec<(usize, String, Vec<String>, Place)>,
    diagnostics: Vec<Diagnostic>,
}

impl Assembly {
    fn warn(&mut self, code: Code, place: Place, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::warning(code, place, message).with_help(help));
    }

    /// Takes in a fact that defines something; others are kept for later.
    fn define(&mut self, fact: Fact, later: &mut Vec<Fact>) {
        match fact {
            Fact::Table { name, description, place } => {
                let at = self.table_or_new(&name, place);
                if let Some(table) = self.schema.tables.get_mut(at) {
                    table.description = table.description.take().or(description);
                }
            }
            Fact::View { name, columns, place } => self.add_view(name, columns, place),
            Fact::Column { table, column, facts } => {
                let place = column.place;
                let Some(at) = self.find(&table) else {
                    // A migration may change a table that other files define.
                    self.warn(
                        codes::UNKNOWN_TABLE,
                        place,
                        format!("the column `{}` is for the table `{table}`, which is not defined", column.name),
                        "define the table before its columns are changed",
                    );
                    return;
                };
                self.add_column(at, *column);
                for constraint in facts {
                    later.push(Fact::Constraint { table: table.clone(), constraint, place });
                }
            }
            Fact::DropTable { name } => {
                if let Some(at) = self.tables.remove(&table_key(&name)) {
                    self.dropped.insert(at);
                }
            }
            Fact::DropColumn { table, column } => {
                if let Some(at) = self.find(&table)
                    && let Some(table) = self.schema.tables.get_mut(at)
                {
                    table.columns.retain(|c| !c.name.eq_ignore_ascii_case(&column));
                    self.index_columns(at);
                }
            }
            Fact::RenameTable { from, to } => {
                if let Some(at) = self.tables.remove(&table_key(&from)) {
                    self.register(at, &to);
                    if let Some(table) = self.schema.tables.get_mut(at) {
                        table.name = to;
                    }
                }
            }
            Fact::RenameColumn { table, from, to } => {
                if let Some(at) = self.find(&table)
                    && let Some(column) = self.column_mut(at, &from)
                {
                    column.name = to;
                    self.index_columns(at);
                }
            }
            Fact::Enum(new) => {
                let next = self.schema.enums.len();
                let at = *self.enums.entry(table_key(&new.name)).or_insert(next);
                match self.schema.enums.get_mut(at) {
                    Some(old) if old.values.len() < new.values.len() => old.values = new.values,
                    Some(_) => {}
                    None => self.schema.enums.push(new),
                }
            }
            Fact::Routine(new) => {
                if self.is_new(0, "routine", format!("{} {}", new.name, new.table.as_deref().unwrap_or_default())) {
                    self.schema.routines.push(new);
                }
            }
            Fact::Remark(diagnostic) => self.diagnostics.push(diagnostic),
            other => later.push(other),
        }
    }

    /// Whether this was not said before.
    fn is_new(&mut self, table: usize, kind: &'static str, key: String) -> bool {
        self.seen.insert((table, kind, key))
    }

    fn register(&mut self, at: usize, name: &str) {
        let key = table_key(name);
        if let Some((_, bare)) = key.rsplit_once('.')
            && !is_vendors(&key)
        {
            self.bare.insert(bare.to_owned(), at);
        }
        self.tables.insert(key, at);
    }

    fn table_or_new(&mut self, name: &str, place: Place) -> usize {
        if let Some(at) = self.find(name) {
            return at;
        }
        let at = self.schema.tables.len();
        self.schema.tables.push(Table { name: name.to_owned(), place, ..Table::default() });
        self.columns.push(HashMap::new());
        self.register(at, name);
        at
    }

    /// The table of a name, or of the same name in another schema where one of them gives none.
    fn find(&self, name: &str) -> Option<usize> {
        let key = table_key(name);
        if let Some(&at) = self.tables.get(&key) {
            return Some(at);
        }
        match key.rsplit_once('.') {
            Some((_, bare)) if !is_vendors(&key) => self.tables.get(bare).copied(),
            Some(_) => None,
            None => self.bare.get(&key).copied().filter(|at| !self.dropped.contains(at)),
        }
    }

    fn add_view(&mut self, name: String, columns: Vec<Column>, place: Place) {
        let key = table_key(&name);
        let next = self.schema.views.len();
        let at = *self.views.entry(key).or_insert(next);
        if at == next {
            self.schema.views.push(Table { name, place, ..Table::default() });
        }
        if let Some(view) = self.schema.views.get_mut(at) {
            for column in columns {
                if view.column(&column.name).is_none() {
                    view.columns.push(column);
                }
            }
        }
    }

    fn column_mut(&mut self, table: usize, name: &str) -> Option<&mut Column> {
        let at = *self.columns.get(table)?.get(&name.to_lowercase())?;
        self.schema.tables.get_mut(table)?.columns.get_mut(at)
    }

    fn index_columns(&mut self, table: usize) {
        let (Some(map), Some(table)) = (self.columns.get_mut(table), self.schema.tables.get(table)) else { return };
        *map = table.columns.iter().enumerate().map(|(i, column)| (column.name.to_lowercase(), i)).collect();
    }

    fn has_column(&self, table: usize, name: &str) -> bool {
        self.columns.get(table).is_some_and(|map| map.contains_key(&name.to_lowercase()))
    }

    fn add_column(&mut self, table: usize, new: Column) {
        let place = new.place;
        let Some(old) = self.column_mut(table, &new.name) else {
            if let (Some(owner), Some(map)) = (self.schema.tables.get_mut(table), self.columns.get_mut(table)) {
                map.insert(new.name.to_lowercase(), owner.columns.len());
                owner.columns.push(new);
            }
            return;
        };
        let differs = |a: &Option<String>, b: &Option<String>| match (a, b) {
            // `ENUM('a', 'b')` may well be the type that has a name elsewhere.
            (Some(a), Some(b)) => {
                ![type_key(a), type_key(b)].contains(&"enum".to_owned()) && type_key(a) != type_key(b)
            }
            _ => false,
        };
        let contradicts =
            differs(&old.ty, &new.ty) || matches!((old.nullable, new.nullable), (Some(a), Some(b)) if a != b);
        let name = new.name.clone();
        old.ty = old.ty.take().or(new.ty);
        old.nullable = old.nullable.or(new.nullable);
        old.primary_key |= new.primary_key;
        old.unique |= new.unique;
        old.default = old.default.take().or(new.default);
        old.check = old.check.take().or(new.check);
        old.description = old.description.take().or(new.description);
        if contradicts {
            let table = self.schema.tables.get(table).map_or("", |t| t.name.as_str());
            let message =
                format!("the column `{table}.{name}` is defined twice and differently; the first definition holds");
            self.warn(codes::CONTRADICTION, place, message, "keep one definition");
        }
    }

    /// Takes in a fact about a table that should be defined by now.
    fn refine(&mut self, fact: Fact) {
        match fact {
            Fact::Constraint { table, constraint, place } => {
                if let Some(at) = self.find_or_warn(&table, "constraint", place) {
                    self.constrain(at, constraint, place);
                }
            }
            Fact::Index { table, index } => {
                if let Some(at) = self.find_or_warn(&table, "index", index.place) {
                    self.add_index(at, index);
                }
            }
            Fact::Policy { table, policy } => {
                if let Some(at) = self.find_or_warn(&table, "policy", policy.place) {
                    self.add_policy(at, policy);
                }
            }
            Fact::Comment { table, column, text } => {
                let Some(at) = self.find(&table) else { return };
                match column {
                    Some(column) => {
                        if let Some(column) = self.column_mut(at, &column) {
                            column.description = column.description.take().or(Some(text));
                        }
                    }
                    None => {
                        if let Some(table) = self.schema.tables.get_mut(at) {
                            table.description = table.description.take().or(Some(text));
                        }
                    }
                }
            }
            Fact::More { table, place } => {
                if let Some(at) = self.find(&table)
                    && let Some(table) = self.schema.tables.get_mut(at)
                    && !table.place.span.covers(place.span)
                {
                    table.more.push(place);
                }
            }
            _ => {}
        }
    }

    fn find_or_warn(&mut self, table: &str, what: &str, place: Place) -> Option<usize> {
        let found = self.find(table);
        if found.is_none() && !is_vendors(&table_key(table)) && !self.views.contains_key(&table_key(table)) {
            let message = format!("this {what} is for the table `{table}`, which the plan does not define");
            self.warn(codes::UNKNOWN_TABLE, place, message, "check the name, or define the table");
        }
        found
    }

    fn add_policy(&mut self, at: usize, policy: Policy) {
        let command = policy.command.as_deref().unwrap_or_default();
        let key = policy.name.clone().unwrap_or_else(|| format!("{command} {}", policy.rule));
        if self.is_new(at, "policy", key)
            && let Some(table) = self.schema.tables.get_mut(at)
        {
            table.policies.push(policy);
        }
    }

    fn add_index(&mut self, at: usize, index: Index) {
        if index.unique && self.known_columns(at, &index.columns, index.place) {
            self.add_unique(at, index.columns.clone());
        }
        let key = index.name.clone().unwrap_or_else(|| format!("{:?} {:?}", index.columns, index.condition));
        if self.is_new(at, "index", key)
            && let Some(table) = self.schema.tables.get_mut(at)
        {
            table.indexes.push(index);
        }
    }

    fn constrain(&mut self, at: usize, constraint: Constraint, place: Place) {
        match constraint {
            Constraint::PrimaryKey(columns) => {
                if self.known_columns(at, &columns, place)
                    && let Some(table) = self.schema.tables.get_mut(at)
                    && table.primary_key.is_empty()
                {
                    table.primary_key = columns;
                }
            }
            Constraint::Unique(columns) => {
                if self.known_columns(at, &columns, place) {
                    self.add_unique(at, columns);
                }
            }
            Constraint::ForeignKey { columns, reference } => self.keys.push((at, columns, reference, place)),
            Constraint::Check(condition) => {
                if self.is_new(at, "check", condition.clone())
                    && let Some(table) = self.schema.tables.get_mut(at)
                {
                    table.checks.push(condition);
                }
            }
            Constraint::NotNull(column) => {
                if let Some(column) = self.column_mut(at, &column) {
                    column.nullable = Some(false);
                }
            }
            Constraint::Allowed { column, values } => self.allowed.push((at, column, values, place)),
        }
    }

    /// Whether a key over these columns can be of this table; says which of them is not.
    fn known_columns(&mut self, at: usize, columns: &[String], place: Place) -> bool {
        let Some(table) = self.schema.tables.get(at).filter(|t| !t.columns.is_empty()) else { return true };
        let name = table.name.clone();
        let plain = columns.iter().filter(|c| is_identifier(c));
        let unknown: Vec<String> = plain.clone().filter(|c| !self.has_column(at, c)).cloned().collect();
        let any = unknown.len() < plain.count() || columns.iter().any(|c| !is_identifier(c));
        // A single plain word is most likely one of a sentence about what is unique.
        if let Some(first) = unknown.first().filter(|first| any || first.contains('_')) {
            let message = format!("the table `{name}` has no column `{first}`");
            self.warn(codes::UNKNOWN_COLUMN, place, message, "add the column, or mend its name here");
        }
        any
    }

    fn add_unique(&mut self, at: usize, columns: Vec<String>) {
        if !columns.is_empty()
            && self.is_new(at, "unique", columns_key(&columns))
            && let Some(table) = self.schema.tables.get_mut(at)
        {
            table.unique.push(columns);
        }
    }

    fn finish(mut self) -> Parsed<Schema> {
        self.read_keys();
        self.name_values();
        for at in 0..self.schema.tables.len() {
            self.settle(at);
        }
        let dropped = std::mem::take(&mut self.dropped);
        let mut at = 0;
        self.schema.tables.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
        let place = |d: &Diagnostic| d.place.map(|p| (p.document, p.span.start));
        self.diagnostics.sort_by_key(place);
        self.diagnostics.dedup();
        Parsed { value: self.schema, diagnostics: self.diagnostics }
    }

    /// Finds the tables that foreign keys lead to: explicit ones first, then hints for what is left.
    fn read_keys(&mut self) {
        let keys = std::mem::take(&mut self.keys);
        let (hints, explicit): (Vec<_>, Vec<_>) = keys.into_iter().partition(|(_, _, reference, _)| reference.hint);
        for (at, columns, reference, place) in explicit.into_iter().chain(hints) {
            self.read_key(at, &columns, reference, place);
        }
    }

    fn read_key(&mut self, at: usize, columns: &[String], reference: Reference, place: Place) {
        let (target, split) = self.target(&reference);
        let found = self.find(&target);
        let known = found.is_some() || is_vendors(&table_key(&target)) || self.views.contains_key(&table_key(&target));
        if reference.hint && !known {
            return;
        }
        let target = found.and_then(|t| self.schema.tables.get(t)).map_or(target, |t| t.name.clone());
        let referred = if reference.columns.is_empty() { split.into_iter().collect() } else { reference.columns };
        let mut warned = known;
        for (i, column) in columns.iter().enumerate() {
            let exists = self.has_column(at, column);
            let Some(table) = self.schema.tables.get_mut(at) else { return };
            if (!exists && (reference.hint || !table.columns.is_empty() && columns.len() == 1))
                || !is_identifier(column)
            {
                continue;
            }
            let key = (at, column.to_lowercase(), table_key(&target));
            let any = (at, column.to_lowercase(), String::new());
            if reference.hint && self.known_keys.contains_key(&any) {
                continue;
            }
            if let Some(old) = self.known_keys.get(&key).and_then(|&i| table.foreign_keys.get_mut(i)) {
                old.on_delete = old.on_delete.take().or_else(|| reference.on_delete.clone());
                old.references_column = old.references_column.take().or_else(|| referred.get(i).cloned());
                continue;
            }
            self.known_keys.insert(key, table.foreign_keys.len());
            // A column of a key over several may well refer to a table of its own too.
            if columns.len() == 1 {
                self.known_keys.insert(any, table.foreign_keys.len());
            }
            let name = table.name.clone();
            table.foreign_keys.push(ForeignKey {
                column: column.clone(),
                references: target.clone(),
                references_column: referred.get(i).cloned(),
                on_delete: reference.on_delete.clone(),
            });
            if !std::mem::replace(&mut warned, true) {
                let message =
                    format!("`{name}.{column}` refers to the table `{target}`, which the plan does not define");
                self.warn(codes::UNKNOWN_REFERENCE, place, message, "define that table, or mend its name here");
            }
        }
    }

    /// Tells table and column of a target such as `users.id`, `auth.users` or `auth.users.id`.
    fn target(&self, reference: &Reference) -> (String, Option<String>) {
        let whole = reference.target.clone();
        let Some((front, last)) = whole.rsplit_once('.') else { return (whole, None) };
        let key_like = last.eq_ignore_ascii_case("id") || last.ends_with("_id") || last.ends_with("Id");
        let split = reference.columns.is_empty()
            && self.find(&whole).is_none()
            && (self.find(front).is_some() || key_like || front.contains('.'));
        if split { (front.to_owned(), Some(last.to_owned())) } else { (whole, None) }
    }

    /// Lists of values that belong to a column, unless the column's type is an enum of its own.
    fn name_values(&mut self) {
        for (at, column, values, place) in std::mem::take(&mut self.allowed) {
            let Some(table) = self.schema.tables.get(at) else { continue };
            let Some(column) = table.column(&column) else { continue };
            let typed = column.ty.as_deref().is_some_and(|ty| self.enums.contains_key(&table_key(ty)));
            let name = format!("{}.{}", table.name, column.name);
            if !typed && !values.is_empty() && !self.enums.contains_key(&table_key(&name)) {
                self.enums.insert(table_key(&name), self.schema.enums.len());
                self.schema.enums.push(EnumType { name, values, place, inline: true });
            }
        }
    }

    /// Brings keys and the marks on columns together.
    fn settle(&mut self, at: usize) {
        let Some(table) = self.schema.tables.get_mut(at) else { return };
        if table.primary_key.is_empty() {
            table.primary_key = table.columns.iter().filter(|c| c.primary_key).map(|c| c.name.clone()).collect();
        }
        for column in &mut table.columns {
            column.primary_key = table.primary_key.iter().any(|k| k.eq_ignore_ascii_case(&column.name));
        }
        let mut unique: Vec<Vec<String>> = Vec::new();
        for column in table.columns.iter().filter(|c| c.unique) {
            if self.seen.insert((at, "unique", columns_key(std::slice::from_ref(&column.name)))) {
                unique.push(vec![column.name.clone()]);
            }
        }
        unique.append(&mut table.unique);
        let key = columns_key(&table.primary_key);
        unique.retain(|u| columns_key(u) != key);
        let alone: HashSet<String> = unique.iter().filter(|u| u.len() == 1).map(|u| columns_key(u)).collect();
        for column in &mut table.columns {
            column.unique = alone.contains(&columns_key(std::slice::from_ref(&column.name)));
        }
        table.unique = unique;
        if table.columns.is_empty() && !self.dropped.contains(&at) {
            let (name, place) = (table.name.clone(), table.place);
            let message = format!("no columns were found for the table `{name}`");
            self.warn(codes::NO_COLUMNS, place, message, "list its columns with their types below its name");
        }
    }
}

fn is_vendors(key: &str) -> bool {
    key.split_once('.').is_some_and(|(schema, _)| VENDOR_SCHEMAS.contains(&schema))
}

/// The form that two lists of the same columns share.
fn columns_key(columns: &[String]) -> String {
    let mut keys: Vec<String> = columns.iter().map(|c| c.to_lowercase().replace(' ', "")).collect();
    keys.sort_unstable();
    keys.join(",")
}

/// The form that two spellings of a type share: `TIMESTAMP WITH TIME ZONE` is `timestamptz`.
fn type_key(ty: &str) -> String {
    let ty = ty.to_lowercase();
    let whole: String = ty.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).collect();
    let first = whole.rsplit('.').next().unwrap_or_default();
    match first {
        "timestamp" if ty.contains("with time zone") => "timestamptz".to_owned(),
        "character" | "char" | "string" | "text" => "varchar".to_owned(),
        "int" | "int4" | "serial" => "integer".to_owned(),
        "bigserial" | "int8" => "bigint".to_owned(),
        "bool" => "boolean".to_owned(),
        "numeric" => "decimal".to_owned(),
        _ => first.to_owned(),
    }
}
