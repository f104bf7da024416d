//! What a plan demands of parameters and body fields, against what the documents demand: whether they
//! have to be sent, their bounds, their values and their defaults.
//!
//! The plan's section on the request is read as an API plan is: people write both alike.

use super::{Case, quoted};
use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::{Endpoint, Method, Parameter, SectionKind};
use crate::plan::facts::EndpointFacts;
use crate::plan::facts::inputs::{Check, Input, Part, mentions};
use crate::plan::kind::Kind;
use crate::plan::naming::key;
use crate::plan::reading::meant;
use crate::plan::words::{bounds_in, whole_numbers};
use crate::read::api::api_plan;
use crate::text::{Place, Source, Span};

pub(super) fn check(case: &Case<'_>, facts: &EndpointFacts<'_>, findings: &mut Vec<Finding>) {
    for section in case.plan.sections.iter().filter(|section| section.kind == Some(SectionKind::Request)) {
        for told in told(case, facts.endpoint, section.body) {
            let same = |input: &&Input<'_>| key(&input.parameter.name) == key(&told.parameter.name);
            let Some(input) = facts.inputs.iter().find(same) else { continue };
            let pair = Pair { facts, input, told: &told };
            let differs = [pair.necessity(), pair.bounds(), pair.values(), pair.default()];
            findings.extend(differs.into_iter().flatten().map(|message| {
                Finding::new(codes::INPUT_DIFFERS, Severity::Warning, told.place, message)
                    .with_help("follow the documents, or change them first")
                    .against("in the API plan", input.parameter.place)
                    .about(&facts.endpoint.key)
            }));
        }
    }
}

/// A parameter or a field as the plan tells of it.
struct Told {
    parameter: Parameter,
    /// The line that names it.
    line: String,
    /// Where that line stands in the plan.
    place: Place,
}

/// What a section on the request tells of an endpoint's parameters and fields.
fn told(case: &Case<'_>, endpoint: &Endpoint, body: Span) -> Vec<Told> {
    // In a plan for several endpoints each has a heading of its own inside the section.
    let heading = match case.plan.endpoints.as_slice() {
        [one] => format!("## {one}\n\n"),
        _ => "# \n\n".to_owned(),
    };
    let Some(text) = case.text.get(body.start..body.end) else { return Vec::new() };
    let source = Source::new(case.source.id, "", format!("{heading}{text}"));
    let all = api_plan(&source).value.endpoints;
    let is_meant = |told: &Endpoint| {
        let found = meant(case.project, std::slice::from_ref(&told.key));
        found.iter().filter_map(|at| case.project.api.endpoints.get(*at)).any(|found| found.key == endpoint.key)
    };
    let details = all.into_iter().filter(is_meant).map(|told| told.details);
    let parameters = details.flat_map(|details| [details.query_params.as_slice(), &details.body_fields].concat());
    let told = parameters.filter_map(|parameter| {
        let at = (body.start + parameter.place.span.start).checked_sub(heading.len())?;
        let start = case.text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
        let line = case.text.get(start..)?.lines().next()?;
        let place = case.source.place(Span::new(start, start + line.len()));
        Some(Told { line: line.to_owned(), place, parameter })
    });
    told.collect()
}

/// The same input in the plan and in the documents.
struct Pair<'a> {
    facts: &'a EndpointFacts<'a>,
    input: &'a Input<'a>,
    told: &'a Told,
}

impl Pair<'_> {
    fn named(&self) -> (String, String) {
        (format!("`{}`", self.input.parameter.name), format!("`{}`", self.facts.endpoint.key))
    }

    fn necessity(&self) -> Option<String> {
        let (name, endpoint) = self.named();
        match (self.told.parameter.required?, self.input.parameter.required?) {
            (false, true) => Some(format!("the plan makes {name} optional, which {endpoint} requires")),
            // A plan may speak of what a change has to hold at least.
            (true, false) if self.facts.endpoint.key.method != Method::Patch => {
                Some(format!("the plan requires {name}, which is optional in {endpoint}"))
            }
            _ => None,
        }
    }

    fn bounds(&self) -> Option<String> {
        let text = self.told.parameter.ty.iter().chain(&self.told.parameter.description);
        let text = whole_numbers(&text.cloned().collect::<Vec<_>>().join(", "));
        let (least, most) = bounds_in(&text);
        let mut by_documents: [Option<i64>; 2] = [None, None];
        for check in &self.input.checks {
            match check {
                Check::MinLength(least) => by_documents[0] = Some(i64::from(*least)),
                Check::Least(least) => by_documents[0] = Some(*least),
                Check::MaxLength(most) | Check::TwoLimits(most, _) => by_documents[1] = Some(i64::from(*most)),
                Check::Most(most) => by_documents[1] = Some(*most),
                _ => {}
            }
        }
        let known = self.known_numbers();
        let sides = [("at least", least, by_documents[0]), ("at most", most, by_documents[1])];
        let differs = sides.into_iter().find_map(|(side, told, stated)| {
            let (told, stated) = (told?, stated?);
            (!known.contains(&told)).then_some((side, told, stated))
        });
        let (side, told, stated) = differs?;
        let (name, endpoint) = self.named();
        Some(format!("the plan asks for {side} {told} for {name}, the documents for {side} {stated} in {endpoint}"))
    }

    /// Every number that the documents name near the input.
    fn known_numbers(&self) -> Vec<i64> {
        let parameter = &self.input.parameter;
        let said = self.input.checks.iter().flat_map(|check| match check {
            Check::Condition(text) | Check::Stated(text) => vec![text.clone()],
            check => check.said(),
        });
        let column = self.input.column.and_then(|(_, column)| column.ty.clone());
        let project = self.facts.project;
        let context = self.facts.endpoint.context.iter().map(|context| project.text(context.place));
        let texts = [project.said_of(self.facts.endpoint)].into_iter().chain(context);
        let lines = texts.flat_map(str::lines).filter(|line| mentions(line, &parameter.name)).map(str::to_owned);
        let own = parameter.ty.iter().chain(&parameter.description).cloned();
        said.chain(column)
            .chain(own)
            .chain(lines)
            .flat_map(|text| [numbers(&text), numbers(&whole_numbers(&text))].concat())
            .collect()
    }

    fn values(&self) -> Option<String> {
        let taken: Vec<&str> = self
            .input
            .checks
            .iter()
            .filter_map(|check| match check {
                Check::OneOf(values) | Check::Also(values) | Check::Beyond(values) => Some(values),
                _ => None,
            })
            .flatten()
            .map(String::as_str)
            .collect();
        let is_taken = |value: &str| taken.iter().any(|known| known.eq_ignore_ascii_case(value));
        let told = if taken.iter().all(|value| value.parse::<i64>().is_ok()) {
            coded(&self.told.line)
        } else {
            let default = self.told.parameter.default.as_deref();
            let names = |value: &str| self.is_name_of_something(value) || default == Some(value);
            listed(&self.told.line).into_iter().filter(|value| is_taken(value) || !names(value)).collect()
        };
        let (known, others): (Vec<&str>, Vec<&str>) = told.into_iter().partition(|value| is_taken(value));
        if known.is_empty() || others.is_empty() || others.len() > known.len() {
            return None;
        }
        let (name, endpoint) = self.named();
        Some(format!("the plan allows {} for {name}, the documents {} in {endpoint}", quoted(&others), quoted(&taken)))
    }

    /// Whether a word in code marks is a name of the documents or of a type, so that it is no value.
    fn is_name_of_something(&self, word: &str) -> bool {
        let is = |name: &str| key(name) == key(word);
        let project = self.facts.project;
        let columns = project.schema.tables.iter().flat_map(|table| &table.columns).map(|column| column.name.as_str());
        let tables = project.schema.tables.iter().map(|table| table.name.as_str());
        let inputs = self.facts.inputs.iter().map(|input| input.parameter.name.as_str());
        let types = project.types.iter().map(|declared| declared.name.as_str());
        let enums = project.schema.enums.iter().map(|named| named.name.as_str());
        Kind::of_type(word) != Kind::Unknown
            || matches!(word, "null" | "true" | "false")
            || columns.chain(tables).chain(inputs).chain(types).chain(enums).any(is)
    }

    fn default(&self) -> Option<String> {
        let told = plain(self.told.parameter.default.as_deref()?);
        let stated = self.input.checks.iter().find_map(|check| match check {
            Check::Default(value) => Some(plain(value)),
            _ => None,
        })?;
        // What is told in words may be the same in others.
        let is_word = |text: &str| !text.is_empty() && text.split_whitespace().count() == 1;
        let is_about_body = self.input.part == Part::Body && self.input.parameter.default.is_none();
        if !is_word(told) || !is_word(stated) || told.eq_ignore_ascii_case(stated) || is_about_body {
            return None;
        }
        let (name, endpoint) = self.named();
        Some(format!("the plan takes `{told}` where {name} is not sent, the documents `{stated}` in {endpoint}"))
    }
}

/// A value without the marks around it.
fn plain(value: &str) -> &str {
    value.trim_matches(|c: char| c.is_whitespace() || "`'\"*.,;".contains(c))
}

fn numbers(text: &str) -> Vec<i64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// Words in code marks or quotes: `owner`, 'borrower'.
fn listed(line: &str) -> Vec<&str> {
    let is_value = |word: &&str| {
        word.starts_with(|c: char| c.is_alphabetic())
            && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    };
    let quoted = ['`', '\'', '"'].into_iter().flat_map(|mark| line.split(mark).skip(1).step_by(2));
    quoted.filter(is_value).collect()
}

/// Numbers that have a meaning in brackets behind them: `1 (open)`.
fn coded(line: &str) -> Vec<&str> {
    let opens = line
        .match_indices(" (")
        .filter(|(at, _)| line.get(at + 2..).is_some_and(|rest| rest.starts_with(char::is_alphabetic)));
    let before = opens.filter_map(|(at, _)| line.get(..at)?.rsplit(|c: char| !c.is_ascii_digit()).next());
    before.filter(|number| !number.is_empty()).collect()
}
