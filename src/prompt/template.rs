//! Templates: the built-in ones, and files of the user's own.

use super::jinja_source;
use crate::model::Language;

/// What a prompt asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Purpose {
    /// To write the implementation plan.
    #[default]
    Plan,
    /// To carry out the plan that is saved.
    Implement,
}

impl Purpose {
    /// All purposes.
    pub const ALL: [Self; 2] = [Self::Plan, Self::Implement];

    /// Name of the built-in template for it.
    #[must_use]
    pub fn template(self) -> &'static str {
        match self {
            Self::Plan => "endpoint-plan",
            Self::Implement => "implement-plan",
        }
    }
}

/// A prompt template: text with `{{variables}}`, or a minijinja file with the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    /// File that it comes from, or `None` for a built-in one.
    pub path: Option<String>,
    /// Its text.
    pub text: String,
    /// What the prompt asks for.
    pub purpose: Purpose,
    /// The files that it includes.
    pub partials: Vec<Partial>,
}

/// A file that a minijinja template includes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partial {
    /// As templates name it: relative to the folder of the template that is filled.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Template {
    /// A template of the user's own.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: Some(path.into()), text: text.into(), ..Self::default() }
    }

    /// The built-in template for plans in a language.
    #[must_use]
    pub fn built_in(language: Language) -> Self {
        Self::built_in_for(Purpose::Plan, language)
    }

    /// The built-in template for a purpose in a language.
    #[must_use]
    pub fn built_in_for(purpose: Purpose, language: Language) -> Self {
        let text = language.text(&format!("templates/{}.md", purpose.template()));
        Self { text: text.to_owned(), purpose, ..Self::default() }
    }

    /// What messages call it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.as_deref().unwrap_or("template")
    }

    /// Whether it is a minijinja file, by its name.
    #[must_use]
    pub fn is_minijinja(&self) -> bool {
        is_minijinja(self.name())
    }

    /// Everything that a prompt is made from, as one text: a change in a partial is a change of the
    /// template.
    #[must_use]
    pub fn whole(&self) -> String {
        self.partials
            .iter()
            .fold(self.text.clone(), |whole, partial| format!("{whole}\0{}\0{}", partial.name, partial.text))
    }

    /// The partials that come with the program, as templates name them.
    pub(super) fn built_in_partials() -> [String; 2] {
        Purpose::ALL.map(|purpose| format!("{BUILT_IN}{}", purpose.template()))
    }
}

/// What the names of built-in partials begin with.
const BUILT_IN: &str = "routewright/";

/// Whether a file is a minijinja template, by its name.
#[must_use]
pub fn is_minijinja(path: &str) -> bool {
    path.to_lowercase().ends_with(".j2")
}

/// The files that a minijinja template names as partials, relative to the folder of the template that
/// is filled. Those that come with the program are not among them.
///
/// ```
/// use routewright::prompt::template::included;
///
/// assert_eq!(included("{% include \"parts/rules.md.j2\" %} {% include \"routewright/endpoint-plan\" %}"), ["parts/rules.md.j2"]);
/// ```
#[must_use]
pub fn included(text: &str) -> Vec<String> {
    let mut files: Vec<String> = jinja_source::included(text).into_iter().map(|name| name.path).collect();
    files.retain(|name| !name.starts_with(BUILT_IN));
    files
}

#[cfg(test)]
mod tests;
