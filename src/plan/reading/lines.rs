//! The lines of a markdown text, each with the fence that it stands in.

/// One line; lines that open or close a fence are left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    /// Byte at which it starts.
    pub(crate) start: usize,
    /// Byte after its line break.
    pub(crate) end: usize,
    /// Its text without the line break.
    pub(crate) text: &'t str,
    /// The language of the fence that it stands in, empty where the fence names none.
    pub(crate) fence: Option<&'t str>,
}

impl<'t> Line<'t> {
    /// Level and text of a heading.
    pub(crate) fn heading(&self) -> Option<(usize, &'t str)> {
        if self.fence.is_some() || !self.text.trim_start().trim_start_matches('\u{feff}').starts_with('#') {
            return None;
        }
        let text = self.text.trim().trim_start_matches('\u{feff}');
        let level = text.bytes().take_while(|byte| *byte == b'#').count();
        let rest = text.get(level..)?;
        // `#include` and `#1` are no headings.
        (level <= 6 && (rest.is_empty() || rest.starts_with([' ', '\t']))).then(|| (level, rest.trim()))
    }
}

/// All lines in order. A fence around the whole document, as language models like to put it, is none.
pub(crate) fn lines(markdown: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    let mut open: Option<(&str, &str)> = None;
    let mut whole = true;
    markdown.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let text = line.trim_end_matches(['\n', '\r']);
        let trimmed = text.trim().trim_start_matches('\u{feff}');
        let is_first = whole && !trimmed.is_empty();
        whole &= trimmed.is_empty();
        let run =
            trimmed.bytes().take_while(|byte| matches!(byte, b'`' | b'~') && trimmed.as_bytes()[0] == *byte).count();
        let (mark, info) = trimmed.split_at(run);
        match open {
            Some((opened, _)) if run >= opened.len() && mark.starts_with(opened) && info.trim().is_empty() => {
                open = None;
                return None;
            }
            // A run of backticks with more of them behind is code in a line.
            None if run >= 3 && !info.contains('`') => {
                let is_whole = is_first && matches!(info.trim(), "markdown" | "md");
                open = (!is_whole).then_some((mark, info.trim()));
                return None;
            }
            _ => {}
        }
        Some(Line { start, end: at, text, fence: open.map(|(_, info)| info) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_followed() {
        let text = "```md\n# a\n~~~~ sql\n```\n## no\n~~~\n~~~~\n#b\n## c\n";
        let seen: Vec<_> = lines(text).map(|line| (line.text, line.fence)).collect();
        assert_eq!(
            seen,
            [
                ("# a", None),
                ("```", Some("sql")),
                ("## no", Some("sql")),
                ("~~~", Some("sql")),
                ("#b", None),
                ("## c", None)
            ]
        );
        let headings: Vec<_> = lines(text).filter_map(|line| line.heading()).collect();
        assert_eq!(headings, [(1, "a"), (2, "c")]);
    }
}
