//! The parts of migrations that take back what others do: they are never applied.

/// What the tools write before the statements that apply a migration, and before those that take it
/// back: goose, sql-migrate, dbmate, node-pg-migrate, rambler, MyBatis, Play, tern, and people.
const UP: &[&str] = &["+goose up", "+migrate up", "migrate:up", "up migration", "rambler up", "!ups", "up"];
const DOWN: &[&str] = &[
    "+goose down",
    "+migrate down",
    "migrate:down",
    "down migration",
    "rambler down",
    "//@undo",
    "!downs",
    "create above / drop below",
    "down",
    "rollback",
];
/// How the names of files end that hold nothing else.
const DOWN_FILES: &[&str] = &[".down.sql", "/down.sql", ".undo.sql", ".rollback.sql", "_down.sql"];

/// Whether a comment says that what follows is applied; `None` where it says nothing of the kind.
pub(super) fn applies(comment: &str) -> Option<bool> {
    if comment.len() > 60 {
        return None;
    }
    let text = comment.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '=' | '*' | '#' | ':'));
    let begins = |mark: &&str| {
        let head = text.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark));
        // A lone word is a marker only where nothing else is said.
        head && (text.len() == mark.len() || mark.contains(|c: char| !c.is_ascii_alphabetic()))
    };
    if DOWN.iter().any(begins) {
        return Some(false);
    }
    UP.iter().any(begins).then_some(true)
}

/// Whether a file only takes back what others do: `….down.sql`, `down.sql`, Flyway's `U1__name.sql`.
#[must_use]
pub fn takes_back(path: &str) -> bool {
    let path = path.to_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    let undo = name
        .strip_prefix('u')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains("__"));
    undo || name == "down.sql" || DOWN_FILES.iter().any(|ending| path.ends_with(ending))
}
