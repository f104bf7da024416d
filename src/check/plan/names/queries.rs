//! Columns in calls of a query builder: what stands behind `.from('notes')`, as in
//! `.select('id, title').eq('owner_id', id)`.

/// How far behind `.from(…)` its calls are looked for, in bytes.
const REACH: usize = 1500;
/// Calls whose first argument is a column.
const FILTERS: [&str; 14] = [
    ".eq(",
    ".neq(",
    ".gt(",
    ".gte(",
    ".lt(",
    ".lte(",
    ".like(",
    ".ilike(",
    ".is(",
    ".in(",
    ".contains(",
    ".order(",
    ".not(",
    ".overlaps(",
];

/// The columns that the calls behind an offset name, with their offsets.
pub(super) fn columns(text: &str, from: usize) -> Vec<(usize, &str)> {
    let rest = text.get(from..).unwrap_or_default();
    let ends = [";", "\n\n", ".from(", "```", "await "].map(|mark| rest.find(mark).unwrap_or(rest.len()));
    let reach = rest.char_indices().map(|(at, _)| at).find(|at| *at >= REACH).unwrap_or(rest.len());
    let end = ends.into_iter().min().unwrap_or_default().min(reach);
    let chain = rest.get(..end).unwrap_or_default();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for filter in FILTERS {
        let calls = chain.match_indices(filter).map(|(at, call)| at + call.len());
        found.extend(calls.filter_map(|at| argument(chain, at)).filter(|(at, _)| !is_foreign(chain, *at)));
    }
    let selects = chain.match_indices(".select(").map(|(at, call)| at + call.len());
    found.extend(selects.filter_map(|at| argument(chain, at)).flat_map(|(at, list)| parts(at, list)));
    found.retain(|(_, name)| is_column(name));
    found.sort_unstable();
    found.into_iter().map(|(at, name)| (from + at, name)).collect()
}

/// Whether the options of a call say that it is about another table.
fn is_foreign(chain: &str, at: usize) -> bool {
    let rest = chain.get(at..).unwrap_or_default();
    let call = rest.split(')').next().unwrap_or(rest);
    call.contains("foreignTable") || call.contains("referencedTable")
}

/// The text in quotes that a call begins with.
fn argument(chain: &str, at: usize) -> Option<(usize, &str)> {
    let rest = chain.get(at..)?;
    let start = rest.find(|c: char| !c.is_whitespace())?;
    let quote = rest.get(start..)?.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let inside = rest.get(start + 1..)?;
    Some((at + start + 1, inside.get(..inside.find(quote)?)?))
}

/// The names of a list, without those of other tables in brackets: `id, title, tags(name)`.
fn parts(at: usize, list: &str) -> Vec<(usize, &str)> {
    let mut depth = 0_usize;
    let mut start = 0;
    let mut found = Vec::new();
    for (end, c) in list.char_indices().chain([(list.len(), ',')]) {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                let part = list.get(start..end).unwrap_or_default();
                let name = part.trim();
                let blanks = part.len() - part.trim_start().len();
                // `shown:stored` gives a column another name.
                let (skipped, name) = name.split_once(':').map_or((0, name), |(shown, name)| (shown.len() + 1, name));
                found.push((at + start + blanks + skipped, name));
                start = end + 1;
            }
            _ => {}
        }
    }
    found
}

fn is_column(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_one_query_name_its_columns() {
        let text = "db.from('notes').select('id, shown:title, tags(name, color), count(*)')\n  .eq(\"owner_id\", id).eq('tags.x', 1).order('day').order('color', { foreignTable: 'tags' });\ndb.eq('other', 1)";
        let names: Vec<&str> = columns(text, 16).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["id", "title", "owner_id", "day"]);
        assert!(columns(text, 16).into_iter().all(|(at, name)| text[at..].starts_with(name)));
    }
}
