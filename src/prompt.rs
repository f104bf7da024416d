//! Template + variables → prompt.
//!
//! A template is plain text with variables in double braces. Each variable is filled with text from
//! the documents, marked with its file and lines; what the documents do not say is said.
//!
//! ```
//! use routewright::model::{Choice, Project};
//! use routewright::prompt::{Template, compose};
//!
//! let project = Project::default();
//! let choice = Choice { save_as: ".ai/plan.md".to_owned(), ..Choice::of(&project) };
//! let template = Template::new("mine.md", "Save as {{plan-file}} <- a hint\n");
//! assert_eq!(compose(&choice, &template).text, "Save as .ai/plan.md\n");
//! ```

mod background;
pub mod check;
mod context;
mod database;
mod examples;
mod excerpt;
mod format;
mod jinja;
mod jinja_source;
mod phrases;
mod references;
mod render;
mod slots;
mod specification;
mod spots;
mod tags;
pub mod template;
mod tokens;
mod types;

use crate::assets::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::model::{Choice, Omission, Project};
use crate::text::{Place, Span, printable};

use self::render::Piece;

pub use template::{Partial, Purpose, Template};
pub use tokens::{Family, Tally, Uncounted, about_tokens, count_tokens};

/// Whether a user's own file can stand in place of what prompts are made of; `None` for a file that is
/// not read here.
#[must_use]
pub fn check_asset(path: &[&str], text: &str) -> Option<Checked> {
    phrases::check_asset(path, text).or_else(|| tokens::check_asset(path, text))
}

/// A filled prompt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt {
    /// The whole text.
    pub text: String,
    /// One for each variable that was filled, in the order of the text.
    pub parts: Vec<PromptPart>,
    /// Variables of the template that nothing is known about, and the like.
    pub diagnostics: Vec<Diagnostic>,
}

impl Prompt {
    /// What is to be counted of it.
    #[must_use]
    pub fn uncounted(&self, family: &'static Family) -> Uncounted {
        let parts = self.parts.iter().map(|part| part.span).collect();
        Uncounted { family, text: self.text.clone(), parts, others: Vec::new() }
    }
}

/// What one variable became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptPart {
    /// Name of the variable: `db-resources`.
    pub variable: String,
    /// Bytes of the prompt that it fills.
    pub span: Span,
    /// Where its text comes from.
    pub places: Vec<Place>,
}

impl PromptPart {
    /// Where its text comes from, for people: `file:first–last, first–last`, the lines of one file
    /// together.
    #[must_use]
    pub fn sources(&self, project: &Project) -> String {
        let mut text = String::new();
        let mut file = "";
        for place in &self.places {
            let Some(source) = project.source(*place) else { continue };
            let (first, last) = source.lines_of(place.span);
            if source.path == file {
                text.push_str(", ");
            } else {
                let separator = if text.is_empty() { "" } else { " · " };
                text.push_str(separator);
                text.push_str(&source.path);
                text.push(':');
                file = &source.path;
            }
            text.push_str(&if first == last { first.to_string() } else { format!("{first}–{last}") });
        }
        text
    }
}

/// What a prompt would be with each thing left out that is not, or put back that is.
#[must_use]
pub fn with_each_omission(choice: &Choice<'_>, template: &Template) -> Vec<(Omission, String)> {
    let other = |omission: Omission| {
        let mut choice = choice.clone();
        if !choice.left_out.remove(&omission) {
            choice.left_out.insert(omission);
        }
        (omission, compose(&choice, template).text)
    };
    Omission::ALL.into_iter().map(other).collect()
}

/// Fills a template from a choice. Of a template that can't be filled the fault is told, and the
/// built-in one takes its place, so that there is always a prompt.
#[must_use]
pub fn compose(choice: &Choice<'_>, template: &Template) -> Prompt {
    let (pieces, diagnostics) = if template.is_minijinja() {
        match jinja::render(template, choice) {
            Ok(pieces) => (pieces, check::remarks(template, choice)),
            Err(fault) => {
                let built_in = Template::built_in_for(template.purpose, choice.language);
                let (pieces, _) = plain(choice, &built_in);
                (pieces, vec![check::fault(&fault)])
            }
        }
    } else {
        plain(choice, template)
    };
    let (text, parts) = format::write(pieces, choice.format);
    Prompt { text, parts, diagnostics }
}

/// Fills a template that has variables and nothing else.
fn plain(choice: &Choice<'_>, template: &Template) -> (Vec<Piece>, Vec<Diagnostic>) {
    let text = printable(&template.text);
    let spots = spots::find(&text, &choice.project.documents);
    let pieces = render::render(&text, &spots, |variable| variable.slot(choice));
    (pieces, check::plain_remarks(template, &text, &spots, Some(choice)))
}

/// The variables of templates, for the documentation: names, the tags that prompts put around them,
/// and what they become.
pub fn variables() -> impl Iterator<Item = (Vec<String>, Vec<String>, &'static str)> {
    let tag = |tag: &&str| tag.replace('-', "_");
    slots::VARIABLES.iter().map(move |variable| {
        let names = variable.names.iter().map(|name| (*name).to_owned()).collect();
        (names, variable.tags.iter().map(tag).collect(), variable.about)
    })
}

/// What minijinja templates can ask about besides, for the documentation: names and what each says.
pub fn context() -> impl Iterator<Item = (&'static str, &'static str)> {
    context::CONTEXT.into_iter()
}

#[cfg(test)]
mod tests;
