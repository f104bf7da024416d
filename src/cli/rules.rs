//! `rules`: which rules hold, where each comes from, and why the others don't.

use serde::Serialize;

use crate::model::{Project, Rule, RuleOrigin};
use crate::read::rules::is_own_file;

/// The rules for people, file by file and pack by pack: how many are on, then each with its mark and
/// the number that it has in a prompt, and why. Those that are off are only counted unless `all`.
#[must_use]
pub fn to_text(project: &Project, all: bool) -> String {
    let mut text = String::new();
    let groups = groups(project);
    let mut has_entries = false;
    for group in &groups {
        // Files that show no rule stand together.
        let shows = all || group.active > 0;
        if !text.is_empty() && (shows || has_entries) {
            text.push('\n');
        }
        has_entries = shows;
        let off = group.rules.len() - group.active;
        let why = if all || off == 0 { String::new() } else { format!("; off: {}", group.reasons_of_those_off()) };
        text.push_str(&format!("{}: {} of {} on{why}\n", group.title(), group.active, group.rules.len()));
        for entry in group.rules.iter().filter(|entry| all || entry.active) {
            write_entry(&mut text, entry);
        }
    }
    let active: usize = groups.iter().map(|group| group.active).sum();
    if active == 0 {
        text.push_str("No rule is active.\n");
    }
    if !all && groups.iter().any(|group| group.active < group.rules.len()) {
        text.push_str("\n`routewright rules --all` shows the rules that are off too, each with its reason.\n");
    }
    text
}

/// All rules with all that is known of them, for tools.
#[must_use]
pub fn to_json(project: &Project) -> String {
    super::inspect::to_text(&Answer { version: 1, sources: groups(project) })
}

/// The kind of a group that is a file.
const FILE: &str = "file";

#[derive(Serialize)]
struct Answer<'p> {
    version: u8,
    sources: Vec<Group<'p>>,
}

/// The rules of one file or pack.
#[derive(Serialize)]
struct Group<'p> {
    kind: &'static str,
    /// The file's path, the pack's id, the endpoint that remembered rules are for.
    name: &'p str,
    title: Option<&'p str>,
    active: usize,
    rules: Vec<Entry<'p>>,
}

#[derive(Serialize)]
struct Entry<'p> {
    id: &'p str,
    /// The number in a prompt; only those that are active have one.
    number: Option<usize>,
    active: bool,
    reason: &'p str,
    heading: Option<&'p str>,
    line: Option<usize>,
    text: &'p str,
}

impl Group<'_> {
    fn title(&self) -> String {
        match self.title {
            Some(title) => format!("pack `{}` ({title})", self.name),
            None if self.kind == FILE && is_own_file(self.name) => format!("the project's own, {}", self.name),
            None => self.name.to_owned(),
        }
    }

    /// The commonest topics of those that are off, the most frequent first.
    fn reasons_of_those_off(&self) -> String {
        let mut counts: Vec<(usize, &str)> = Vec::new();
        for entry in self.rules.iter().filter(|entry| !entry.active) {
            let topic = entry.reason.split(": ").next().unwrap_or_default();
            match counts.iter_mut().find(|(_, known)| *known == topic) {
                Some((count, _)) => *count += 1,
                None => counts.push((1, topic)),
            }
        }
        counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let parts: Vec<String> = counts.iter().take(3).map(|(count, topic)| format!("{count} {topic}")).collect();
        let more = if counts.len() > 3 { ", …" } else { "" };
        parts.join(", ") + more
    }
}

fn groups(project: &Project) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut number = 0;
    for rule in &project.rules {
        let (kind, name, title) = source_of(rule);
        if !groups.last().is_some_and(|group| group.kind == kind && group.name == name) {
            groups.push(Group { kind, name, title, active: 0, rules: Vec::new() });
        }
        let Some(group) = groups.last_mut() else { continue };
        group.active += usize::from(rule.active);
        number += usize::from(rule.active);
        group.rules.push(Entry {
            id: &rule.id,
            number: rule.active.then_some(number),
            active: rule.active,
            reason: &rule.reason,
            heading: rule.heading.as_deref(),
            line: line_of(project, rule),
            text: &rule.text,
        });
    }
    groups
}

fn source_of(rule: &Rule) -> (&'static str, &str, Option<&str>) {
    match &rule.origin {
        RuleOrigin::Pack { id, title } => ("pack", id, Some(title)),
        RuleOrigin::File { path, .. } => (FILE, path, None),
        RuleOrigin::User => ("user", "your own, rules.md beside your config.toml", None),
        RuleOrigin::Remembered { endpoint } => {
            ("remembered", endpoint.as_deref().unwrap_or("your own, for this project"), None)
        }
    }
}

fn line_of(project: &Project, rule: &Rule) -> Option<usize> {
    let RuleOrigin::File { place, .. } = &rule.origin else { return None };
    project.locate(*place).rsplit_once(':').and_then(|(_, line)| line.parse().ok())
}

fn write_entry(text: &mut String, entry: &Entry<'_>) {
    let mark = match entry.number {
        Some(number) => format!("  [x] {number:>3}. "),
        None => "  [ ]      ".to_owned(),
    };
    let indent = " ".repeat(mark.len());
    for (at, line) in entry.text.lines().enumerate() {
        text.push_str(if at == 0 { &mark } else { &indent });
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let line = entry.line.map(|line| format!("line {line}")).unwrap_or_default();
    let notes: Vec<&str> = [line.as_str(), entry.reason].into_iter().filter(|note| !note.is_empty()).collect();
    if !notes.is_empty() {
        text.push_str(&format!("{indent}[{}]\n", notes.join("; ")));
    }
}
