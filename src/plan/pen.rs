//! What every section writes with: the facts, the sentences of a language, the words of the stack.

use super::facts::inputs::{Input, Part, mentions, stated_type};
use super::facts::spelling::Spelling;
use super::facts::{EndpointFacts, Facts};
use super::kind::Kind;
use super::layout::Layout;
use super::markdown::{clean, code};
use super::speech::Catalogue;
use super::stack::Profile;
use super::words::{is_in, words};
use crate::model::{Language, Project};
use crate::text::Place;
use heck::{ToLowerCamelCase, ToSnakeCase};

/// The blocks of a section that hold for one endpoint.
pub(crate) type OfEndpoint = fn(&Pen<'_>, &EndpointFacts<'_>) -> Vec<String>;
/// The blocks of a section that hold for all endpoints of the plan.
pub(crate) type OfAll = fn(&Pen<'_>) -> Vec<String>;

/// Facts and words.
#[derive(Debug)]
pub(crate) struct Pen<'a> {
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) catalogue: &'static Catalogue,
    pub(crate) language: Language,
    pub(crate) profile: &'static Profile,
    layout: Layout,
}

/// For sections in which endpoints share nothing.
pub(crate) fn nothing_shared(_: &Pen<'_>) -> Vec<String> {
    Vec::new()
}

impl<'a> Pen<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>) -> Self {
        let language = facts.choice.language;
        Self { facts, catalogue: Catalogue::of(language), language, profile: facts.profile, layout: Layout::of(facts) }
    }

    /// The project.
    pub(crate) fn project(&self) -> &'a Project {
        self.facts.choice.project
    }

    /// A sentence of the planner.
    pub(crate) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.catalogue.say(key, values)
    }

    /// A fragment of the stack.
    pub(crate) fn stack(&self, key: &str) -> &'static str {
        self.profile.say(key, self.language)
    }

    /// A section: what is shared once, then each endpoint, under its own heading where there are several.
    pub(crate) fn section(&self, of: OfEndpoint, shared: OfAll) -> String {
        let mut blocks: Vec<String> = Vec::new();
        if self.facts.is_shared() {
            blocks.extend(shared(self));
        }
        let mut each: Vec<Vec<String>> = self.facts.endpoints.iter().map(|endpoint| of(self, endpoint)).collect();
        let common = common_items(&mut each);
        if !common.is_empty() {
            blocks.push(format!("{}\n\n{}", self.say("common.for_all", &[]), common.join("\n")));
        }
        for (endpoint, own) in self.facts.endpoints.iter().zip(each) {
            let says_nothing = own.iter().all(|block| block.trim().is_empty());
            if self.facts.is_shared() && !says_nothing {
                blocks.push(format!("### {}", code(&endpoint.endpoint.key.to_string())));
            }
            blocks.extend(own);
        }
        if !self.facts.is_shared() {
            blocks.extend(shared(self));
        }
        blocks.retain(|block| !block.trim().is_empty());
        if blocks.is_empty() {
            blocks.push(self.say("common.nothing", &[]));
        }
        blocks.join("\n\n")
    }

    /// A column's name as members of bodies are spelled in the API plan.
    pub(crate) fn member_name(&self, column: &str) -> String {
        match self.facts.spelling {
            Spelling::AsColumns => column.to_owned(),
            Spelling::Camel => column.to_lower_camel_case(),
            Spelling::Snake => column.to_snake_case(),
        }
    }

    /// The tool that tests are written with: one that the documents name, else the stack's as a proposal.
    pub(crate) fn test_tool(&self) -> String {
        let habit = self.stack("test");
        let project = self.project();
        let stack = project.tech_stack.place.map(|place| project.text(place)).unwrap_or_default();
        let rules = self.facts.choice.rules.iter().map(|rule| rule.text.as_str());
        let texts: Vec<&str> = rules.chain([stack]).collect();
        // By the letter where it is a word as well: "jest" is Polish for "is".
        let spelled = |text: &str, tool: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == tool);
        let is_named = |text: &str, tool: &str| match is_in(tool, &words().tools_by_letter) {
            true => spelled(text, tool),
            false => mentions(text, tool),
        };
        let named = |tool: &str| texts.iter().any(|text| is_named(text, tool));
        let tools: Vec<&str> = words().test_tools.iter().map(String::as_str).filter(|tool| named(tool)).collect();
        let first = words().test_tools.iter().find(|tool| mentions(habit, tool));
        match (tools.as_slice(), first) {
            // What the stack says of a tool is more than its name.
            (named, Some(first)) if named.contains(&first.as_str()) => habit.to_owned(),
            ([tool, ..], _) => (*tool).to_owned(),
            ([], Some(_)) => self.say("steps.tool_open", &[("tool", habit)]),
            ([], None) => habit.to_owned(),
        }
    }

    /// Something that the documents leave open.
    pub(crate) fn open(&self, what: &str) -> String {
        self.say("common.open", &[("what", what)])
    }

    /// Words of a document, in the quotation marks of the language.
    pub(crate) fn quote(&self, text: &str) -> String {
        self.say("common.quote", &[("text", text)])
    }

    /// `table.column`
    pub(crate) fn column(&self, table: &str, column: &str) -> String {
        code(&format!("{table}.{column}"))
    }

    /// `path:first-last` of a place.
    pub(crate) fn place(&self, place: Place) -> Option<String> {
        let source = self.project().source(place)?;
        let (first, last) = source.lines_of(place.span);
        let lines = if first == last { first.to_string() } else { format!("{first}–{last}") };
        Some(code(&format!("{}:{lines}", source.path)))
    }

    /// The file of a part of the code, in code marks; in words where the stack has no habit.
    pub(crate) fn file(&self, endpoint: &EndpointFacts<'_>, part: Component) -> String {
        let names = endpoint.names(self.profile);
        let names: Vec<(&str, &str)> = names.iter().map(|(k, v)| (*k, v.as_str())).collect();
        match self.profile.file(part.key(), &names) {
            Some(file) if part == Component::Types => {
                code(&super::types::shared_file(self.project(), &file).unwrap_or_else(|| self.layout.placed(&file)))
            }
            Some(file) => code(&self.layout.placed(&file)),
            None => self.say(part.words(), &[]),
        }
    }

    /// The name of a type or part by the stack's habits.
    pub(crate) fn name(&self, endpoint: &EndpointFacts<'_>, part: &str) -> String {
        let names = endpoint.names(self.profile);
        let names: Vec<(&str, &str)> = names.iter().map(|(k, v)| (*k, v.as_str())).collect();
        clean(&self.profile.name(part, &names))
    }

    /// The type of an input, as the API plan writes it, else of its column, else by its kind.
    pub(crate) fn type_of(&self, input: &Input<'_>) -> String {
        let stated = input.parameter.ty.as_deref().and_then(stated_type);
        let numbers = |ty: &str| words().numbering_types.iter().any(|known| ty.eq_ignore_ascii_case(known));
        let by_column = || input.column.and_then(|(_, c)| c.ty.as_deref()).map(clean).filter(|ty| !numbers(ty));
        stated.or_else(by_column).map_or_else(
            || match input.kind {
                Kind::Unknown => self.say("common.open_short", &[]),
                kind => self.kind(kind),
            },
            |ty| code(&ty),
        )
    }

    /// The name of a kind.
    pub(crate) fn kind(&self, kind: Kind) -> String {
        let key = match kind {
            Kind::Text => "kind.text",
            Kind::Integer => "kind.integer",
            Kind::Decimal => "kind.decimal",
            Kind::Boolean => "kind.boolean",
            Kind::Uuid => "kind.uuid",
            Kind::Date => "kind.date",
            Kind::Timestamp => "kind.timestamp",
            Kind::Time => "kind.time",
            Kind::Object => "kind.object",
            Kind::List => "kind.list",
            Kind::File => "kind.file",
            Kind::Unknown => "common.open_short",
        };
        self.say(key, &[])
    }

    /// The name of a part of the request.
    pub(crate) fn part(&self, part: Part) -> String {
        self.say(
            match part {
                Part::Path => "part.path",
                Part::Query => "part.query",
                Part::Body => "part.body",
            },
            &[],
        )
    }

    /// Texts joined with commas and a last "and".
    pub(crate) fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => self.say("common.and", &[("head", &head.join(", ")), ("last", last)]),
        }
    }
}

/// Takes the list items that all of several endpoints have out of their blocks.
fn common_items(each: &mut [Vec<String>]) -> Vec<String> {
    // In a block of anything else, such as steps or a table, an item has its place.
    let is_list = |block: &String| !block.is_empty() && block.lines().all(|line| line.starts_with("- "));
    let has = |blocks: &[String], item: &str| {
        blocks.iter().filter(|block| is_list(block)).any(|block| block.lines().any(|line| line == item))
    };
    let [first, others @ ..] = &*each else { return Vec::new() };
    if others.is_empty() {
        return Vec::new();
    }
    let items = first.iter().filter(|block| is_list(block)).flat_map(|block| block.lines());
    let common: Vec<String> =
        items.filter(|item| others.iter().all(|other| has(other, item))).map(str::to_owned).collect();
    for block in each.iter_mut().flatten().filter(|block| is_list(block)) {
        let own: Vec<&str> = block.lines().filter(|line| !common.iter().any(|item| item == line)).collect();
        *block = own.join("\n");
    }
    common
}

/// A part of the code that an implementation touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Component {
    Handler,
    Service,
    Schema,
    Types,
    Test,
}

impl Component {
    fn key(self) -> &'static str {
        match self {
            Self::Handler => "handler",
            Self::Service => "service",
            Self::Schema => "schema",
            Self::Types => "types",
            Self::Test => "test",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Handler => "component.handler",
            Self::Service => "component.service",
            Self::Schema => "component.schema",
            Self::Types => "component.types",
            Self::Test => "component.test",
        }
    }
}

/// A text of a document as a sentence: cleaned, with a full stop.
pub(crate) fn sentence(text: &str) -> String {
    let text = clean(text);
    let text = text.trim_end_matches([',', ';', ':', '-', '–']).trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// A sentence with its first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_list_items_that_all_endpoints_have_are_told_once() {
        let blocks = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let mut each = [
            blocks(&["- a\n- b", "1. do\n- not this"]),
            blocks(&["- c\n- a", "1. do\n- not this"]),
            blocks(&["- a", "as is:\n- b"]),
        ];
        assert_eq!(common_items(&mut each), ["- a"]);
        let left = [
            blocks(&["- b", "1. do\n- not this"]),
            blocks(&["- c", "1. do\n- not this"]),
            blocks(&["", "as is:\n- b"]),
        ];
        assert_eq!(each, left);
        assert_eq!(common_items(&mut [blocks(&["- alone"])]), Vec::<String>::new());
    }
}
