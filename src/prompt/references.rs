//! References to files that users write in place of variables: `@api-plan.md` as Cursor has them,
//! `#file:.ai/api-plan.md` and `#api-plan.md` as Copilot, `$1` and `$ARGUMENTS` as commands of agents.

use super::slots::{VARIABLES, Variable};
use crate::model::Document;
use crate::text::Span;

/// Words beside the references of a line at most: "Get from file @types.cs" is still a reference.
const MOST_WORDS: usize = 5;

/// The references that a text consists of, if it consists of nothing else: each of its lines has one,
/// and few words beside.
pub(super) fn alone(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for line in text.lines().map(without_hint).filter(|line| !line.trim().is_empty()) {
        let (references, words): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|w| named(w).is_some());
        if references.is_empty() || words.len() > MOST_WORDS {
            return Vec::new();
        }
        all.extend(references);
    }
    all
}

/// The reference that is all of a line but for a list mark or quotes, with its place in the line.
pub(super) fn whole_line(line: &str) -> Option<(&str, Span)> {
    let line = without_hint(line);
    let mut words = line.split_whitespace().filter(|word| !is_list_mark(word));
    let word = words.next()?;
    if words.next().is_some() {
        return None;
    }
    named(word)?;
    let start = line.find(word)?;
    Some((word, Span::new(start, start + word.len())))
}

fn is_list_mark(word: &str) -> bool {
    matches!(word, "-" | "*" | "+") || word.trim_end_matches(['.', ')']).bytes().all(|b| b.is_ascii_digit())
}

fn without_hint(line: &str) -> &str {
    ["<-", "&lt;-", "←"].iter().filter_map(|mark| line.find(mark)).min().and_then(|at| line.get(..at)).unwrap_or(line)
}

/// What a word refers to: the path behind its sign; empty for an argument of a command.
fn named(word: &str) -> Option<&str> {
    let word = word.trim_matches(['`', '(', ')', '[', ']', ',', ';', '"', '\'', '*', '.', ':']);
    if word == "$ARGUMENTS"
        || word.strip_prefix('$').is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    {
        return Some("");
    }
    let path = word.strip_prefix("#file:").or_else(|| word.strip_prefix('@')).or_else(|| word.strip_prefix('#'))?;
    let path = path.trim_start_matches("./");
    let is_path = path.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '/'))
        && !path.contains(['@', '#', '{', '}', '<', '>'])
        && path.contains(char::is_alphabetic);
    is_path.then_some(path)
}

/// Whether a reference names what fills a variable: one of its documents, or, where no document is
/// meant, a file that is usually called so.
pub(super) fn fits(reference: &str, variable: &Variable, documents: &[Document]) -> bool {
    let Some(path) = named(reference) else { return false };
    if path.is_empty() {
        return true;
    }
    let named: Vec<&Document> = documents.iter().filter(|d| is_path_of(path, &d.source.path)).collect();
    if !named.is_empty() {
        return named.iter().any(|document| variable.roles.contains(&document.role));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_rule_file = [".mdc", ".instructions.md"].iter().any(|ending| name.ends_with(ending));
    variable.usual.contains(&bare(name).as_str()) || (is_rule_file && variable.usual.contains(&"rules"))
}

/// The variable that one of the project's documents fills, when a reference names it.
pub(super) fn of_document(reference: &str, documents: &[Document]) -> Option<&'static Variable> {
    let path = named(reference).filter(|path| !path.is_empty())?;
    let document = documents.iter().find(|d| is_path_of(path, &d.source.path))?;
    VARIABLES.iter().find(|variable| variable.roles.contains(&document.role))
}

/// Whether a reference means a file: by its path, the end of it, or its name without ending. Case,
/// `-`, `_` and a leading number do not matter.
fn is_path_of(path: &str, file: &str) -> bool {
    let (path, file) = (path.to_lowercase(), file.to_lowercase());
    let ends = file == path || file.strip_suffix(&path).is_some_and(|before| before.ends_with('/'));
    let name = file.rsplit('/').next().unwrap_or(&file);
    ends || (!path.contains('/') && bare(&path) == bare(name))
}

/// The letters and digits of a file's name, without its ending and a leading number.
fn bare(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem });
    let letters: String = stem.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    letters.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_of_references_is_one() {
        let cases = [
            ("\n@db-plan.md \n", "@db-plan.md"),
            ("- @.ai/db-plan.md\n- `#file:src/types.ts`", "@.ai/db-plan.md `#file:src/types.ts`"),
            ("@shared.mdc, @backend.mdc, @astro.mdc)", "@shared.mdc, @backend.mdc, @astro.mdc)"),
            ("Get from file @Types.cs", "@Types.cs"),
            ("#types <- or any other", "#types"),
            ("$1", "$1"),
            ("# Tables\n@db-plan.md", ""),
            ("### users\n- `id` uuid", ""),
            ("write to me@example.com", ""),
            ("costs $100", ""),
            ("@db-plan.md and then a long remark about how to read it", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(alone(text).join(" "), expected, "{text:?}");
        }
        assert_eq!(
            whole_line("2. @api-plan.md <- all of it").map(|(word, at)| (word, at.start)),
            Some(("@api-plan.md", 3))
        );
        assert_eq!(whole_line("see @api-plan.md"), None);
    }
}
