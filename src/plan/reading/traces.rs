//! What a prompt leaves in a plan when somebody saves more than the plan: the tags and the bracketed
//! words of its example. Both are read from the templates themselves.

use std::sync::LazyLock;

use crate::model::Language;
use crate::plan::checked;
use crate::read::lexicon::spelling::fold;
use crate::text::Span;

/// The template whose prompt asks for a plan.
const TEMPLATE: &str = "templates/endpoint-plan.md";

/// What can be left over.
#[derive(Debug)]
pub(crate) struct Traces {
    /// Names of tags: `analysis`.
    pub(crate) tags: Vec<String>,
    /// What stands in brackets in the example of a plan, folded: `list of required parameters`.
    pub(crate) placeholders: Vec<String>,
}

static TRACES: LazyLock<Traces> = LazyLock::new(|| {
    let mut traces = Traces { tags: Vec::new(), placeholders: Vec::new() };
    for text in Language::all().iter().filter_map(|language| language.own_text(TEMPLATE)) {
        traces.tags.extend(between(text, '<', '>').into_iter().filter(|tag| is_tag(tag)).map(str::to_owned));
        traces.placeholders.extend(between(text, '[', ']').into_iter().map(fold));
    }
    let words = checked::words();
    traces.tags.extend(words.tags.iter().cloned());
    traces.placeholders.extend(words.placeholders.iter().map(|text| fold(text)));
    traces
});

/// The traces of the prompts in all languages.
pub(crate) fn traces() -> &'static Traces {
    &TRACES
}

fn is_tag(text: &str) -> bool {
    text.len() > 2 && text.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'))
}

/// Texts between two marks on one line.
pub(crate) fn between(text: &str, open: char, close: char) -> Vec<&str> {
    let parts = text.split(open).skip(1);
    parts.filter_map(|part| part.split_once(close)).map(|(inside, _)| inside).filter(|i| !i.contains('\n')).collect()
}

/// What tags of a prompt enclose: from a line that opens one to the line that closes it.
pub(crate) fn enclosed(markdown: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for tag in &traces().tags {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let mut from = 0;
        while let Some(at) = markdown.get(from..).and_then(|rest| rest.find(&open)).map(|at| from + at) {
            let Some(end) = markdown.get(at..).and_then(|rest| rest.find(&close)).map(|end| at + end) else { break };
            let before = markdown.get(..at).unwrap_or_default();
            if before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty()) {
                spans.push(Span::new(at, end));
            }
            from = end;
        }
    }
    spans
}
