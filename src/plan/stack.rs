//! Conventions of a stack: files, names, how types are written, what its tools are called. One
//! file a profile under `assets/stacks/`.

mod declaration;

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use heck::{ToLowerCamelCase, ToPascalCase, ToSnakeCase};
use serde::Deserialize;

use super::kind::Kind;
use super::speech::fill;
use crate::assets::check::Checked;
use crate::assets::{self, table};
use crate::model::{Language, PathTemplate};
use declaration::Declaration;
pub(crate) use declaration::Use;

/// The profiles by name, each read at its first use.
static PROFILES: LazyLock<BTreeMap<&'static str, OnceLock<Profile>>> =
    LazyLock::new(|| assets::names("stacks").into_iter().map(|id| (id, OnceLock::new())).collect());
static NOTHING: LazyLock<Profile> = LazyLock::new(Profile::default);

/// The profile of a project whose stack is not recognised.
const NEUTRAL: &str = crate::read::tech_stack::NEUTRAL;

/// Whether a text can be a profile. Sentences that it lacks are those of the neutral one.
pub(super) fn check_profile(text: &str) -> Checked {
    table::read::<Profile>(text).map(|_| Vec::new())
}

/// Whether a text can be a language's sentences of a profile.
pub(super) fn check_sentences(text: &str) -> Checked {
    table::read::<Sentences>(text).map(|_| Vec::new())
}

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
    /// Kind of value → what checks it in the type of a body; also for `values`, `nested` and
    /// `nested-list`.
    #[serde(default)]
    pub(crate) checks: BTreeMap<String, String>,
    /// The same in the type of a query, where it differs.
    #[serde(default)]
    pub(crate) query_checks: BTreeMap<String, String>,
    /// Files under `assets/sketches/` with the short code that steps show.
    #[serde(default)]
    sketches: Vec<String>,
    /// The body of errors that the framework's users expect; that of the neutral profile where it is empty.
    #[serde(default)]
    error_body: String,
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
    /// `UserID`, as Go spells initialisms.
    Go,
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

    /// A sentence of the stack, in English where the language has none; where the stack has none, that
    /// of the neutral one.
    pub(crate) fn say(&self, key: &str, language: Language) -> &str {
        self.sentence(key, language).or_else(|| Self::of(NEUTRAL).sentence(key, language)).unwrap_or_default()
    }

    fn sentence(&self, key: &str, language: Language) -> Option<&str> {
        let say = |language: Language| self.sentences.get(language.code())?.get(key);
        say(language).or_else(|| say(Language::ENGLISH)).map(String::as_str)
    }

    /// Files under `assets/sketches/`, in the order in which they are asked.
    pub(crate) fn sketches(&self) -> &[String] {
        &self.sketches
    }

    /// The body of errors where the documents show none; `{field}` is a field that is wrong.
    pub(crate) fn error_body(&self) -> &str {
        if self.error_body.is_empty() { &Self::of(NEUTRAL).error_body } else { &self.error_body }
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
            MemberCase::Go => name.to_snake_case().split('_').map(go_word).collect(),
        }
    }
}

/// A word of a Go name.
fn go_word(word: &str) -> String {
    const INITIALISMS: [&str; 8] = ["api", "html", "http", "id", "ip", "json", "url", "uuid"];
    if INITIALISMS.contains(&word) { word.to_uppercase() } else { word.to_pascal_case() }
}

pub(super) fn kind_key(kind: Kind) -> &'static str {
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
                // Who issues credentials is known of few stacks; the others say it as the neutral one does.
                let is_said = |key: &&String| !key.starts_with("sign_") || sentences.contains_key(*key);
                let expected: Vec<_> = english.keys().filter(is_said).collect();
                assert_eq!(sentences.keys().collect::<Vec<_>>(), expected, "{id}");
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
        let show = |id: &str| Profile::of(id).declare("AddMember", &members, Use::Body, &[]);
        assert_eq!(show("astro-supabase"), "export interface AddMember {\n  user_id: string;\n  note?: string;\n}");
        assert_eq!(show("fastapi"), "class AddMember(BaseModel):\n    user_id: UUID\n    note: str | None = None");
        assert_eq!(show("spring"), "public record AddMember(\n    UUID userId,\n    String note\n) {}");
        let rule = ["Reference types in request classes stay optional"];
        let csharp = Profile::of("aspnet").declare("AddMember", &[member("name", Kind::Text, false)], Use::Body, &rule);
        assert!(csharp.contains("public string? Name"), "{csharp}");
    }
}
