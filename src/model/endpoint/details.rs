//! What an endpoint takes and answers, read at once or when somebody asks.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use super::{Auth, BodyExample, Parameter, Response};
use crate::diagnostic::Diagnostic;

/// What an endpoint takes and answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Operation {
    /// Who may call it.
    pub auth: Option<Auth>,
    /// In the order of the path.
    pub path_params: Vec<Parameter>,
    /// In the order of the text.
    pub query_params: Vec<Parameter>,
    /// Top-level fields of the request body.
    pub body_fields: Vec<Parameter>,
    /// The request body as the plan shows it.
    pub request_body: Option<BodyExample>,
    /// Status codes, success first, each once.
    pub responses: Vec<Response>,
    /// The body of every answer whose status is not listed.
    pub otherwise: Option<BodyExample>,
    /// What is said in words, where the endpoint's own text is not prose but a specification.
    pub words: Option<String>,
    /// What was found wrong on the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where the details of one endpoint come from when they are asked for the first time.
pub trait DetailsSource: fmt::Debug + Send + Sync {
    /// Reads the details. The same source always gives the same.
    fn read(&self) -> Operation;

    /// The endpoint's own text as a prompt has it, with what it refers to written out up to `depth`
    /// references below each other.
    fn text(&self, depth: usize) -> String;
}

/// The [`Operation`] of an endpoint. A free-form plan is read as a whole, so its details are there
/// at once; of a specification with thousands of operations, only those are read that somebody
/// looks at.
#[derive(Clone, Default)]
pub struct Details {
    read: OnceLock<Operation>,
    source: Option<Arc<dyn DetailsSource>>,
}

impl Details {
    /// Details that are read on first use.
    #[must_use]
    pub fn later(source: Arc<dyn DetailsSource>) -> Self {
        Self { read: OnceLock::new(), source: Some(source) }
    }

    /// Where they come from, unless they stand in a free-form plan.
    #[must_use]
    pub fn source(&self) -> Option<&dyn DetailsSource> {
        self.source.as_deref()
    }

    /// What was found wrong with them, as far as they were read already.
    #[must_use]
    pub fn remarks(&self) -> &[Diagnostic] {
        self.read.get().map(|operation| operation.diagnostics.as_slice()).unwrap_or_default()
    }
}

impl From<Operation> for Details {
    fn from(operation: Operation) -> Self {
        Self { read: OnceLock::from(operation), source: None }
    }
}

impl Deref for Details {
    type Target = Operation;

    fn deref(&self) -> &Operation {
        self.read.get_or_init(|| self.source.as_ref().map(|source| source.read()).unwrap_or_default())
    }
}

impl DerefMut for Details {
    fn deref_mut(&mut self) -> &mut Operation {
        let _ = Self::deref(self);
        match self.read.get_mut() {
            Some(operation) => operation,
            None => unreachable!("reading fills the cell"),
        }
    }
}

impl PartialEq for Details {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Details {}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.read.get() {
            Some(operation) => operation.fmt(f),
            None => f.write_str("Details not read yet"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Debug, Default)]
    struct Counting(AtomicUsize);

    impl DetailsSource for Counting {
        fn read(&self) -> Operation {
            self.0.fetch_add(1, Ordering::Relaxed);
            Operation { auth: Some(Auth::Required), ..Operation::default() }
        }

        fn text(&self, _: usize) -> String {
            String::new()
        }
    }

    #[test]
    fn details_are_read_once_and_only_when_asked_for() {
        let source = Arc::new(Counting::default());
        let mut details = Details::later(source.clone());
        assert_eq!(source.0.load(Ordering::Relaxed), 0);
        assert_eq!((details.auth, details.auth), (Some(Auth::Required), Some(Auth::Required)));
        details.auth = None;
        assert_eq!(details, Details::default());
        assert_eq!(source.0.load(Ordering::Relaxed), 1);
    }
}
