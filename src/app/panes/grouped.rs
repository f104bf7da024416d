//! A list of things under headings, with a search: what endpoints, tables and rules have in common.

use super::super::fuzzy;
use super::super::line_input::LineInput;
use super::super::list::ListCursor;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRow {
    /// A heading; the highlight passes over it.
    Heading(String),
    /// One thing.
    Item {
        /// Its index among all things of the pane.
        index: usize,
        /// Which letters of its label a search found.
        letters: Vec<u32>,
    },
}

/// A list under headings.
#[derive(Debug, Clone, Default)]
pub struct GroupedList {
    /// What is shown.
    pub rows: Vec<ListRow>,
    /// Where it stands.
    pub cursor: ListCursor,
    /// What is searched for; `None` where nothing is.
    pub search: Option<LineInput>,
    /// Whether keys go to the search.
    pub typing: bool,
}

impl GroupedList {
    /// Fills the list with things in order, each with its group and the label that is searched. The
    /// highlight stays on the thing it was on. While something is searched for, the best hits come
    /// first and groups are left out.
    pub fn fill<'a>(&mut self, things: impl Iterator<Item = (&'a str, &'a str)> + Clone) {
        let selected = self.selected();
        self.rows.clear();
        match self.search.as_ref().map(LineInput::text).filter(|query| !query.trim().is_empty()) {
            Some(query) => {
                let hits = fuzzy::search(query, &things.map(|(_, label)| label));
                let rows = hits.into_iter().map(|hit| ListRow::Item { index: hit.item, letters: hit.letters });
                self.rows.extend(rows);
            }
            None => {
                let mut group = "";
                for (index, (of, _)) in things.enumerate() {
                    if of != group {
                        group = of;
                        self.rows.push(ListRow::Heading(of.to_owned()));
                    }
                    self.rows.push(ListRow::Item { index, letters: Vec::new() });
                }
            }
        }
        if !selected.is_some_and(|selected| self.select(selected)) {
            self.step(0);
        }
    }

    /// Puts a heading above everything else.
    pub fn insert_heading(&mut self, text: &str) {
        self.rows.insert(0, ListRow::Heading(text.to_owned()));
        self.cursor.at += 1;
    }

    /// Index of the highlighted thing.
    #[must_use]
    pub fn selected(&self) -> Option<usize> {
        match self.rows.get(self.cursor.at)? {
            ListRow::Item { index, .. } => Some(*index),
            ListRow::Heading(_) => None,
        }
    }

    /// Highlights a thing; gives whether it is in the list.
    pub fn select(&mut self, wanted: usize) -> bool {
        let found = self.rows.iter().position(|row| matches!(row, ListRow::Item { index, .. } if *index == wanted));
        if let Some(at) = found {
            self.cursor.at = at;
        }
        found.is_some()
    }

    /// Moves the highlight by some rows, past headings, and stops at either end.
    pub fn step(&mut self, by: isize) {
        self.cursor.step(by, self.rows.len());
        let (before, after) = self.rows.split_at(self.cursor.at.min(self.rows.len()));
        let below = after.iter().position(is_item).map(|skip| before.len() + skip);
        let above = before.iter().rposition(is_item);
        let here = below.filter(|at| *at == self.cursor.at);
        let nearest = if by < 0 { here.or(above).or(below) } else { below.or(above) };
        self.cursor.at = nearest.unwrap_or(0);
    }

    /// Highlights the first thing.
    pub fn first(&mut self) {
        self.cursor = ListCursor::default();
        self.step(0);
    }

    /// Highlights the thing at a height inside the list; gives whether there is one.
    pub fn click(&mut self, row: u16) -> bool {
        let at = self.cursor.top + usize::from(row);
        let hit = self.rows.get(at).is_some_and(is_item);
        if hit {
            self.cursor.at = at;
        }
        hit
    }

    /// Keeps the highlight in sight, and with the first thing the heading above it.
    pub fn fit(&mut self, height: u16) {
        self.cursor.fit(self.rows.len(), usize::from(height));
        let first = self.rows.iter().position(is_item);
        if first == Some(self.cursor.at) && self.cursor.at < usize::from(height) {
            self.cursor.top = 0;
        }
    }

    /// How many things are shown.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.rows.iter().filter(|row| is_item(row)).count()
    }
}

fn is_item(row: &ListRow) -> bool {
    matches!(row, ListRow::Item { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    const THINGS: [(&str, &str); 4] =
        [("Users", "GET /users"), ("Users", "POST /users"), ("Orders", "GET /orders"), ("Orders", "PUT /orders/{id}")];

    fn list() -> GroupedList {
        let mut list = GroupedList::default();
        list.fill(THINGS.into_iter());
        list
    }

    #[test]
    fn the_highlight_passes_over_headings() {
        let mut list = list();
        assert_eq!(list.rows.len(), 6);
        let mut seen = vec![list.selected()];
        for by in [1, 1, 1, 1, -1, -1, -1, -9, 99] {
            list.step(by);
            seen.push(list.selected());
        }
        assert_eq!(seen.into_iter().flatten().collect::<Vec<_>>(), [0, 1, 2, 3, 3, 2, 1, 0, 0, 3]);
    }

    #[test]
    fn a_search_keeps_the_highlight_where_it_can() {
        let mut list = list();
        list.select(2);
        list.search = Some(LineInput::new("orders"));
        list.fill(THINGS.into_iter());
        assert_eq!((list.shown(), list.selected()), (2, Some(2)));
        list.search = Some(LineInput::new("zzzzzz"));
        list.fill(THINGS.into_iter());
        assert_eq!((list.shown(), list.selected()), (0, None));
        list.search = None;
        list.fill(THINGS.into_iter());
        assert_eq!(list.selected(), Some(0));
    }
}
