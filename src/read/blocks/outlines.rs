//! Outlines that several readers look at, each made once.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Outline, outline};
use crate::text::Source;

/// The outlines of documents, made when they are first asked for.
#[derive(Debug, Default)]
pub struct Outlines<'s> {
    made: RefCell<Vec<(&'s Source, Rc<Outline>)>>,
}

impl<'s> Outlines<'s> {
    /// The outline of a document.
    #[must_use]
    pub fn of(&self, source: &'s Source) -> Rc<Outline> {
        let known = |(of, _): &&(&'s Source, Rc<Outline>)| std::ptr::eq(*of, source);
        if let Some((_, outline)) = self.made.borrow().iter().find(known) {
            return Rc::clone(outline);
        }
        let outline = Rc::new(outline(source));
        self.made.borrow_mut().push((source, Rc::clone(&outline)));
        outline
    }
}
