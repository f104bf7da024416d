//! The data flow as a Mermaid sequence diagram: what ends a request early as `break`, and how the work
//! ends as `alt`.

use super::super::errors::status_for;
use super::super::facts::EndpointFacts;
use super::super::facts::failures::{Cause, looked_up};
use super::super::facts::inputs::Part;
use super::super::facts::operation::Operation;
use super::super::markdown::{clean, code_block, shorten};
use super::super::pen::Pen;
use super::super::response::proposed_success;
use super::{child_writes, documented_failures, is_outage, is_state};

/// The diagram for one endpoint, in its fence.
pub(super) fn of(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> String {
    let mut diagram = Diagram { pen, lines: vec!["sequenceDiagram".to_owned()], depth: 1 };
    diagram.participants(facts);
    diagram.entry(facts);
    diagram.checks(facts);
    diagram.work(facts);
    diagram.outcomes(facts);
    code_block("mermaid", &diagram.lines.join("\n"))
}

struct Diagram<'a> {
    pen: &'a Pen<'a>,
    lines: Vec<String>,
    depth: usize,
}

impl Diagram<'_> {
    fn line(&mut self, text: &str) {
        self.lines.push(format!("{}{text}", "    ".repeat(self.depth)));
    }

    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.pen.say(key, values)
    }

    /// A message from one participant to another, or to itself.
    fn message(&mut self, arrow: &str, text: &str) {
        self.line(&format!("{arrow}: {}", label(text)));
    }

    /// A condition under which the caller is answered at once.
    fn end(&mut self, condition: &str, status: u16) {
        self.line(&format!("break {}", label(condition)));
        self.depth += 1;
        self.message("H-->>C", &status.to_string());
        self.depth -= 1;
        self.line("end");
    }

    fn participants(&mut self, facts: &EndpointFacts<'_>) {
        for (kind, name, key) in [
            ("actor", "C", "diagram.caller"),
            ("participant", "H", "diagram.handler"),
            ("participant", "S", "diagram.service"),
            ("participant", "D", "diagram.database"),
        ] {
            if name != "D" || facts.main.is_some() {
                let words = self.say(key, &[]);
                self.line(&format!("{kind} {name} as {}", label(&words)));
            }
        }
    }

    /// From the request to the call of the service.
    fn entry(&mut self, facts: &EndpointFacts<'_>) {
        self.message("C->>H", &facts.endpoint.key.to_string());
        if let Some(status) = status_for(facts, |c| *c == Cause::TooMany) {
            self.end(&self.say("diagram.too_many", &[]), status);
        }
        if let Some(status) = status_for(facts, |c| *c == Cause::Unauthenticated) {
            self.end(&self.say("diagram.no_caller", &[]), status);
        }
        let sent: Vec<String> = [Part::Path, Part::Query, Part::Body]
            .into_iter()
            .filter(|part| facts.inputs.iter().any(|input| input.part == *part))
            .map(|part| self.pen.part(part))
            .collect();
        let invalid = status_for(facts, |c| matches!(c, Cause::Invalid | Cause::Malformed));
        if let (false, Some(status)) = (sent.is_empty(), invalid) {
            self.message("H->>H", &self.say("diagram.validate", &[("parts", &self.pen.list(&sent))]));
            self.end(&self.say("diagram.invalid", &[]), status);
        }
        self.message("H->>S", &self.pen.name(facts, "function"));
    }

    /// What is looked up and checked before the work.
    fn checks(&mut self, facts: &EndpointFacts<'_>) {
        let missing = status_for(facts, |c| matches!(c, Cause::Missing(_)));
        for input in facts.inputs.iter().filter(|i| i.part == Part::Path) {
            if let Some((table, _)) = input.column.filter(|(t, _)| facts.main.is_none_or(|main| main.name != t.name)) {
                self.message("S->>D", &self.say("diagram.find", &[("table", &table.name)]));
                self.end(&self.say("diagram.no_row", &[("table", &table.name)]), missing.unwrap_or(404));
            }
        }
        let is_loaded = facts.operation == Operation::Act && !looked_up(facts).is_empty();
        if let (Some(main), Some(status)) = (facts.main.filter(|_| is_loaded), missing) {
            self.message("S->>D", &self.say("diagram.find", &[("table", &main.name)]));
            self.end(&self.say("diagram.no_row", &[("table", &main.name)]), status);
        }
        if let Some(status) = status_for(facts, |c| *c == Cause::Forbidden) {
            self.end(&self.say("diagram.forbidden", &[]), status);
        }
        for failure in &facts.failures {
            if let Cause::Dangling(field, table) = &failure.cause {
                self.message("S->>D", &self.say("diagram.find", &[("table", table)]));
                self.end(&self.say("diagram.dangling", &[("field", field), ("table", table)]), failure.status);
            }
        }
        for (status, said) in documented_failures(facts, is_state) {
            self.end(&said, status);
        }
    }

    fn work(&mut self, facts: &EndpointFacts<'_>) {
        let Some(main) = facts.main else {
            return self.message("S->>S", &self.say("diagram.act_alone", &[]));
        };
        let key = match facts.operation {
            Operation::List | Operation::Read => "diagram.read",
            Operation::Create => "diagram.insert",
            Operation::Replace | Operation::Update => "diagram.update",
            Operation::Delete => "diagram.remove",
            Operation::Act => "diagram.act",
        };
        let work = self.say(key, &[("table", &main.name)]);
        let children = child_writes(facts, main);
        if children.is_empty() {
            self.message("S->>D", &work);
        } else {
            self.line(&format!("critical {}", label(&self.say("diagram.transaction", &[]))));
            self.depth += 1;
            self.message("S->>D", &work);
            for (_, table) in children {
                self.message("S->>D", &self.say("diagram.insert", &[("table", &table.name)]));
            }
            self.depth -= 1;
            self.line("end");
        }
        for routine in facts.triggers() {
            self.message("D->>D", &self.say("diagram.trigger", &[("name", &routine.name)]));
        }
    }

    /// How the work ends: well, or by what only shows while it is done.
    fn outcomes(&mut self, facts: &EndpointFacts<'_>) {
        let listed: Vec<String> = facts.successes().map(|r| r.status.to_string()).collect();
        let success = if listed.is_empty() { vec![proposed_success(facts).0.to_string()] } else { listed };
        let failures = self.failures(facts);
        let done = if facts.main.is_some() {
            vec![("D-->>S", "diagram.rows"), ("S-->>H", "diagram.result")]
        } else {
            vec![("S-->>H", "diagram.result")]
        };
        if !failures.is_empty() {
            self.line(&format!("alt {}", label(&self.say("diagram.done", &[]))));
            self.depth += 1;
        }
        for (arrow, key) in done {
            self.message(arrow, &self.say(key, &[]));
        }
        self.message("H-->>C", &success.join(" / "));
        if failures.is_empty() {
            return;
        }
        for (condition, status) in failures {
            self.depth -= 1;
            self.line(&format!("else {}", label(&condition)));
            self.depth += 1;
            self.message("H-->>C", &status.to_string());
        }
        self.depth -= 1;
        self.line("end");
    }

    fn failures(&self, facts: &EndpointFacts<'_>) -> Vec<(String, u16)> {
        let while_done = facts.failures.iter().filter_map(|failure| {
            let condition = match &failure.cause {
                Cause::Missing(_) if facts.operation == Operation::Act => return None,
                Cause::Missing(table) if facts.main.is_some_and(|main| main.name == *table) => {
                    self.say("diagram.no_row", &[("table", table)])
                }
                Cause::Duplicate(_, columns) => self.say("diagram.duplicate", &[("columns", &columns.join(", "))]),
                Cause::Referenced(table, _) => self.say("diagram.referenced", &[("table", table)]),
                Cause::Unexpected => self.say("diagram.unexpected", &[]),
                _ => return None,
            };
            Some((condition, failure.status))
        });
        let outages = documented_failures(facts, is_outage).into_iter().map(|(status, said)| (said, status));
        outages.chain(while_done).collect()
    }
}

/// A text that Mermaid takes as a label: on one line, and without what it reads as syntax.
fn label(text: &str) -> String {
    let text = shorten(&clean(text), 100);
    let mut label = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '#' => label.push_str("#35;"),
            ';' => label.push_str("#59;"),
            '<' => label.push_str("#lt;"),
            '>' => label.push_str("#gt;"),
            '%' => label.push_str("#37;"),
            '`' => {}
            other => label.push(other),
        }
    }
    label
}
