//! Conventions of a stack: files, names, how types are written, what its tools are called. One
//! file a profile under `assets/stacks/`.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use heck::{ToLowerCamelCase, ToPascalCase, ToSnakeCase};
use serde::Deserialize;

use super::kind::Kind;
use super::speech::fill;
use crate::assets;
use crate::model::{Language, PathTemplate};

/// The profiles by name, each read at its first use.
static PROFILES: LazyLock<BTreeMap<&'static str, OnceLock<Profile>>> =
    LazyLock::new(|| assets::names("stacks").into_iter().map(|id| (id, OnceLock::new())).collect());
static NOTHING: LazyLock<Profile> = LazyLock::new(Profile::default);

/// The profile of a project whose stack is not recognised.
const NEUTRAL: &str = crate::read::tech_stack::NEUTRAL;

/// The conventions of one stack.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Profile {
    /// Name for readers; empty for the neutral profile.
    pub(crate) title: String,
    /// Language mark of fenced code.
    pub(crate) fence: String,
    /// How the framework writes a path parameter in a route or file name.
    pub(crate) route_parameter: String,
    /// How members of types are spelled.
    pub(crate) member_case: MemberCase,
    /// Part of the code → file; empty where the stack has no habit.
    pub(crate) files: BTreeMap<String, String>,
    /// Kind of type → its name.
    pub(crate) names: BTreeMap<String, String>,
    /// Kind of value → type.
    pub(crate) kinds: BTreeMap<String, String>,
    /// How types are written down.
    pub(crate) declaration: Declaration,
    /// Fragments of sentences by the code of their language: everything else in the file.
    #[serde(flatten)]
    sentences: BTreeMap<String, Sentences>,
}

type Sentences = BTreeMap<String, String>;

/// How members of types are spelled.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MemberCase {
    /// As the API plan spells the field.
    #[default]
    AsWritten,
    /// `userId`
    Camel,
    /// `UserId`
    Pascal,
    /// `user_id`
    Snake,
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
    nullable: String,
    list: String,
    /// Between the values of an enum that is spelled out; without one the text type stands for it.
    #[serde(default)]
    union: Option<String>,
    #[serde(default)]
    separator: String,
}

/// One member of a type to be declared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
    pub(crate) nullable: bool,
    /// Allowed values, where the documents list them.
    pub(crate) values: Vec<String>,
    /// Kind of a list's elements.
    pub(crate) item: Kind,
    /// Name of the type of a list's elements or of a nested object, where we declare it too.
    pub(crate) of: Option<String>,
}

impl Profile {
    /// The profile of an id; the neutral one where there is none.
    pub(crate) fn of(id: &str) -> &'static Self {
        let found = PROFILES.get_key_value(id).or_else(|| PROFILES.get_key_value(NEUTRAL));
        found.map_or(&*NOTHING, |(id, profile)| profile.get_or_init(|| Self::load(id).unwrap_or_default()))
    }

    fn load(id: &str) -> Option<Self> {
        let mut profile: Self = toml::from_str(assets::text(&format!("stacks/{id}.toml"))?).ok()?;
        for language in Language::all() {
            let own = language.own_text(&format!("stacks/{id}.toml"));
            if let Some(own) = own.and_then(|text| toml::from_str::<Sentences>(text).ok()) {
                profile.sentences.entry(language.code().to_owned()).or_default().extend(own);
            }
        }
        Some(profile)
    }

    /// A sentence of the stack, in English where the language has none; empty where there is none.
    pub(crate) fn say(&self, key: &str, language: Language) -> &str {
        let say = |language: Language| self.sentences.get(language.code())?.get(key);
        say(language).or_else(|| say(Language::ENGLISH)).map_or("", String::as_str)
    }

    /// The file of a part (`handler`, `service`, `schema`, `types`, `test`, `migration`).
    pub(crate) fn file(&self, part: &str, values: &[(&str, &str)]) -> Option<String> {
        self.files.get(part).filter(|pattern| !pattern.is_empty()).map(|pattern| fill(pattern, values))
    }

    /// The name of a type (`body`, `query`, `row`, `list`, `result`) or function (`function`, `handler`).
    pub(crate) fn name(&self, part: &str, values: &[(&str, &str)]) -> String {
        fill(self.names.get(part).map_or("", String::as_str), values)
    }

    /// A path as the framework's routes or route files write it, with a leading slash.
    pub(crate) fn route(&self, path: &PathTemplate) -> String {
        let mut route = String::new();
        for segment in path.segments() {
            route.push('/');
            match crate::model::endpoint::parameter_name(segment) {
                Some(name) => route.push_str(&fill(&self.route_parameter, &[("name", name)])),
                None => route.push_str(segment),
            }
        }
        route
    }

    /// A member's name as the stack spells it.
    pub(crate) fn spell(&self, name: &str) -> String {
        match self.member_case {
            MemberCase::AsWritten => name.to_owned(),
            MemberCase::Camel => name.to_lower_camel_case(),
            MemberCase::Pascal => name.to_pascal_case(),
            MemberCase::Snake => name.to_snake_case(),
        }
    }

    /// A type with its members. `rules` are the active rules' texts.
    pub(crate) fn declare(&self, name: &str, members: &[Member], request: bool, rules: &[&str]) -> String {
        let d = &self.declaration;
        let keeps_references_optional = request
            && !d.optional_reference_rule.is_empty()
            && rules.iter().any(|rule| {
                let rule = rule.to_lowercase();
                d.optional_reference_rule.iter().all(|word| rule.contains(word.as_str()))
            });
        let mut lines = Vec::new();
        for (at, member) in members.iter().enumerate() {
            let mut ty = self.type_of(member);
            if member.nullable && !member.optional {
                ty = fill(&d.nullable, &[("type", &ty)]);
            }
            let pattern = match &d.optional_reference {
                Some(pattern) if keeps_references_optional && member.kind.is_reference() => pattern,
                _ if member.optional => &d.optional,
                _ => &d.member,
            };
            let separator = if at + 1 < members.len() { d.separator.as_str() } else { "" };
            let field = self.spell(&member.name);
            lines.push(format!(
                "{}{separator}",
                fill(pattern, &[("field", &field), ("type", &ty), ("name", &member.name)])
            ));
        }
        let open = fill(&d.open, &[("name", name)]);
        [vec![open], lines, vec![d.close.clone()]]
            .concat()
            .into_iter()
            .filter(|l| !l.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
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
            Some(union) if (1..=8).contains(&member.values.len()) && member.kind.is_reference() => {
                member.values.iter().map(|v| format!("'{}'", v.replace('\'', "\\'"))).collect::<Vec<_>>().join(union)
            }
            _ => plain(member.kind),
        }
    }
}

fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Decimal => "decimal",
        Kind::Boolean => "boolean",
        Kind::Uuid => "uuid",
        Kind::Date => "date",
        Kind::Timestamp => "timestamp",
        Kind::Time => "time",
        Kind::Object => "object",
        Kind::List => "list",
        Kind::File => "file",
        Kind::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_is_read_and_whole() {
        let neutral = Profile::load(NEUTRAL).unwrap();
        let english = &neutral.sentences[Language::ENGLISH.code()];
        let languages: Vec<_> = Language::all().iter().map(|language| language.code()).collect();
        for id in assets::names("stacks") {
            let profile: Profile = toml::from_str(assets::text(&format!("stacks/{id}.toml")).unwrap())
                .unwrap_or_else(|e| panic!("{id}: {e}"));
            assert_eq!(profile.sentences.keys().collect::<Vec<_>>(), languages, "{id}");
            for sentences in profile.sentences.values() {
                assert_eq!(sentences.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{id}");
            }
            assert_eq!(profile.files.keys().collect::<Vec<_>>(), neutral.files.keys().collect::<Vec<_>>(), "{id}");
            assert_eq!(profile.names.keys().collect::<Vec<_>>(), neutral.names.keys().collect::<Vec<_>>(), "{id}");
            assert_eq!(profile.kinds.keys().collect::<Vec<_>>(), neutral.kinds.keys().collect::<Vec<_>>(), "{id}");
        }
    }

    #[test]
    fn types_are_written_in_the_language_of_the_stack() {
        let member = |name: &str, kind, optional| Member { name: name.into(), kind, optional, ..Member::default() };
        let members = [member("user_id", Kind::Uuid, false), member("note", Kind::Text, true)];
        let show = |id: &str| Profile::of(id).declare("AddMember", &members, true, &[]);
        assert_eq!(show("astro-supabase"), "export interface AddMember {\n  user_id: string;\n  note?: string;\n}");
        assert_eq!(show("fastapi"), "class AddMember(BaseModel):\n    user_id: UUID\n    note: str | None = None");
        assert_eq!(show("spring"), "public record AddMember(\n    UUID userId,\n    String note\n) {}");
        let rule = ["Reference types in request classes stay optional"];
        let csharp = Profile::of("aspnet").declare("AddMember", &[member("name", Kind::Text, false)], true, &rule);
        assert!(csharp.contains("public string? Name"), "{csharp}");
    }
}
