//! What a prompt costs, as a table.

use std::collections::BTreeSet;

use crate::model::{Omission, Project};
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

/// That a prompt costs more than it may, and what can be left out, the largest saving first.
#[must_use]
pub fn over_budget(tally: &Tally, budget: usize, left_out: &BTreeSet<Omission>) -> String {
    let over = tally.all.saturating_sub(budget);
    let mut text = format!("the prompt costs {}, {over} over the budget of {budget}", tally.words(tally.all));
    let left = Omission::ALL.into_iter().filter(|omission| !left_out.contains(omission));
    let mut savings: Vec<(usize, Omission)> = left
        .filter_map(|omission| Some((tally.saving(omission, false)?, omission)))
        .filter(|(saved, _)| *saved > 0)
        .collect();
    savings.sort_by_key(|(saved, _)| std::cmp::Reverse(*saved));
    if savings.is_empty() {
        text.push_str("; nothing is left to leave out but tables, types and rules");
        return text;
    }
    let listed = savings.iter().map(|(saved, omission)| format!("{} saves {}", omission.word(), tally.shown(*saved)));
    let listed = listed.collect::<Vec<_>>().join(", ");
    // The least that is enough, or all of it.
    let mut words: Vec<&str> = left_out.iter().map(|omission| omission.word()).collect();
    let mut saved = 0;
    for (saving, omission) in &savings {
        if saved >= over {
            break;
        }
        saved += saving;
        words.push(omission.word());
    }
    let enough = if saved >= over { "" } else { ", which is not enough: fewer tables, types or rules are needed too" };
    text.push_str(&format!("; it can leave out: {listed} (`--leave-out {}`{enough})", words.join(",")));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompt::Family;

    #[test]
    fn the_least_that_is_enough_is_offered() {
        let others = vec![(Omission::TableDetails, 700), (Omission::Examples, 950), (Omission::Context, 800)];
        let tally = Tally { family: Family::usual(), exact: true, all: 1000, parts: Vec::new(), others };
        let none = BTreeSet::new();
        assert_eq!(
            over_budget(&tally, 600, &none),
            "the prompt costs 1000 tokens for GPT, 400 over the budget of 600; it can leave out: table-details saves \
             300, context saves 200, examples saves 50 (`--leave-out table-details,context`)"
        );
        let tech_stack = BTreeSet::from([Omission::TechStack]);
        assert!(over_budget(&tally, 950, &tech_stack).ends_with("(`--leave-out tech-stack,table-details`)"));
        assert!(over_budget(&tally, 100, &none).contains("examples`, which is not enough"));
    }
}
