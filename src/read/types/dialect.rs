//! What the reader has to know of a language.

use tree_sitter::{Language, Node};

use super::{csharp, go, java, kotlin, php, python, rust, typescript};
use crate::model::{TypeKind, TypeMember};

/// One language, by the names that its grammar has for its syntax.
pub(super) struct Dialect {
    /// What people call it.
    pub(super) name: &'static str,
    /// Endings of its files, in lower case.
    pub(super) endings: &'static [&'static str],
    pub(super) grammar: fn() -> Language,
    /// Nodes that may declare a type; below one that does not, none is looked for.
    pub(super) declares: &'static [&'static str],
    /// Nodes around a declaration that belong to it: `export …`, a statement.
    pub(super) wraps: &'static [&'static str],
    /// Comments and attributes, which belong to what follows them.
    pub(super) leads: &'static [&'static str],
    /// Nodes that hold no declaration and name no type that matters: bodies of functions.
    pub(super) passed_over: &'static [&'static str],
    /// Leaves that may name another type.
    pub(super) names: &'static [&'static str],
    pub(super) declaration: for<'t> fn(Node<'t>, &'t str, Surroundings) -> Option<Declared<'t>>,
    /// The text as the grammar may take it better; as long as the original, byte for byte.
    pub(super) prepare: Option<fn(&str) -> Vec<u8>>,
    /// What a part of a file needs before it to be taken for this language.
    pub(super) opening: Option<&'static str>,
}

/// Where a node stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings {
    /// Inside the declaration of another type.
    pub(super) nested: bool,
}

/// A type that a node declares.
pub(super) struct Declared<'t> {
    pub(super) name: Node<'t>,
    pub(super) kind: TypeKind,
    pub(super) members: Vec<TypeMember>,
}

/// How many there are.
pub(super) const COUNT: usize = 9;

/// All languages.
pub(super) static ALL: [Dialect; COUNT] = [
    typescript::TYPESCRIPT,
    typescript::TSX,
    csharp::CSHARP,
    java::JAVA,
    kotlin::KOTLIN,
    python::PYTHON,
    go::GO,
    rust::RUST,
    php::PHP,
];
