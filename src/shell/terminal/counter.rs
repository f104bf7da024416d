//! Counts tokens beside the screen.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::{Event, guard};
use crate::app::Msg;
use crate::prompt::{Uncounted, count_tokens};

/// How long the text has to stay as it is: who moves through a list wants no count of each row.
const QUIET: Duration = Duration::from_millis(40);

/// The way to the thread that counts.
#[derive(Debug)]
pub(super) struct Counter {
    requests: Sender<(u64, Uncounted)>,
}

impl Counter {
    pub(super) fn open(sender: Sender<Event>) -> Self {
        let (requests, given) = channel();
        thread::spawn(move || {
            while let Some((id, uncounted)) = last(&given) {
                let msg = match catch_unwind(AssertUnwindSafe(|| count_tokens(&uncounted))) {
                    Ok(tally) => Msg::Counted { id, tally },
                    Err(_) => Msg::Trouble(guard::panic_message()),
                };
                if sender.send(Event::Msg(msg)).is_err() {
                    break;
                }
            }
        });
        Self { requests }
    }

    /// Asks for a count; an earlier request that was not begun is left.
    pub(super) fn give(&self, id: u64, uncounted: Uncounted) {
        // The thread lives as long as somebody can hear it.
        let _ = self.requests.send((id, uncounted));
    }
}

/// The last of the requests that follow each other quickly; nothing when there will be no more.
fn last(given: &Receiver<(u64, Uncounted)>) -> Option<(u64, Uncounted)> {
    let mut last = given.recv().ok()?;
    loop {
        match given.recv_timeout(QUIET) {
            Ok(later) => last = later,
            Err(RecvTimeoutError::Timeout) => return Some(last),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompt::Family;

    #[test]
    fn of_requests_that_follow_each_other_quickly_the_last_one_is_answered() {
        let (sender, events) = channel();
        let counter = Counter::open(sender);
        let family = Family::named("claude").unwrap();
        for id in 1..=50 {
            counter.give(id, Uncounted { family, text: "a b c".to_owned(), parts: Vec::new(), others: Vec::new() });
        }
        let mut answered = Vec::new();
        while answered.last() != Some(&50) {
            let Ok(Event::Msg(Msg::Counted { id, .. })) = events.recv() else { panic!("an answer") };
            answered.push(id);
        }
        assert!(answered.len() < 50, "{answered:?}");
    }
}
