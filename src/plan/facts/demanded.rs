//! What row-level policies ask of the caller: whose row it has to be, which row of members or roles the
//! caller needs. A condition that says something else is left to its own words.

use sqlparser::ast::{BinaryOperator, Expr, Query, SetExpr, TableFactor, Value};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use super::EndpointFacts;
use crate::model::Table;

/// One way to be let in: all of its demands hold.
pub(crate) type Way = Vec<Demand>;

/// What has to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Demand {
    /// The row itself compares so.
    Here(Condition),
    /// Another table has such a row.
    Row(String, Vec<Condition>),
    /// What only its own words can say.
    Said(String),
}

/// A column and what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) column: String,
    pub(crate) with: Compared,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Compared {
    Caller,
    /// One of these values.
    Values(Vec<String>),
    /// A column of the row that the policy protects.
    Row(String),
    Null,
}

/// The ways into the main table for what this endpoint does, where all of its policies can be told.
pub(crate) fn ways(facts: &EndpointFacts<'_>) -> Option<Vec<Way>> {
    let main = facts.main?;
    let mut ways: Vec<Way> = Vec::new();
    for (_, policy) in facts.policies().iter().filter(|(table, _)| table.name == main.name) {
        for way in ways_of(&policy.rule, main)? {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    // A way that asks for nothing lets everybody in.
    (!ways.is_empty() && ways.iter().all(|way| !way.is_empty())).then_some(ways)
}

fn ways_of(rule: &str, table: &Table) -> Option<Vec<Way>> {
    let condition = condition_of(rule)?;
    // Depth is bounded by the parser, length by us: no policy that is told in a plan is longer.
    let mut parser = Parser::new(&PostgreSqlDialect {}).try_with_sql(&condition).ok()?;
    let parsed = parser.parse_expr().ok()?;
    if parser.peek_token().token != Token::EOF {
        return None;
    }
    let ways = alternatives(&parsed, table)?;
    ways.iter().flatten().any(asks_for_caller).then_some(ways)
}

fn asks_for_caller(demand: &Demand) -> bool {
    match demand {
        Demand::Here(condition) => condition.with == Compared::Caller,
        Demand::Row(_, conditions) => conditions.iter().any(|c| c.with == Compared::Caller),
        Demand::Said(text) => text.to_ascii_lowercase().contains("auth."),
    }
}

/// The condition without `USING` and `WITH CHECK`, which mostly say the same twice.
fn condition_of(rule: &str) -> Option<String> {
    const LONGEST: usize = 1000;
    let rule = rule.trim().trim_end_matches(['.', ';']).replace("<row>", "new_row");
    let start = rule.to_ascii_lowercase();
    let from = ["using", "with check"].iter().find_map(|word| start.strip_prefix(word).map(|_| word.len()));
    let rest = rule.get(from.unwrap_or(0)..)?.trim();
    let mut depth = 0_usize;
    let end = rest.char_indices().find_map(|(at, c)| {
        depth = match c {
            '(' => depth + 1,
            ')' => depth.saturating_sub(1),
            _ => depth,
        };
        (c == ')' && depth == 0).then_some(at + 1)
    });
    let end = if from.is_some() { end? } else { rest.len() };
    rest.get(..end).filter(|text| text.len() < LONGEST).map(str::to_owned)
}

fn alternatives(expr: &Expr, table: &Table) -> Option<Vec<Way>> {
    match expr {
        Expr::Nested(inner) => alternatives(inner, table),
        Expr::BinaryOp { left, op: BinaryOperator::Or, right } => {
            let mut ways = alternatives(left, table)?;
            ways.extend(alternatives(right, table)?);
            (ways.len() <= MOST_WAYS).then_some(ways)
        }
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            let (left, right) = (alternatives(left, table)?, alternatives(right, table)?);
            let both = left.iter().flat_map(|l| right.iter().map(move |r| [l.clone(), r.clone()].concat()));
            let both: Vec<Way> = both.collect();
            (both.len() <= MOST_WAYS).then_some(both)
        }
        Expr::Exists { subquery, negated: false } => Some(vec![vec![row_of(subquery, table)?]]),
        Expr::InSubquery { expr, subquery, negated: false } => {
            let mut row = row_of(subquery, table)?;
            if let (Demand::Row(_, conditions), Some(column)) = (&mut row, selected(subquery)) {
                let with = if is_caller(expr) { Compared::Caller } else { Compared::Row(column_name(expr, table)?.0) };
                conditions.insert(0, Condition { column, with });
            }
            Some(vec![vec![row]])
        }
        other => Some(vec![vec![leaf(other, table)?]]),
    }
}

/// A condition on the row itself, or one that only its own words can say.
fn leaf(expr: &Expr, table: &Table) -> Option<Demand> {
    const LONGEST: usize = 100;
    let known = compared(expr, table).map(|(condition, _)| condition);
    if let Some(condition) = known.filter(|c| table.columns.is_empty() || table.column(&c.column).is_some()) {
        return Some(Demand::Here(condition));
    }
    let text = expr.to_string();
    let is_plain = !matches!(expr, Expr::Value(_) | Expr::Identifier(_)) && !text.to_uppercase().contains("SELECT");
    (is_plain && text.len() < LONGEST).then_some(Demand::Said(text))
}

const MOST_WAYS: usize = 6;

/// The row that a subquery looks for.
fn row_of(query: &Query, table: &Table) -> Option<Demand> {
    let SetExpr::Select(select) = query.body.as_ref() else { return None };
    let [from] = select.from.as_slice() else { return None };
    let TableFactor::Table { name, .. } = &from.relation else { return None };
    // Joined tables would need their own words.
    if !from.joins.is_empty() {
        return None;
    }
    let mut conditions = Vec::new();
    conjuncts(select.selection.as_ref()?, table, &mut conditions)?;
    Some(Demand::Row(name.to_string().replace('"', ""), conditions))
}

fn conjuncts(expr: &Expr, table: &Table, into: &mut Vec<Condition>) -> Option<()> {
    match expr {
        Expr::Nested(inner) => conjuncts(inner, table, into),
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            conjuncts(left, table, into)?;
            conjuncts(right, table, into)
        }
        other => {
            into.push(compared(other, table)?.0);
            Some(())
        }
    }
}

/// A comparison, and whether its column is one of the protected row.
fn compared(expr: &Expr, table: &Table) -> Option<(Condition, bool)> {
    match expr {
        Expr::Nested(inner) => compared(inner, table),
        Expr::IsNull(inner) => {
            let (column, own) = column_name(inner, table)?;
            Some((Condition { column, with: Compared::Null }, own))
        }
        Expr::InList { expr, list, negated: false } => {
            let (column, own) = column_name(expr, table)?;
            let values: Option<Vec<String>> = list.iter().map(literal).collect();
            Some((Condition { column, with: Compared::Values(values?) }, own))
        }
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
            let (left, right) = (left.as_ref(), right.as_ref());
            if is_caller(left) || is_caller(right) {
                let (column, own) = column_name(if is_caller(left) { right } else { left }, table)?;
                return Some((Condition { column, with: Compared::Caller }, own));
            }
            if let Some(value) = literal(right) {
                let (column, own) = column_name(left, table)?;
                return Some((Condition { column, with: Compared::Values(vec![value]) }, own));
            }
            let (left, right) = (column_name(left, table)?, column_name(right, table)?);
            let (of_row, other) = if right.1 { (right, left) } else { (left, right) };
            of_row.1.then_some((Condition { column: other.0, with: Compared::Row(of_row.0) }, false))
        }
        _ => None,
    }
}

/// The name of a column, and whether it stands for the protected row.
fn column_name(expr: &Expr, table: &Table) -> Option<(String, bool)> {
    match expr {
        Expr::Nested(inner) => column_name(inner, table),
        Expr::Identifier(name) => Some((name.value.clone(), false)),
        Expr::CompoundIdentifier(parts) => {
            let [.., of, name] = parts.as_slice() else { return None };
            let own = of.value.eq_ignore_ascii_case(table.bare_name()) || of.value == "new_row";
            Some((name.value.clone(), own))
        }
        _ => None,
    }
}

/// Whether an expression is the caller's id.
fn is_caller(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => is_caller(inner),
        Expr::Subquery(query) => selected_expr(query).is_some_and(is_caller),
        Expr::Function(function) => function.name.to_string().eq_ignore_ascii_case("auth.uid"),
        _ => false,
    }
}

fn selected_expr(query: &Query) -> Option<&Expr> {
    let SetExpr::Select(select) = query.body.as_ref() else { return None };
    match select.projection.as_slice() {
        [sqlparser::ast::SelectItem::UnnamedExpr(expr)] => Some(expr),
        _ => None,
    }
}

fn selected(query: &Query) -> Option<String> {
    match selected_expr(query)? {
        Expr::Identifier(name) => Some(name.value.clone()),
        Expr::CompoundIdentifier(parts) => parts.last().map(|name| name.value.clone()),
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Cast { expr: inner, .. } | Expr::Nested(inner) => literal(inner),
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) | Value::Number(text, _) => Some(text.clone()),
            Value::Boolean(value) => Some(value.to_string()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rule: &str) -> String {
        let table = Table { name: "public.piers".into(), ..Table::default() };
        let one = |c: &Condition| match &c.with {
            Compared::Caller => format!("{}=caller", c.column),
            Compared::Values(values) => format!("{}={}", c.column, values.join("|")),
            Compared::Row(column) => format!("{}=row.{column}", c.column),
            Compared::Null => format!("{}=null", c.column),
        };
        let demand = |d: &Demand| match d {
            Demand::Here(condition) => one(condition),
            Demand::Said(text) => text.clone(),
            Demand::Row(table, conditions) => {
                format!("{table}({})", conditions.iter().map(one).collect::<Vec<_>>().join(", "))
            }
        };
        let way = |way: &Way| way.iter().map(demand).collect::<Vec<_>>().join(" & ");
        ways_of(rule, &table).map(|ways| ways.iter().map(way).collect::<Vec<_>>().join(" or ")).unwrap_or_default()
    }

    #[test]
    fn policies_tell_what_they_ask_for() {
        for (rule, expected) in [
            ("USING (auth.uid() = owner_id)", "owner_id=caller"),
            ("(select auth.uid()) = owner_id", "owner_id=caller"),
            (
                "USING ( EXISTS ( SELECT 1 FROM crews WHERE id = auth.uid() AND role = 'MASTER' ) )",
                "crews(id=caller, role=MASTER)",
            ),
            (
                "USING (port_id IN (SELECT port_id FROM port_crews WHERE user_id = auth.uid())) WITH CHECK (true)",
                "port_crews(port_id=row.port_id, user_id=caller)",
            ),
            (
                "EXISTS (SELECT 1 FROM port_crews pc WHERE pc.port_id = piers.port_id AND pc.user_id = auth.uid())",
                "port_crews(port_id=row.port_id, user_id=caller)",
            ),
            (
                "USING ((EXISTS (SELECT 1 FROM crews WHERE id = auth.uid()) AND closed_at IS NULL) OR owner_id = auth.uid())",
                "crews(id=caller) & closed_at=null or owner_id=caller",
            ),
            ("USING (true)", ""),
            ("USING (is_master(auth.uid()))", "is_master(auth.uid())"),
            (
                "owner_id = auth.uid() AND auth.email_confirmed_at IS NOT NULL",
                "owner_id=caller & auth.email_confirmed_at IS NOT NULL",
            ),
            ("only masters", ""),
        ] {
            assert_eq!(told(rule), expected, "{rule}");
        }
    }
}
