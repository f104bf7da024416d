//! Two pieces of work measured in turns, so that a slow moment of the machine hits both.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many turns each piece of work gets; one more comes first and is not counted.
const TURNS: usize = 25;

/// Runs `work` and `baseline` in turns and prints the median of each and of their ratio.
pub(crate) fn compare<A, B>(
    what: &str,
    mut work: impl FnMut() -> A,
    against: &str,
    mut baseline: impl FnMut() -> B,
) -> f64 {
    let mut rows: Vec<(Duration, Duration, f64)> = Vec::with_capacity(TURNS);
    for turn in 0..=TURNS {
        let ours = time(&mut work);
        let theirs = time(&mut baseline);
        if turn > 0 {
            rows.push((ours, theirs, ours.as_secs_f64() / theirs.as_secs_f64()));
        }
    }
    let ours = median(rows.iter().map(|r| r.0.as_secs_f64()));
    let theirs = median(rows.iter().map(|r| r.1.as_secs_f64()));
    let ratio = median(rows.iter().map(|r| r.2));
    println!("{what}\n  {:>10.3} ms   {against}: {:.3} ms   ratio {ratio:.2}", ours * 1e3, theirs * 1e3);
    ratio
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
