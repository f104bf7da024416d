//! How a type is written in the stack's language.

use serde::Deserialize;

use super::super::kind::Kind;
use super::super::speech::fill;
use super::{Member, Profile, kind_key};

/// What a type is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// The body of a request.
    Body,
    /// The query of a request.
    Query,
    /// An answer.
    Answer,
}

/// How a type is written in the stack's language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declaration {
    open: String,
    close: String,
    member: String,
    /// A member that may be left out.
    optional: String,
    /// A member of a request whose type is a reference, where a rule keeps such members optional.
    #[serde(default)]
    optional_reference: Option<String>,
    /// Words that a rule has to hold for `optional_reference`.
    #[serde(default)]
    optional_reference_rule: Vec<String>,
    /// Whether members that may be left out have to stand behind the others.
    #[serde(default)]
    optional_last: bool,
    /// Before a member whose name the stack spells otherwise than the API.
    #[serde(default)]
    renamed: String,
    nullable: String,
    /// Types that hold null as they are.
    #[serde(default)]
    nullable_already: Vec<String>,
    /// What `{pointer}` is before types of which the empty value would count as missing.
    #[serde(default)]
    pointer: String,
    #[serde(default)]
    pointer_kinds: Vec<String>,
    list: String,
    /// Between the values of an enum that is spelled out; without one the text type stands for it.
    #[serde(default)]
    union: Option<String>,
    /// One value of such an enum, and all of them.
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    values: Option<String>,
    #[serde(default)]
    separator: String,
    /// What is different in the type of a body, and of a query.
    #[serde(default)]
    body: Part,
    #[serde(default)]
    query: Part,
}

/// What is different in types of one use; what says nothing is as elsewhere.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    open: Option<String>,
    close: Option<String>,
    member: Option<String>,
    optional: Option<String>,
    renamed: Option<String>,
    separator: Option<String>,
}

impl Declaration {
    fn part(&self, of: Use) -> &Part {
        static NOTHING: Part =
            Part { open: None, close: None, member: None, optional: None, renamed: None, separator: None };
        match of {
            Use::Body => &self.body,
            Use::Query => &self.query,
            Use::Answer => &NOTHING,
        }
    }
}

impl Profile {
    /// A type with its members. `rules` are the active rules' texts.
    pub(crate) fn declare(&self, name: &str, members: &[Member], of: Use, rules: &[&str]) -> String {
        let d = &self.declaration;
        let part = d.part(of);
        let keeps_references_optional = of != Use::Answer
            && !d.optional_reference_rule.is_empty()
            && rules.iter().any(|rule| {
                let rule = rule.to_lowercase();
                d.optional_reference_rule.iter().all(|word| rule.contains(word.as_str()))
            });
        let mut members: Vec<&Member> = members.iter().collect();
        if d.optional_last {
            members.sort_by_key(|member| member.optional);
        }
        let mut lines = Vec::new();
        for (at, member) in members.iter().enumerate() {
            let plain = self.type_of(member);
            let nullable = match d.nullable_already.contains(&plain) {
                true => plain.clone(),
                false => fill(&d.nullable, &[("type", &plain)]),
            };
            let ty = if member.nullable && !member.optional { &nullable } else { &plain };
            let pattern = match &d.optional_reference {
                Some(pattern) if keeps_references_optional && member.kind.is_reference() => pattern,
                _ if member.optional => part.optional.as_ref().unwrap_or(&d.optional),
                _ => part.member.as_ref().unwrap_or(&d.member),
            };
            let field = self.spell(&member.name);
            let renamed = if field == member.name { "" } else { part.renamed.as_ref().unwrap_or(&d.renamed) };
            let separator = part.separator.as_ref().unwrap_or(&d.separator);
            let separator = if at + 1 < members.len() { separator.as_str() } else { "" };
            let check = self.check_of(member, of);
            let needs_pointer = d.pointer_kinds.iter().any(|kind| kind == kind_key(member.kind));
            let values = [
                ("field", field.as_str()),
                ("type", ty),
                ("nullable", &nullable),
                ("name", &member.name),
                ("check", &check),
                ("pointer", if needs_pointer { &d.pointer } else { "" }),
            ];
            lines.push(format!("{}{}{separator}", fill(renamed, &values), fill(pattern, &values)));
        }
        let open = fill(part.open.as_ref().unwrap_or(&d.open), &[("name", name)]);
        let close = fill(part.close.as_ref().unwrap_or(&d.close), &[("name", name)]);
        [vec![open], lines, vec![close]].concat().into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The type of a member in the stack's language.
    fn type_of(&self, member: &Member) -> String {
        let d = &self.declaration;
        let plain = |kind: Kind| {
            self.kinds.get(kind_key(kind)).or_else(|| self.kinds.get("unknown")).cloned().unwrap_or_default()
        };
        if member.kind == Kind::List {
            let item = member.of.clone().unwrap_or_else(|| plain(member.item));
            return fill(&d.list, &[("type", &item)]);
        }
        if let Some(name) = &member.of {
            return name.clone();
        }
        match &d.union {
            Some(union) if is_spelled_out(member) => {
                let value = |value: String| match &d.value {
                    Some(pattern) => fill(pattern, &[("value", &value)]),
                    None => value,
                };
                let values = quoted(member).map(value).collect::<Vec<_>>().join(union);
                d.values.as_ref().map_or_else(|| values.clone(), |pattern| fill(pattern, &[("values", &values)]))
            }
            _ => plain(member.kind),
        }
    }

    /// What checks a member of a request; empty where its type says all.
    fn check_of(&self, member: &Member, of: Use) -> String {
        let key = match (&member.of, member.kind) {
            (Some(_), Kind::List) => "nested-list",
            (Some(_), _) => "nested",
            _ if is_spelled_out(member) => "values",
            (None, kind) => kind_key(kind),
        };
        let check = match of {
            Use::Body => self.checks.get(key),
            Use::Query => self.query_checks.get(key).or_else(|| self.checks.get(key)),
            Use::Answer => None,
        };
        let values = quoted(member).collect::<Vec<_>>().join(", ");
        let words = member.values.join(" ");
        let of = member.of.as_deref().unwrap_or_default();
        let filled = [("values", values.as_str()), ("words", &words), ("of", of)];
        check.map(|check| fill(check, &filled)).unwrap_or_default()
    }
}

/// Whether the values of an enum are few enough to be spelled out.
fn is_spelled_out(member: &Member) -> bool {
    (1..=8).contains(&member.values.len()) && member.kind.is_reference()
}

fn quoted(member: &Member) -> impl Iterator<Item = String> {
    member.values.iter().map(|value| format!("'{}'", value.replace('\'', "\\'")))
}
