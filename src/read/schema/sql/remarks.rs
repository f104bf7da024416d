//! Many remarks of one kind, summed up in few.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;

/// How many of one kind are told one by one.
const TOLD: usize = 3;

/// Keeps the first remarks of a kind among those that `counts`; the last that is kept says how many more
/// there are.
pub(super) fn sum_up(remarks: &mut Vec<Diagnostic>, counts: impl Fn(&Diagnostic) -> bool) {
    let mut all: HashMap<(u16, String), usize> = HashMap::new();
    for remark in remarks.iter().filter(|remark| counts(remark)) {
        *all.entry(kind(remark)).or_default() += 1;
    }
    all.retain(|_, count| *count > TOLD);
    let mut seen: HashMap<(u16, String), usize> = HashMap::new();
    remarks.retain_mut(|remark| {
        let kind = kind(remark);
        let Some(all) = all.get(&kind).filter(|_| counts(remark)) else { return true };
        let nth = seen.entry(kind).or_default();
        *nth += 1;
        if *nth == TOLD {
            let more = all - TOLD;
            remark.message.push_str(&format!(" (and {more} more of this kind)"));
        }
        *nth <= TOLD
    });
}

/// What two remarks share that differ only in names.
fn kind(remark: &Diagnostic) -> (u16, String) {
    let words = remark.message.split('`').step_by(2);
    (remark.code.0, words.collect())
}
