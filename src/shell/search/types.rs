//! Which source files are likely to hold the types of requests and responses.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Candidate, candidate, ending, file_name, parent};
use crate::assets::check::Checked;
use crate::assets::table;
use crate::model::Format;
use crate::read::types::endings;
use crate::shell::tree::{Entry, Kind};

/// How many files are read at most.
const MOST_FILES: usize = 200;
/// How many folders around a file are looked at.
const FOLDERS: usize = 3;

/// `assets/type-files.toml`.
#[derive(Debug, Default, Deserialize)]
struct Habits {
    never: Vec<String>,
    never_below: HashSet<String>,
    group: Vec<Group>,
    generated: Generated,
}

/// Files that are as likely as each other.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Group {
    files: HashSet<String>,
    names: HashSet<String>,
    marks: HashSet<String>,
    ends: Vec<String>,
    folders: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Generated {
    parts: Vec<String>,
}

/// Whether a text can be the list of likely files; `None` for another file.
pub(in crate::shell) fn check_asset(path: &[&str], text: &str) -> Option<Checked> {
    (path == ["type-files.toml"]).then(|| table::read::<Habits>(text).map(|_| Vec::new()))
}

fn habits() -> &'static Habits {
    static HABITS: LazyLock<Habits> = LazyLock::new(|| table::parsed("type-files.toml"));
    &HABITS
}

/// The files to read, the likeliest first, and how many more there would be.
pub(in crate::shell) fn type_files(entries: &[Entry]) -> (Vec<Candidate>, usize) {
    let known: HashSet<&str> = endings().collect();
    let mut found: Vec<_> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::File && known.contains(ending(&entry.path).as_str()))
        .filter_map(|entry| Some(((rank(&entry.path)?, entry.path.matches('/').count(), entry.path.as_str()), entry)))
        .collect();
    found.sort_by_key(|(key, _)| *key);
    let more = found.len().saturating_sub(MOST_FILES);
    (found.into_iter().take(MOST_FILES).map(|(_, entry)| candidate(entry, Format::Code)).collect(), more)
}

/// The group that a file belongs to, if any.
fn rank(path: &str) -> Option<usize> {
    let habits = habits();
    let path = path.to_lowercase();
    let name = file_name(&path);
    let mut parts = name.split('.');
    let stem = parts.next().unwrap_or_default();
    let marks: Vec<&str> = parts.collect();
    let folders: Vec<&str> = parent(&path).split('/').collect();
    let tested = marks.iter().any(|mark| matches!(*mark, "test" | "spec")) || stem.starts_with("test_");
    if tested
        || habits.never.iter().any(|end| stem.ends_with(end.as_str()))
        || folders.iter().any(|folder| habits.never_below.contains(*folder))
    {
        return None;
    }
    if habits.generated.parts.iter().any(|part| name.contains(part.as_str())) {
        return Some(habits.group.len());
    }
    // What stands behind the last dot is the ending, and no mark.
    let marks = marks.split_last().map(|(_, marks)| marks).unwrap_or_default();
    let near = folders.iter().rev().take(FOLDERS);
    habits.group.iter().position(|group| {
        group.files.contains(path.as_str())
            || group.names.contains(stem)
            || marks.iter().any(|mark| group.marks.contains(*mark))
            || group.ends.iter().any(|end| stem.ends_with(end.as_str()))
            || near.clone().any(|folder| group.folders.contains(*folder))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_under_the_habits_of_each_language() {
        let paths = [
            "src/types.ts",
            "app/Http/Requests/StoreRouteRequest.php",
            "backend/app/schemas.py",
            "src/Contracts/RouteDto.cs",
            "src/main/java/walls/dto/RouteDTO.java",
            "src/routes/dto/create-route.dto.ts",
            "src/walls/route.types.ts",
            "Application/Walls/Queries/GetWalls/WallVm.cs",
            "internal/models/route.go",
            "src/db/database.types.ts",
        ];
        let not = [
            "src/main.ts",
            "src/walls/route.types.test.ts",
            "tests/dto/RouteDto.cs",
            "Application/Walls/Commands/CreateWall/CreateWallCommandValidator.cs",
            "src/main/java/walls/RouteQueryService.java",
            "app/Console/Commands/SetupWall.php",
            "migrations/models.py",
            "src/types.md",
            "app/models/route.rb",
        ];
        let entries: Vec<Entry> =
            not.iter().chain(&paths).map(|path| Entry { path: (*path).to_owned(), kind: Kind::File }).collect();
        let (found, more) = type_files(&entries);
        let mut found: Vec<_> = found.into_iter().map(|c| c.path).collect();
        assert_eq!((found.first().map(String::as_str), more), (Some("src/types.ts"), 0));
        assert_eq!(found.last().map(String::as_str), Some("src/db/database.types.ts"));
        let mut wanted = paths.to_vec();
        wanted.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, wanted);
    }

    #[test]
    fn the_number_of_files_is_bounded() {
        let entry = |n| Entry { path: format!("src/dto/a{n:04}.ts"), kind: Kind::File };
        let entries: Vec<Entry> = (0..MOST_FILES + 7).map(entry).collect();
        let (found, more) = type_files(&entries);
        assert_eq!((found.len(), more), (MOST_FILES, 7));
    }
}
