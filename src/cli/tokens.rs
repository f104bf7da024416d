//! What a prompt costs, as a table.

use crate::model::Project;
use crate::prompt::{Prompt, Tally};

/// A line for each variable: its name, its tokens and where its text comes from; then all together.
#[must_use]
pub fn table(project: &Project, prompt: &Prompt, tally: &Tally) -> String {
    let rows: Vec<(&str, String, String)> = prompt
        .parts
        .iter()
        .zip(&tally.parts)
        .map(|(part, tokens)| (part.variable.as_str(), tally.shown(*tokens), part.sources(project)))
        .collect();
    let name = rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
    let count = rows.iter().map(|(_, tokens, _)| tokens.len()).max().unwrap_or(0);
    let mut table = String::new();
    for (variable, tokens, sources) in &rows {
        let line = format!("  {variable:<name$}  {tokens:>count$}  {sources}");
        table.push_str(line.trim_end());
        table.push('\n');
    }
    format!("the prompt costs {}\n{}", tally.words(tally.all), table.trim_end())
}
