//! Short code in the steps: what validates a request, what asks the database. One file a library under
//! `assets/sketches/`; a stack's profile names its own.

mod query;
mod schema;

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use self::query::Query;
pub(crate) use self::query::order_of;
use self::schema::Schema;
use super::facts::EndpointFacts;
use super::markdown::{clean_lines, code_block};
use super::pen::Pen;
use crate::assets::check::Checked;
use crate::assets::{self, table};

/// More lines than this are no sketch.
const LINES: usize = 24;

static SKETCHES: LazyLock<BTreeMap<&'static str, OnceLock<Sketch>>> =
    LazyLock::new(|| assets::names("sketches").into_iter().map(|id| (id, OnceLock::new())).collect());

/// How one library is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sketch {
    fence: String,
    schema: Option<Schema>,
    query: Option<Query>,
}

/// Whether a text can be a sketch.
pub(super) fn check(text: &str) -> Checked {
    table::read::<Sketch>(text).map(|_| Vec::new())
}

fn of_stack(pen: &Pen<'_>) -> impl Iterator<Item = &'static Sketch> {
    pen.profile.sketches().iter().filter_map(|id| {
        let sketch = SKETCHES.get(id.as_str())?;
        let read = || assets::text(&format!("sketches/{id}.toml")).and_then(|text| toml::from_str(text).ok());
        Some(sketch.get_or_init(|| read().unwrap_or_default()))
    })
}

/// What validates the endpoint's inputs; `None` where the stack has no sketch or there is nothing to show.
pub(crate) fn of_schema(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    let (sketch, schema) = of_stack(pen).find_map(|sketch| Some((sketch, sketch.schema.as_ref()?)))?;
    block(sketch, &schema.write(pen, facts)?)
}

/// What asks the database for the endpoint's rows; `None` also where more than one table decides.
pub(crate) fn of_query(pen: &Pen<'_>, facts: &EndpointFacts<'_>) -> Option<String> {
    // What serves in place of a table is called in a way that its definition decides; a trigger's row is
    // nobody else's.
    if facts.source().is_some() || facts.inserted_by().is_some() {
        return None;
    }
    let (sketch, query) = of_stack(pen).find_map(|sketch| Some((sketch, sketch.query.as_ref()?)))?;
    block(sketch, &query.write(pen, facts)?)
}

fn block(sketch: &Sketch, text: &str) -> Option<String> {
    (text.lines().count() <= LINES).then(|| code_block(&sketch.fence, &clean_lines(text)))
}

/// A text between quotation marks of code.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
