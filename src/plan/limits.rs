//! How small and how large a value may be: read from CHECK conditions and from the API plan's words.

use super::facts::inputs::mentions;

/// The least and the most of a number, a count of characters or of elements.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) least: Option<f64>,
    pub(crate) most: Option<f64>,
}

impl Bounds {
    /// Both bounds where both are known, else the known one.
    pub(crate) fn narrow(&mut self, other: Self) {
        self.least = [self.least, other.least].into_iter().flatten().reduce(f64::max);
        self.most = [self.most, other.most].into_iter().flatten().reduce(f64::min);
    }

    /// Whether a value is inside.
    pub(crate) fn holds(&self, value: f64) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }

    /// The value itself where it is inside, else the nearest bound.
    pub(crate) fn nearest(&self, value: f64) -> f64 {
        let raised = self.least.map_or(value, |least| value.max(least));
        self.most.map_or(raised, |most| raised.min(most))
    }
}

/// Bounds of a value and of its length.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Limits {
    pub(crate) value: Bounds,
    pub(crate) length: Bounds,
}

impl Limits {
    /// Both taken together.
    pub(crate) fn narrow(&mut self, other: Self) {
        self.value.narrow(other.value);
        self.length.narrow(other.length);
    }

    /// What a CHECK condition says of a column, as far as it compares with numbers. `step` is the
    /// smallest difference between two values of the column.
    pub(crate) fn of_condition(condition: &str, column: &str, step: f64) -> Self {
        let lower = without_between(&condition.to_lowercase());
        let mut limits = Self::default();
        let alternatives: Vec<&str> = lower.split(" or ").filter(|part| !part.contains("is null")).collect();
        // Of real alternatives none has to hold.
        let [one] = alternatives.as_slice() else { return limits };
        for clause in one.split(" and ") {
            let names_other = clause.contains(char::is_alphabetic) && !mentions(clause, column);
            if names_other {
                continue;
            }
            let Some((left, sign, number)) = comparison(clause) else { continue };
            let of_length = left.contains("length") || left.contains("len(");
            let step = if of_length { 1.0 } else { step };
            let bounds = match sign {
                ">=" => Bounds { least: Some(number), most: None },
                ">" => Bounds { least: Some(number + step), most: None },
                "<=" => Bounds { least: None, most: Some(number) },
                _ => Bounds { least: None, most: Some(number - step) },
            };
            if of_length { limits.length.narrow(bounds) } else { limits.value.narrow(bounds) }
        }
        limits
    }
}

/// `x between 1 and 5` as two comparisons.
fn without_between(condition: &str) -> String {
    let mut text = condition.to_owned();
    while let Some((left, rest)) = text.split_once(" between ") {
        let Some((low, high)) = rest.split_once(" and ") else { break };
        let start = left.rfind(" and ").map_or(0, |at| at + " and ".len());
        let subject = left.get(start..).unwrap_or(left).to_owned();
        text = format!("{left} >= {low} and {subject} <= {high}");
    }
    text
}

/// What stands left of a sign, the sign, and the number right of it.
fn comparison(clause: &str) -> Option<(&str, &'static str, f64)> {
    let sign = [">=", "<=", ">", "<"].into_iter().find(|sign| clause.contains(sign))?;
    let (left, right) = clause.split_once(sign)?;
    let right = right.trim_start_matches([' ', '(', '\'']);
    let end = right.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(right.len());
    Some((left, sign, right.get(..end)?.trim_end_matches('.').parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_bound_values_and_lengths() {
        let bounds = |least: f64, most: f64| Bounds {
            least: (least > f64::MIN).then_some(least),
            most: (most < f64::MAX).then_some(most),
        };
        for (condition, value, length) in [
            ("stars BETWEEN 1 AND 5", bounds(1.0, 5.0), Bounds::default()),
            ("stars > 0 AND other < 9", bounds(1.0, f64::MAX), Bounds::default()),
            (">= 0", bounds(0.0, f64::MAX), Bounds::default()),
            ("char_length(stars) between 3 and 80", Bounds::default(), bounds(3.0, 80.0)),
            ("stars IS NULL OR (stars >= 2)", bounds(2.0, f64::MAX), Bounds::default()),
            ("stars < 3 OR other > 1", Bounds::default(), Bounds::default()),
            ("stars > other", Bounds::default(), Bounds::default()),
        ] {
            let limits = Limits::of_condition(condition, "stars", 1.0);
            assert_eq!((limits.value, limits.length), (value, length), "{condition}");
        }
    }
}
