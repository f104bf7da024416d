//! One schema out of the facts of all documents.
//!
//! Tables and columns come first, then what holds for them, so that an index may stand before its
//! table. Names meet without regard to case, quotes and, where that is not ambiguous, their schema.

mod columns;
mod constraints;
mod contradictions;
mod keys;

use std::collections::{HashMap, HashSet};

use self::contradictions::Contradiction;
use super::fact::{Fact, Reference};
use crate::diagnostic::{Code, Diagnostic, Parsed, codes};
use crate::model::schema::table_key;
use crate::model::{Schema, Table};
use crate::text::Place;

/// Makes a schema of facts in the order of the text; `locate` gives `path:line` of a place.
pub(super) fn assemble(facts: Vec<Fact>, locate: &dyn Fn(Place) -> String) -> Parsed<Schema> {
    let mut assembly = Assembly::default();
    let mut later = Vec::new();
    for fact in facts {
        assembly.define(fact, &mut later);
    }
    assembly.forget_dropped();
    for fact in later {
        assembly.refine(fact);
    }
    assembly.finish(locate)
}

/// Schemas that belong to a vendor: what is in them is known to exist though no plan defines it.
const VENDOR_SCHEMAS: &[&str] = &["auth", "storage", "realtime", "vault", "cron", "extensions", "pg_catalog"];

#[derive(Default)]
struct Assembly {
    schema: Schema,
    /// Tables by key, and by their name without its schema.
    tables: HashMap<String, usize>,
    bare: HashMap<String, usize>,
    /// Tables that are said to be of the schema `public`, and so of no other.
    public: HashSet<usize>,
    views: HashMap<String, usize>,
    /// For each table, its columns by their names in lower case; a dropped column is not among them.
    columns: Vec<HashMap<String, usize>>,
    dropped: HashSet<usize>,
    /// Tables with dropped columns.
    with_drops: HashSet<usize>,
    /// What was said before, so that an index given twice is one: table, kind and key.
    seen: HashSet<(usize, &'static str, String)>,
    /// Foreign keys by table, column and target.
    known_keys: HashMap<(usize, String, String), usize>,
    enums: HashMap<String, usize>,
    keys: Vec<(usize, Vec<String>, Reference, Place)>,
    allowed: Vec<(usize, String, Vec<String>, Place)>,
    /// Where the type, nullability or default of a table's column was first said, if not where it was
    /// first defined.
    said: HashMap<(usize, usize, &'static str), Place>,
    contradictions: Vec<Contradiction>,
    diagnostics: Vec<Diagnostic>,
}

impl Assembly {
    fn warn(&mut self, code: Code, place: Place, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::warning(code, place, message).with_help(help));
    }

    /// Takes in a fact that defines something; others are kept for later.
    fn define(&mut self, fact: Fact, later: &mut Vec<Fact>) {
        match fact {
            Fact::Table { name, description, place } => {
                let at = self.table_or_new(&name, place);
                if let Some(table) = self.schema.tables.get_mut(at) {
                    table.description = table.description.take().or(description);
                }
            }
            Fact::View { name, columns, place } => self.add_view(name, columns, place),
            Fact::Column { table, column, facts } => {
                let place = column.place;
                let Some(at) = self.find(&table) else {
                    // A migration may change a table that other files define.
                    self.warn(
                        codes::UNKNOWN_TABLE,
                        place,
                        format!("the column `{}` is for the table `{table}`, which is not defined", column.name),
                        "define the table before its columns are changed",
                    );
                    return;
                };
                self.add_column(at, *column);
                for constraint in facts {
                    later.push(Fact::Constraint { table: table.clone(), constraint, place });
                }
            }
            Fact::DropTable { name } => {
                if let Some(at) = self.tables.remove(&table_key(&name)) {
                    self.dropped.insert(at);
                }
            }
            Fact::DropColumn { table, column } => {
                if let Some(at) = self.find(&table) {
                    self.drop_column(at, &column);
                }
            }
            Fact::RenameTable { from, to } => {
                if let Some(at) = self.tables.remove(&table_key(&from)) {
                    self.register(at, &to);
                    if let Some(table) = self.schema.tables.get_mut(at) {
                        table.name = to;
                    }
                }
            }
            Fact::RenameColumn { table, from, to } => {
                if let Some(at) = self.find(&table) {
                    self.rename_column(at, &from, &to);
                }
            }
            Fact::Enum(new) => {
                let next = self.schema.enums.len();
                let at = *self.enums.entry(table_key(&new.name)).or_insert(next);
                match self.schema.enums.get(at).cloned() {
                    Some(old) => self.compare_values(&new.name, (&old.values, old.place), (&new.values, new.place)),
                    None => self.schema.enums.push(new),
                }
            }
            Fact::Routine(new) => {
                if self.is_new(0, "routine", format!("{} {}", new.name, new.table.as_deref().unwrap_or_default())) {
                    self.schema.routines.push(new);
                }
            }
            Fact::Remark(diagnostic) => self.diagnostics.push(diagnostic),
            other => later.push(other),
        }
    }

    /// Whether this was not said before.
    fn is_new(&mut self, table: usize, kind: &'static str, key: String) -> bool {
        self.seen.insert((table, kind, key))
    }

    fn register(&mut self, at: usize, name: &str) {
        let key = table_key(name);
        if let Some((_, bare)) = key.rsplit_once('.')
            && !is_vendors(&key)
        {
            self.bare.insert(bare.to_owned(), at);
        }
        if is_public(name) {
            self.public.insert(at);
        }
        self.tables.insert(key, at);
    }

    fn table_or_new(&mut self, name: &str, place: Place) -> usize {
        if let Some(at) = self.find(name) {
            return at;
        }
        let at = self.schema.tables.len();
        self.schema.tables.push(Table { name: name.to_owned(), place, ..Table::default() });
        self.columns.push(HashMap::new());
        self.register(at, name);
        at
    }

    /// The table of a name, or of the same name in another schema where one of them gives none.
    fn find(&self, name: &str) -> Option<usize> {
        let key = table_key(name);
        if let Some(&at) = self.tables.get(&key) {
            return Some(at);
        }
        match key.rsplit_once('.') {
            Some((_, bare)) if !is_vendors(&key) => {
                self.tables.get(bare).copied().filter(|at| !self.public.contains(at))
            }
            Some(_) => None,
            None if is_public(name) => None,
            None => self.bare.get(&key).copied().filter(|at| !self.dropped.contains(at)),
        }
    }

    fn finish(mut self, locate: &dyn Fn(Place) -> String) -> Parsed<Schema> {
        self.read_keys();
        self.name_values();
        for at in 0..self.schema.tables.len() {
            self.settle(at);
        }
        let dropped = std::mem::take(&mut self.dropped);
        let mut at = 0;
        self.schema.tables.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
        let contradictions = std::mem::take(&mut self.contradictions);
        self.diagnostics.extend(contradictions.into_iter().map(|c| c.diagnostic(locate)));
        let place = |d: &Diagnostic| d.place.map(|p| (p.document, p.span.start));
        self.diagnostics.sort_by_key(place);
        self.diagnostics.dedup();
        Parsed { value: self.schema, diagnostics: self.diagnostics }
    }
}

/// The vendor's table that a name in one word means: `auth_users` is `auth.users`.
pub(super) fn vendors_table(name: &str) -> Option<String> {
    let (schema, table) = name.split_once(['_', '.'])?;
    VENDOR_SCHEMAS.contains(&schema).then(|| format!("{schema}.{table}"))
}

fn is_public(name: &str) -> bool {
    let name = name.split_once('.').map(|(schema, _)| schema.trim_matches(['`', '"', '[', ']', ' ']));
    name.is_some_and(|schema| schema.eq_ignore_ascii_case("public"))
}

/// Whether a table belongs to a schema that a vendor brings along.
pub(super) fn is_vendors(key: &str) -> bool {
    key.split_once('.').is_some_and(|(schema, _)| VENDOR_SCHEMAS.contains(&schema))
}
