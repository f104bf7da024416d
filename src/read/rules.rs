//! Coding rules from the files in which projects keep them, and from the packs that come with the
//! program.
//!
//! A file is split into rules as a person would count them, and each rule is active or not by what
//! it is about: an endpoint's implementation needs no rule about buttons.
//!
//! ```
//! use routewright::read::rules::rules_file;
//! use routewright::text::{DocumentId, Source};
//!
//! let text = "## API\n- Validate requests with Zod.\n\n## React\n- Prefer small components.\n";
//! let rules = rules_file(&Source::new(DocumentId(0), "AGENTS.md", text)).value;
//! let active: Vec<_> = rules.iter().map(|r| (r.text.as_str(), r.active)).collect();
//! assert_eq!(active, [("Validate requests with Zod.", true), ("Prefer small components.", false)]);
//! ```

mod headings;
mod marks;
mod packs;
mod repeats;
mod split;
mod tags;
mod topics;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Diagnostic, Parsed, codes};
use crate::model::{Choice, Document, DocumentRole, Language, Rule, RuleOrigin, RuleScope, TechStack};
use crate::text::{DocumentId, Source, Span, hex, printable};

pub use packs::{PackEntry, all_packs, pack_rules, packs_for, rule_of, take_packs, text_in};
pub(in crate::read) use packs::{check_pack, check_pack_texts};
pub use repeats::turn_off_in_packs;
pub(in crate::read) use topics::check_topics;
use topics::reasons;

/// File in which a project keeps the rules that it wrote for routewright.
pub const OWN_FILE: &str = ".ai/implementation-rules.md";

/// How much of a file is read, in bytes: about ten thousand rules, more than anybody keeps.
const LONGEST: usize = 1024 * 1024;

/// The rules of a file, in the order of its text.
#[must_use]
pub fn rules_file(source: &Source) -> Parsed<Vec<Rule>> {
    if source.text().len() > LONGEST {
        let mut parsed = rules_file(&source.beginning(LONGEST));
        let place = source.place(Span::new(LONGEST, LONGEST));
        let message = format!("{} is longer than 1 MB; the rules behind that are left out", source.path);
        parsed.diagnostics.push(Diagnostic::warning(codes::TRUNCATED, place, message));
        return parsed;
    }
    let is_own = is_own_file(&source.path);
    let numbered = if is_own { split::split_numbered(source) } else { None };
    let file = numbered.unwrap_or_else(|| split::split(source));
    let topics = topics::Topics::of(&source.path, &file.head);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut rules = Vec::new();
    for piece in file.pieces {
        let text = printable(&piece.text).trim().to_owned();
        let (active, reason) = if is_own { (true, reasons().own.clone()) } else { topics.judge(&piece, &text) };
        let mut id = format!("{}#{}", source.path, short_hash(&text));
        let times = seen.entry(id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            let _ = write!(id, "-{times}");
        }
        rules.push(Rule {
            id,
            text,
            heading: piece.headings.last().map(|h| printable(h).into_owned()),
            origin: RuleOrigin::File { path: source.path.clone(), place: source.place(piece.span) },
            active,
            reason,
            scope: RuleScope::default(),
        });
    }
    let mut parsed = Parsed::clean(rules);
    if parsed.value.is_empty() && !source.text().trim().is_empty() {
        let message =
            format!("no rule was found in {}: it has neither list items nor paragraphs of its own", source.path);
        let place = source.place(Span::new(0, 0));
        let remark = Diagnostic::warning(codes::NO_RULES, place, message);
        parsed.diagnostics.push(remark.with_help("write one list item a rule"));
    }
    parsed
}

/// All rules of a project: its own files first, then the packs that suit its tech stack. Rules that a
/// project wrote down stand beside those of packs: only a pack's rule that they say too gives way.
#[must_use]
pub fn project_rules(documents: &[Document], stack: &TechStack, language: Language) -> Parsed<Vec<Rule>> {
    let mut all: Parsed<Vec<Rule>> = Parsed::default();
    let mut sources: Vec<&Source> =
        documents.iter().filter(|d| d.role == DocumentRole::Rules).map(|d| &d.source).collect();
    sources.sort_by_key(|source| !is_own_file(&source.path));
    for source in sources {
        all.value.extend(rules_file(source).drain_into(&mut all.diagnostics));
    }
    repeats::turn_off(&mut all.value);
    all.value.extend(packs_for(stack, documents, language));
    turn_off_in_packs(&mut all.value);
    all
}

/// A rule's text as prompt and plan have it: of several endpoints, the one that it holds for is named.
#[must_use]
pub fn text_for<'r>(rule: &'r Rule, choice: &Choice<'_>) -> Cow<'r, str> {
    let text = text_in(rule, choice.language);
    match &rule.origin {
        RuleOrigin::Remembered { endpoint: Some(endpoint) } if choice.endpoints.len() > 1 => {
            Cow::Owned(format!("`{endpoint}`: {text}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// The rules of the user's own file, which has the form of [`OWN_FILE`].
#[must_use]
pub fn user_rules(text: &str) -> Vec<Rule> {
    let mut rules = rules_file(&Source::new(DocumentId(0), OWN_FILE, text)).value;
    for rule in &mut rules {
        rule.id = rule.id.replacen(OWN_FILE, "user", 1);
        rule.origin = RuleOrigin::User;
        rule.reason = reasons().users.clone();
    }
    rules
}

/// The text of [`OWN_FILE`] with one numbered item a rule, which [`rules_file`] reads back to the
/// same texts.
#[must_use]
pub fn to_markdown<'a>(title: &str, texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut markdown = format!("# {title}\n");
    let texts = texts.into_iter().map(str::trim).filter(|text| !text.is_empty());
    for (number, text) in (1..).zip(texts) {
        markdown.push('\n');
        let mark = format!("{number}. ");
        let indent = " ".repeat(mark.len());
        for (index, line) in text.lines().enumerate() {
            if index == 0 {
                markdown.push_str(&mark);
            } else if !line.trim().is_empty() {
                markdown.push_str(&indent);
            }
            markdown.push_str(line.trim_end());
            markdown.push('\n');
        }
    }
    markdown
}

/// Whether a path is that of [`OWN_FILE`].
#[must_use]
pub fn is_own_file(path: &str) -> bool {
    path.eq_ignore_ascii_case(OWN_FILE)
}

/// Eight hex digits that stay the same as long as the words do.
fn short_hash(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    hex(Sha256::digest(words.as_bytes()).get(..4).unwrap_or_default())
}

#[cfg(test)]
mod tests;
