//! What somebody forgot in a plan: tags of the prompt, words of its example, work left open.

use super::Case;
use crate::check::Finding;
use crate::diagnostic::{Code, Severity, codes};
use crate::plan::checked;
use crate::plan::reading::lines::Line;
use crate::plan::reading::traces::traces;
use crate::read::lexicon::spelling::fold;

/// One kind of remains: how a sentence names it and what to do.
struct Kind {
    code: Code,
    severity: Severity,
    what: &'static str,
    help: &'static str,
}

const TAGS: Kind = Kind {
    code: codes::PROMPT_LEFT_IN,
    severity: Severity::Error,
    what: "parts of the prompt or of the analysis before it are left in the plan",
    help: "remove the tags and what they enclose",
};
const PLACEHOLDERS: Kind = Kind {
    code: codes::PLACEHOLDER,
    severity: Severity::Error,
    what: "words of the prompt's example stand where the plan has something to say",
    help: "write what belongs there, or that there is nothing",
};
const VARIABLES: Kind = Kind {
    code: codes::PLACEHOLDER,
    severity: Severity::Error,
    what: "variables of a template were not filled in",
    help: "fill them in, or remove them",
};
const OPEN: Kind = Kind {
    code: codes::LEFT_OPEN,
    severity: Severity::Warning,
    what: "the plan leaves work open",
    help: "settle it, or say who decides it and when",
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for (kind, find) in
        [(TAGS, tags as fn(&str) -> Vec<&str>), (PLACEHOLDERS, placeholders), (VARIABLES, variables), (OPEN, open)]
    {
        let mut first = None;
        let mut texts: Vec<String> = Vec::new();
        for line in case.lines().filter(|line| line.fence.is_none()) {
            for text in find(&without_code(&line)) {
                // The bytes are those of the line: code was only blanked.
                let at = line.text.find(text).unwrap_or_default();
                first.get_or_insert_with(|| case.place_in(&line, at, text.len()));
                if !texts.iter().any(|known| known == text) {
                    texts.push(text.to_owned());
                }
            }
        }
        let Some(place) = first else { continue };
        let shown: Vec<String> = texts.iter().take(SHOWN).map(|text| format!("`{text}`")).collect();
        let more = if texts.len() > SHOWN { format!(" and {} more", texts.len() - SHOWN) } else { String::new() };
        let message = format!("{}: {}{more}", kind.what, shown.join(", "));
        findings.push(Finding::new(kind.code, kind.severity, place, message).with_help(kind.help));
    }
}

/// How many texts a message shows.
const SHOWN: usize = 4;

/// A line whose code is blanked: what stands there is code, or spoken of.
fn without_code(line: &Line<'_>) -> String {
    let mut text = String::with_capacity(line.text.len());
    for (at, piece) in line.text.split('`').enumerate() {
        if at > 0 {
            text.push('`');
        }
        if at % 2 == 1 {
            text.extend(std::iter::repeat_n(' ', piece.len()));
        } else {
            text.push_str(piece);
        }
    }
    text
}

/// Tags at the start of a line.
fn tags(line: &str) -> Vec<&str> {
    let line = line.trim();
    let name = line.strip_prefix('<').map(|rest| rest.trim_start_matches('/')).and_then(|rest| rest.split_once('>'));
    let is_tag = name.is_some_and(|(name, _)| traces().tags.iter().any(|tag| tag == name));
    let end = line.find('>').map_or(0, |at| at + 1);
    line.get(..end).filter(|_| is_tag).into_iter().collect()
}

/// `[List of required parameters]`: what the example of the prompt has in brackets. A link has its
/// target behind it.
fn placeholders(line: &str) -> Vec<&str> {
    let opens = line.match_indices('[').map(|(at, _)| at);
    let found = opens.filter_map(|at| {
        let end = at + line.get(at..)?.find(']')? + 1;
        let (text, after) = (line.get(at..end)?, line.get(end..)?);
        let is_known = traces().placeholders.contains(&fold(text));
        (is_known && !after.starts_with(['(', ':', '['])).then_some(text)
    });
    found.collect()
}

fn variables(line: &str) -> Vec<&str> {
    let opens = line.match_indices("{{").map(|(at, _)| at);
    let found = opens.filter_map(|at| {
        let end = at + line.get(at..)?.find("}}")? + 2;
        let name = line.get(at + 2..end - 2)?.trim();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        line.get(at..end).filter(|_| is_name)
    });
    found.collect()
}

/// `TODO: …`, `TBD`: a word in capitals that no other letter or digit touches.
fn open(line: &str) -> Vec<&str> {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '"' | '\''));
    let found = checked::words().open.iter().flat_map(|word| {
        line.match_indices(word.as_str()).filter_map(|(at, word)| {
            let before = line.get(..at)?.chars().next_back();
            let after = line.get(at + word.len()..)?.chars().next();
            (!is_part(before) && !is_part(after)).then_some(word)
        })
    });
    found.collect()
}
