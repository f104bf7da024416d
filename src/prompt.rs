//! Template + variables → prompt.
//!
//! A template is plain text with variables in double braces. Each variable is filled with text from
//! the documents, marked with its file and lines; what the documents do not say is said.
//!
//! ```
//! use routewright::model::{Choice, Language, Project};
//! use routewright::prompt::{Template, compose};
//!
//! let project = Project::default();
//! let choice = Choice {
//!     project: &project,
//!     endpoints: Vec::new(),
//!     tables: Vec::new(),
//!     types: Vec::new(),
//!     types_as: Default::default(),
//!     rules: Vec::new(),
//!     language: Language::ENGLISH,
//!     save_as: ".ai/plan.md".to_owned(),
//!     schema_depth: 2,
//! };
//! let template = Template { path: None, text: "Save as {{plan-file}} <- a hint\n".to_owned() };
//! assert_eq!(compose(&choice, &template).text, "Save as .ai/plan.md\n");
//! ```

mod background;
mod database;
mod excerpt;
mod phrases;
mod render;
mod slots;
mod specification;
mod tokens;
mod types;

use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::{Choice, Language, Project};
use crate::text::{LineIndex, Place, Span, printable};

pub use tokens::{Family, Tally, Uncounted, about_tokens, count_tokens};

/// A prompt template: text with `{{variables}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// File that it comes from, or `None` for a built-in one.
    pub path: Option<String>,
    /// Its text.
    pub text: String,
}

impl Template {
    /// The built-in template in a language.
    #[must_use]
    pub fn built_in(language: Language) -> Self {
        let text = language.text("templates/endpoint-plan.md");
        Self { path: None, text: text.to_owned() }
    }
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
        Uncounted { family, text: self.text.clone(), parts: self.parts.iter().map(|part| part.span).collect() }
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

/// How many unknown variables of a template are reported, each once.
const MOST_UNKNOWN: usize = 20;

/// Fills a template from a choice.
#[must_use]
pub fn compose(choice: &Choice<'_>, template: &Template) -> Prompt {
    let text = printable(&template.text);
    let rendered = render::render(&text, |name| slots::slot(choice, name));
    let name = template.path.as_deref().unwrap_or("template");
    let lines = LineIndex::new(&text);
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for (variable, at) in &rendered.unknown {
        if named.contains(&variable.as_str()) || named.len() == MOST_UNKNOWN {
            continue;
        }
        named.push(variable);
        let before = text.get(..*at).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let line = lines.line_of(*at);
        let message = format!(
            "{name}:{line}:{column}: nothing is known by the name {{{{{variable}}}}}; it stays in the prompt as it is"
        );
        diagnostics.push(remark(codes::UNKNOWN_VARIABLE, Severity::Warning, message, names_help()));
    }
    for variable in slots::VARIABLES.iter().filter(|v| v.needed) {
        if !rendered.parts.iter().any(|part| variable.names.contains(&part.variable.as_str())) {
            let shown = variable.names.first().copied().unwrap_or_default();
            let message = format!("{name} has no {{{{{shown}}}}}: what you chose for it is not in the prompt");
            let help = format!("write {{{{{shown}}}}} where it belongs in the template");
            diagnostics.push(remark(codes::VARIABLE_NOT_USED, Severity::Info, message, help));
        }
    }
    Prompt { text: rendered.text, parts: rendered.parts, diagnostics }
}

fn remark(code: crate::diagnostic::Code, severity: Severity, message: String, help: String) -> Diagnostic {
    Diagnostic { code, severity, message, help: Some(help), place: None }
}

fn names_help() -> String {
    let names = slots::VARIABLES.iter().flat_map(|v| v.names).map(|name| format!("{{{{{name}}}}}"));
    format!("the variables are {}", names.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests;
