//! `$ref`: where a reference leads to.

use std::borrow::Cow;

/// Where a reference leads, by its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A value of a file of the project: the file's path below the root, and the way to the value.
    File {
        /// `None` for the file that the reference stands in.
        path: Option<String>,
        /// Keys from the file's root.
        way: Vec<String>,
    },
    /// Another machine.
    Network,
    /// A file that is not below the root.
    Outside,
    /// A name that is no way of keys: `#address`.
    Anchor,
}

/// Reads a reference in the file of a path.
pub(super) fn target(reference: &str, from: &str) -> Target {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let fragment = decoded(fragment);
    let Some(way) = fragment.strip_prefix('/').map(way).or_else(|| fragment.is_empty().then(Vec::new)) else {
        return Target::Anchor;
    };
    if file.is_empty() {
        return Target::File { path: None, way };
    }
    if is_network(file) {
        return Target::Network;
    }
    match below_root(&decoded(file), from) {
        Some(path) if path == from => Target::File { path: None, way },
        Some(path) => Target::File { path: Some(path), way },
        None => Target::Outside,
    }
}

/// Files that a text refers to, as paths below the root, each once; those that are not there among
/// them.
pub(super) fn files(text: &str, from: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in text.match_indices("$ref") {
        let rest = text.get(at + 4..).unwrap_or_default();
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        let Some(rest) = rest.strip_prefix(':') else { continue };
        let rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let value = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest.get(1..).unwrap_or_default().split(quote).next(),
            _ => rest.split(['\n', '\r', ',', '}']).next().map(|v| v.split(" #").next().unwrap_or(v)),
        };
        let value = value.unwrap_or_default().trim();
        // Most references stay in their file, and need no look at where they lead.
        if value.starts_with('#') || value.is_empty() || value.len() > 1_000 {
            continue;
        }
        let value = value.replace("\\/", "/");
        if let Target::File { path: Some(path), .. } = target(&value, from)
            && !found.contains(&path)
        {
            found.push(path);
        }
    }
    found
}

fn is_network(file: &str) -> bool {
    file.starts_with("//")
        || file.split_once(':').is_some_and(|(scheme, _)| {
            scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        })
}

/// A path that is written in the file `from`, from the root; `None` for one that leaves it.
fn below_root(path: &str, from: &str) -> Option<String> {
    if path.starts_with(['/', '\\']) || path.contains(':') || from.starts_with('/') {
        return None;
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The keys of a JSON pointer (RFC 6901) without its first slash.
fn way(pointer: &str) -> Vec<String> {
    pointer.split('/').map(|key| key.replace("~1", "/").replace("~0", "~")).collect()
}

/// Without percent signs that stand for other characters.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let digits = tail.get(..2).filter(|_| first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_to_files_below_the_root_or_nowhere() {
        let file = |path: Option<&str>, way: &[&str]| Target::File {
            path: path.map(str::to_owned),
            way: way.iter().map(|w| (*w).to_owned()).collect(),
        };
        for (reference, expected) in [
            ("#/components/schemas/A", file(None, &["components", "schemas", "A"])),
            ("#/paths/~1users~1%7Bid%7D/get", file(None, &["paths", "/users/{id}", "get"])),
            ("#", file(None, &[])),
            ("./b.yaml", file(Some("api/b.yaml"), &[])),
            ("b%20c.yaml#/X", file(Some("api/b c.yaml"), &["X"])),
            ("../schemas/b.json#/a~0b", file(Some("schemas/b.json"), &["a~b"])),
            ("openapi.yaml#/X", file(None, &["X"])),
            ("../../b.yaml", Target::Outside),
            ("/etc/b.yaml", Target::Outside),
            ("C:\\b.yaml", Target::Outside),
            ("https://example.test/b.yaml#/X", Target::Network),
            ("//example.test/b.yaml", Target::Network),
            ("#address", Target::Anchor),
        ] {
            assert_eq!(target(reference, "api/openapi.yaml"), expected, "{reference}");
        }
    }

    #[test]
    fn the_files_of_a_text_are_found_without_reading_it() {
        let yaml = "a:\n  $ref: './b.yaml#/X'\nc: { $ref: c/d.json }\nd:\n  \"$ref\": ../e.yml # note\n  $ref: '#/a'\n$ref: http://x.test/a";
        assert_eq!(files(yaml, "api/openapi.yaml"), ["api/b.yaml", "api/c/d.json", "e.yml"]);
        let json = r##"{"a": {"$ref": "b.json#/X"}, "b": {"$ref" : ".\/b.json"}, "c": {"$ref":"#/a"}, "d": "$ref"}"##;
        assert_eq!(files(json, "openapi.json"), ["b.json"]);
    }
}
