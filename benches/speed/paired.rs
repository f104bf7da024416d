//! Two pieces of work measured in turns, so that a slow moment of the machine hits both.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many turns each piece of work gets; one more comes first and is not counted.
const TURNS: usize = 25;

/// Runs `work` and `baseline` in turns and prints the median of each and of their ratio.
pub(crate) fn compare<A, B>(what: &str, mut work: impl FnMut() -> A, against: &str, mut baseline: impl FnMut() -> B) {
    compare_times(what, || time(&mut work), against, || time(&mut baseline));
}

/// The same for work that says itself how long it took, without what comes before and after.
pub(crate) fn compare_times(
    what: &str,
    mut work: impl FnMut() -> Duration,
    against: &str,
    mut baseline: impl FnMut() -> Duration,
) {
    // The first turn warms caches up and is not counted.
    let _ = (work(), baseline());
    let rows: Vec<(f64, f64)> = (0..TURNS).map(|_| (work().as_secs_f64(), baseline().as_secs_f64())).collect();
    let ours = median(rows.iter().map(|(ours, _)| *ours));
    let theirs = median(rows.iter().map(|(_, theirs)| *theirs));
    let ratio = median(rows.iter().map(|(ours, theirs)| ours / theirs));
    println!("{what}\n  {:>10.3} ms   {against}: {:.3} ms   ratio {ratio:.2}", ours * 1e3, theirs * 1e3);
}

fn time<T>(work: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
