//! What templates with conditions can ask about, besides the variables.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, Value};

use super::slots::{Slot, VARIABLES};
use crate::model::{Auth, Choice, DocumentRole, Endpoint, Table};
use crate::text::printable;

/// What there is, and what it says; `…[]` are lists.
pub(super) const CONTEXT: [(&str, &str); 23] = [
    ("has.api_plan", "whether there is an API plan"),
    ("has.database_plan", "whether there is a database plan"),
    ("has.tables", "whether tables were chosen"),
    ("has.types", "whether the sources declare types"),
    ("has.tech_stack", "whether there is a tech stack document"),
    ("has.rules", "whether rules were chosen"),
    ("endpoint.method", "method of the first chosen endpoint, in capitals"),
    ("endpoint.path", "its path, as the API plan writes it"),
    ("endpoint.summary", "one line about it, or nothing"),
    ("endpoint.group", "the heading that it stands under, or nothing"),
    ("endpoint.auth", "`required`, `optional` or `none`, or nothing where the documents do not say"),
    ("endpoints[]", "all chosen endpoints, each with what `endpoint` has"),
    ("tables[]", "the chosen tables"),
    ("tables[].name", "name of a table"),
    ("tables[].description", "what the database plan says of it, or nothing"),
    ("tables[].columns[]", "its columns"),
    ("tables[].columns[].name", "name of a column"),
    ("tables[].columns[].type", "its type, as the database plan writes it, or nothing"),
    ("language", "code of the prompt's language: `en`, `pl`"),
    ("stack.profile", "the stack whose conventions hold: `astro-supabase`, `aspnet`, … or `neutral`"),
    ("stack.technologies[]", "technologies that the documents name: `astro`, `supabase`, …"),
    ("project", "name of the project's folder"),
    ("documents", "how documents stand in the prompt: `inline`, `at` or `hash`"),
];

/// The usual names at the top that a template can use: variables with underscores, and the context.
pub(super) fn names() -> impl Iterator<Item = String> {
    let mut names: Vec<String> = VARIABLES.iter().map(|variable| variable.name().replace('-', "_")).collect();
    for (name, _) in CONTEXT {
        let top = name.split(['.', '[']).next().unwrap_or_default();
        if !names.iter().any(|known| known == top) {
            names.push(top.to_owned());
        }
    }
    names.into_iter()
}

/// Everything that a template can use, as it writes it.
pub(super) fn paths() -> impl Iterator<Item = String> {
    let variables = VARIABLES.iter().flat_map(|v| v.names).map(|name| name.replace('-', "_"));
    let asked = CONTEXT.iter().map(|(name, _)| *name).filter(|name| !name.trim_end_matches("[]").contains("[]"));
    variables.chain(asked.map(|name| name.trim_end_matches("[]").to_owned()))
}

/// Whether a path such as `endpoint.method` is there.
pub(super) fn is_known(path: &str) -> bool {
    let (top, rest) = path.split_once('.').unwrap_or((path, ""));
    if rest.is_empty() {
        return names().any(|name| name == top) || paths().any(|name| name == top);
    }
    CONTEXT.iter().any(|(name, _)| name.replace("[]", "").starts_with(path))
        // What a list or a text has is not ours to know.
        || CONTEXT.iter().any(|(name, _)| name.strip_suffix("[]").is_some_and(|list| list == top))
}

/// Everything that a template can use. `slots` are the variables' texts, in the order of [`VARIABLES`].
pub(super) fn values(choice: &Choice<'_>, slots: &[Slot]) -> Value {
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    for (variable, slot) in VARIABLES.iter().zip(slots) {
        let attributes = match variable.name() {
            "endpoint" => choice.endpoints.first().map(|e| endpoint(e)).unwrap_or_default(),
            _ => BTreeMap::new(),
        };
        let filling = Filling { text: slot.text.clone(), known: (variable.known)(choice), attributes };
        let value = Value::from_object(filling);
        values.extend(variable.names.iter().map(|name| (name.replace('-', "_"), value.clone())));
    }
    let has_document = |role| choice.project.documents.iter().any(|d| d.role == role);
    let has = [
        ("api_plan", has_document(DocumentRole::ApiPlan)),
        ("database_plan", has_document(DocumentRole::DatabasePlan)),
        ("tables", !choice.tables.is_empty()),
        ("types", !choice.project.types.is_empty()),
        ("tech_stack", choice.project.tech_stack.place.is_some()),
        ("rules", !choice.rules.is_empty()),
    ];
    values.insert("has".to_owned(), Value::from(BTreeMap::from(has)));
    let endpoints = choice.endpoints.iter().map(|e| Value::from(endpoint(e)));
    values.insert("endpoints".to_owned(), endpoints.collect());
    values.insert("tables".to_owned(), choice.tables.iter().map(|t| table(t)).collect());
    values.insert("language".to_owned(), choice.language.code().into());
    let technologies: Value = choice.project.tech_stack.technologies.iter().map(|t| text(t)).collect();
    let stack = [("profile", text(&choice.project.tech_stack.profile)), ("technologies", technologies)];
    values.insert("stack".to_owned(), Value::from(BTreeMap::from(stack)));
    values.insert("project".to_owned(), text(&choice.project.name));
    values.insert("documents".to_owned(), choice.documents_as.word().into());
    Value::from(values)
}

fn endpoint(endpoint: &Endpoint) -> BTreeMap<&'static str, Value> {
    let auth = endpoint.details.auth.map(|auth| match auth {
        Auth::Required => "required",
        Auth::Optional => "optional",
        Auth::None => "none",
    });
    BTreeMap::from([
        ("method", Value::from(endpoint.key.method.as_str())),
        ("path", text(endpoint.key.path.as_str())),
        ("summary", optional(endpoint.summary.as_deref())),
        ("group", optional(endpoint.group.as_deref())),
        ("auth", optional(auth)),
    ])
}

fn table(table: &Table) -> Value {
    let columns = table.columns.iter().map(|column| {
        Value::from(BTreeMap::from([("name", text(&column.name)), ("type", optional(column.ty.as_deref()))]))
    });
    let columns: Value = columns.collect();
    let facts =
        [("name", text(&table.name)), ("description", optional(table.description.as_deref())), ("columns", columns)];
    Value::from(BTreeMap::from(facts))
}

/// A text of the documents, without what must not be shown.
fn text(text: &str) -> Value {
    Value::from(printable(text).into_owned())
}

/// Nothing is the empty text: it is false, and prints nothing.
fn optional(value: Option<&str>) -> Value {
    text(value.unwrap_or_default())
}

/// The text of a variable: true in a condition where the documents have something for it, although
/// it prints a sentence where they have not.
#[derive(Debug)]
struct Filling {
    text: String,
    known: bool,
    attributes: BTreeMap<&'static str, Value>,
}

impl Object for Filling {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.attributes.get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.known
    }

    fn render(self: &Arc<Self>, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}
