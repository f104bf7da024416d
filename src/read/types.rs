//! Names and lines of the types that a source file declares, and which of them an endpoint needs.
//!
//! Line by line and tolerant: a prompt refers to the file and names the types, the reader of the
//! prompt opens it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::diagnostic::Parsed;
use crate::model::{Choice, TypeDeclaration};
use crate::text::Source;

/// Words that may stand before the keyword of a declaration.
const MODIFIERS: [&str; 21] = [
    "export",
    "default",
    "declare",
    "abstract",
    "public",
    "private",
    "protected",
    "internal",
    "static",
    "sealed",
    "partial",
    "final",
    "open",
    "data",
    "readonly",
    "inner",
    "value",
    "file",
    "const",
    "pub",
    "annotation",
];

/// Keywords of a declaration, in TypeScript, C#, Java, Kotlin, Python, PHP, Go and Rust.
const KEYWORDS: [&str; 6] = ["interface", "type", "enum", "class", "record", "struct"];

/// How many types are named for one choice at most.
const MOST_TYPES: usize = 12;

/// The types that a source file declares, in the order of its lines, each name once.
#[must_use]
pub fn types_file(source: &Source) -> Parsed<Vec<TypeDeclaration>> {
    let mut types = Vec::new();
    let mut seen = HashSet::new();
    let mut in_comment = false;
    for (line, text) in (1..).zip(source.text().lines()) {
        let text = text.trim();
        if in_comment {
            in_comment = !text.contains("*/");
            continue;
        }
        if text.starts_with("/*") {
            in_comment = !text.contains("*/");
            continue;
        }
        if let Some(name) = declared(text)
            && seen.insert(name)
        {
            types.push(TypeDeclaration { name: name.to_owned(), file: source.path.clone(), line });
        }
    }
    Parsed::clean(types)
}

/// The name that a line declares a type by.
fn declared(line: &str) -> Option<&str> {
    let mut rest = line;
    loop {
        let (word, after) = first_word(rest)?;
        if KEYWORDS.contains(&word) {
            return type_name(word, after);
        }
        if !MODIFIERS.contains(&word) {
            // `export const CreateRouteSchema = z.object({`
            return schema_name(line, word, after);
        }
        rest = after;
    }
}

fn type_name<'l>(keyword: &str, after: &'l str) -> Option<&'l str> {
    let (mut name, mut behind) = first_word(after)?;
    // `record struct Point`, `enum class Style`
    if matches!(name, "class" | "struct") {
        (name, behind) = first_word(behind)?;
    }
    let behind = behind.trim_start();
    let declares = if keyword == "type" {
        behind.is_empty() || ["=", "<", "struct", "interface"].iter().any(|s| behind.starts_with(s))
    } else {
        behind.is_empty()
            || behind.starts_with(['{', '(', ':', '<', ';', '/'])
            || ["extends ", "implements ", "where ", "extends\n"].iter().any(|s| behind.starts_with(s))
    };
    (declares && !name.starts_with(|c: char| c.is_ascii_digit())).then_some(name)
}

fn schema_name<'l>(line: &str, name: &'l str, behind: &str) -> Option<&'l str> {
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    (line.contains("const ") && value.starts_with("z.")).then_some(name)
}

/// The identifier that a text begins with, and what follows it.
fn first_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Which words of a type's name tell what.
#[derive(Debug, Default, Deserialize)]
struct TypeWords {
    no_resource: HashSet<String>,
    methods: HashMap<String, HashSet<String>>,
}

fn type_words() -> &'static TypeWords {
    static WORDS: LazyLock<TypeWords> =
        LazyLock::new(|| toml::from_str(include_str!("../../assets/type-words.toml")).unwrap_or_default());
    &WORDS
}

/// The types whose names share words with the chosen endpoints' paths and tables, the likeliest
/// first, at most twelve.
#[must_use]
pub fn types_for<'a>(choice: &Choice<'a>) -> Vec<&'a TypeDeclaration> {
    let resources = resource_words(choice);
    let mut scored: Vec<(i32, &TypeDeclaration)> = Vec::new();
    for ty in &choice.project.types {
        let words = name_words(&ty.name);
        let shared: i32 = words.iter().filter_map(|word| resources.get(&stem(word))).sum();
        let score = shared * 2 + method_score(choice, &words);
        if shared > 0 && score > 0 {
            scored.push((score, ty));
        }
    }
    scored.sort_by_key(|(score, _)| -score);
    scored.truncate(MOST_TYPES);
    scored.into_iter().map(|(_, ty)| ty).collect()
}

/// Words that name what the chosen endpoints are about, with their weight.
fn resource_words(choice: &Choice<'_>) -> HashMap<String, i32> {
    let mut words: HashMap<String, i32> = HashMap::new();
    let mut note = |text: &str, weight: i32| {
        for word in name_words(text) {
            if !type_words().no_resource.contains(&word) {
                let known = words.entry(stem(&word)).or_default();
                *known = weight.max(*known);
            }
        }
    };
    for endpoint in &choice.endpoints {
        let segments =
            endpoint.key.path.segments().rev().filter(|s| crate::model::endpoint::parameter_name(s).is_none());
        for (index, segment) in segments.enumerate() {
            note(segment, if index == 0 { 3 } else { 1 });
        }
    }
    for (index, table) in choice.tables.iter().enumerate() {
        note(table.bare_name(), if index == 0 { 2 } else { 1 });
    }
    words
}

/// Whether the words of a name suit the chosen methods.
fn method_score(choice: &Choice<'_>, words: &[String]) -> i32 {
    let lists = &type_words().methods;
    let of_chosen = |word: &String| {
        choice.endpoints.iter().filter_map(|e| lists.get(e.key.method.as_str())).any(|list| list.contains(word))
    };
    let suits = words.iter().any(&of_chosen);
    let is_of_others = words.iter().any(|word| lists.values().any(|list| list.contains(word)));
    match (suits, is_of_others) {
        (true, _) => 1,
        (false, true) => -3,
        (false, false) => 0,
    }
}

/// The words of a name in camel, snake or kebab case, in lower case.
fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            previous_lower = false;
            words.push(String::new());
            continue;
        }
        if words.is_empty() || (c.is_uppercase() && previous_lower) {
            words.push(String::new());
        }
        previous_lower = !c.is_uppercase();
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The form that singular and plural share.
fn stem(word: &str) -> String {
    let stem = word.strip_suffix("ies").map(|s| format!("{s}y"));
    let stem = stem.or_else(|| {
        let cut =
            word.strip_suffix("es").filter(|s| s.ends_with(['s', 'x', 'z']) || s.ends_with("ch") || s.ends_with("sh"));
        cut.or_else(|| word.strip_suffix('s').filter(|s| !s.ends_with('s'))).map(str::to_owned)
    });
    stem.filter(|s| s.len() > 1).unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Endpoint, EndpointKey, Language, Method, PathTemplate, Project, Table};
    use crate::text::{DocumentId, Place};

    fn names(path: &str, text: &str) -> Vec<(String, usize)> {
        let source = Source::new(DocumentId(0), path, text);
        types_file(&source).value.into_iter().map(|ty| (ty.name, ty.line)).collect()
    }

    #[test]
    fn declarations_are_found_in_each_language() {
        let cases = [
            ("export interface RouteDto extends Base {", Some("RouteDto")),
            ("export type CreateRouteCommand = Pick<", Some("CreateRouteCommand")),
            ("type Page<T> = {", Some("Page")),
            ("export const enum Style {", Some("Style")),
            ("export default class RouteService {", Some("RouteService")),
            ("export const createRouteSchema = z.object({", Some("createRouteSchema")),
            ("public sealed record CreateRouteRequest(string? Name);", Some("CreateRouteRequest")),
            ("public readonly record struct Grade(int Value);", Some("Grade")),
            ("data class RouteDto(", Some("RouteDto")),
            ("enum class Style { FLASH }", Some("Style")),
            ("public class Response<T>", Some("Response")),
            ("class RouteOut(BaseModel):", Some("RouteOut")),
            ("type Route struct {", Some("Route")),
            ("final class RouteRequest extends FormRequest", Some("RouteRequest")),
            ("import type { Tables } from './db';", None),
            ("export type { Tables } from './db';", None),
            ("export const LIMIT = 20;", None),
            ("class of climbers that", None),
            ("// class Hidden {", None),
            ("const type = 'x';", None),
            ("return class_name", None),
        ];
        for (line, name) in cases {
            assert_eq!(declared(line), name, "{line}");
        }
    }

    #[test]
    fn lines_are_counted_and_comments_passed_over() {
        let text = "/*\nclass A {}\n*/\n/** one line */\r\nexport class B {}\nexport class B {}\n";
        assert_eq!(names("src/types.ts", text), [("B".to_owned(), 5)]);
    }

    #[test]
    fn types_are_chosen_by_resource_and_method() {
        let names = ["WallDto", "CreateRouteCommand", "UpdateRouteCommand", "RouteDto", "RouteTagDto", "ErrorBody"];
        let types = names.map(|name| TypeDeclaration { name: name.to_owned(), file: "t.ts".to_owned(), line: 1 });
        let project = Project { types: types.to_vec(), ..Project::default() };
        let key = EndpointKey { method: Method::Post, path: PathTemplate::new("/api/walls/{wallId}/routes") };
        let endpoint = Endpoint::new(key, Place::default());
        let table = Table { name: "routes".to_owned(), ..Table::default() };
        let choice = Choice {
            project: &project,
            endpoints: vec![&endpoint],
            tables: vec![&table],
            rules: Vec::new(),
            language: Language::En,
            save_as: String::new(),
        };
        let chosen: Vec<_> = types_for(&choice).into_iter().map(|ty| ty.name.as_str()).collect();
        assert_eq!(chosen, ["CreateRouteCommand", "RouteDto", "RouteTagDto", "UpdateRouteCommand", "WallDto"]);
    }
}
