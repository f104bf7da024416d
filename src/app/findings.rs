//! What `check` finds in the project.
//!
//! Checking takes longer than a frame may, so it is asked for with an effect whenever the project was
//! read, and answered by a message.

use std::collections::HashMap;

use crate::check::settle::Settled;
use crate::deliver::plan_state::findings_in_plans;
use crate::model::Project;

/// What was asked for, and what is known.
#[derive(Debug, Default)]
pub struct Findings {
    /// Number of the last request; answers to earlier ones are about documents that are gone.
    id: u64,
    is_asked: bool,
    /// The answer to it.
    settled: Option<Box<Settled>>,
    in_plans: HashMap<String, usize>,
}

impl Findings {
    /// The project was read, so what was found before holds no longer.
    pub fn ask(&mut self) {
        self.id += 1;
        self.is_asked = true;
        self.settled = None;
    }

    /// The request that is to be sent to the shell, once.
    pub fn take_request(&mut self) -> Option<u64> {
        std::mem::take(&mut self.is_asked).then_some(self.id)
    }

    /// Takes an answer, unless the project was read again since; tells whether it was taken.
    pub fn take_answer(&mut self, id: u64, settled: Box<Settled>, project: &Project) -> bool {
        let is_last = id == self.id;
        if is_last {
            self.in_plans = findings_in_plans(project, &settled.findings);
            self.settled = Some(settled);
        }
        is_last
    }

    /// What was found in the project as it is now, once that is known.
    #[must_use]
    pub fn settled(&self) -> Option<&Settled> {
        self.settled.as_deref()
    }

    /// How many findings there are in each saved plan. Until the answer comes these are the former ones,
    /// so that the list does not flicker.
    #[must_use]
    pub fn in_plans(&self) -> &HashMap<String, usize> {
        &self.in_plans
    }

    /// Number of the last request and whether it was answered, so that views know when they are old.
    #[must_use]
    pub fn version(&self) -> (u64, bool) {
        (self.id, self.settled.is_some())
    }
}
