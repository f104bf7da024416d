//! The arguments: one table from which parsing, help, completions and the manual page follow.

mod prompts;

use std::ffi::OsStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::config::settings::Settings;
use crate::config::theme::NO_COLORS;
use crate::diagnostic::{Code, Severity, pages};
use crate::model::{Language, TypesAs};
use crate::prompt::Family;

pub use prompts::{DocumentsChoice, FormatChoice, PromptArguments, TemplateCommand};

/// Turns API and database plans into implementation prompts and plans.
#[derive(Debug, Clone, Parser)]
#[command(name = "routewright", version, max_term_width = 100)]
#[command(about = "Turns API and database plans into implementation prompts and plans")]
#[command(after_help = "Without a command it opens the wizard. Try `routewright --demo`.")]
pub struct Arguments {
    /// What to do; nothing opens the wizard.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Options of all commands.
    #[command(flatten)]
    pub common: Common,
}

/// Options of all commands.
#[derive(Debug, Clone, Default, Args)]
pub struct Common {
    /// Use the demo project that comes with the program
    #[arg(long, global = true)]
    pub demo: bool,
    /// Root of the project [default: the nearest folder upwards with `.ai/`, `routewright.toml` or `.git`]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<String>,
    /// API plan to read (markdown, OpenAPI or Swagger), instead of searching for one
    #[arg(long, global = true, value_name = "FILE")]
    pub api: Option<String>,
    /// Database plans to read (markdown, SQL, Prisma, DBML, Mermaid), instead of searching for one
    #[arg(long, global = true, value_name = "FILE")]
    pub db: Vec<String>,
    /// Tech stack to read, instead of searching for one
    #[arg(long, global = true, value_name = "FILE")]
    pub tech_stack: Option<String>,
    /// Source files with types, instead of searching for them
    #[arg(long, global = true, value_name = "FILE")]
    pub types: Vec<String>,
    /// Files with implementation rules, instead of searching for them
    #[arg(long, global = true, value_name = "FILE")]
    pub rules: Vec<String>,
    /// Template of the prompt, instead of the built-in one
    #[arg(long, global = true, value_name = "FILE")]
    pub template: Option<String>,
    /// Language of prompts and plans [default: auto, that of the documents]
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = LanguageParser)]
    pub lang: Option<LanguageChoice>,
    /// Count tokens for this model or family of models [default: gpt]
    #[arg(long, global = true, value_name = "NAME", value_parser = Family::known)]
    pub model: Option<&'static Family>,
    /// How many tokens a prompt may cost; over it `prompt` ends with status 1
    #[arg(long, global = true, value_name = "TOKENS")]
    pub budget: Option<usize>,
    /// Save to a file below the project's root instead of writing to standard output (`-`)
    #[arg(long, global = true, value_name = "FILE", help = OUT_HELP)]
    pub out: Option<String>,
    /// Copy the answer to the clipboard too
    #[arg(long, global = true)]
    pub copy: bool,
    /// Write over a file that exists; its former version is kept
    #[arg(long, global = true)]
    pub force: bool,
    /// End with status 1 when a document could not be read in part
    #[arg(long, global = true)]
    pub strict: bool,
    /// When to colour what is said
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Say nothing but errors on standard error
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more on standard error
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// The help takes a bare `{n}` for a line break, so a style that changes nothing stands inside it;
/// styles never get into the manual page or completions.
const OUT_HELP: &str = "Save to a file below the project's root instead of writing to standard output (`-`); \
                        {method}, {path}, {resource}, {group} and {\u{1b}[0mn} in its name are filled in";

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Even into files.
    Always,
    /// Not at all.
    Never,
}

/// Language of prompts and plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LanguageChoice {
    /// This one.
    Of(Language),
    /// That of the documents.
    Auto,
}

impl LanguageChoice {
    /// The language, unless it is that of the documents.
    #[must_use]
    pub fn language(self) -> Option<Language> {
        match self {
            Self::Of(language) => Some(language),
            Self::Auto => None,
        }
    }
}

/// Reads `--lang`: the languages are folders, so which there are is only known at run time.
#[derive(Debug, Clone)]
struct LanguageParser;

impl TypedValueParser for LanguageParser {
    type Value = LanguageChoice;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<LanguageChoice, clap::Error> {
        if value == AUTO {
            return Ok(LanguageChoice::Auto);
        }
        let known = value.to_str().and_then(|code| code.parse().ok()).map(LanguageChoice::Of);
        // What is wrong, and which there are, is said as it is for every option with a list of values.
        let codes = || Language::all().iter().map(|language| language.code()).chain([AUTO]);
        known.map_or_else(
            || {
                let refused = PossibleValuesParser::new(codes()).parse_ref(command, argument, value);
                refused.map(|_| LanguageChoice::Auto)
            },
            Ok,
        )
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let languages = Language::all().iter().map(|l| PossibleValue::new(l.code()).help(l.name()));
        Some(Box::new(languages.chain([PossibleValue::new(AUTO).help("That of the documents")])))
    }
}

const AUTO: &str = "auto";

/// How declared types stand in the prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TypesChoice {
    /// As references to their files, with names and lines.
    References,
    /// With their text.
    Text,
}

impl From<TypesChoice> for TypesAs {
    fn from(choice: TypesChoice) -> Self {
        match choice {
            TypesChoice::References => Self::References,
            TypesChoice::Text => Self::Text,
        }
    }
}

/// From where on findings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeverityChoice {
    /// All findings.
    Note,
    /// Warnings and errors.
    Warning,
    /// Errors alone.
    Error,
}

impl From<SeverityChoice> for Severity {
    fn from(choice: SeverityChoice) -> Self {
        match choice {
            SeverityChoice::Note => Self::Info,
            SeverityChoice::Warning => Self::Warning,
            SeverityChoice::Error => Self::Error,
        }
    }
}

/// What to do.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// One line an endpoint: method, path, picked tables, state of its plan
    List {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Everything that was read from the documents
    Inspect {
        /// Answer as JSON
        #[arg(long, required = true)]
        json: bool,
    },
    /// The filled prompt for one or more endpoints
    Prompt(PromptArguments),
    /// The implementation plan for one or more endpoints, from the offline planner
    Plan {
        /// `METHOD /path` as the API plan has it, a path alone where it names one endpoint, or a group
        /// or resource for all its endpoints
        #[arg(required_unless_present = "all", conflicts_with = "all", value_name = "ENDPOINT")]
        endpoints: Vec<String>,
        /// A plan for every endpoint, each in a file of its own
        #[arg(long)]
        all: bool,
        /// Take these tables instead of the picked ones
        #[arg(long, value_name = "NAME", value_delimiter = ',')]
        tables: Vec<String>,
        /// Show the data flow as a Mermaid sequence diagram too
        #[arg(long)]
        diagram: bool,
    },
    /// What is wrong in saved plans, and where the documents contradict each other
    Check {
        /// Saved plans, `-` for standard input; without any, all that the project has, and the documents against each
        /// other
        #[arg(value_name = "PLAN")]
        plans: Vec<String>,
        /// The endpoint that the named plans are for, whatever they say themselves; may be given several times
        #[arg(long, value_name = "ENDPOINT", requires = "plans")]
        endpoint: Vec<String>,
        /// Answer as JSON
        #[arg(long, conflicts_with = "sarif")]
        json: bool,
        /// Answer as SARIF 2.1.0, which code hosts and editors show beside the lines
        #[arg(long)]
        sarif: bool,
        /// Leave out what matters less
        #[arg(long, value_name = "LEVEL", default_value = "note")]
        severity: SeverityChoice,
    },
    /// Templates of prompts: check one, write one out, list them
    #[command(subcommand)]
    Template(TemplateCommand),
    /// The active rules and where each comes from
    Rules {
        /// Those that are off too, each with the reason
        #[arg(long, conflicts_with = "json")]
        all: bool,
        /// All of them as JSON, for tools
        #[arg(long)]
        json: bool,
    },
    /// The settings: what holds and who says so, their files, their schema
    Config {
        /// What to tell
        #[command(subcommand)]
        what: ConfigCommand,
    },
    /// What a remark's code means, with an example and what to write instead
    Explain {
        /// The code, as in `RW101`
        #[arg(value_parser = pages::parse)]
        code: Code,
    },
    /// Completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// The manual page, in roff
    Man,
}

/// What to tell about the settings.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ConfigCommand {
    /// What holds for each setting, and where it comes from
    Show {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Which files are read, and whether they are there
    Path,
    /// The JSON Schema of the files, for editors
    Schema,
}

impl Common {
    /// What the options say about settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings {
            language: self.lang.map(LanguageChoice::language),
            // Who wants no colours at all means those of the wizard too.
            theme: (self.color == Color::Never).then(|| NO_COLORS.to_owned()),
            api: self.api.clone(),
            database: self.db.clone(),
            tech_stack: self.tech_stack.clone(),
            types: self.types.clone(),
            rules: self.rules.clone(),
            template: self.template.clone(),
            model: self.model.map(|family| family.id.clone()),
            budget: self.budget,
            ..Settings::default()
        }
    }
}

/// Reads the arguments; the first is the program's name. What is wrong with them is said in the
/// colours that they ask for.
pub fn parse(arguments: Vec<String>) -> Result<Arguments, clap::Error> {
    let asked = arguments.windows(2).find_map(|pair| match pair {
        [option, value] if option == "--color" => Some(value.as_str()),
        [_, joined] => joined.strip_prefix("--color="),
        _ => None,
    });
    let color = match asked {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    };
    let matches = Arguments::command().color(color).try_get_matches_from(spread_lists(arguments))?;
    Arguments::from_arg_matches(&matches)
}

/// Lets an option take several files after one another (`--db a.md b.sql`) without swallowing an
/// endpoint or a command that follows: only what has the ending of a file counts as a further one.
fn spread_lists(arguments: Vec<String>) -> Vec<String> {
    const LISTS: [&str; 3] = ["--db", "--types", "--rules"];
    let mut spread = Vec::with_capacity(arguments.len());
    let mut list: Option<(String, usize)> = None;
    for argument in arguments {
        if LISTS.contains(&argument.as_str()) {
            list = Some((argument.clone(), 0));
        } else if let Some((option, values)) = &mut list {
            if argument.starts_with('-') || (*values > 0 && !looks_like_file(&argument)) {
                list = None;
            } else {
                if *values > 0 {
                    spread.push(option.clone());
                }
                *values += 1;
            }
        }
        spread.push(argument);
    }
    spread
}

fn looks_like_file(argument: &str) -> bool {
    let name = argument.rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    !argument.contains(' ') && (1..=8).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::settings::table::SETTINGS;

    #[test]
    fn the_table_of_arguments_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_placeholder_shows_in_help_and_manual() {
        let mut command = Arguments::command();
        let help = command.render_long_help().to_string();
        let manual = String::from_utf8(crate::cli::manual::page()).unwrap();
        for placeholder in ["{method}", "{path}", "{resource}", "{group}", "{n}"] {
            assert!(help.contains(placeholder) && manual.contains(placeholder), "{placeholder}");
        }
        assert!(!manual.contains('\u{1b}'));
    }

    #[test]
    fn options_of_all_commands_say_what_settings_are() {
        for setting in SETTINGS {
            let Some(option) = setting.option.filter(|option| option.starts_with("--")) else { continue };
            let own = option.split_once(' ').map(|(_, value)| value);
            let value = own.unwrap_or(setting.example.split('"').nth(1).unwrap_or(setting.example));
            let option = option.split(' ').next().unwrap_or_default();
            let line = ["routewright", option, value, "config", "show"].map(str::to_owned);
            let said = parse(line.to_vec()).unwrap().common.settings();
            let said: Vec<_> = SETTINGS.iter().filter(|setting| setting.get(&said).is_some()).map(|s| s.key).collect();
            assert_eq!(said, [setting.key], "{option}");
        }
    }

    #[test]
    fn lists_of_files_end_where_something_else_begins() {
        let spread = |line: &str| spread_lists(line.split('|').map(str::to_owned).collect()).join("|");
        assert_eq!(spread("x|--db|a.md|b.sql|list"), "x|--db|a.md|--db|b.sql|list");
        assert_eq!(spread("x|prompt|--db|a.md|GET /b.c"), "x|prompt|--db|a.md|GET /b.c");
        assert_eq!(spread("x|--rules|a|--types|b|-v"), "x|--rules|a|--types|b|-v");
    }
}
