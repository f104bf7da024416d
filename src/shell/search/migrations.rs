//! SQL files that together stand in for a database plan, in the order in which their tools apply them.

use super::super::tree::{Entry, Kind};
use super::{Candidate, candidate, ending, file_name, parent};
use crate::model::Format;
use crate::read::schema::takes_back;

/// Where SQL is looked for first, in this order: folders of migrations end in `/`, others are single files.
const FIRST: &[&str] = &["supabase/migrations/", "migrations/", "db/schema.sql"];
/// Where else the usual tools keep it, in the root or in a package below it.
const PLACES: &[&str] = &[
    "supabase/migrations/",
    "migrations/",
    "db/schema.sql",
    "prisma/migrations/",
    "drizzle/",
    "drizzle/migrations/",
    "db/migrations/",
    "db/migrate/",
    "db/migration/",
    "database/migrations/",
    "src/main/resources/db/migration/",
    "src/db/migrations/",
    "src/migrations/",
    "sql/migrations/",
    "supabase/schemas/",
    "db/structure.sql",
    "schema.sql",
    "structure.sql",
    "database/schema.sql",
    "sql/schema.sql",
    "db/init.sql",
    "database.sql",
    "init.sql",
];
/// What a migration's own folder holds: Prisma's and Diesel's file.
const OWN_FOLDER: &[&str] = &["migration.sql", "up.sql"];

/// The files of the first place in the root that holds any.
pub(in crate::shell) fn migrations(entries: &[Entry]) -> Vec<Candidate> {
    let sql = sql_files(entries);
    FIRST.iter().find_map(|place| at(&sql, "", place)).unwrap_or_default()
}

fn sql_files(entries: &[Entry]) -> Vec<&Entry> {
    let is_sql = |e: &&Entry| e.kind != Kind::Folder && ending(&e.path) == "sql" && !takes_back(&e.path);
    entries.iter().filter(is_sql).collect()
}

/// The files of the first other place that holds any: in the root, else in a package below it.
pub(in crate::shell) fn other_migrations(entries: &[Entry]) -> Vec<Candidate> {
    let sql = sql_files(entries);
    let mut prefixes: Vec<&str> = PLACES.iter().flat_map(|place| prefixes(&sql, place)).collect();
    // The root comes first; of the packages the one that is least deep, and then by name.
    prefixes.sort_unstable_by_key(|prefix| (prefix.matches('/').count(), *prefix));
    prefixes.dedup();
    let found = prefixes.iter().find_map(|prefix| PLACES.iter().find_map(|place| at(&sql, prefix, place)));
    found.unwrap_or_default()
}

/// The folders below which a place has files: `apps/web/` for `apps/web/prisma/migrations/1/migration.sql`.
fn prefixes<'e>(sql: &[&'e Entry], place: &str) -> Vec<&'e str> {
    let wanted = format!("/{place}");
    sql.iter()
        .filter_map(|entry| {
            let lower = entry.path.to_ascii_lowercase();
            if lower.starts_with(place) {
                return Some("");
            }
            let found = lower.find(&wanted)?;
            entry.path.get(..=found)
        })
        .collect()
}

/// What stands at a place below a folder, in the order of its application.
fn at(sql: &[&Entry], prefix: &str, place: &str) -> Option<Vec<Candidate>> {
    let wanted = format!("{prefix}{place}");
    let inside =
        |entry: &&&Entry| entry.path.get(..wanted.len()).is_some_and(|head| head.eq_ignore_ascii_case(&wanted));
    let below = sql.iter().filter(inside);
    let mut found: Vec<&Entry> = match place.ends_with('/') {
        false => below.filter(|e| e.path.len() == wanted.len()).copied().collect(),
        true => below.filter(|e| is_migration(e.path.get(wanted.len()..).unwrap_or_default())).copied().collect(),
    };
    found.sort_by_cached_key(|e| order(e.path.get(wanted.len()..).unwrap_or_default(), &e.path));
    (!found.is_empty()).then(|| found.into_iter().map(|e| candidate(e, Format::Sql)).collect())
}

/// Whether a path below a folder of migrations is one: a file in it, or the file of a migration's folder.
fn is_migration(rest: &str) -> bool {
    match rest.matches('/').count() {
        0 => true,
        1 => OWN_FOLDER.iter().any(|name| file_name(rest).eq_ignore_ascii_case(name)),
        _ => false,
    }
}

/// Versions as numbers, so that `V2__b` comes before `V10__a`; Flyway's `R__x` come after all versions.
fn order(rest: &str, path: &str) -> (bool, Vec<u64>, String) {
    let name = if parent(rest).is_empty() { rest } else { parent(rest) };
    let repeatable = name.starts_with("R__");
    let versioned = name.strip_prefix(['V', 'v', 'B']).filter(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    let numbers = match versioned.and_then(|rest| rest.split_once("__")) {
        Some((version, _)) => version.split(['.', '_']).map_while(|part| part.parse().ok()).collect(),
        None => {
            let bare = versioned.unwrap_or(name);
            let end = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len());
            bare.get(..end).and_then(|digits| digits.parse().ok()).into_iter().collect()
        }
    };
    (repeatable, numbers, path.to_owned())
}
