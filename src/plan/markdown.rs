//! Small pieces of markdown that are safe to put untrusted text in.

/// Text of a document on one line: no control characters, no runs of blanks, nothing that could
/// open an HTML comment.
pub(crate) fn clean(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(is_visible).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ").replace("<!--", "<! --")
}

/// Text of a document that keeps its lines, without control characters.
pub(crate) fn clean_lines(text: &str) -> String {
    let visible: String =
        text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || *c == '\t' || is_visible(c)).collect();
    visible.replace("<!--", "<! --").trim_matches('\n').to_owned()
}

/// Directional overrides and the like reorder what a reader sees, so they go with the controls.
fn is_visible(c: &char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Inline code, with as many backticks around it as its content asks for.
pub(crate) fn code(text: &str) -> String {
    let text = clean(text);
    let marks = "`".repeat(longest_run(&text, '`') + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{marks}{blank}{text}{blank}{marks}")
}

/// Inline codes joined with commas.
pub(crate) fn codes<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> String {
    texts.into_iter().map(|text| code(text.as_ref())).collect::<Vec<_>>().join(", ")
}

/// A fenced block, its fence longer than any in the text.
pub(crate) fn fence(language: &str, text: &str) -> String {
    code_block(language, &dedent(&clean_lines(text)))
}

/// A fenced block of text that we wrote, whose indentation is meant.
pub(crate) fn code_block(language: &str, text: &str) -> String {
    let marks = "`".repeat(longest_run(text, '`').max(2) + 1);
    format!("{marks}{language}\n{text}\n{marks}")
}

/// A text without the indentation that all its lines share; the first line may have lost it already.
fn dedent(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let shared = text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    let cut = |line: &str| line.get(indent(line).min(shared)..).unwrap_or(line).trim_end().to_owned();
    text.lines().map(cut).collect::<Vec<_>>().join("\n")
}

/// A table; a cell that is empty shows a dash.
pub(crate) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let mut lines = vec![row(head), format!("|{}", " --- |".repeat(head.len()))];
    lines.extend(rows.iter().map(|cells| row(cells)));
    lines.join("\n")
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    format!("| {} |", cells.join(" | "))
}

fn cell(text: &str) -> String {
    let text = text.replace('\n', " ").replace("\\|", "|").replace('|', "\\|");
    if text.trim().is_empty() { "–".to_owned() } else { text }
}

/// Items as a bullet list.
pub(crate) fn bullets(items: &[String]) -> String {
    items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}

/// Items as a numbered list.
pub(crate) fn numbered(items: &[String]) -> String {
    items.iter().enumerate().map(|(at, item)| format!("{}. {item}", at + 1)).collect::<Vec<_>>().join("\n")
}

/// The first characters of a text, cut at a word and marked where something was left out.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let head: String = text.chars().take(limit).collect();
    let cut = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    // A mark of code that the cut leaves open would swallow what comes behind.
    let is_open = !text.contains("``") && cut.matches('`').count() % 2 == 1;
    let cut = if is_open { cut.rsplit_once('`').map_or(cut, |(whole, _)| whole.trim_end()) } else { cut };
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', '(']))
}

fn longest_run(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(|run| run.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untrusted_text_stays_inside_its_markdown() {
        assert_eq!(clean("a\u{1b}[31m\n b <!-- x"), "a[31m b <! -- x");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(fence("json", "```\nx"), "````json\n```\nx\n````");
        assert_eq!(fence("json", "{\n      \"a\": 1\n    }"), "```json\n{\n  \"a\": 1\n}\n```");
        let drawn = table(&["a".into()], &[vec!["x|y\nz".into()], vec![String::new()]]);
        assert_eq!(drawn, "| a |\n| --- |\n| x\\|y z |\n| – |");
        assert_eq!(shorten("one two, three", 10), "one two…");
        assert_eq!(shorten("one `two three` four", 12), "one…");
    }
}
