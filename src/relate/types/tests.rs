//! Picks of types: what is picked, in which order and why.

use crate::model::{Project, Table};
use crate::read;
use crate::relate::Relations;

/// A project with this API plan and these types.
fn project(api: &str, types: &str) -> Project {
    use crate::model::{Document, DocumentRole, Format};
    use crate::text::{DocumentId, Source};
    let document = |id, role, format, path: &str, text: &str| {
        let source = Source::new(DocumentId(id), path, text);
        Document { role, format, source, bytes: 0, sha256: String::new() }
    };
    let documents = vec![
        document(0, DocumentRole::ApiPlan, Format::Markdown, ".ai/api-plan.md", api),
        document(1, DocumentRole::Types, Format::Code, "src/types.ts", types),
    ];
    read::project("walls", documents)
}

/// `Name (kind, kind)` of each pick for the only endpoint.
fn picked(api: &str, tables: &[&str], types: &str) -> String {
    let project = project(api, types);
    let tables: Vec<Table> = tables.iter().map(|name| Table { name: (*name).to_owned(), ..Table::default() }).collect();
    let tables: Vec<&Table> = tables.iter().collect();
    let endpoint = &project.api.endpoints[0];
    let picks = Relations::new(&project).types(&[endpoint], &tables);
    let told = picks.iter().map(|pick| {
        let kinds: Vec<_> =
            pick.reasons.iter().map(|r| serde_json::to_value(r.kind).unwrap().as_str().unwrap().to_owned()).collect();
        format!("{} ({})", project.types[pick.ty].name, kinds.join(", "))
    });
    told.collect::<Vec<_>>().join("; ")
}

const TYPES: &str = "
export interface WallDto { id: string; name: string }
export interface RouteDto { id: string; lane: number; grade: number; tags: TagDto[]; state: RouteState }
export type RouteState = 'draft' | 'open';
export interface TagDto { name: string; colour: string }
export interface CreateRouteCommand { lane: number; grade: number; holds: HoldDto[] }
export interface HoldDto { colour: string; size: number }
export type UpdateRouteCommand = Partial<CreateRouteCommand>;
export interface RouteListQuery { page: number; limit: number }
export interface ErrorBody { code: string; message: string }
export interface Route { a: 1 }
export interface StripRouteCommand { on: string }
";

#[test]
fn types_are_picked_by_path_method_and_what_they_are_made_of() {
    let create = "# API\n\n### POST /api/walls/{wallId}/routes\n\n- **Request body**: `{ \"lane\": 1, \"grade\": 6, \"holds\": [] }`\n- **Success**: 201\n";
    assert_eq!(
        picked(create, &["routes", "walls"], TYPES),
        "CreateRouteCommand (path, table, field, method); RouteDto (path, table, field); Route (path, table); RouteState (used, path); TagDto (used); HoldDto (used)"
    );
    let list = "# API\n\n### GET /api/walls/{wallId}/routes\n\n- **Success**: 200\n";
    assert_eq!(
        picked(list, &["routes"], TYPES),
        "RouteListQuery (path, table, method); RouteDto (path, table); Route (path, table); RouteState (used, path); TagDto (used)"
    );
    let act = "# API\n\n### POST /api/routes/{id}/strip\n\n- **Success**: 204\n";
    assert_eq!(
        picked(act, &["routes"], TYPES),
        "StripRouteCommand (path, method); RouteDto (path, table); Route (path, table); RouteState (used); TagDto (used)"
    );
    let foreign = "# API\n\n### GET /api/climbers\n\n- **Success**: 200\n";
    assert_eq!(picked(foreign, &["climbers"], TYPES), "");
}

#[test]
fn what_the_text_names_comes_first() {
    let text = "# API\n\n### GET /api/walls\n\n- **Response**: `Page<HoldDto>`\n- **Errors**: an ErrorBody\n";
    assert_eq!(picked(text, &["walls"], TYPES), "HoldDto (mention); ErrorBody (mention); WallDto (path, table)");
}
