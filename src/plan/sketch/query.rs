//! What asks the database for the rows of one table.

use std::collections::BTreeMap;

use heck::{ToLowerCamelCase, ToPascalCase, ToSnakeCase};
use serde::Deserialize;

use super::super::data_flow::{joined_tables, told};
use super::super::derived::{self, Derived};
use super::super::facts::columns::{Filler, creation_column, removal_mark};
use super::super::facts::inputs::{Bound, Input, Part, Role};
use super::super::facts::lookups::Purpose;
use super::super::facts::notes::Stage;
use super::super::facts::operation::Operation;
use super::super::facts::{EndpointFacts, column_kind};
use super::super::kind::Kind;
use super::super::markdown::clean;
use super::super::naming;
use super::super::pen::Pen;
use super::super::response::shown_columns;
use super::super::shape::Shape;
use super::super::speech::fill;
use super::super::words::{is_in, words};
use crate::model::{Auth, Table};

/// How a library asks for rows.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Query {
    /// A list whose conditions all hold, and one of which some only hold when sent.
    all: String,
    list: String,
    optional: String,
    tail: String,
    read: String,
    create: String,
    update: String,
    delete: String,
    count: String,
    counting: String,
    separator: String,
    #[serde(default)]
    embed: Option<String>,
    conditions: BTreeMap<String, String>,
    order: BTreeMap<String, String>,
    pages: BTreeMap<String, String>,
    values: BTreeMap<String, String>,
}

/// Values that are wider together stand on lines of their own.
const WIDTH: usize = 80;

/// A condition: its key, the column, the value as code, and whether it only holds when sent.
struct Condition {
    key: &'static str,
    column: String,
    value: String,
    is_optional: bool,
}

impl Query {
    /// The query of an endpoint that is about rows of one table; `None` for what no such query answers.
    pub(super) fn write(&self, pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
        let main = facts.main.filter(|main| !main.columns.is_empty() && !facts.is_entry())?;
        if !joined_tables(facts, main).is_empty() {
            return None;
        }
        let columns = columns(facts, main)?;
        let embedded = self.embedded(facts, main);
        let separator = self.separator.as_str();
        let names: Vec<String> = columns.iter().map(|column| clean(column)).collect();
        let members: Vec<String> = names.iter().map(|name| format!("x.{}", name.to_pascal_case())).collect();
        let key = main.primary_key.first().map_or("id", String::as_str);
        let bare = main.bare_name();
        let row = naming::singular(&bare.to_snake_case()).to_pascal_case();
        let conditions = conditions(self, facts, main)?;
        let fixed: String = conditions.iter().filter(|c| !c.is_optional).map(|c| self.condition(c)).collect();
        let stored = self.stored(pen, facts, main)?;
        let is_long = stored.iter().map(|pair| pair.chars().count() + 2).sum::<usize>() > WIDTH;
        let values = if is_long { self.lines(&stored) } else { format!(" {} ", stored.join(separator)) };
        let counts = facts.operation == Operation::List && counts_all(facts);
        let filled = [
            ("table", clean(bare)),
            ("Table", bare.to_pascal_case()),
            ("Row", row),
            ("columns", [names.clone(), embedded].concat().join(", ")),
            ("members", members.join(", ")),
            ("key", clean(key)),
            ("conditions", fixed),
            ("values", values),
            ("count", if counts { self.count.clone() } else { String::new() }),
            ("counting", if counts { self.counting.clone() } else { String::new() }),
        ];
        let say = |pattern: &str, more: &[(&str, &str)]| {
            let known = filled.iter().map(|(key, value)| (*key, value.as_str()));
            fill(pattern, &known.chain(more.iter().copied()).collect::<Vec<_>>())
        };
        let has_key = facts.inputs.iter().any(|input| input.part == Part::Path && input.column.is_some());
        let found = has_key || !conditions.is_empty();
        Some(match facts.operation {
            Operation::List => {
                let (order, page) = (self.ordered(facts, main)?, self.page(facts)?);
                let optional = conditions.iter().filter(|c| c.is_optional).map(|c| {
                    say(&self.optional, &[("value", &c.value), ("condition", self.condition(c).trim_start())])
                });
                if conditions.iter().all(|c| !c.is_optional) {
                    return Some(say(&self.all, &[("order", &order), ("page", &page)]));
                }
                let lines = [say(&self.list, &[])].into_iter().chain(optional);
                let tail = say(&self.tail, &[("order", &order), ("page", &page)]);
                lines.chain([tail]).collect::<Vec<_>>().join("\n")
            }
            Operation::Read if found => say(&self.read, &[]),
            Operation::Create => say(&self.create, &[]),
            Operation::Replace | Operation::Update if found => say(&self.update, &[]),
            Operation::Delete if found && removal_mark(main).is_none() => say(&self.delete, &[]),
            _ => return None,
        })
    }

    /// One value a line.
    fn lines(&self, stored: &[String]) -> String {
        let indent = self.value("indent", &[]);
        let lines = stored.iter().map(|pair| format!("{indent}  {pair},"));
        format!("\n{}\n{indent}", lines.collect::<Vec<_>>().join("\n"))
    }

    /// Columns of other tables that the answer shows in the row.
    fn embedded(&self, facts: &EndpointFacts<'_>, main: &Table) -> Vec<String> {
        let mut tables: Vec<(&str, Vec<String>)> = Vec::new();
        for (name, _) in facts.answered_row() {
            let has = main.columns.iter().any(|c| naming::key(&c.name) == naming::key(name));
            if let (false, Some(Derived::Joined { table, column, .. })) = (has, derived::of(facts, main, name)) {
                match tables.iter_mut().find(|(known, _)| *known == table) {
                    Some((_, columns)) => columns.push(clean(column)),
                    None => tables.push((table, vec![clean(column)])),
                }
            }
        }
        let write = |(table, columns): (&str, Vec<String>)| {
            let table = table.rsplit('.').next().unwrap_or(table);
            fill(self.embed.as_deref()?, &[("table", &clean(table)), ("columns", &columns.join(", "))]).into()
        };
        tables.into_iter().filter_map(write).collect()
    }

    fn condition(&self, condition: &Condition) -> String {
        let pattern = self.conditions.get(condition.key).map_or("", String::as_str);
        let pascal = condition.column.to_pascal_case();
        fill(pattern, &[("column", &condition.column), ("Column", &pascal), ("value", &condition.value)])
    }

    fn value(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.values.get(key).map_or("", String::as_str), values)
    }

    /// A variable that holds a parameter.
    fn variable(&self, name: &str) -> String {
        let name = clean(name);
        self.value("own", &[("name", &name), ("variable", &name.to_lower_camel_case())])
    }

    /// What is written into which column; `None` where the documents leave a column open.
    fn stored(&self, pen: &Pen<'_>, facts: &EndpointFacts<'_>, main: &Table) -> Option<Vec<String>> {
        if !facts.operation.stores() {
            return Some(Vec::new());
        }
        let pair = |column: &str, value: &str| {
            let column = clean(column);
            let pascal = column.to_pascal_case();
            self.value("pair", &[("column", &column), ("Column", &pascal), ("value", value)])
        };
        let sent = facts.inputs.iter().filter(|input| input.part == Part::Body);
        let mut values: Vec<String> = Vec::new();
        for input in sent {
            let (table, column) = input.column?;
            // Elements of a list are rows of their own.
            if table.name != main.name
                || input.kind == Kind::List && column_kind(facts.project, table, column) != Kind::List
            {
                return None;
            }
            let field = clean(&input.parameter.name);
            let spelled = pen.profile.spell(&field);
            values.push(pair(&column.name, &self.value("body", &[("field", &field), ("Field", &spelled)])));
        }
        if values.is_empty() || facts.operation == Operation::Create && !facts.unfilled.is_empty() {
            return None;
        }
        for assigned in &facts.assigned {
            let value = match assigned.filler {
                Filler::Caller => self.value("caller", &[]),
                Filler::Path(parameter) => self.variable(parameter),
                Filler::Service => self.variable(&assigned.column.name),
                Filler::Clock => self.value("clock", &[]),
                Filler::Default(_) | Filler::Kept | Filler::NewUser => continue,
            };
            values.push(pair(&assigned.column.name, &value));
        }
        Some(values)
    }

    /// The order that the documents or the query ask for, else the newest rows first; always ending in the key.
    fn ordered(&self, facts: &EndpointFacts<'_>, main: &Table) -> Option<String> {
        let chosen = self.chosen_order(facts, main)?;
        let key = main.primary_key.first().filter(|_| main.primary_key.len() == 1).map(String::as_str);
        let mut order = if chosen.is_empty() { order_of(facts, main) } else { Vec::new() };
        if let Some(key) = key.filter(|key| !order.iter().any(|(column, _)| column == key)) {
            order.push((
                key.to_owned(),
                order.first().is_some_and(|(_, down)| *down) && !self.order.contains_key("then"),
            ));
        }
        let one = |(at, (column, is_descending)): (usize, &(String, bool))| {
            let by_direction = if *is_descending { "descending" } else { "ascending" };
            let pattern = self.order.get("then").filter(|_| at > 0).or_else(|| self.order.get(by_direction));
            let column = clean(column);
            fill(pattern.map_or("", String::as_str), &[("column", &column), ("Column", &column.to_pascal_case())])
        };
        Some(order.iter().enumerate().map(one).fold(chosen, |written, next| written + &next))
    }

    /// The order that the query chooses, empty without one; `None` where its values are not just columns.
    fn chosen_order(&self, facts: &EndpointFacts<'_>, main: &Table) -> Option<String> {
        let sorts: Vec<&Input<'_>> = facts.inputs.iter().filter(|input| input.role == Role::Sort).collect();
        let is_column = |value: &String| main.columns.iter().any(|c| c.name.eq_ignore_ascii_case(value));
        let is_direction = |value: &String| ["asc", "desc"].contains(&value.to_lowercase().as_str());
        let all = |input: &Input<'_>, is: &dyn Fn(&String) -> bool| {
            let values = input.values();
            !values.is_empty() && values.iter().all(is)
        };
        let name = |input: &Input<'_>| self.variable(&input.parameter.name);
        match sorts.as_slice() {
            [] => Some(String::new()),
            [by] if all(by, &is_column) => Some(fill(self.order.get("chosen")?, &[("by", &name(by))])),
            [by, way] if all(by, &is_column) && all(way, &is_direction) => {
                Some(fill(self.order.get("chosen_way")?, &[("by", &name(by)), ("way", &name(way))]))
            }
            _ => None,
        }
    }

    /// How the page is cut; `None` where it can't be told.
    fn page(&self, facts: &EndpointFacts<'_>) -> Option<String> {
        let of = |role: Role| facts.inputs.iter().find(|input| input.part == Part::Query && input.role == role);
        let (page, size) = (of(Role::Page), of(Role::PageSize));
        let Some(size) = size else { return page.is_none().then(String::new) };
        let key = match page {
            None => "limit",
            Some(page) if is_in(&page.parameter.name, &words().cursor) => "cursor",
            Some(page) if is_in(&page.parameter.name, &words().offsets) => "offset",
            Some(_) => "number",
        };
        let name = |input: &Input<'_>| self.variable(&input.parameter.name);
        let page = page.map(name).unwrap_or_default();
        Some(fill(self.pages.get(key)?, &[("page", &page), ("size", &name(size))]))
    }
}

/// The columns that the answer shows; `None` where it shows something else than rows of the table.
fn columns<'a>(facts: &EndpointFacts<'_>, main: &'a Table) -> Option<Vec<&'a str>> {
    let members = facts.answered_row();
    let is_shown = |name: &str| members.iter().any(|(member, _)| naming::key(member) == naming::key(name));
    let shown: Vec<&str> = main.columns.iter().map(|c| c.name.as_str()).filter(|name| is_shown(name)).collect();
    match (shown.len() >= 2, members.len() > 2) {
        (true, _) if shown.len() * 2 >= members.len() => Some(shown),
        (false, false) => Some(shown_columns(main)),
        _ if facts.operation == Operation::Delete => Some(Vec::new()),
        _ => None,
    }
}

/// The conditions of a query; `None` where one of them can't be told as a column and a value.
fn conditions(query: &Query, facts: &EndpointFacts<'_>, main: &Table) -> Option<Vec<Condition>> {
    if facts.operation == Operation::Create {
        return Some(Vec::new());
    }
    let fixed = |key, column: &str, value: String| Condition { key, column: clean(column), value, is_optional: false };
    let mut conditions = Vec::new();
    for lookup in facts.lookups.iter().filter(|lookup| lookup.table.name == main.name) {
        if let Purpose::Path(name) = &lookup.purpose {
            conditions.push(fixed("equal", &lookup.column.name, query.variable(name)));
        }
    }
    let is_refused = facts.lists(403) && facts.operation != Operation::List;
    let owner = facts.owner().filter(|_| facts.auth() == Some(Auth::Required) && !is_refused);
    if let Some(owner) = owner.filter(|owner| !conditions.iter().any(|c| c.column == owner.name)) {
        conditions.push(fixed("equal", &owner.name, query.value("caller", &[])));
    }
    let mark = removal_mark(main).filter(|mark| column_kind(facts.project, main, mark) == Kind::Timestamp);
    conditions.extend(mark.map(|mark| fixed("null", &mark.name, String::new())));
    for (column, value) in told(facts, main) {
        conditions.push(fixed("equal", &column.name, query.value("text", &[("value", &clean(&value))])));
    }
    for input in facts.inputs.iter().filter(|input| input.part == Part::Query) {
        let column = match (input.role, input.column) {
            (Role::Value, Some((table, column))) if table.name == main.name => column,
            (Role::Value | Role::Search, _) => return None,
            _ => continue,
        };
        let key = match input.bound {
            Some(Bound::From) => "least",
            Some(Bound::To) => "most",
            None if input.kind == Kind::List || input.takes_several() => "in",
            None => "equal",
        };
        let value = query.variable(&input.parameter.name);
        let has_value = input.required.is_yes() || input.parameter.default.is_some();
        conditions.push(Condition { key, column: clean(&column.name), value, is_optional: !has_value });
    }
    Some(conditions)
}

/// Columns of the order with their direction.
pub(crate) fn order_of(facts: &EndpointFacts<'_>, main: &Table) -> Vec<(String, bool)> {
    let said = facts.notes.iter().filter(|note| note.stage == Stage::Order).map(|note| note.text.to_lowercase());
    let said = said.collect::<Vec<_>>().join(" ");
    let is_descending = words().descending_words.iter().any(|word| said.contains(word.as_str()));
    let named = main.columns.iter().find(|column| {
        let name = column.name.to_lowercase();
        said.contains(&name) || name.contains('_') && said.contains(&name.replace('_', " "))
    });
    if let Some(column) = named {
        return vec![(column.name.clone(), is_descending)];
    }
    creation_column(main).map(|column| (column.name.clone(), said.is_empty() || is_descending)).into_iter().collect()
}

/// Whether the answer says how many rows or pages there are.
fn counts_all(facts: &EndpointFacts<'_>) -> bool {
    let members = facts.answer.as_ref().map(Shape::members).unwrap_or_default();
    let inner = members.iter().flat_map(|(_, value)| value.members());
    members.iter().chain(inner).any(|(name, value)| is_in(name, &words().totals) && value.members().is_empty())
}
