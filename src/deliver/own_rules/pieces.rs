//! A file of rules in pieces: the rules, and the text between them, which stays as it is.

use crate::model::{Rule, RuleOrigin};

/// The pieces in the order of the text; put together they are the text.
#[derive(Debug)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    line_break: &'static str,
}

#[derive(Debug, Clone)]
enum Piece {
    /// Titles, prose, comments, blank lines.
    Between(String),
    Item(Item),
}

/// A rule with its mark.
#[derive(Debug, Clone)]
struct Item {
    mark: Mark,
    /// All lines, the first one behind the mark, with their line breaks.
    body: String,
    /// Which of the file's sequences of numbers it belongs to.
    run: usize,
}

/// What a rule's first line begins with: `1. `, `- `, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    before: String,
    number: Option<u64>,
    /// What stands between number and text.
    behind: String,
}

impl Mark {
    fn of(line: &str) -> Self {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let (before, rest) = line.split_at(blanks);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, tail) = rest.split_at(digits);
        let sign = tail.starts_with(if digits > 0 { ['.', ')', '.'] } else { ['-', '*', '+'] });
        let behind = tail.get(1..).unwrap_or_default();
        let space = behind.len() - behind.trim_start_matches(' ').len();
        if !sign || space == 0 {
            return Self { before: before.to_owned(), number: None, behind: String::new() };
        }
        let behind = tail.get(..1 + space).unwrap_or_default().to_owned();
        Self { before: before.to_owned(), number: number.parse().ok(), behind }
    }

    fn written(&self) -> String {
        let number = self.number.map(|number| number.to_string()).unwrap_or_default();
        format!("{}{number}{}", self.before, self.behind)
    }

    /// Whether the rule is an item of a list.
    fn is_item(&self) -> bool {
        !self.behind.is_empty()
    }
}

impl Pieces {
    pub(super) fn new(text: &str, rules: &[Rule]) -> Self {
        let mut pieces = Vec::new();
        let mut at = 0;
        for rule in rules {
            let RuleOrigin::File { place, .. } = &rule.origin else { continue };
            let before = text.get(..place.span.start).unwrap_or_default();
            let start = before.rfind('\n').map_or(0, |at| at + 1).max(at);
            let end = text.get(place.span.end..).and_then(|rest| rest.find('\n'));
            let end = end.map_or(text.len(), |more| place.span.end + more + 1);
            let (between, item) = (text.get(at..start), text.get(start..end).unwrap_or_default());
            if let Some(between) = between.filter(|between| !between.is_empty()) {
                pieces.push(Piece::Between(between.to_owned()));
            }
            let mark = Mark::of(item);
            let body = item.get(mark.written().len()..).unwrap_or_default().to_owned();
            // A number that no `u64` holds, or one with leading zeros, is text that stays as it is.
            let (mark, body) = if item.starts_with(&mark.written()) {
                (mark, body)
            } else {
                (Mark { before: String::new(), number: None, behind: String::new() }, item.to_owned())
            };
            pieces.push(Piece::Item(Item { mark, body, run: 0 }));
            at = end;
        }
        if let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            pieces.push(Piece::Between(rest.to_owned()));
        }
        let mut pieces = Self { pieces, line_break: if text.contains("\r\n") { "\r\n" } else { "\n" } };
        pieces.find_runs();
        pieces
    }

    /// The text again.
    pub(super) fn written(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Between(text) => text.clone(),
            Piece::Item(item) => item.mark.written() + &item.body,
        };
        self.pieces.iter().map(piece).collect()
    }

    /// Numbers that follow one another, or are all the same, belong together.
    fn find_runs(&mut self) {
        let mut last: Option<(Mark, usize, Option<u64>)> = None;
        for item in self.pieces.iter_mut().filter_map(Piece::item) {
            let (number, step) = (item.mark.number, last.as_ref().and_then(|(_, _, step)| *step));
            let difference = last.as_ref().and_then(|(mark, ..)| number?.checked_sub(mark.number?));
            let same = difference.is_some_and(|by| by <= 1 && step.is_none_or(|step| step == by));
            let run = last.as_ref().map_or(0, |(_, run, _)| if same { *run } else { run + 1 });
            item.run = run;
            last = Some((item.mark.clone(), run, if same { difference } else { None }));
        }
    }

    /// Where the rules stand among the pieces.
    fn items(&self) -> Vec<usize> {
        let is_item = |(at, piece): (usize, &Piece)| matches!(piece, Piece::Item(_)).then_some(at);
        self.pieces.iter().enumerate().filter_map(is_item).collect()
    }

    fn item(&mut self, nth: usize) -> Option<&mut Item> {
        self.pieces.iter_mut().filter_map(Piece::item).nth(nth)
    }

    pub(super) fn replace(&mut self, nth: usize, text: &str) {
        let line_break = self.line_break;
        let Some(item) = self.item(nth) else { return };
        let end = if item.body.ends_with('\n') { line_break } else { "" };
        item.body = body(text, &item.mark, line_break) + end;
    }

    pub(super) fn insert(&mut self, nth: usize, text: &str) {
        let like = self.item(nth.saturating_sub(1)).map(|item| (item.mark.clone(), item.run));
        let (mark, run) = like.unwrap_or_else(|| {
            let behind = ". ".to_owned();
            (Mark { before: String::new(), number: Some(1), behind }, 0)
        });
        let body = body(text, &mark, self.line_break) + self.line_break;
        let steps = self.steps();
        self.put(nth, Item { mark, body, run });
        self.number(&steps);
    }

    pub(super) fn remove(&mut self, nth: usize) {
        let steps = self.steps();
        self.take(nth);
        self.number(&steps);
    }

    pub(super) fn relocate(&mut self, from: usize, to: usize) {
        let steps = self.steps();
        let Some(mut item) = self.take(from) else { return };
        if let Some(neighbour) = self.item(to.saturating_sub(1)) {
            let (mark, run) = (neighbour.mark.clone(), neighbour.run);
            item.set_mark(mark);
            item.run = run;
        }
        if !item.body.ends_with('\n') {
            item.body.push_str(self.line_break);
        }
        self.put(to, item);
        self.number(&steps);
    }

    /// Puts a rule in, with blank lines around it where the others have them.
    fn put(&mut self, nth: usize, item: Item) {
        let loose = self.is_loose() || !item.mark.is_item();
        let gap = Piece::Between(self.line_break.to_owned());
        let items = self.items();
        let line_break = self.line_break;
        if let Some(&first) = items.first().filter(|_| nth == 0) {
            let new = if loose { vec![Piece::Item(item), gap] } else { vec![Piece::Item(item)] };
            self.pieces.splice(first..first, new);
            return;
        }
        let at = match items.get(nth.saturating_sub(1)).or(items.last()) {
            Some(before) => before + 1,
            None => self.pieces.len(),
        };
        let before = at.checked_sub(1).and_then(|at| self.pieces.get_mut(at));
        let mut loose = loose;
        match before {
            Some(Piece::Item(before)) if !before.body.ends_with('\n') => before.body.push_str(line_break),
            Some(Piece::Between(text)) => {
                if !text.ends_with('\n') {
                    text.push_str(line_break);
                }
                loose = !ends_blank(text);
            }
            _ => {}
        }
        let new = if loose { vec![gap, Piece::Item(item)] } else { vec![Piece::Item(item)] };
        self.pieces.splice(at..at, new);
    }

    /// Takes a rule out, with the blank lines that only its gap had.
    fn take(&mut self, nth: usize) -> Option<Item> {
        let at = *self.items().get(nth)?;
        let Piece::Item(item) = self.pieces.remove(at) else { return None };
        let before_blank = at.checked_sub(1).is_none_or(|before| match self.pieces.get(before) {
            Some(Piece::Between(text)) => ends_blank(text),
            _ => false,
        });
        let is_last = at >= self.pieces.len();
        match self.pieces.get_mut(at) {
            Some(Piece::Between(after)) if before_blank => {
                let blank = blank_lines(after);
                after.replace_range(..blank, "");
            }
            _ => {}
        }
        if is_last
            && before_blank
            && let Some(Piece::Between(before)) = self.pieces.last_mut()
        {
            let kept = before.trim_end_matches(['\n', '\r', ' ', '\t']).len();
            let line = before.get(kept..).and_then(|rest| rest.find('\n')).map_or(before.len(), |more| kept + more + 1);
            before.truncate(if kept == 0 { 0 } else { line });
        }
        Some(item)
    }

    /// Whether blank lines stand between the rules.
    fn is_loose(&self) -> bool {
        let pairs = self.pieces.windows(2).map(|pair| match pair {
            [Piece::Item(_), Piece::Item(_)] => Some(false),
            [Piece::Item(_), Piece::Between(text)] if text.trim().is_empty() => Some(true),
            _ => None,
        });
        let known: Vec<bool> = pairs.flatten().collect();
        // The last rule's gap is the end of the file.
        let between = self.items().len().saturating_sub(1);
        match known.iter().take(between).filter(|loose| !**loose).count() {
            0 => true,
            tight => tight * 2 < known.len().min(between),
        }
    }

    /// First number and step of each sequence.
    fn steps(&self) -> Vec<(usize, u64, u64)> {
        let mut steps: Vec<(usize, u64, u64)> = Vec::new();
        for piece in &self.pieces {
            let Piece::Item(Item { mark: Mark { number: Some(number), .. }, run, .. }) = piece else { continue };
            match steps.iter_mut().find(|(known, ..)| known == run) {
                Some((_, first, step)) if *number == *first => *step = 0,
                Some(_) => {}
                None => steps.push((*run, *number, 1)),
            }
        }
        steps
    }

    /// Gives each sequence its numbers again.
    fn number(&mut self, steps: &[(usize, u64, u64)]) {
        for (run, first, step) in steps {
            let items = self.pieces.iter_mut().filter_map(Piece::item).filter(|item| item.run == *run);
            for (nth, item) in (0..).zip(items) {
                let number = Some(first.saturating_add(step * nth));
                if item.mark.number.is_some() && item.mark.number != number {
                    item.set_mark(Mark { number, ..item.mark.clone() });
                }
            }
        }
        let ungiven = self.pieces.iter_mut().filter_map(Piece::item).filter(|_| steps.is_empty());
        for (number, item) in (1..).zip(ungiven) {
            if item.mark.number.is_some() {
                item.set_mark(Mark { number: Some(number), ..item.mark.clone() });
            }
        }
    }
}

impl Piece {
    fn item(&mut self) -> Option<&mut Item> {
        match self {
            Self::Item(item) => Some(item),
            Self::Between(_) => None,
        }
    }
}

impl Item {
    /// Changes the mark. The lines below the first one stand as far behind it as before, so that they
    /// still belong to the rule.
    fn set_mark(&mut self, mark: Mark) {
        let (old, new) = (self.mark.written().len(), mark.written().len());
        self.mark = mark;
        if old == new {
            return;
        }
        let mut lines = self.body.split_inclusive('\n');
        let mut body = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            if line.trim().is_empty() || blanks < old {
                body.push_str(line);
            } else {
                body.push_str(&" ".repeat(blanks - old + new));
                body.push_str(line.get(blanks..).unwrap_or_default());
            }
        }
        self.body = body;
    }
}

/// The lines of a rule behind its mark, without the last line break.
fn body(text: &str, mark: &Mark, line_break: &str) -> String {
    let indent = " ".repeat(mark.written().len());
    let line = |(nth, line): (usize, &str)| match line.trim_end() {
        "" => String::new(),
        line if nth == 0 => line.to_owned(),
        line => format!("{indent}{line}"),
    };
    text.lines().enumerate().map(line).collect::<Vec<_>>().join(line_break)
}

/// Whether the last line is blank, or there is none.
fn ends_blank(text: &str) -> bool {
    text.strip_suffix('\n')
        .map_or(text, |text| text.strip_suffix('\r').unwrap_or(text))
        .rsplit('\n')
        .next()
        .is_none_or(|line| line.trim().is_empty())
}

/// The length of the blank lines that a text begins with.
fn blank_lines(text: &str) -> usize {
    text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum()
}
