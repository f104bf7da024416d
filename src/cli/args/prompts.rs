//! The arguments of `prompt` and `template`.

use clap::{Args, Subcommand, ValueEnum};

use super::TypesChoice;
use crate::model::{DocumentsAs, Omission, PromptFormat};
use crate::prompt::Purpose;

/// The arguments of `prompt`.
#[derive(Debug, Clone, Default, Args)]
pub struct PromptArguments {
    /// `METHOD /path` as the API plan has it, or a path alone where it names one endpoint
    #[arg(required = true, value_name = "ENDPOINT")]
    pub endpoints: Vec<String>,
    /// Ask to implement the saved plan, three steps at a time with a report after each, instead of asking for a plan
    #[arg(long)]
    pub implement: bool,
    /// Take these tables instead of the picked ones
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub tables: Vec<String>,
    /// Write out the schemas of a specification up to N references below each other [default: 2]
    #[arg(long, value_name = "N")]
    pub schema_depth: Option<usize>,
    /// How the types that matter stand in it [default: references]
    #[arg(long, value_name = "HOW")]
    pub types_as: Option<TypesChoice>,
    /// How what stands in documents is given: with its text, or as references with lines for an agent that reads files [default: inline]
    #[arg(long, value_name = "HOW")]
    pub documents: Option<DocumentsChoice>,
    /// The form of the prompt [default: xml]
    #[arg(long, value_name = "FORM")]
    pub format: Option<FormatChoice>,
    /// Leave these out: table-details, examples, request-examples, context, tech-stack
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = Omission::named)]
    pub leave_out: Vec<Omission>,
}

impl PromptArguments {
    /// What the prompt asks for.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        if self.implement { Purpose::Implement } else { Purpose::Plan }
    }
}

/// How documents stand in the prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocumentsChoice {
    /// With their text.
    Inline,
    /// As `@.ai/api-plan.md (lines 61-95)`, which Cursor and Claude Code follow; `@` means the same.
    #[value(alias = "@")]
    At,
    /// As `#.ai/api-plan.md (lines 61-95)`, which Copilot follows; `#` means the same.
    #[value(alias = "#")]
    Hash,
}

impl From<DocumentsChoice> for DocumentsAs {
    fn from(choice: DocumentsChoice) -> Self {
        match choice {
            DocumentsChoice::Inline => Self::Inline,
            DocumentsChoice::At => Self::At,
            DocumentsChoice::Hash => Self::Hash,
        }
    }
}

/// The form of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatChoice {
    /// As the template has it, with tags around what is inserted.
    Xml,
    /// With headings and fences in place of the tags.
    Markdown,
    /// Messages for a chat API: `[{"role": "system", "content": …}, {"role": "user", "content": …}]`.
    Json,
}

impl From<FormatChoice> for PromptFormat {
    fn from(choice: FormatChoice) -> Self {
        match choice {
            FormatChoice::Xml => Self::Xml,
            FormatChoice::Markdown => Self::Markdown,
            FormatChoice::Json => Self::Json,
        }
    }
}

/// What to do with templates.
#[derive(Debug, Clone, Subcommand)]
pub enum TemplateCommand {
    /// Names what is unknown or missing in a template, with line and column; status 1 where something is
    Check {
        /// The template; without one, that of the settings, or else the built-in one
        #[arg(value_name = "FILE")]
        file: Option<String>,
    },
    /// Writes out a built-in template to be changed: to standard output, or to a file with `--out`
    Export {
        /// Its name, as `template list` has it
        #[arg(value_name = "NAME", default_value = "endpoint-plan")]
        name: String,
    },
    /// The built-in templates, and files of the project that look like templates of prompts
    List,
}
