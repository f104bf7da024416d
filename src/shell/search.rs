//! Which of a project's files are its documents.
//!
//! Names are compared without regard to case, `-`, `_`, spaces and a leading number, so that
//! `8_API-Plan.md` and `api plan.md` are both API plans.

mod migrations;
mod rules;
mod schema_files;
pub(super) mod types;

pub(super) use self::migrations::{migrations, other_migrations};
pub(super) use self::schema_files::schema_files;
use super::tree::{Entry, Kind};
use crate::model::{DocumentRole, Format};

/// A file that may be a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) format: Format,
}

/// Names of documents in the form of [`plain_name`], better ones first.
const API_PLAN: &[&str] = &["apiplan"];
const DATABASE_PLAN: &[&str] = &["dbplan", "databaseplan", "dbschema", "databaseschema"];
const TECH_STACK: &[&str] = &["techstack"];
const MARKDOWN: &[&str] = &["md", "markdown", "mdx", "txt"];
/// Where documents are looked for, in this order; then the root itself.
const FOLDERS: &[&str] = &[".ai", "docs", "context", ".claude/docs"];
/// Endings of documents that are no text.
const FORMATS_NOT_READ: &[&str] = &["pdf", "doc", "docx", "odt", "rtf", "xlsx", "html", "png", "jpg", "svg"];
/// Names of specifications, those that the tools of the field propose first.
const SPECIFICATION: &[&str] = &["openapi", "swagger"];
const SPECIFICATION_ENDINGS: &[&str] = &["yaml", "yml", "json"];
/// Where specifications are looked for, in this order; then in any other folder.
const SPECIFICATION_FOLDERS: &[&str] = &["", "docs", "api", "spec"];
const MAX_PLAN_FILES: usize = 500;

/// What the search for a role looked for, in words.
pub(super) fn looked_for(role: DocumentRole) -> &'static str {
    match role {
        DocumentRole::ApiPlan => {
            "`.ai/api-plan.md`, then `api-plan.md` below `.ai/`, `docs/`, `context/`, `.claude/docs/`, then in the root, then `openapi` or `swagger` (`.yaml`, `.yml`, `.json`) in the root, `docs/`, `api/`, `spec/`"
        }
        DocumentRole::DatabasePlan => {
            "`.ai/db-plan.md`, then `db-plan.md` (or `database-plan`, `db-schema`, `database-schema`) below `.ai/`, `docs/`, `context/`, `.claude/docs/`, then in the root, then `supabase/migrations/*.sql`, `migrations/*.sql`, `db/schema.sql`, `schema.prisma`, `*.dbml`, `*.mmd`, then where the usual tools keep SQL: `prisma/migrations/*/migration.sql`, `drizzle/*.sql`, `db/migrations/*.sql`, `src/main/resources/db/migration/*.sql`, `db/structure.sql`, `schema.sql` and their like, in the root or in a package below it"
        }
        DocumentRole::ImplementedSchema => "`supabase/migrations/*.sql`, `schema.prisma` and their like",
        DocumentRole::TechStack => "`.ai/tech-stack.md` and its like",
        DocumentRole::Types => {
            "`src/types.ts`, `schemas.py`, `*Dto.java`, `*Request.php`, folders such as `dto/` and their like"
        }
        DocumentRole::Rules => "`.ai/implementation-rules.md` and the rule files of the usual assistants",
        DocumentRole::Plan => "`*implementation-plan.md` below `.ai/`",
    }
}

/// The files that may serve in a role, best first. API plan, database plan and tech stack are one
/// document each (the database plan may be a folder of migrations); the others are all that is found.
pub(super) fn candidates(role: DocumentRole, entries: &[Entry]) -> Vec<Candidate> {
    match role {
        DocumentRole::ApiPlan => [named(entries, API_PLAN), specifications(entries)].concat(),
        DocumentRole::DatabasePlan => named(entries, DATABASE_PLAN),
        DocumentRole::ImplementedSchema => implemented(entries),
        DocumentRole::TechStack => named(entries, TECH_STACK),
        DocumentRole::Types => types::type_files(entries).0,
        DocumentRole::Rules => rules::rules(entries),
        DocumentRole::Plan => plans(entries),
    }
}

/// Files that say what the schema really is: migrations, or else a Prisma schema.
pub(super) fn implemented(entries: &[Entry]) -> Vec<Candidate> {
    let prisma = || schema_files(entries).into_iter().find(|g| g.iter().all(|c| c.format == Format::Prisma));
    let found = Some(migrations(entries)).filter(|found| !found.is_empty());
    found.or_else(prisma).unwrap_or_else(|| other_migrations(entries))
}

/// A file that could serve in a role if its format were read.
pub(super) fn in_a_format_not_read(role: DocumentRole, entries: &[Entry]) -> Option<&Entry> {
    let names = match role {
        DocumentRole::ApiPlan => API_PLAN,
        DocumentRole::DatabasePlan => DATABASE_PLAN,
        _ => return None,
    };
    entries.iter().filter(|e| e.kind == Kind::File).find(|e| {
        let stem = file_name(&e.path).rsplit_once('.').map_or("", |(stem, _)| stem);
        FORMATS_NOT_READ.contains(&ending(&e.path).as_str()) && names.contains(&plain_name(stem).as_str())
    })
}

/// The format of a file, by its name; `None` for one that is not read.
pub(super) fn format_of(role: DocumentRole, path: &str) -> Option<Format> {
    match (role, ending(path).as_str()) {
        (DocumentRole::Types, _) => Some(Format::Code),
        (_, ending) if FORMATS_NOT_READ.contains(&ending) => None,
        (DocumentRole::DatabasePlan, _) => Some(Format::of_database_plan(path)),
        (DocumentRole::ApiPlan, ending) if SPECIFICATION_ENDINGS.contains(&ending) => Some(Format::Openapi),
        _ => Some(Format::Markdown),
    }
}

fn candidate(entry: &Entry, format: Format) -> Candidate {
    Candidate { path: entry.path.clone(), kind: entry.kind, format }
}

/// Documents by name: folder by folder, in each the nearest first.
fn named(entries: &[Entry], names: &[&str]) -> Vec<Candidate> {
    let mut found: Vec<_> = entries
        .iter()
        .filter_map(|entry| {
            let (stem, ending) = file_name(&entry.path).rsplit_once('.')?;
            MARKDOWN.iter().position(|m| m.eq_ignore_ascii_case(ending))?;
            let plain = plain_name(stem);
            let name = names.iter().position(|n| *n == plain)?;
            let folder = folder_rank(&entry.path)?;
            let depth = entry.path.matches('/').count();
            // A copy kept in an archive is the last one to be meant.
            let archived = parent(&entry.path).to_lowercase().contains("archiv");
            Some(((folder, archived, depth, name, entry.path.as_str()), entry))
        })
        .collect();
    found.sort_by_key(|(key, _)| *key);
    found.into_iter().map(|(_, entry)| candidate(entry, Format::Markdown)).collect()
}

/// Specifications: at the usual places by their usual names, then those names anywhere, then files
/// that have one of them in their own name (`shop.openapi.yaml`), or are called after the API.
fn specifications(entries: &[Entry]) -> Vec<Candidate> {
    let mut found: Vec<_> = entries
        .iter()
        .filter(|entry| entry.kind != Kind::Folder)
        .filter_map(|entry| {
            let (stem, ending) = file_name(&entry.path).rsplit_once('.')?;
            let ending = SPECIFICATION_ENDINGS.iter().position(|e| e.eq_ignore_ascii_case(ending))?;
            let (stem, folder) = (stem.to_lowercase(), parent(&entry.path).to_lowercase());
            let exact = SPECIFICATION.iter().position(|name| *name == stem);
            let place = SPECIFICATION_FOLDERS.iter().position(|f| *f == folder).unwrap_or(SPECIFICATION_FOLDERS.len());
            let name = match exact {
                Some(name) => name,
                None if SPECIFICATION.iter().any(|name| stem.contains(name)) => SPECIFICATION.len(),
                None if matches!(plain_name(&stem).as_str(), "api" | "apidocs" | "apispec" | "apischema") => {
                    SPECIFICATION.len() + 1
                }
                None => return None,
            };
            let usual = exact.is_none();
            Some(((usual, place, name, entry.path.matches('/').count(), ending, entry.path.as_str()), entry))
        })
        .collect();
    found.sort_by_key(|(key, _)| *key);
    found.into_iter().map(|(_, entry)| candidate(entry, Format::Openapi)).collect()
}

/// Whether a specification has the name and the place that leave no doubt what it is.
pub(super) fn is_surely_specification(path: &str) -> bool {
    let stem = file_name(path).rsplit_once('.').map_or("", |(stem, _)| stem);
    let folder = parent(path).to_lowercase();
    SPECIFICATION.iter().any(|name| name.eq_ignore_ascii_case(stem)) && SPECIFICATION_FOLDERS.contains(&folder.as_str())
}

fn folder_rank(path: &str) -> Option<usize> {
    let folder = parent(path).to_lowercase();
    if folder.is_empty() {
        return Some(FOLDERS.len());
    }
    FOLDERS.iter().position(|f| folder.strip_prefix(f).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Files that may be saved plans, under whatever name: what they are for is read from their text.
fn plans(entries: &[Entry]) -> Vec<Candidate> {
    let known = [API_PLAN, DATABASE_PLAN, TECH_STACK].concat();
    let mut found: Vec<_> = entries
        .iter()
        .filter(|e| e.kind == Kind::File && folder_rank(&e.path).is_some_and(|rank| rank < FOLDERS.len()))
        .filter(|e| {
            let stem = file_name(&e.path).rsplit_once('.').map_or("", |(stem, _)| stem);
            matches!(ending(&e.path).as_str(), "md" | "markdown") && !known.contains(&plain_name(stem).as_str())
        })
        .map(|e| candidate(e, Format::Markdown))
        .collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.truncate(MAX_PLAN_FILES);
    found
}

/// A name in the form that all its spellings share: `8_API-Plan` → `apiplan`.
fn plain_name(stem: &str) -> String {
    let bare = stem.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '(' | '-' | '_' | ' '));
    let bare = if bare.is_empty() { stem } else { bare };
    bare.chars().filter(|c| !matches!(c, '-' | '_') && !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The last part of a path.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path without its last part.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// What follows the last dot of the name, in lower case.
fn ending(path: &str) -> String {
    file_name(path).rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Vec<Entry> {
        paths.iter().map(|p| Entry { path: (*p).to_owned(), kind: Kind::File }).collect()
    }

    fn first(role: DocumentRole, paths: &[&str]) -> Option<String> {
        candidates(role, &files(paths)).first().map(|c| c.path.clone())
    }

    #[test]
    fn the_api_plan_is_found_under_every_habit() {
        for (expected, others) in [
            (".ai/api-plan.md", &[".ai/deep/api-plan.md", "docs/api-plan.md"][..]),
            (".ai/API_Plan.md", &["api-plan.md"]),
            (".ai/api-db/api-plan.md", &["api-plan.md", "DOCS/api-plan.md"]),
            (".ai/sub/api-plan.md", &[".ai/archive/api-plan.md"]),
            ("DOCS/8_api-plan.md", &["api-plan.md"]),
            ("docs/03. Api Plan.md", &[]),
            ("context/foundation/apiplan.md", &[]),
            (".claude/docs/api-plan.md", &["api-plan.md", ".claude/api-plan.md"]),
            ("api-plan.md", &["lib/api-plan.md"]),
        ] {
            let mut paths = others.to_vec();
            paths.push(expected);
            assert_eq!(first(DocumentRole::ApiPlan, &paths).as_deref(), Some(expected));
        }
        assert_eq!(first(DocumentRole::ApiPlan, &["lib/api-plan.md", ".ai/api-plans.md", ".ai/api-plan.png"]), None);
    }

    #[test]
    fn specifications_come_after_plans_and_by_their_place() {
        for (expected, others) in [
            ("docs/api-plan.md", &["openapi.yaml"][..]),
            ("openapi.yaml", &["openapi.json", "swagger.yaml", "docs/openapi.yaml", "a.openapi.yaml"]),
            ("Swagger.JSON", &["api/openapi.yaml"]),
            ("docs/swagger.yml", &["api/openapi.yaml", "spec/openapi.json", "src/openapi.json"]),
            ("spec/openapi.json", &["src/openapi.yaml"]),
            ("src/main/resources/openapi.yaml", &["shop.openapi.yaml", "api/v1/openapi-v1.json"]),
            ("shop.openapi.yaml", &["api-docs.json"]),
            ("docs/api-docs.json", &["docs/openapi.md"]),
        ] {
            let mut paths = others.to_vec();
            paths.push(expected);
            assert_eq!(first(DocumentRole::ApiPlan, &paths).as_deref(), Some(expected));
        }
        assert_eq!(first(DocumentRole::ApiPlan, &["package.json", "docs/openapi/readme.yaml.txt"]), None);
    }

    #[test]
    fn database_plans_come_under_four_names() {
        for name in ["db-plan", "Database Plan", "5_db_schema", "database-schema", "dbplan"] {
            assert!(first(DocumentRole::DatabasePlan, &[&format!(".ai/{name}.md")]).is_some(), "{name}");
        }
        let both = [".ai/db-schema.md", ".ai/db-plan.md"];
        assert_eq!(first(DocumentRole::DatabasePlan, &both).as_deref(), Some(".ai/db-plan.md"));
        assert_eq!(first(DocumentRole::TechStack, &[".ai/techstack.md"]).as_deref(), Some(".ai/techstack.md"));
        assert_eq!(first(DocumentRole::TechStack, &["DOCS/4_tech_stack.md"]).as_deref(), Some("DOCS/4_tech_stack.md"));
    }

    #[test]
    fn migrations_are_taken_from_the_first_place_and_in_the_order_of_their_tool() {
        for (name, paths, expected) in [
            (
                "one folder only",
                &["supabase/migrations/2_b.sql", "supabase/migrations/1_a.sql", "migrations/x.sql", "db/schema.sql"][..],
                &["supabase/migrations/1_a.sql", "supabase/migrations/2_b.sql"][..],
            ),
            ("a dump", &["db/migrations/1.sql", "db/schema.sql"], &["db/schema.sql"]),
            (
                "numbers count as numbers, and what takes back is left out",
                &["migrations/10_c.sql", "migrations/9_b.up.sql", "migrations/9_b.down.sql", "migrations/008_a.sql"],
                &["migrations/008_a.sql", "migrations/9_b.up.sql", "migrations/10_c.sql"],
            ),
            (
                "Flyway",
                &[
                    "src/main/resources/db/migration/R__views.sql",
                    "src/main/resources/db/migration/V10__d.sql",
                    "src/main/resources/db/migration/V1.1__b.sql",
                    "src/main/resources/db/migration/V2__c.sql",
                    "src/main/resources/db/migration/V1__a.sql",
                    "src/main/resources/db/migration/U2__c.sql",
                ],
                &[
                    "src/main/resources/db/migration/V1__a.sql",
                    "src/main/resources/db/migration/V1.1__b.sql",
                    "src/main/resources/db/migration/V2__c.sql",
                    "src/main/resources/db/migration/V10__d.sql",
                    "src/main/resources/db/migration/R__views.sql",
                ],
            ),
            (
                "a folder for each, in a package",
                &[
                    "packages/db/prisma/migrations/2_b/migration.sql",
                    "packages/db/prisma/migrations/1_a/migration.sql",
                    "packages/db/prisma/seed.sql",
                    "docs/deep/down/below/drizzle/0000_x.sql",
                ],
                &["packages/db/prisma/migrations/1_a/migration.sql", "packages/db/prisma/migrations/2_b/migration.sql"],
            ),
            ("Diesel", &["migrations/1_a/up.sql", "migrations/1_a/down.sql"], &["migrations/1_a/up.sql"]),
            ("a structure", &["db/structure.sql", "db/seeds/all.sql"], &["db/structure.sql"]),
            ("no place of its own", &["src/queries/find.sql"], &[]),
        ] {
            let entries = files(paths);
            let first = Some(migrations(&entries)).filter(|found| !found.is_empty());
            let found = first.unwrap_or_else(|| other_migrations(&entries));
            let found: Vec<_> = found.into_iter().map(|c| c.path).collect();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn rules_types_and_plans_are_all_taken() {
        let entries = files(&[
            "CLAUDE.md",
            ".cursor/rules/shared.mdc",
            ".cursor/rules/README.md",
            "packages/api/.cursor/rules/db/queries.mdc",
            "backend/AGENTS.md",
            ".clinerules/spring.md",
            ".github/instructions/api.instructions.md",
            ".claude/commands/plan.md",
            ".ai/implementation-rules.md",
            ".ai/api-plan.md",
            ".ai/view-implementation-plan.md",
            ".ai/endpoints/post-users.md",
            "src/types.ts",
            "src/db/database.types.ts",
            "src/Api/Dtos/UserDto.cs",
            "src/main.ts",
        ]);
        let paths = |role| candidates(role, &entries).into_iter().map(|c| c.path).collect::<Vec<_>>();
        assert_eq!(
            paths(DocumentRole::Rules),
            [
                ".ai/implementation-rules.md",
                ".cursor/rules/shared.mdc",
                "packages/api/.cursor/rules/db/queries.mdc",
                ".github/instructions/api.instructions.md",
                "backend/AGENTS.md",
                "CLAUDE.md",
                ".clinerules/spring.md",
            ]
        );
        assert_eq!(paths(DocumentRole::Types), ["src/types.ts", "src/Api/Dtos/UserDto.cs", "src/db/database.types.ts"]);
        let plans = [".ai/endpoints/post-users.md", ".ai/implementation-rules.md", ".ai/view-implementation-plan.md"];
        assert_eq!(paths(DocumentRole::Plan), plans);
    }
}
