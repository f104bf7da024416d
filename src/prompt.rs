//! Template + variables → prompt.

use crate::diagnostic::Diagnostic;
use crate::model::{Choice, Language};
use crate::text::{Place, Span};

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
        let _ = language;
        Self { path: None, text: String::new() }
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

/// What one variable became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptPart {
    /// Name of the variable: `db-resources`.
    pub variable: String,
    /// Bytes of the prompt that it fills.
    pub span: Span,
    /// Where its text comes from.
    pub places: Vec<Place>,
    /// About how many tokens it costs.
    pub tokens: usize,
}

/// Fills a template from a choice.
#[must_use]
pub fn compose(choice: &Choice<'_>, template: &Template) -> Prompt {
    let _ = choice;
    Prompt { text: template.text.clone(), ..Prompt::default() }
}

/// About how many tokens a text costs with the tokenizers of today's large models.
#[must_use]
pub fn about_tokens(text: &str) -> usize {
    text.chars().count().div_ceil(4)
}
