//! Templates with conditions and partials: minijinja files with the same variables.
//!
//! A template comes from a project and is not trusted: it sees the variables and the context and
//! nothing else, includes only partials that were handed over with it, and its fuel bounds both the
//! time and the memory that it takes.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, OutputSpan, OutputSpanKind, UndefinedBehavior};

use super::jinja_source::{self, Name};
use super::render::Piece;
use super::slots::{self, Slot, VARIABLES};
use super::template::{Purpose, Template};
use super::{context, slots::normal};
use crate::model::{Choice, Language};
use crate::text::{LineIndex, printable};

/// What a template may use up: about so many instructions, or 64 times as many bytes. A prompt with
/// every table of a large project takes a hundredth of it.
const FUEL: u64 = 500_000;
/// How deep partials may include each other.
const DEEPEST: usize = 60;

/// Where partials are looked for, for messages.
pub(super) const WHERE_PARTIALS_LIE: &str = "partials lie beside the template or below its folder";

/// Why a template could not be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// `file:line:column`.
    pub(super) at: String,
    pub(super) message: String,
}

/// What is known of a template before it is filled.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Names that mean nothing, each with `file:line:column`.
    pub(super) unknown: Vec<(String, String)>,
    /// Partials that are not there, each with `file:line:column`.
    pub(super) missing: Vec<(String, String)>,
    /// The variables that it mentions, by their first names.
    pub(super) mentioned: Vec<&'static str>,
}

/// A template and its partials, ready to be compiled.
struct Sources {
    /// Name and text of each; the template is the first.
    all: Vec<(String, String)>,
}

impl Sources {
    fn new(template: &Template, language: Language) -> Self {
        let prepared = |text: &str| jinja_source::prepared(&printable(text));
        let main = (template.name().to_owned(), prepared(&template.text));
        let partials = template.partials.iter().map(|p| (p.name.clone(), prepared(&p.text)));
        let built_in = Purpose::ALL.into_iter().zip(Template::built_in_partials());
        let built_in =
            built_in.map(|(purpose, name)| (name, prepared(&Template::built_in_for(purpose, language).text)));
        let mut all: Vec<(String, String)> = std::iter::once(main).chain(partials).collect();
        let is_included = |name: &String| all.iter().any(|(_, text)| text.contains(name.as_str()));
        let built_in: Vec<_> = built_in.filter(|(name, _)| is_included(name)).collect();
        all.extend(built_in);
        Self { all }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.all.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// `file:line:column` of an offset.
    fn locate(&self, name: &str, offset: usize) -> String {
        let text = self.text(name).unwrap_or_default();
        let before = text.get(..offset).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{}:{}:{column}", self.path(name), LineIndex::new(text).line_of(offset))
    }

    /// Where a template lies: a partial is named as from the folder of the template that includes it.
    fn path(&self, name: &str) -> String {
        let main = self.all.first().map(|(main, _)| main.as_str()).unwrap_or_default();
        let is_built_in = Template::built_in_partials().iter().any(|known| known == name);
        match main.rsplit_once(['/', '\\']) {
            Some((folder, _)) if name != main && !is_built_in => format!("{folder}/{name}"),
            _ => name.to_owned(),
        }
    }

    fn environment(&self) -> Result<Environment<'_>, Fault> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(DEEPEST);
        environment.set_debug(true);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
        environment.set_syntax(syntax.unwrap_or_default());
        for (name, text) in self.all.iter().rev() {
            environment.add_template(name, text).map_err(|error| self.fault(&error))?;
        }
        Ok(environment)
    }

    /// An error with its place: that of the partial where it happened.
    fn fault(&self, error: &Error) -> Fault {
        let mut innermost = error;
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            if let Some(inner) = inner.downcast_ref::<Error>().filter(|inner| inner.line().is_some()) {
                innermost = inner;
            }
            cause = inner.source();
        }
        let name = innermost.name().or_else(|| self.all.first().map(|(name, _)| name.as_str())).unwrap_or_default();
        let at = match (innermost.range(), innermost.line()) {
            (Some(range), _) => self.locate(name, range.start),
            (None, Some(line)) => format!("{}:{line}:1", self.path(name)),
            (None, None) => format!("{}:1:1", self.path(name)),
        };
        let message = match innermost.kind() {
            ErrorKind::OutOfFuel => {
                "the template asks for more than a prompt can be; is there a loop without end?".into()
            }
            ErrorKind::TemplateNotFound => format!(
                "{}; {WHERE_PARTIALS_LIE}, and the built-in ones are {}",
                innermost.detail().unwrap_or("there is no such partial"),
                Template::built_in_partials().join(", ")
            ),
            kind => innermost.detail().map_or_else(|| kind.to_string(), str::to_owned),
        };
        Fault { at, message }
    }
}

/// Whether a name is another or goes on behind it with a dot: `endpoint.path` and `endpoint`.
fn is_of(name: &str, other: &str) -> bool {
    name.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Unknown names with a hyphen between them are one name, which minijinja takes for a subtraction.
fn joined_by_hyphens(unknown: Vec<(usize, String)>, text: &str) -> Vec<(usize, String)> {
    let mut joined: Vec<(usize, String)> = Vec::new();
    for (at, path) in unknown {
        match joined.last_mut() {
            Some((from, name)) if text.get(*from + name.len()..at) == Some("-") => *name = format!("{name}-{path}"),
            _ => joined.push((at, path)),
        }
    }
    joined
}

/// Looks a template over without filling it.
pub(super) fn findings(template: &Template, language: Language) -> Result<Findings, Fault> {
    let sources = Sources::new(template, language);
    let environment = sources.environment()?;
    let mut findings = Findings::default();
    for (name, text) in &sources.all {
        let used = jinja_source::names(text);
        let partials = jinja_source::included(text).into_iter().filter(|name| sources.text(&name.path).is_none());
        findings.missing.extend(partials.map(|partial| (partial.path, sources.locate(name, partial.at))));
        let mentions = |variable: &&slots::Variable| {
            used.iter().any(|Name { path, .. }| {
                variable.names.contains(&normal(path.split('.').next().unwrap_or_default()).as_str())
            })
        };
        findings.mentioned.extend(VARIABLES.iter().filter(mentions).map(slots::Variable::name));
        let Ok(compiled) = environment.get_template(name) else { continue };
        let mut undeclared: Vec<String> = compiled.undeclared_variables(true).into_iter().collect();
        undeclared.retain(|path| !context::is_known(path) && environment.globals().all(|(global, _)| global != path));
        let mut unknown: Vec<(usize, String)> = undeclared
            .into_iter()
            .filter_map(|path| Some((used.iter().find(|used| is_of(&used.path, &path))?.at, path)))
            .collect();
        unknown.sort();
        let unknown = joined_by_hyphens(unknown, text);
        findings.unknown.extend(unknown.into_iter().map(|(at, path)| (path, sources.locate(name, at))));
    }
    Ok(findings)
}

/// Fills a template.
pub(super) fn render(template: &Template, choice: &Choice<'_>) -> Result<Vec<Piece>, Fault> {
    let sources = Sources::new(template, choice.language);
    let environment = sources.environment()?;
    let slots: Vec<Slot> = VARIABLES.iter().map(|variable| variable.slot(choice)).collect();
    let compiled = environment.get_template(template.name()).map_err(|error| sources.fault(&error))?;
    let (text, spans) =
        compiled.render_with_spans(context::values(choice, &slots)).map_err(|error| sources.fault(&error))?;
    let mut pieces = Vec::new();
    let mut done = 0;
    for span in &spans {
        let range = span.output_range();
        let own = text.get(done..range.start).unwrap_or_default();
        if !own.is_empty() {
            pieces.push(Piece::Own(own.to_owned()));
        }
        done = range.end;
        pieces.push(piece(&sources, &slots, span, text.get(range).unwrap_or_default()));
    }
    pieces.push(Piece::Own(text.get(done..).unwrap_or_default().to_owned()));
    Ok(pieces)
}

/// What a part of the output is: the template's own words, or what the variable became that its
/// expression names first.
fn piece(sources: &Sources, slots: &[Slot], span: &OutputSpan, text: &str) -> Piece {
    if span.kind() == OutputSpanKind::Raw {
        return Piece::Own(text.to_owned());
    }
    let expression = sources.text(span.name()).and_then(|source| source.get(span.source_range())).unwrap_or_default();
    let named = jinja_source::names_in(expression).into_iter().find_map(|name| {
        let name = normal(&name.path);
        let (variable, slot) = VARIABLES.iter().zip(slots).find(|(v, _)| v.names.contains(&name.as_str()))?;
        Some((name, variable, slot))
    });
    match named {
        Some((variable, _, slot)) => {
            Piece::Filled { variable, slot: Slot { text: text.to_owned(), places: slot.places.clone() } }
        }
        None => Piece::Inserted(text.to_owned()),
    }
}
