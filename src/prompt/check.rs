//! What there is to say about a template: names that mean nothing, variables that it lacks, what was
//! understood in place of a variable.

use super::jinja::{self, Fault};
use super::slots::{VARIABLES, Variable};
use super::spots::{self, Spots};
use super::template::{Purpose, Template};
use super::{context, slots};
use crate::diagnostic::{Code, Diagnostic, Severity, codes};
use crate::model::{Choice, Document, Language};
use crate::text::{LineIndex, printable};

/// How many unknown variables of a template are reported, each once.
const MOST_UNKNOWN: usize = 20;
/// How alike a known name must be to be proposed, from 0 to 1.
const ALIKE: f64 = 0.7;

/// Checks a template; references in it may name these documents. What is a warning or worse makes
/// prompts that are not what was meant; the rest is good to know.
///
/// ```
/// use routewright::model::Language;
/// use routewright::prompt::{Template, check};
///
/// let findings = check::check(&Template::new("mine.md", "{{tpyes}}\n"), Language::default(), &[]);
/// assert!(findings[0].message.starts_with("mine.md:1:1: nothing is known by the name {{tpyes}}"));
/// assert!(findings[0].help.as_deref().is_some_and(|help| help.starts_with("did you mean {{types}}?")));
/// ```
#[must_use]
pub fn check(template: &Template, language: Language, documents: &[Document]) -> Vec<Diagnostic> {
    let mut found = if template.is_minijinja() {
        jinja_remarks(template, language)
    } else {
        let text = printable(&template.text);
        plain_remarks(template, &text, &spots::find(&text, documents), None)
    };
    for diagnostic in found.iter_mut().filter(|d| d.code == codes::VARIABLE_NOT_USED) {
        diagnostic.severity = Severity::Warning;
        let rest = diagnostic.message.strip_prefix(template.name()).unwrap_or(&diagnostic.message);
        diagnostic.message = format!("{}:1:1: the template{rest}", template.name());
    }
    found
}

/// The variables that a template has a place for, by their names; a text that stands in the place of
/// one counts.
#[must_use]
pub fn understood(template: &Template) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = if template.is_minijinja() {
        jinja::findings(template, Language::default()).map(|found| found.mentioned).unwrap_or_default()
    } else {
        let found = spots::find(&printable(&template.text), &[]);
        let filled = found.spots.iter().map(|spot| spot.variable.name());
        filled.chain(found.pasted.iter().map(|(variable, _)| variable.name())).collect()
    };
    names.sort_unstable();
    names.dedup();
    names
}

/// What is wrong with a template that can't be filled.
pub(super) fn fault(fault: &Fault) -> Diagnostic {
    let help = "mend the template; the built-in one stands in for it".to_owned();
    remark(codes::TEMPLATE_FAULT, Severity::Error, format!("{}: {}", fault.at, fault.message), Some(help))
}

/// The remarks on a minijinja template that was filled.
pub(super) fn remarks(template: &Template, choice: &Choice<'_>) -> Vec<Diagnostic> {
    jinja_remarks(template, choice.language)
}

fn jinja_remarks(template: &Template, language: Language) -> Vec<Diagnostic> {
    let findings = match jinja::findings(template, language) {
        Ok(findings) => findings,
        Err(found) => return vec![fault(&found)],
    };
    let mut said: Vec<Diagnostic> = Vec::new();
    for (name, at) in findings.missing {
        let message = format!("{at}: there is no partial `{name}`");
        let help = format!(
            "{}, and the built-in ones are {}",
            jinja::WHERE_PARTIALS_LIE,
            Template::built_in_partials().join(", ")
        );
        said.push(remark(codes::TEMPLATE_FAULT, Severity::Warning, message, Some(help)));
    }
    for (name, at) in findings.unknown.into_iter().take(MOST_UNKNOWN) {
        let result = if name.contains('-') { "the template can't be filled" } else { "it is empty in the prompt" };
        let message = format!("{at}: nothing is known by the name {{{{ {name} }}}}; {result}");
        let (known, usual): (Vec<_>, Vec<_>) = (context::paths().collect(), context::names().collect());
        let help = help(&name.replace('-', "_"), &known, &usual, |name| format!("{{{{ {name} }}}}"));
        said.push(remark(codes::UNKNOWN_VARIABLE, Severity::Warning, message, Some(help)));
    }
    let has = |variable: &Variable| findings.mentioned.contains(&variable.name());
    said.extend(lacking(template, has));
    said
}

/// The remarks on a plain template.
pub(super) fn plain_remarks(
    template: &Template,
    text: &str,
    found: &Spots,
    choice: Option<&Choice<'_>>,
) -> Vec<Diagnostic> {
    let lines = LineIndex::new(text);
    let at = |offset: usize| {
        let before = text.get(..offset).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{}:{}:{column}", template.name(), lines.line_of(offset))
    };
    let mut said: Vec<Diagnostic> = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for (variable, offset) in &found.unknown {
        if named.contains(&variable.as_str()) || named.len() == MOST_UNKNOWN {
            continue;
        }
        named.push(variable);
        let message = format!(
            "{}: nothing is known by the name {{{{{variable}}}}}; it stays in the prompt as it is",
            at(*offset)
        );
        let known: Vec<_> = VARIABLES.iter().flat_map(|v| v.names).map(|name| (*name).to_owned()).collect();
        let shown: Vec<_> = VARIABLES.iter().map(|v| v.name().to_owned()).collect();
        let help = help(&slots::normal(variable), &known, &shown, |name| format!("{{{{{name}}}}}"));
        said.push(remark(codes::UNKNOWN_VARIABLE, Severity::Warning, message, Some(help)));
    }
    for spot in &found.spots {
        let Some(understood) = &spot.understood else { continue };
        let place = at(spot.span.start);
        let message = format!("{place}: `{understood}` is understood as {{{{{}}}}}", spot.variable.name());
        said.push(remark(codes::UNDERSTOOD, Severity::Info, message, None));
    }
    for (variable, tag) in &found.pasted {
        said.push(pasted(variable, &at(tag.start), text, choice));
    }
    let has = |variable: &Variable| {
        let name = variable.name();
        found.spots.iter().any(|spot| spot.variable.name() == name)
            || found.pasted.iter().any(|(pasted, _)| pasted.name() == name)
    };
    said.extend(lacking(template, has));
    said
}

/// A text of the user's own between the tags of a variable. That of another endpoint than the chosen
/// one is most likely left from the last time.
fn pasted(variable: &Variable, at: &str, text: &str, choice: Option<&Choice<'_>>) -> Diagnostic {
    let name = variable.name();
    let is_of_another = name == VARIABLES.first().map(Variable::name).unwrap_or_default()
        && choice.is_some_and(|choice| !choice.endpoints.iter().any(|e| text.contains(e.key.path.as_str())));
    let severity = if is_of_another { Severity::Warning } else { Severity::Info };
    let message = format!(
        "{at}: the text between these tags stays as it is; what you choose for {{{{{name}}}}} is not in the prompt"
    );
    let help = format!("write {{{{{name}}}}} in its place to have it filled");
    remark(codes::TEXT_IN_PLACE, severity, message, Some(help))
}

/// What a template for plans has no place for.
fn lacking(template: &Template, has: impl Fn(&Variable) -> bool) -> Vec<Diagnostic> {
    if !VARIABLES.iter().any(&has) {
        return vec![without_variables(template)];
    }
    let is_for_plans = template.purpose == Purpose::Plan;
    let needed = VARIABLES.iter().filter(|variable| is_for_plans && variable.needed && !has(variable));
    let remarks = needed.map(|variable| {
        let shown = variable.name();
        let message = format!("{} has no {{{{{shown}}}}}: what you chose for it is not in the prompt", template.name());
        let help = format!("write {{{{{shown}}}}} where it belongs in the template");
        remark(codes::VARIABLE_NOT_USED, Severity::Info, message, Some(help))
    });
    remarks.collect()
}

/// A template that gives the same prompt whatever is chosen.
fn without_variables(template: &Template) -> Diagnostic {
    let what = if template.text.trim().is_empty() { "is empty" } else { "has no variable" };
    let message = format!("{} {what}: nothing that you choose is in the prompt", template.name());
    let shown: Vec<_> = VARIABLES.iter().map(|variable| format!("{{{{{}}}}}", variable.name())).collect();
    let help = format!("write variables where they belong, of {}, or begin with `template export`", shown.join(", "));
    remark(codes::VARIABLE_NOT_USED, Severity::Warning, message, Some(help))
}

fn remark(code: Code, severity: Severity, message: String, help: Option<String>) -> Diagnostic {
    Diagnostic { code, severity, message, help, place: None }
}

/// The nearest known name, if one is near, and the usual ones.
fn help(name: &str, known: &[String], usual: &[String], shown: impl Fn(&str) -> String) -> String {
    let alike = |known: &String| strsim::normalized_damerau_levenshtein(name, known);
    let nearest = known.iter().max_by(|a, b| alike(a).total_cmp(&alike(b))).filter(|known| alike(known) >= ALIKE);
    let nearest = nearest.map(|known| format!("did you mean {}? ", shown(known))).unwrap_or_default();
    let all: Vec<String> = usual.iter().map(|known| shown(known)).collect();
    format!("{nearest}the variables are {}", all.join(", "))
}
