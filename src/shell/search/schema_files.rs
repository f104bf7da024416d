//! Files that define a schema by themselves: Prisma, DBML and entity diagrams.

use super::{Candidate, candidate, ending, file_name, parent};
use crate::model::Format;
use crate::shell::tree::{Entry, Kind};

/// No Prisma schema is spread over more files.
const MAX_PRISMA_FILES: usize = 500;

/// Groups of files that each make one schema, better ones first.
pub(in crate::shell) fn schema_files(entries: &[Entry]) -> Vec<Vec<Candidate>> {
    let mut groups: Vec<Vec<Candidate>> = prisma(entries).into_iter().collect();
    for (endings, format) in [(&["dbml"][..], Format::Dbml), (&["mmd", "mermaid"], Format::Mermaid)] {
        let files = nearest(entries, |e| endings.contains(&ending(&e.path).as_str()));
        groups.extend(files.into_iter().map(|e| vec![candidate(e, format)]));
    }
    groups
}

/// Files that fit, those with the shortest way first.
fn nearest(entries: &[Entry], fits: impl Fn(&Entry) -> bool) -> Vec<&Entry> {
    let mut found: Vec<&Entry> = entries.iter().filter(|e| e.kind != Kind::Folder && fits(e)).collect();
    found.sort_by_key(|e| (e.path.matches('/').count(), e.path.as_str()));
    found
}

/// `schema.prisma` with the files beside and below it, which Prisma reads as one schema; or the files
/// of a folder `prisma/`, whatever their names.
fn prisma(entries: &[Entry]) -> Option<Vec<Candidate>> {
    let all = nearest(entries, |e| ending(&e.path) == "prisma");
    let is_main = |e: &&&Entry| file_name(&e.path).eq_ignore_ascii_case("schema.prisma");
    let in_folder = |e: &&&Entry| parent(&e.path).split('/').any(|part| part.eq_ignore_ascii_case("prisma"));
    let main = all.iter().find(is_main).or_else(|| all.iter().find(in_folder)).or(all.first())?;
    let folder = parent(&main.path);
    // `schema.sqlite.prisma` beside `schema.prisma` is the same schema for another database.
    let is_other = |e: &Entry| file_name(&e.path).to_lowercase().starts_with("schema") && parent(&e.path) == folder;
    let below = |e: &Entry| !folder.is_empty() && e.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let parts = all.iter().filter(|e| e.path != main.path && below(e) && !is_other(e));
    let files = std::iter::once(main).chain(parts).take(MAX_PRISMA_FILES);
    Some(files.map(|e| candidate(e, Format::Prisma)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(paths: &[&str]) -> Vec<String> {
        let entries: Vec<Entry> =
            paths.iter().map(|path| Entry { path: (*path).to_owned(), kind: Kind::File }).collect();
        let joined = |group: Vec<Candidate>| group.into_iter().map(|c| c.path).collect::<Vec<_>>().join(" + ");
        schema_files(&entries).into_iter().map(joined).collect()
    }

    #[test]
    fn schemas_come_by_format_and_then_by_distance() {
        for (paths, expected) in [
            (
                &["a.mmd", "docs/b.dbml", "b.dbml", "schema.prisma"][..],
                &["schema.prisma", "b.dbml", "docs/b.dbml", "a.mmd"][..],
            ),
            (&["packages/db/prisma/schema.prisma", "prisma/schema.prisma"], &["prisma/schema.prisma"]),
            (
                &["prisma/schema/user.prisma", "prisma/schema/shop/order.prisma", "prisma/schema/base.prisma"],
                &["prisma/schema/base.prisma + prisma/schema/user.prisma + prisma/schema/shop/order.prisma"],
            ),
            (
                &["prisma/schema.prisma", "prisma/schema.sqlite.prisma", "prisma/models/a.prisma", "x.prisma"],
                &["prisma/schema.prisma + prisma/models/a.prisma"],
            ),
            (&["schema.prisma", "lib/a.prisma"], &["schema.prisma"]),
            (&["docs/er.mermaid", "src/a.rs"], &["docs/er.mermaid"]),
        ] {
            assert_eq!(groups(paths), expected, "{paths:?}");
        }
    }
}
