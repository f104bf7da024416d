//! The wizard's state and how messages change it.
