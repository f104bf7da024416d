//! The text of a minijinja template before it is compiled: hyphenated names become names, and the
//! names that it uses are found with their places.

use super::slots::VARIABLES;
use super::spots::hint_length;

/// A name in an expression, with the names behind its dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// `endpoint.method`.
    pub(super) path: String,
    /// Offset in the text.
    pub(super) at: usize,
}

/// A part of a template.
enum Part<'t> {
    /// Text, comments and what stands in `{% raw %}`.
    Text(&'t str),
    /// What stands between braces, both included.
    Code(&'t str),
}

/// A template as minijinja reads it. `{{ db-resources }}`, which would be a subtraction, becomes
/// `{{ db_resources }}`, and hints behind variables go; everything else keeps its line and column.
pub(super) fn prepared(template: &str) -> String {
    let mut prepared = String::with_capacity(template.len());
    let mut is_variable = false;
    for part in parts(template) {
        match part {
            Part::Text(text) => {
                let hint = if is_variable { hint_length(text) } else { 0 };
                prepared.push_str(text.get(hint..).unwrap_or_default());
            }
            Part::Code(code) => {
                let code = underscored(code);
                let inside = code.trim_matches(['{', '}', '-', '+', ' ', '\t']);
                let name = super::slots::normal(inside);
                is_variable = code.starts_with("{{") && VARIABLES.iter().any(|v| v.names.contains(&name.as_str()));
                prepared.push_str(&code);
                continue;
            }
        }
        is_variable = false;
    }
    prepared
}

/// The names that a prepared template uses, in order.
pub(super) fn names(template: &str) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    for part in parts(template) {
        let (Part::Text(text) | Part::Code(text)) = part;
        if matches!(part, Part::Code(_)) {
            names.extend(names_in(text).into_iter().map(|name| Name { at: at + name.at, ..name }));
        }
        at += text.len();
    }
    names
}

/// The names in an expression, without those in quotes and behind `|`.
pub(super) fn names_in(code: &str) -> Vec<Name> {
    let mut names = Vec::new();
    let mut quote: Option<char> = None;
    let mut start: Option<usize> = None;
    // The last character that is no blank, and whether the word that is read is no name of its own.
    let (mut before, mut skipped) = (' ', false);
    for (at, c) in code.char_indices().chain([(code.len(), ' ')]) {
        let is_part = quote.is_none() && (c.is_alphanumeric() || c == '_' || (c == '.' && start.is_some()));
        if is_part && start.is_none() && !skipped {
            skipped = c.is_ascii_digit() || matches!(before, '|' | '.');
            start = (!skipped).then_some(at);
        } else if !is_part {
            skipped = false;
            if let Some(from) = start.take() {
                let path = code.get(from..at).unwrap_or_default().trim_end_matches('.').to_owned();
                names.push(Name { path, at: from });
            }
        }
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c && before != '\\' => quote = None,
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    names
}

/// The known hyphenated names of a piece of code with underscores.
fn underscored(code: &str) -> String {
    let mut names: Vec<&str> = VARIABLES.iter().flat_map(|v| v.names).copied().filter(|n| n.contains('-')).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut text = String::with_capacity(code.len());
    let mut quote: Option<char> = None;
    let mut rest = code;
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    while let Some(c) = rest.chars().next() {
        let at_start = quote.is_none() && !text.ends_with(is_word);
        let found = names.iter().find(|name| {
            let behind = rest.get(name.len()..).unwrap_or_default();
            let goes_on = behind.strip_prefix('-').unwrap_or(behind).starts_with(char::is_alphanumeric);
            at_start && rest.starts_with(**name) && !behind.starts_with('_') && !goes_on
        });
        let length = found.map_or(c.len_utf8(), |name| name.len());
        match found {
            Some(name) => text.push_str(&name.replace('-', "_")),
            None => text.push(c),
        }
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

/// The names in quotes behind `include`, `extends`, `import` and `from`, each with the place of its
/// statement.
pub(super) fn included(template: &str) -> Vec<Name> {
    let mut included = Vec::new();
    let mut at = 0;
    for part in parts(template) {
        let (Part::Text(text) | Part::Code(text)) = part;
        let statement = text.trim_matches(['{', '}', '%', '-', '+', ' ', '\n']);
        let verb = statement.split_whitespace().next().unwrap_or_default();
        let is_code = matches!(part, Part::Code(_)) && text.starts_with("{%");
        if is_code && matches!(verb, "include" | "extends" | "import" | "from") {
            let quoted = statement.split(['"', '\'']).skip(1).step_by(2).filter(|name| !name.is_empty());
            included.extend(quoted.map(|name| Name { path: name.to_owned(), at }));
        }
        at += text.len();
    }
    included
}

fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    let mut raw = false;
    while !rest.is_empty() {
        let start = ["{{", "{%", "{#"].iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
        let (text, code) = rest.split_at(start);
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        let close = match code.get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => break,
        };
        let length = end_of(code, close);
        let (code, behind) = code.split_at(length);
        rest = behind;
        let word = code.trim_matches(['{', '}', '%', '-', '+', ' ', '\n']);
        let is_text = close == "#}" || (raw && word != "endraw");
        raw = close == "%}" && (word == "raw" || (raw && word != "endraw")) || (raw && is_text);
        parts.push(if is_text { Part::Text(code) } else { Part::Code(code) });
    }
    parts
}

/// Where a piece of code ends: behind the mark that closes it outside of quotes.
fn end_of(code: &str, close: &str) -> usize {
    let mut quote: Option<char> = None;
    for (at, c) in code.char_indices().skip(2) {
        match quote {
            None if code.get(at..).is_some_and(|rest| rest.starts_with(close)) => return at + close.len(),
            None if matches!(c, '"' | '\'') && close != "#}" => quote = Some(c),
            Some(open) if open == c => quote = None,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphenated_names_become_names_and_nothing_else_moves() {
        let cases = [
            ("{{ db-resources }} a-b", "{{ db_resources }} a-b"),
            ("{{-route-api-specification-}}", "{{-route_api_specification-}}"),
            (
                "{% if tech-stack and types %}tech-stack{% endif %}",
                "{% if tech_stack and types %}tech-stack{% endif %}",
            ),
            ("{{ x-types }} {{ tech-stack-size }}", "{{ x-types }} {{ tech-stack-size }}"),
            ("{{ \"db-resources\" }} {# tech-stack #}", "{{ \"db-resources\" }} {# tech-stack #}"),
            (
                "{% raw %}{{ db-resources }}{% endraw %}{{ plan-file }}",
                "{% raw %}{{ db-resources }}{% endraw %}{{ plan_file }}",
            ),
            ("{{ tech-stack }} <- put it here\nnext", "{{ tech_stack }}\nnext"),
            ("{{ endpoint.path }} <- stays", "{{ endpoint.path }} <- stays"),
        ];
        for (template, expected) in cases {
            assert_eq!(prepared(template), expected);
        }
    }

    #[test]
    fn names_are_found_with_their_places() {
        let names = names("a {% if has.rules and not \"x\" in y %}{{ types|upper }}{% endif %}");
        let names: Vec<_> = names.iter().map(|name| format!("{}@{}", name.path, name.at)).collect();
        assert_eq!(names, ["if@5", "has.rules@8", "and@18", "not@22", "in@30", "y@33", "types@40", "endif@57"]);
    }

    proptest::proptest! {
        #[test]
        fn a_template_without_variables_is_kept_to_the_byte(text in "[a{}%#\"'|\\-ż \n]{0,60}") {
            proptest::prop_assert_eq!(prepared(&text), text);
        }
    }
}
