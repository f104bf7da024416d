//! Ctrl-c while files are written: the one at hand is finished, and no further one begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the user asked to stop.
#[derive(Debug, Default)]
pub(super) struct Interruption(Arc<AtomicBool>);

impl Interruption {
    /// Watches from now on. A second ctrl-c ends the program at once, as it does where nobody watches.
    pub(super) fn watch() -> Self {
        let watched = Self::default();
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGINT, SIGTERM};
            use signal_hook::flag::{register, register_conditional_shutdown};

            use super::failure::status;

            for signal in [SIGINT, SIGTERM] {
                // In this order, or the first signal would end the program. Without a watch it ends too,
                // and what was saved until then is whole.
                let end = register_conditional_shutdown(signal, status::INTERRUPTED.into(), Arc::clone(&watched.0));
                if end.is_ok() {
                    let _ = register(signal, Arc::clone(&watched.0));
                }
            }
        }
        watched
    }

    pub(super) fn came(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
