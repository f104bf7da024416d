//! An operation's own text for a prompt: its YAML with the schemas that it uses.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::operation::At as Operation;
use super::specification::{At, Log, Specification};

/// Examples longer than this, in bytes of JSON, are left out: the schema beside them says more.
const LONGEST_EXAMPLE: usize = 600;
/// Deeper nesting is left out.
const DEPTH: usize = 150;
/// Width up to which a list of words stands on one line.
const WIDTH: usize = 80;

/// The text of an operation; references are followed `depth` times below each other, and each value
/// is written out once.
pub(super) fn of(specification: &Specification, at: &Operation, depth: usize) -> String {
    let Some(file) = specification.files.get(at.file) else { return String::new() };
    let (first, last) = file.source.lines_of(at.place.span);
    let mut text = format!("# {}:{first}-{last}\n", file.source.path);
    let (operation, fault) = file.read(&at.operation);
    if fault.is_some() || !operation.is_object() {
        // What can be read only in part is quoted.
        text.push_str(file.source.slice(at.place.span));
        return text;
    }
    let log = Log::default();
    let mut writer = Writer { specification, log: &log, text, written: HashSet::new() };
    writer.line(0, &format!("{}:", key(at.key.path.as_str())));
    let shared = at.shared.as_ref().map(|shared| file.read(shared).0);
    if let Some(shared) = shared.filter(|list| list.as_array().is_some_and(|list| !list.is_empty())) {
        writer.member(2, "parameters", At { file: at.file, value: &shared }, depth);
    }
    writer.line(2, &format!("{}:", at.key.method.as_str().to_lowercase()));
    let operation = At { file: at.file, value: &operation };
    let operation = specification.follow(operation, &log).unwrap_or(operation);
    for (name, value) in operation.value.as_object().into_iter().flatten() {
        if is_told(name) {
            writer.member(4, name, At { value, ..operation }, depth);
        }
    }
    writer.security(operation);
    writer.text
}

/// Whether a member of an operation belongs to what it is.
fn is_told(name: &str) -> bool {
    !name.starts_with("x-") && !matches!(name, "callbacks" | "externalDocs" | "security" | "servers")
}

struct Writer<'s> {
    specification: &'s Specification,
    log: &'s Log,
    text: String,
    /// Values that are written out already, by their addresses.
    written: HashSet<usize>,
}

impl Writer<'_> {
    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.text, "{:indent$}{line}", "");
    }

    /// What has to be fulfilled to call it, with what each way to sign in is.
    fn security(&mut self, operation: At<'_>) {
        let security = self.specification.security();
        let Some(requirements) = operation.value.get("security").or(security.requirements.as_ref()) else { return };
        let Some(list) = requirements.as_array().filter(|list| !list.is_empty()) else {
            return self.line(4, "security: []");
        };
        self.line(4, "security:");
        for requirement in list.iter().filter_map(Value::as_object) {
            if requirement.is_empty() {
                self.line(6, "- {}");
            }
            for (number, (name, scopes)) in requirement.iter().enumerate() {
                let mark = if number == 0 { "- " } else { "  " };
                let words = security.scheme(name).map(|words| format!(" # {words}")).unwrap_or_default();
                let scopes: Vec<String> =
                    scopes.as_array().into_iter().flatten().filter_map(|s| s.as_str().map(scalar_text)).collect();
                self.line(6, &format!("{mark}{}: [{}]{words}", key(name), scopes.join(", ")));
            }
        }
    }

    /// A key with its value; `depth` is how many references may still be followed.
    fn member(&mut self, indent: usize, name: &str, at: At<'_>, depth: usize) {
        let is_example = matches!(name, "example" | "examples");
        if is_example && at.value.to_string().len() > LONGEST_EXAMPLE {
            return;
        }
        let name = key(name);
        match at.value {
            Value::Object(map) if map.is_empty() => self.line(indent, &format!("{name}: {{}}")),
            Value::Array(list) if list.is_empty() => self.line(indent, &format!("{name}: []")),
            Value::Array(list) => match on_one_line(list, WIDTH.saturating_sub(indent + name.len())) {
                Some(line) => self.line(indent, &format!("{name}: {line}")),
                None => {
                    self.line(indent, &format!("{name}:"));
                    self.value(indent + 2, at, depth);
                }
            },
            Value::Object(_) => {
                self.line(indent, &format!("{name}:"));
                self.value(indent + 2, at, depth);
            }
            Value::String(text) if text.trim_end().contains('\n') => {
                self.line(indent, &format!("{name}: |"));
                for line in text.trim_end().lines() {
                    let line = line.trim_end();
                    self.line(if line.is_empty() { 0 } else { indent + 2 }, line);
                }
            }
            scalar => self.line(indent, &format!("{name}: {}", scalar_word(scalar))),
        }
    }

    /// Members of a mapping or items of a list, each on lines of its own.
    fn value(&mut self, indent: usize, at: At<'_>, depth: usize) {
        if indent > 2 * DEPTH {
            return self.line(indent, "# …");
        }
        match at.value {
            Value::Object(map) => {
                let reference = map.get("$ref").and_then(Value::as_str);
                let followed = reference.is_some_and(|reference| self.follow(indent, reference, at, depth));
                for (name, value) in map {
                    let is_followed = followed && name == "$ref";
                    if !name.starts_with("x-") && !is_followed {
                        self.member(indent, name, At { value, ..at }, depth);
                    }
                }
            }
            Value::Array(list) => {
                for value in list {
                    self.item(indent, At { value, ..at }, depth);
                }
            }
            scalar => self.line(indent, &scalar_word(scalar)),
        }
    }

    /// Writes out what a reference leads to, under its name and place; `false` where it is written
    /// out already, too deep, or leads nowhere.
    fn follow(&mut self, indent: usize, reference: &str, at: At<'_>, depth: usize) -> bool {
        if depth == 0 {
            return false;
        }
        let specification = self.specification;
        let Some((file, way)) = specification.resolve(reference, at.file, self.log) else { return false };
        let keys: Vec<&str> = way.iter().map(String::as_str).collect();
        let Some(source) = specification.files.get(file) else { return false };
        let Some(value) = source.at(&keys).filter(|value| value.is_object()) else { return false };
        if !self.written.insert(std::ptr::from_ref(value) as usize) {
            return false;
        }
        let line = source.source.line_of(source.place(&keys).start);
        let name = way.last().map(|name| format!("{name}, ")).unwrap_or_default();
        self.line(indent, &format!("# {name}{}:{line}", source.source.path));
        // Parameters, responses and bodies are shared to save lines; only schemas lie inside each other.
        let is_schema = !["parameters", "responses", "requestBodies", "headers", "examples"]
            .iter()
            .any(|kind| keys.iter().rev().nth(1) == Some(kind));
        self.value(indent, At { file, value }, depth - usize::from(is_schema));
        true
    }

    fn item(&mut self, indent: usize, at: At<'_>, depth: usize) {
        let start = self.text.len();
        match at.value {
            Value::Object(map) if map.is_empty() => self.line(indent + 2, "{}"),
            Value::Array(list) if list.is_empty() => self.line(indent + 2, "[]"),
            _ => self.value(indent + 2, at, depth),
        }
        // The mark stands in the indentation of the first line.
        if self.text.get(start + indent..start + indent + 2) == Some("  ") {
            self.text.replace_range(start + indent..start + indent + 2, "- ");
        }
    }
}

/// A list of scalars on one line, where it fits.
fn on_one_line(list: &[Value], width: usize) -> Option<String> {
    if list.iter().any(|item| item.is_object() || item.is_array()) {
        return None;
    }
    let items: Vec<String> = list.iter().map(scalar_word).collect();
    let line = format!("[{}]", items.join(", "));
    let is_flat = !items.iter().any(|item| item.contains(['[', ']', '{', '}', ',']));
    (line.len() <= width && is_flat).then_some(line)
}

fn scalar_word(value: &Value) -> String {
    match value {
        Value::String(text) => scalar_text(text),
        other => other.to_string(),
    }
}

/// A text as YAML writes it on one line: without quotes where they are not needed.
fn scalar_text(text: &str) -> String {
    let text = text.trim_end_matches('\n');
    let first = text.chars().next();
    let is_other = matches!(text, "true" | "false" | "null" | "~" | "yes" | "no" | "on" | "off" | "")
        || text.parse::<f64>().is_ok();
    let special = |c: char| "!&*-?|>@`%#{}[],\"':= ".contains(c);
    let is_plain = !is_other
        && !first.is_some_and(special)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !text.chars().any(char::is_control);
    if is_plain {
        text.to_owned()
    } else if text.chars().any(char::is_control) {
        serde_json::to_string(text).unwrap_or_default()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

fn key(name: &str) -> String {
    scalar_text(name)
}
