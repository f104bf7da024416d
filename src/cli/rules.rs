//! `rules`: the active rules and where each comes from.

use crate::model::{Project, Rule, RuleOrigin};
use crate::read::rules::is_own_file;

/// The rules for people: the active ones with the numbers that they have in a prompt, then those
/// that are there but don't hold unless the user says so.
#[must_use]
pub fn to_text(project: &Project) -> String {
    let (active, others): (Vec<_>, Vec<_>) = project.rules.iter().partition(|rule| rule.active);
    let mut text = String::new();
    if active.is_empty() {
        text.push_str("No rule is active.\n");
    }
    for (at, rule) in active.iter().enumerate() {
        entry(&mut text, &format!("{:>3}. ", at + 1), project, rule);
    }
    if !others.is_empty() {
        text.push_str("\nNot active:\n");
        for rule in others {
            entry(&mut text, "  -  ", project, rule);
        }
    }
    text
}

fn entry(text: &mut String, mark: &str, project: &Project, rule: &Rule) {
    let indent = " ".repeat(mark.chars().count());
    for (at, line) in rule.text.lines().enumerate() {
        text.push_str(if at == 0 { mark } else { &indent });
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let origin = match &rule.origin {
        RuleOrigin::Pack { id, title } => format!("pack `{id}` ({title})"),
        RuleOrigin::File { path, place } => {
            let at = project.locate(*place);
            let at = if at.is_empty() { path.clone() } else { at };
            if is_own_file(path) { format!("the project's own, {at}") } else { at }
        }
        RuleOrigin::User => "your own, rules.md beside your config.toml".to_owned(),
        RuleOrigin::Remembered { endpoint } => {
            format!("your own, for {}", endpoint.as_deref().unwrap_or("this project"))
        }
    };
    let reason = if rule.reason.is_empty() { String::new() } else { format!("; {}", rule.reason) };
    text.push_str(&format!("{indent}[{origin}{reason}]\n"));
}
