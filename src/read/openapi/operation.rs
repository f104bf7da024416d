//! What one operation takes and answers, read when somebody looks at it.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::example::{Direction, example};
use super::list::unread;
use super::schema::{Alternatives, Schema};
use super::specification::{self, Log, Specification};
use super::tree::Where;
use super::{answers, body, text};
use crate::model::endpoint::{DetailsSource, Operation as Read};
use crate::model::{Auth, EndpointKey, Parameter};
use crate::text::{Place, Span};

/// Where an operation stands.
#[derive(Debug)]
pub(super) struct At {
    pub(super) file: usize,
    pub(super) operation: Where,
    /// Parameters that all operations of the path share.
    pub(super) shared: Option<Where>,
    pub(super) key: EndpointKey,
    pub(super) place: Place,
}

/// One operation of a specification.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) specification: Arc<Specification>,
    pub(super) at: At,
}

/// A parameter with its references followed.
pub(super) struct Given<'v> {
    pub(super) name: &'v str,
    /// `path`, `query`, `header`, `cookie`, `body` or `formData`.
    pub(super) place: &'v str,
    pub(super) at: specification::At<'v>,
}

/// What the parts of an operation are read with.
pub(super) struct Context<'v> {
    pub(super) specification: &'v Specification,
    pub(super) log: &'v Log,
    /// The beginning of the operation, for all that is named in it.
    pub(super) place: Place,
}

impl DetailsSource for Operation {
    fn read(&self) -> Read {
        let log = Log::default();
        let mut read = Read::default();
        let at = &self.at;
        let Some(file) = self.specification.files.get(at.file) else { return read };
        let start = Place { span: Span::new(at.place.span.start, at.place.span.start), ..at.place };
        let (value, fault) = file.read(&at.operation);
        // The faults of a damaged file were told when its operations were listed.
        if let Some(fault) = fault.filter(|_| !file.is_damaged()) {
            read.diagnostics.push(unread(&at.key, file.point(fault.at), &fault.message));
        }
        let shared = at.shared.as_ref().map(|shared| file.read(shared).0);
        let context = Context { specification: &self.specification, log: &log, place: start };
        let operation = specification::At { file: at.file, value: &value };
        let shared = shared.as_deref().map(|value| specification::At { file: at.file, value });
        context.operation(&at.key, operation, shared, &mut read);
        if !value.is_object() && !file.is_damaged() {
            read.diagnostics.push(unread(&at.key, at.place, "it is no mapping"));
        }
        read.diagnostics.extend(log.diagnostics(&self.specification, at.place));
        read
    }

    fn text(&self, depth: usize) -> String {
        text::of(&self.specification, &self.at, depth)
    }
}

impl<'v> Context<'v> {
    fn operation(
        &self,
        key: &EndpointKey,
        at: specification::At<'v>,
        shared: Option<specification::At<'v>>,
        read: &mut Read,
    ) {
        let at = self.specification.follow(at, self.log).unwrap_or(at);
        let given = self.parameters(at, shared);
        let of = |place: &'static str| given.values().filter(move |given| given.place == place);
        read.query_params = of("query").map(|given| self.parameter(given)).collect();
        let declared: Vec<Parameter> = of("path").map(|given| self.parameter(given)).collect();
        read.path_params = self.path_parameters(key, declared);
        body::read(self, at, &given, read);
        read.responses = answers::responses(self, at);
        read.otherwise = answers::otherwise(self, at);
        read.auth = self.specification.security().auth(at.value.get("security"));
        if read.auth.is_none() && of("header").any(|given| is_sign_in(given) && self.is_required(given)) {
            read.auth = Some(Auth::Required);
        }
        read.words = Some(self.words(at, of("header")));
    }

    /// The parameters by name and place; those of the operation win over those of the path.
    pub(super) fn parameters(
        &self,
        operation: specification::At<'v>,
        shared: Option<specification::At<'v>>,
    ) -> IndexMap<(&'v str, &'v str), Given<'v>> {
        let own = operation.value.get("parameters").map(|value| specification::At { value, ..operation });
        let mut given = IndexMap::new();
        for list in shared.into_iter().chain(own) {
            for value in list.value.as_array().into_iter().flatten() {
                let Some(at) = self.specification.follow(specification::At { value, ..list }, self.log) else {
                    continue;
                };
                let text = |key: &str| at.value.get(key).and_then(Value::as_str).unwrap_or_default();
                let (name, place) = (text("name"), text("in"));
                if !name.is_empty() || place == "body" {
                    given.insert((name, place), Given { name, place, at });
                }
            }
        }
        given
    }

    /// A parameter of path or query.
    pub(super) fn parameter(&self, given: &Given<'v>) -> Parameter {
        let value = given.at.value;
        let content = value.get("content").and_then(Value::as_object).and_then(|content| content.values().next());
        let schema = value.get("schema").or_else(|| content?.get("schema"));
        // Swagger 2.0 has the keywords of the schema in the parameter itself.
        let at = specification::At { value: schema.unwrap_or(value), ..given.at };
        let mut parameter = self.field(given.name, at, Some(self.is_required(given)));
        let own = value.get("description").and_then(Value::as_str).map(clean).filter(|d| !d.is_empty());
        parameter.description = own.or(parameter.description);
        parameter
    }

    fn is_required(&self, given: &Given<'v>) -> bool {
        given.place == "path" || given.at.value.get("required") == Some(&Value::Bool(true))
    }

    /// A named value with a schema.
    pub(super) fn field(&self, name: &str, at: specification::At<'v>, required: Option<bool>) -> Parameter {
        let schema = Schema::new(self.specification, at, Alternatives::All, self.log);
        self.field_of(name, &schema, required)
    }

    pub(super) fn field_of(&self, name: &str, schema: &Schema<'v>, required: Option<bool>) -> Parameter {
        let mut allowed = schema.allowed_words();
        if let Some(items) = schema.items.filter(|_| allowed.is_empty()) {
            // What each item of a list may be.
            allowed = Schema::new(self.specification, items, Alternatives::All, self.log).allowed_words();
        }
        let default = schema.facet("default").filter(|v| !v.is_null() && !v.is_object());
        Parameter {
            name: name.to_owned(),
            ty: schema.type_words(self.specification, self.log),
            required,
            description: schema.text("description").or_else(|| schema.text("title")).map(clean),
            default: default.map(super::schema::word),
            allowed,
            place: self.place,
        }
    }

    /// The names in the path in their order, with what is declared of them; what is declared of other
    /// names comes last.
    fn path_parameters(&self, key: &EndpointKey, mut declared: Vec<Parameter>) -> Vec<Parameter> {
        let mut found = Vec::new();
        for name in names_in(key.path.as_str()) {
            let known = declared.iter().position(|p| p.name == name).map(|at| declared.remove(at));
            found.push(known.unwrap_or_else(|| Parameter {
                name: name.to_owned(),
                ty: None,
                required: Some(true),
                description: None,
                default: None,
                allowed: Vec::new(),
                place: self.place,
            }));
        }
        found.extend(declared);
        found
    }

    /// What is said of the operation in words, and what no other fact holds.
    fn words<'g>(&self, at: specification::At<'v>, headers: impl Iterator<Item = &'g Given<'v>>) -> String
    where
        'v: 'g,
    {
        let text = |key: &str| at.value.get(key).and_then(Value::as_str).map(str::trim).unwrap_or_default();
        let (summary, mut description) = (text("summary"), text("description"));
        let mut paragraphs = vec![summary.to_owned()];
        // Without a summary, the first sentence is what lists show.
        if let Some((first, rest)) = description.split_once(". ").filter(|_| summary.is_empty()) {
            paragraphs.push(format!("{first}."));
            description = rest.trim_start();
        }
        paragraphs.push(description.to_owned());
        for header in headers.filter(|given| !is_sign_in(given)) {
            let parameter = self.parameter(header);
            let required = if parameter.required == Some(true) { ", required" } else { "" };
            let ty = parameter.ty.as_deref().unwrap_or("string");
            let said = parameter.description.map(|d| format!(": {d}")).unwrap_or_default();
            paragraphs.push(format!("Header `{}` ({ty}{required}){said}", parameter.name));
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        paragraphs.join("\n\n")
    }

    /// An example body for a schema.
    pub(super) fn example(&self, at: specification::At<'v>, direction: Direction) -> Value {
        example(self.specification, at, direction, self.log)
    }
}

/// Whether a header is what the way to sign in is about.
fn is_sign_in(given: &Given<'_>) -> bool {
    given.name.eq_ignore_ascii_case("authorization")
}

/// The names in braces of a path, wherever in a segment they stand.
fn names_in(path: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        if !name.is_empty() && !found.contains(&name) {
            found.push(name);
        }
        rest = behind;
    }
    found
}

/// A description as one paragraph.
pub(super) fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
