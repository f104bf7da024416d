//! Remarks, captions and rules that say something of fields, or only seem to.

use super::check;

#[test]
fn sentences_say_which_fields_are_needed() {
    check(&[
        (
            "a whole sentence for one field",
            "### POST /boats\n- Request: `{\"name\": \"x\", \"sails\": 2, \"note\": \"\"}`\n- **Validation:**\n  - `name` is \
             required, must be 1-100 characters\n  - `sails`: Must be a non-empty string.\n",
            &["POST /boats 1-5 body: name! sails! note"],
        ),
        (
            "unless one rule frees all of them",
            "### PUT /boats\n- Request: `{\"name\": \"x\", \"sails\": 2}`\n- **Validation:**\n  - All fields are optional, \
             but at least one must be there.\n  - `name`: Must be a non-empty string.\n",
            &["PUT /boats 1-5 body: name? sails?"],
        ),
        (
            "rules on a part of an object are not about the object",
            "## Endpoints\n### Boats\n#### POST /boats\n- Request: `{\"boat\": {\"name\": \"x\"}, \"berth\": 1}`\n## \
             Validation\n### Boats\n- Boat name must not be empty\n- Berth must not be empty\n",
            &["POST /boats 3-4 body: boat berth!"],
        ),
        (
            "what one error says is missing is no field of the next error",
            "### POST /boats\n- Request: `{\"name\": \"x\", \"extra\": {}}`\n- Errors: `403` no owner, `409` berth \
             required, `422` extra too long.\n",
            &["POST /boats 1-3 body: name extra 403 409 422"],
        ),
    ]);
}

#[test]
fn remarks_and_captions_are_no_parameters() {
    check(&[
        (
            "what a parameter does may name several things",
            "### DELETE /fleets/{id}\n- **Query parameters**:\n  - `all` (boolean, optional). If `true`, removes boats, \
             sails, and oars.\n",
            &["DELETE /fleets/{id} 1-3 query: all?"],
        ),
        (
            "a caption above a schema",
            "### GET /boats\n**Query Parameters**:\n\n- `size`: int - Required\n\n**Query Schema (Zod)**:\n\n\
             ```typescript\n{\n  size: z.number(),\n  rig: z.string().optional()\n}\n```\n",
            &["GET /boats 1-13 query: size! rig?"],
        ),
        (
            "a word in brackets behind a body in words",
            "### POST /boats/signals\n**Request Body**: Raw event payload (verified)\n",
            &["POST /boats/signals 1-2"],
        ),
        (
            "the filters of another endpoint",
            "### GET /boats\n- **Query Parameters**: `rig` (optional), `page`\n### GET /admin/boats\n- **Query Parameters**: \
             See `GET /boats`, and `sunk`.\n",
            &["GET /boats 1-2 query: rig? page", "GET /admin/boats 3-4 query: sunk rig? page"],
        ),
    ]);
}

#[test]
fn answers_are_told_beside_their_titles() {
    check(&[
        (
            "successes and errors in one line",
            "### GET /boats\nSuccess: `200 OK`; errors `400`, `401`.\n",
            &["GET /boats 1-2 200 400 401"],
        ),
        (
            "an answer for each case",
            "### GET /boats\n**Success Response - Before Launch** (200 OK):\n```json\n{ \"sunk\": false }\n```\n",
            &["GET /boats 1-5 200"],
        ),
    ]);
}

#[test]
fn lists_of_endpoints_in_a_section_on_rules_describe_none_again() {
    let plan =
        "# API\n## Endpoints\n### GET /boats\nAll boats.\n## Authorization\n### Public Endpoints\n- `GET /boats`\n";
    check(&[("one list", plan, &["GET /boats 3-4"])]);
    let source = crate::text::Source::new(crate::text::DocumentId(0), "api-plan.md", plan);
    assert_eq!(super::api_plan(&source).diagnostics, []);
}

#[test]
fn a_group_may_be_called_by_a_word_for_rules() {
    check(&[
        (
            "beside other groups",
            "# API\n## Auth\n- `POST /auth/init`\n  - Opens a session.\n## Boats\n- `GET /boats`\n  - All boats.\n",
            &["POST /auth/init 3-4", "GET /boats 6-7"],
        ),
        (
            "but not where rules begin it",
            "# API\n## Auth\nEvery call needs a token.\n- `POST /vendor/token`\n## Boats\n- `GET /boats`\n",
            &["GET /boats 6-6"],
        ),
    ]);
}
