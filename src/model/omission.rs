//! What a prompt can leave out so that it costs less.

use serde::{Deserialize, Serialize};

/// Something that a prompt leaves out where it is told to; it then says so, and where to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Omission {
    /// Of a table all but its columns with their types.
    TableDetails,
    /// Examples of answers in an endpoint's own text.
    Examples,
    /// Examples of requests in it.
    RequestExamples,
    /// The text away from an endpoint that also holds for it, but for its headings.
    Context,
    /// The text of the tech stack, but for what stands out in it.
    TechStack,
}

impl Omission {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::TableDetails, Self::Examples, Self::RequestExamples, Self::Context, Self::TechStack];

    /// The word for it, in options and remembered choices.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::TableDetails => "table-details",
            Self::Examples => "examples",
            Self::RequestExamples => "request-examples",
            Self::Context => "context",
            Self::TechStack => "tech-stack",
        }
    }

    /// What a prompt has instead.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::TableDetails => "Tables as columns with types only",
            Self::Examples => "No examples of answers",
            Self::RequestExamples => "No examples of requests",
            Self::Context => "What also holds as headings only",
            Self::TechStack => "The tech stack as a reference",
        }
    }

    /// What that means, in a sentence.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::TableDetails => {
                "Constraints, indexes, policies and triggers are left out, and what the plan says of the tables."
            }
            Self::Examples => "Code blocks with answers go from the endpoint's own text; its words stay.",
            Self::RequestExamples => "The code block with the request body goes; the fields in words stay.",
            Self::Context => {
                "Shared validation, errors, access and conventions become one line each, with file and lines."
            }
            Self::TechStack => "Its file and the technologies that stand out in it are named.",
        }
    }

    /// The one that a word names.
    ///
    /// # Errors
    /// There is none; the sentence says which there are.
    pub fn named(word: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|omission| omission.word() == word).ok_or_else(|| {
            let words: Vec<_> = Self::ALL.iter().map(|omission| omission.word()).collect();
            format!("there is no `{word}` to leave out; there are {}", words.join(", "))
        })
    }
}
