//! Leaves examples out of an endpoint's own text.

use super::excerpt;
use super::phrases::{Phrases, fill};
use crate::model::{Choice, Endpoint, Omission};
use crate::text::{Place, Source, Span};

/// What a code block shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    Request,
    Answer,
}

impl Shows {
    fn is_left_out(self, choice: &Choice<'_>) -> bool {
        choice.left_out.contains(match self {
            Self::Request => &Omission::RequestExamples,
            Self::Answer => &Omission::Examples,
        })
    }
}

/// A fenced block: whole lines, without the last line break.
struct Block<'t> {
    span: Span,
    indent: &'t str,
    inner: &'t str,
}

/// The code blocks that are left out of an endpoint's text, each with what stands in its place.
pub(super) fn replaced(choice: &Choice<'_>, endpoint: &Endpoint, phrases: &Phrases) -> Vec<(Span, String)> {
    let wanted = [Shows::Request, Shows::Answer].into_iter().any(|shows| shows.is_left_out(choice));
    let Some(source) = choice.project.source(endpoint.place).filter(|_| wanted) else { return Vec::new() };
    let mut replaced = Vec::new();
    let mut answers = false;
    for block in blocks(source, endpoint.place.span) {
        let shows = shows(endpoint, source.place(block.span), block.inner, answers);
        answers |= shows == Some(Shows::Answer);
        if shows.is_some_and(|shows| shows.is_left_out(choice)) {
            let place = excerpt::lines(choice.project, source.place(block.span));
            let note = format!("{}{}", block.indent, fill(&phrases.example_left_out, &[("place", &place)]));
            // Saying that it was left out must not cost more.
            if note.len() < block.span.len() {
                replaced.push((block.span, note));
            }
        }
    }
    replaced
}

/// What the readers found a block to be. Of further blocks of JSON behind the first answer, plans show
/// answers too: a second case, or an error.
fn shows(endpoint: &Endpoint, block: Place, inner: &str, behind_answer: bool) -> Option<Shows> {
    let touches = |place: Place| {
        place.document == block.document && place.span.start < block.span.end && block.span.start < place.span.end
    };
    let details = &endpoint.details;
    let mut answers = details.responses.iter().filter_map(|answer| answer.body.as_ref()).chain(&details.otherwise);
    if details.request_body.as_ref().is_some_and(|body| touches(body.place)) {
        Some(Shows::Request)
    } else if answers.any(|body| touches(body.place)) || (behind_answer && inner.trim_start().starts_with(['{', '['])) {
        Some(Shows::Answer)
    } else {
        None
    }
}

/// The fenced blocks in a part of a document.
fn blocks(source: &Source, within: Span) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, usize, &str, &str)> = None;
    let mut at = within.start;
    for line in source.slice(within).split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_start_matches([' ', '\t']);
        let indent = line.get(..line.len() - bare.len()).unwrap_or_default();
        let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| bare.len() - bare.trim_start_matches(mark).len());
        if length < 3 {
            continue;
        }
        let fence = bare.get(..length).unwrap_or_default();
        match open {
            Some((from, inside, opening, outer)) if fence.starts_with(opening) && bare.trim_end() == fence => {
                let inner = source.text().get(inside..start).unwrap_or_default();
                let end = start + line.trim_end_matches(['\n', '\r']).len();
                blocks.push(Block { span: Span::new(from, end), indent: outer, inner });
                open = None;
            }
            Some(_) => {}
            None => open = Some((start, at, fence, indent)),
        }
    }
    blocks
}

/// The YAML of a specification's operation without its examples; nothing where none went.
pub(super) fn yaml(choice: &Choice<'_>, text: &str) -> Option<String> {
    let mut kept = String::with_capacity(text.len());
    let mut shows = Shows::Request;
    // The keys that the line stands below, each with its indentation.
    let mut above: Vec<(usize, &str)> = Vec::new();
    let mut cut: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(' ');
        let indent = line.len() - bare.len();
        if let Some(from) = cut {
            let is_inside = indent > from || bare.trim().is_empty() || (indent == from && bare.starts_with("- "));
            if is_inside {
                continue;
            }
            cut = None;
        }
        let key = bare.trim_start_matches("- ").split(':').next().unwrap_or_default().trim_end();
        above.retain(|(outer, _)| *outer < indent);
        match key {
            "responses" if indent <= MEMBERS => shows = Shows::Answer,
            _ if indent <= MEMBERS => shows = Shows::Request,
            // A field may be called that.
            "example" | "examples"
                if shows.is_left_out(choice) && above.last().is_none_or(|(_, outer)| *outer != "properties") =>
            {
                cut = Some(indent);
                continue;
            }
            _ => {}
        }
        above.push((indent, key));
        kept.push_str(line);
    }
    (kept.len() < text.len()).then_some(kept)
}

/// How far the members of an operation are indented in its own text.
const MEMBERS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Project;

    const OPERATION: &str = "/tents:
  post:
    requestBody:
      content:
        application/json:
          example:
            size: 4
            tags:
            - lake
          schema:
            properties:
              example: {type: string}
    responses:
      '201':
        content:
          application/json:
            examples:
            - size: 4

            schema: {type: object}
";

    #[test]
    fn examples_go_from_an_operation_and_fields_of_that_name_stay() {
        let project = Project::default();
        let without = |left_out: &[Omission]| {
            let left_out = left_out.iter().copied().collect();
            let choice = Choice { left_out, ..Choice::of(&project) };
            yaml(&choice, OPERATION)
        };
        assert_eq!(without(&[Omission::Context]), None);
        let answers = without(&[Omission::Examples]).unwrap();
        assert_eq!(answers, OPERATION.replace("            examples:\n            - size: 4\n\n", ""));
        let requests = without(&[Omission::RequestExamples]).unwrap();
        let example = "          example:\n            size: 4\n            tags:\n            - lake\n";
        assert_eq!(requests, OPERATION.replace(example, ""));
    }
}
