//! A highlighted row and the part of a list that is in sight.

/// Where a list stands. Rows are counted from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListCursor {
    /// The highlighted row.
    pub at: usize,
    /// The first row in sight.
    pub top: usize,
}

impl ListCursor {
    /// Moves the highlight by some rows and stops at either end.
    pub fn step(&mut self, by: isize, len: usize) {
        self.at = self.at.saturating_add_signed(by).min(len.saturating_sub(1));
    }

    /// Keeps the highlight inside the list and in sight, with some rows around it where there is
    /// room.
    pub fn fit(&mut self, len: usize, height: usize) {
        self.at = self.at.min(len.saturating_sub(1));
        let around = (height.saturating_sub(1) / 2).min(2);
        let lowest = self.at.saturating_sub(around);
        let highest = (self.at + around + 1).saturating_sub(height);
        self.top = self.top.min(lowest).max(highest).min(len.saturating_sub(height));
    }
}

/// Scrolls a text by some lines and stops at either end.
#[must_use]
pub fn scroll(top: usize, by: isize, len: usize, height: usize) -> usize {
    top.saturating_add_signed(by).min(len.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_highlight_is_always_in_sight(at in 0usize..50, top in 0usize..50, len in 1usize..40, height in 1usize..20) {
            let mut cursor = ListCursor { at, top };
            cursor.fit(len, height);
            prop_assert!(cursor.at < len);
            prop_assert!(cursor.top <= cursor.at && cursor.at < cursor.top + height, "{:?}", cursor);
            prop_assert!(cursor.top <= len.saturating_sub(height));
        }
    }
}
