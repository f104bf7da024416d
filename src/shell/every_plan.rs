//! `plan --all`: a file for every endpoint. What still holds is left alone, so that an interrupted run
//! goes on where it stopped, and what somebody changed is only written over when that is asked for.

use std::collections::HashSet;
use std::path::Path;

use super::commands::Commands;
use super::failure::{Failure, status};
use super::interruption::Interruption;
use super::outlet::{Base, in_place_of};
use super::save::{NotSaved, Over, Saved};
use crate::deliver::file_name::{self, Distinct, Pattern};
use crate::deliver::standing::{Standing, standing};
use crate::model::Endpoint;
use crate::relate::Relations;
use crate::text::printable;

/// What became of one plan.
enum Outcome {
    /// Written, with what is to be told of the former plan's comments.
    Written(Saved, Option<String>),
    Fresh,
    Refused(Failure),
}

/// How many plans came to which end.
#[derive(Debug, Default)]
struct Tally {
    written: usize,
    fresh: usize,
    refused: usize,
}

impl Commands<'_> {
    /// A plan for every endpoint, each in a file of its own.
    pub(super) fn plan_all(&self, tables: &[String], diagram: bool) -> Result<u8, Failure> {
        self.remarks();
        let all = self.to_plan();
        if all.is_empty() {
            return Err(Failure::NoEndpoints);
        }
        let relations = Relations::new(self.project);
        if self.outlet.is_output() {
            return self.plans_as_answer(&relations, &all, tables, diagram);
        }
        let named = self.outlet.file().map(in_folder);
        let of_project = self.opening.settings.plan_file.as_deref();
        let file = named.as_deref().or(of_project).unwrap_or(file_name::PER_ENDPOINT);
        let pattern = Pattern::anywhere(file)?;
        if !pattern.is_per_endpoint() {
            return Err(Failure::OneFileForAll(file.to_owned()));
        }
        if named.is_none() && self.outlet.root.is_none() {
            return Err(Failure::DemoHasNoFolder);
        }
        let base = if named.is_some() { Base::Current } else { Base::Project };
        let interruption = Interruption::watch();
        let bar = self.outlet.console.progress(all.len());
        let (mut tally, mut names, mut together) = (Tally::default(), Distinct::default(), String::new());
        for endpoint in &all {
            if interruption.came() {
                break;
            }
            bar.set_message(printable(&endpoint.key.to_string()).into_owned());
            let mut choice = self.choice(&relations, vec![endpoint], tables, file)?;
            choice.diagram |= diagram;
            let text = self.written(&choice);
            let outcome = self.put(&text, base, &names.name(&self.fill(&pattern, &choice)))?;
            bar.suspend(|| self.count(&mut tally, &outcome));
            bar.inc(1);
            if self.outlet.options.copy {
                together.push_str(&text);
                together.push('\n');
            }
        }
        bar.finish_and_clear();
        self.outlet.console.notice(&tally.sentence(all.len()));
        if interruption.came() {
            return Ok(status::INTERRUPTED);
        }
        if self.outlet.options.copy {
            self.outlet.copy("plans", &together)?;
        }
        Ok(if tally.refused > 0 { status::NOT_OVERWRITTEN } else { status::DONE })
    }

    /// Every endpoint once: some documents announce one twice, and it still gets one plan.
    fn to_plan(&self) -> Vec<&Endpoint> {
        let mut seen = HashSet::new();
        let mut is_first = |endpoint: &&Endpoint| {
            let is_specified = endpoint.details.source().is_some();
            let path = if is_specified { endpoint.key.path.to_string() } else { endpoint.key.path.canonical() };
            seen.insert((endpoint.key.method, path))
        };
        self.project.api.endpoints.iter().filter(|endpoint| is_first(endpoint)).collect()
    }

    fn plans_as_answer(
        &self,
        relations: &Relations<'_>,
        all: &[&Endpoint],
        tables: &[String],
        diagram: bool,
    ) -> Result<u8, Failure> {
        let mut together = String::new();
        for endpoint in all {
            let mut choice = self.choice(relations, vec![endpoint], tables, file_name::PER_ENDPOINT)?;
            choice.diagram |= diagram;
            together.push_str(&self.written(&choice));
            together.push('\n');
        }
        self.outlet.console.answer(together.as_bytes())?;
        if self.outlet.options.copy {
            self.outlet.copy("plans", &together)?;
        }
        Ok(status::DONE)
    }

    /// Saves a plan, unless what is there still holds or is somebody's own.
    fn put(&self, text: &str, base: Base, named: &str) -> Result<Outcome, Failure> {
        let (path, there) = match self.outlet.save(text, base, named, Over::Nothing) {
            Ok(saved) => return Ok(Outcome::Written(saved, None)),
            Err(Failure::Exists(NotSaved::Exists { path: shown, text })) => (shown, text),
            Err(failure) => return Err(failure),
        };
        let (text, told) = in_place_of(&there, text);
        let template = self.opening.template(self.opening.language(self.project));
        let standing = standing(self.project, &there, &text, &template.whole());
        let is_same = there == text;
        if is_same || (standing == Standing::Fresh && !self.outlet.options.force) {
            return Ok(Outcome::Fresh);
        }
        if let Some(objection) = standing.objection(&path).filter(|_| !self.outlet.options.force) {
            return Ok(Outcome::Refused(Failure::Kept(objection)));
        }
        // Only what was looked at is written over.
        match self.outlet.save(&text, base, named, Over::Text(&there)) {
            Ok(saved) => Ok(Outcome::Written(saved, told)),
            Err(failure @ Failure::Exists(_)) => Ok(Outcome::Refused(failure)),
            Err(failure) => Err(failure),
        }
    }

    fn count(&self, tally: &mut Tally, outcome: &Outcome) {
        match outcome {
            Outcome::Written(saved, told) => {
                tally.written += 1;
                self.outlet.tell("plan", saved);
                told.iter().for_each(|told| self.outlet.console.notice(told));
            }
            Outcome::Fresh => tally.fresh += 1,
            Outcome::Refused(failure) => {
                tally.refused += 1;
                self.outlet.console.error(&failure.to_string());
            }
        }
    }
}

impl Tally {
    /// What became of all plans.
    fn sentence(&self, all: usize) -> String {
        let mut parts = vec![format!("{} written", self.written)];
        if self.fresh > 0 {
            parts.push(format!("{} up to date", self.fresh));
        }
        if self.refused > 0 {
            parts.push(format!("{} left alone", self.refused));
        }
        let left = all - self.written - self.fresh - self.refused;
        if left > 0 {
            parts.push(format!("interrupted with {left} to go; the same command goes on from here"));
        }
        format!("plans: {}", parts.join(", "))
    }
}

/// The pattern for several plans: a folder stands for the usual names in it.
fn in_folder(named: &str) -> String {
    if !named.ends_with('/') && !Path::new(named).is_dir() {
        return named.to_owned();
    }
    let usual = file_name::PER_ENDPOINT.rsplit('/').next().unwrap_or_default();
    format!("{}/{usual}", named.trim_end_matches('/'))
}
