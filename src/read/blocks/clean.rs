//! A copy of a text, of the same length, without what hinders reading it as markdown.

/// Blanks out a byte order mark, front matter, a fence around the whole document, `&nbsp;` and the
/// backslashes of a text whose markdown was escaped as a whole. Every remaining byte keeps its place.
pub(super) fn cleaned(text: &str) -> String {
    let mut blanks = wrapping_fence(text);
    if text.starts_with('\u{feff}') {
        blanks.push((0, '\u{feff}'.len_utf8()));
    }
    blanks.extend(front_matter(text).map(|end| (0, end)));
    blanks.extend(text.match_indices("&nbsp;").map(|(at, nbsp)| (at, at + nbsp.len())));
    let escaped = is_escaped(text);
    if blanks.is_empty() && !escaped {
        return text.to_owned();
    }
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in blanks {
        blank(&mut bytes, start, end);
    }
    if escaped {
        unescape(&mut bytes);
    }
    // Only ASCII bytes and whole characters were replaced.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Blanks a range, but not its line breaks.
fn blank(bytes: &mut [u8], start: usize, end: usize) {
    for byte in bytes.iter_mut().take(end).skip(start) {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

/// The end of `---` … `---` at the very beginning, when it holds `key: value` lines.
fn front_matter(text: &str) -> Option<usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let line = line.trim_end();
        match (number, line) {
            (0, "---") => {}
            (0, _) => return None,
            (_, "---") => return Some(at + bom),
            _ => {
                let yaml = line.is_empty()
                    || line.starts_with([' ', '\t', '-', '#'])
                    || line.split_once(':').is_some_and(|(key, _)| !key.contains([' ', '*', '`']));
                if !yaml || number > 60 {
                    return None;
                }
            }
        }
    }
    None
}

/// The first and last line of a text that is one fenced markdown block as a whole.
fn wrapping_fence(text: &str) -> Vec<(usize, usize)> {
    let start = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).len();
    let body = text.get(start..).unwrap_or_default();
    let first = body.lines().next().unwrap_or_default().trim_end();
    let fence = first.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let language = first.get(fence.len()..).unwrap_or_default();
    let is_fence = fence.len() >= 3 && fence.chars().all(|c| c == '`');
    if !is_fence || !matches!(language, "md" | "markdown") {
        return Vec::new();
    }
    let end = body.trim_end();
    let last_start = end.rfind('\n').map_or(0, |at| at + 1);
    let mut lines = vec![(start, start + first.len())];
    if end.get(last_start..) == Some(fence) {
        lines.push((start + last_start, start + end.len()));
    }
    lines
}

/// Whether a text's markdown was escaped by an editor: lines begin with `\#`, `\-` or `\*`.
fn is_escaped(text: &str) -> bool {
    let escaped = |line: &&str| {
        let line = line.trim_start();
        [r"\#", r"\-", r"\*\*", r"\```", r"\|"].iter().any(|mark| line.starts_with(mark))
    };
    text.contains('\\') && text.lines().filter(escaped).take(3).count() == 3
}

/// Takes the backslashes off marks; the marks move together towards the text that they mark, which
/// itself stays where it is. Names and paths (`user\_id`, `\[id\]`) keep theirs.
fn unescape(bytes: &mut [u8]) {
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut marks = Vec::new();
        while let [b'\\', mark, ..] = bytes.get(at..).unwrap_or_default() {
            let at_margin = marks.is_empty() && line_is_blank_before(bytes, start);
            match mark {
                b'#' | b'*' | b'`' | b'|' | b'.' | b'~' => {}
                b'-' | b'+' | b'>' if at_margin || marks.last() == Some(mark) => {}
                _ => break,
            }
            marks.push(*mark);
            at += 2;
        }
        if marks.is_empty() {
            at += 1;
            continue;
        }
        let opens = start == 0 || bytes.get(start - 1).is_some_and(u8::is_ascii_whitespace);
        let shift = if opens { marks.len() } else { 0 };
        blank(bytes, start, at);
        for (slot, mark) in bytes.iter_mut().skip(start + shift).zip(marks) {
            *slot = mark;
        }
    }
}

fn line_is_blank_before(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rev().take_while(|b| **b != b'\n').all(|b| matches!(b, b' ' | b'\t'))
}
