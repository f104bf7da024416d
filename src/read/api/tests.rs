//! Shapes of API plans, each as a small text of our own and what is read from it.

mod remarks;

use super::api_plan;
use crate::model::Parameter;
use crate::text::{DocumentId, Source};

/// A shape's name, a plan that has it, and what is read: a line an endpoint.
type Case<'a> = (&'a str, &'a str, &'a [&'a str]);

/// `PUT /x/{id} 3-9 query: a? body: b! c 200 404`; `!` marks what is required, `?` what is optional.
fn show(text: &str) -> Vec<String> {
    let source = Source::new(DocumentId(0), "api-plan.md", text);
    let names = |label: &str, parameters: &[Parameter]| {
        let mark = |p: &Parameter| match p.required {
            Some(true) => format!("{}!", p.name),
            Some(false) => format!("{}?", p.name),
            None => p.name.clone(),
        };
        let all: Vec<String> = parameters.iter().map(mark).collect();
        if all.is_empty() { String::new() } else { format!(" {label}: {}", all.join(" ")) }
    };
    let endpoints = api_plan(&source).value.endpoints;
    let line = |e: &crate::model::Endpoint| {
        let (first, last) = source.lines_of(e.place.span);
        let codes: String = e.details.responses.iter().map(|r| format!(" {}", r.status)).collect();
        let query = names("query", &e.details.query_params);
        format!("{} {first}-{last}{query}{}{codes}", e.key, names("body", &e.details.body_fields))
    };
    endpoints.iter().map(line).collect()
}

fn check(cases: &[Case<'_>]) {
    for (name, text, expected) in cases {
        assert_eq!(show(text), *expected, "{name}");
    }
}

#[test]
fn endpoints_are_found_in_their_extent() {
    check(&[
        (
            "what is optional after the first version is still planned",
            "# API\n## 1. Endpoints\n### 1.1 Boats (Post-MVP, optional)\n| Method | Path |\n| --- | --- |\n\
             | GET | /boats |\n### 1.2 Sails (Post-MVP)\n| Method | Path |\n| --- | --- |\n| GET | /sails |\n",
            &["GET /boats 6-6"],
        ),
        (
            "titles between endpoints of one line belong to none",
            "5. Endpoints\n   Boats\n   GET /boats - List boats\n   POST /boats - Add a boat\n   Harbour\n   \
             GET /berths - List berths\n   Sails\n   GET /sails - List sails\n   GET /sails/{id} - One sail\n",
            &["GET /boats 3-3", "POST /boats 4-4", "GET /berths 6-6", "GET /sails 8-8", "GET /sails/{id} 9-9"],
        ),
        (
            "a line below each endpoint describes it",
            "## Endpoints\nGET /boats\nReturns all boats\nGET /sails\nReturns all sails\n",
            &["GET /boats 2-3", "GET /sails 4-5"],
        ),
        (
            "a paragraph below a list of endpoints speaks of all",
            "## Endpoints\n- **GET** `/boats` – boats\n- **GET** `/sails` – sails\n\nAll of them answer with:\n\n\
             ```json\n{ \"items\": [] }\n```\n\n**A sail** looks so:\n```json\n{ \"size\": 3 }\n```\n",
            &["GET /boats 2-2", "GET /sails 3-3"],
        ),
    ]);
}

#[test]
fn endpoints_that_only_sentences_name_are_found() {
    check(&[
        (
            "where a sentence calls one so",
            "## Endpoints\n### GET /boats\nAll boats.\n## Harbour\nBoats are sunk by the endpoint `DELETE /boats/{id}`, \
             unlike `POST /storms`.\n",
            &["GET /boats 2-3", "DELETE /boats/{id} 5-5"],
        ),
        (
            "with the small section that is about it",
            "## Endpoints\n### GET /boats\nAll boats.\n## Owners\n### Leaving\n- Owners can leave.\n- An endpoint \
             (`DELETE /me`) will be needed.\n## Rest\n",
            &["GET /boats 2-3", "DELETE /me 5-7"],
        ),
        (
            "where the plan has no other ones",
            "1. Mapping\n   1.1. Mooring: `POST /berths` books; `DELETE /berths/{id}` gives back.\n   1.2. Boats: handled \
             by `PUT /boats/{id}`.\n",
            &["POST /berths 2-2", "DELETE /berths/{id} 2-2", "PUT /boats/{id} 3-3"],
        ),
    ]);
}

#[test]
fn bodies_are_read_from_words() {
    let put = "### PUT /boats/{id}\n";
    let texts: Vec<(&str, String, &[&str])> = vec![
        (
            "names in brackets",
            format!("{put}- **Request Payload:** Fields to update (e.g., name, sail_area, etc.)\n"),
            &["PUT /boats/{id} 1-2 body: name sail_area"],
        ),
        (
            "elements are no fields of the body",
            format!("{put}- **Body**: JSON with a `sails` array. Each sail has a `size` and a `colour`\n"),
            &["PUT /boats/{id} 1-2 body: sails"],
        ),
        (
            "the example shows which names lie deeper",
            format!("{put}- **Body**: `sails` and `size` of each\n\n  ```json\n  {{ \"sails\": [{{ \"size\": 3 }}] }}\n  ```\n"),
            &["PUT /boats/{id} 1-6 body: sails"],
        ),
        (
            "its own rules name them",
            format!("{put}- **Body**: JSON with what changed.\n- **Validation**:\n  - `name`: required\n  - `kind` one of a, b\n"),
            &["PUT /boats/{id} 1-5 body: name! kind"],
        ),
        (
            "a reference with more and less beside",
            format!(
                "### POST /boats\nRequest Body:\n```json\n{{ \"name\": \"x\", \"owner\": \"y\" }}\n```\n{put}\
                 Request Body: same as POST; optional `isSunk`, without `owner`.\n"
            ),
            &["POST /boats 1-5 body: name owner", "PUT /boats/{id} 6-7 body: name isSunk?"],
        ),
        (
            "a reference by the name of another endpoint",
            "### POST /auth/sign-up\nRequest Body: `{ email, password }`\n### POST /auth/login\nRequest Body and \
             Response: same structure as signup.\n"
                .to_owned(),
            &["POST /auth/sign-up 1-2 body: email password", "POST /auth/login 3-4 body: email password"],
        ),
        (
            "an object whose fields only the rules of its resource name",
            "## Endpoints\n### PATCH /boats/{id}\n- Request Body: Partial Boat object\n## Validation\n### Boat Validation\n\
             - Required fields: name\n- Valid sail_area values: 1-90\n- One boat a berth\n"
                .to_owned(),
            &["PATCH /boats/{id} 2-3 body: name sail_area"],
        ),
        (
            "an object that another endpoint shows",
            "## Endpoints\n### POST /harbours/{id}/boats\n- Request Body: `{ name }`\n### PATCH /boats/{id}\n- Request Body: \
             partial boat\n## Validation\n### Boat\n- `sail_area` above 1\n"
                .to_owned(),
            &["POST /harbours/{id}/boats 2-3 body: name", "PATCH /boats/{id} 4-5"],
        ),
    ];
    for (name, text, expected) in &texts {
        assert_eq!(show(text), *expected, "{name}");
    }
}

#[test]
fn tables_say_in_words_what_an_endpoint_takes() {
    check(&[(
        "notes, nameless columns and descriptions",
        "## Endpoints\n| Method | Path | Description | Notes |\n| --- | --- | --- | --- |\n\
         | GET | `/boats` | List boats | Supports `q`, `page` |\n\
         | POST | `/boats` | Add a boat | JSON body `{name, sails}` |\n\
         | PATCH | `/boats/{id}` | Update boat (`name`, `sails`) |\n\
         | PATCH | `/boats/{id}/crew` | Update size/state |\n\
         | POST | `/boats/{id}/launch` | Launch it (`afloat=true`) | |\n\n\
         | Method | Path | Description |\n| --- | --- | --- | --- |\n| GET | `/winds` | List winds | `from`, `to` |\n",
        &[
            "GET /boats 4-4 query: q page",
            "POST /boats 5-5 body: name sails",
            "PATCH /boats/{id} 6-6 body: name sails",
            "PATCH /boats/{id}/crew 7-7 body: size state",
            "POST /boats/{id}/launch 8-8",
            "GET /winds 12-12 query: from to",
        ],
    )]);
}

#[test]
fn sentences_name_parameters_and_statuses() {
    check(&[
        (
            "query parameters in a sentence and in a call elsewhere",
            "## Endpoints\n### GET /boats\nGives boats, with sails via the `include=sails` query parameter.\n\
             ## Flows\n1. The day view calls `GET /boats?day=`.\n",
            &["GET /boats 2-3 query: include day"],
        ),
        (
            "statuses in rules, but not what is never answered",
            "### POST /boats\n- Response: the boat (201)\n- **Business logic:**\n  - Without wind it returns `409`.\n  \
             - A foreign boat → `404 Not Found`, never 403 Forbidden.\n  - At most 500 boats.\n",
            &["POST /boats 1-6 201 409 404"],
        ),
        (
            "a Polish list of rules",
            "### POST /boats\n- **Body**: `{ nazwa, kolor, zagle }`\n- **Walidacja techniczna**:\n  - `nazwa`, `kolor` – \
             wymagane. `zagle` – opcjonalne.\n",
            &["POST /boats 1-4 body: nazwa! kolor! zagle?"],
        ),
    ]);
}

#[test]
fn what_is_needed_is_said_in_many_ways() {
    let boats = "## Endpoints\n### POST /boats\n- Body: `{ name, kind, sail_area, note }`\n";
    let cases = [
        ("", "- Errors:\n  - Code: `400`\n    - `{ \"error\": \"No name provided.\" }`\n", "name! kind sail_area note"),
        ("", "- **Business Logic**: validates that the `name` is not empty\n", "name! kind sail_area note"),
        (
            "## Validation\n",
            "- All required fields (e.g. `name`, `kind` in boats) must be there\n",
            "name! kind! sail_area note",
        ),
        (
            "## Validation\n",
            "- `Boat`: require `name` of any length, `kind` from the list, optional `note`\n",
            "name! kind! sail_area note?",
        ),
        ("## Validation\n", "- **Boat Sail Area**: 1-90, required\n", "name kind sail_area! note"),
        (
            "## Validation\n",
            "- BoatCreateZod:\n  - name: z.string().max(9)\n  - note: z.string().optional()\n",
            "name! kind sail_area note?",
        ),
        ("", "- **Validation**: `name` must not be empty if provided\n", "name? kind sail_area note"),
    ];
    for (heading, rule, expected) in cases {
        let shown = show(&format!("{boats}{heading}{rule}"));
        let body = shown.first().and_then(|line| line.split_once("body: ")).map_or("", |(_, body)| body);
        assert_eq!(body.trim_end_matches(" 400"), expected, "{rule}");
    }
}

#[test]
fn captions_and_words_of_the_trade_are_no_fields() {
    check(&[
        (
            "the parts of a request, each in a bullet",
            "### DELETE /boats/{id}\n**Request:**\n- Headers: `Authorization: Bearer <token>`\n- Body: None\n\n\
             ### POST /boats\n**Request:**\n- Headers:\n  - Authorization: Bearer <token>\n  - Content-Type: \
             application/json\n- Body:\n```json\n{ \"name\": \"x\" }\n```\n",
            &["DELETE /boats/{id} 1-4", "POST /boats 6-14 body: name"],
        ),
        (
            "the same in Polish",
            "### DELETE /lodzie/{id}\n**Żądanie:**\n- Nagłówki: `Authorization: Bearer <token>`\n- Ciało: brak\n\n\
             ### GET /lodzie\n**Żądanie:**\n- Nagłówki: `Authorization: Bearer <token>`\n- Parametry zapytania:\n  \
             - `kolor` (opcjonalny)\n",
            &["DELETE /lodzie/{id} 1-4", "GET /lodzie 6-10 query: kolor?"],
        ),
        (
            "parts in words, and headers by their own names",
            "### POST /boats\n**Request**\n- Content-Type: application/json\n- Authorization: Bearer\n- Path Parameters: \
             none\n- Body: JSON with `name` and `kind`\n\n### POST /lodzie\n**Żądanie:**\n- Nagłówki:\n  - Authorization: \
             Bearer <token>\n- Ciało: multipart/form-data\n  - zdjecie: plik\n\n### GET /boats\n**Request:**\n- Auth: \
             required\n- Params: ?q=<text>&page=1\n- Body: N/A\n",
            &["POST /boats 1-6 body: name kind", "POST /lodzie 8-13 body: zdjecie", "GET /boats 15-19 query: q page"],
        ),
        (
            "fields that are called like them",
            "### POST /letters\n**Request Body:**\n- `subject`: text\n- `headers`: text\n- body: text\n### POST /sheets\n\
             **Request Body:**\n- Title: text\n- Body: text\n",
            &["POST /letters 1-5 body: subject headers body", "POST /sheets 6-9 body: Title Body"],
        ),
        (
            "content types and words that open an example",
            "### POST /boats\n- **Body**: multipart/form-data\n  - `file`: a picture\n### GET /boats\n\
             - **Query Parameters:** e.g., `page`, `size`\n### GET /sails\n- **Parametry zapytania:** np. `strona`\n",
            &["POST /boats 1-3 body: file", "GET /boats 4-5 query: page size", "GET /sails 6-7 query: strona"],
        ),
        (
            "a call that shows how a parameter is used",
            "### GET /boats\n- **Query Parameters**:\n  - `include`: text\n- **Response `200 OK`**:\n  ```json\n  \
             { \"all\": 3 }\n  ```\n  _Example: `GET /boats?include=all` gives `{\"all\": 3}`._\n",
            &["GET /boats 1-8 query: include 200"],
        ),
    ]);
}

#[test]
fn cells_hold_query_strings_and_statuses_without_code_marks() {
    check(&[(
        "beside a description",
        "## Endpoints\n| Method | Path | Description | Query | Req. Body | Res. Body |\n| --- | --- | --- | --- | --- | --- |\n\
         | GET | `/boats` | All | ?q=<text>&kind=sail/motor | — | `Boat[]` |\n\
         | DELETE | `/boats/{id}` | Sink it | — | — | 204 No Content |\n\
         | POST | `/boats` | Add one | — | `{ name: string }` | 201 Created – `Boat` |\n",
        &["GET /boats 4-4 query: q kind", "DELETE /boats/{id} 5-5 204", "POST /boats 6-6 body: name 201"],
    )]);
}

#[test]
fn one_rule_may_demand_the_whole_body() {
    let cases = [
        ("Validation", "All fields are required for PUT requests", "name! kind!"),
        ("Walidacja", "Wszystkie pola są wymagane", "name! kind!"),
        ("Validation", "All fields are required for POST", "name kind"),
        ("Validation", "All fields are required if the boat is new", "name kind"),
        ("Validation", "All fields are required except `kind`", "name kind"),
    ];
    for (label, rule, expected) in cases {
        let shown =
            show(&format!("### PUT /boats/{{id}}\n- **Body**: `{{ name, kind }}`\n- **{label}**:\n  - {rule}\n"));
        assert_eq!(shown, [format!("PUT /boats/{{id}} 1-4 body: {expected}")], "{rule}");
    }
}

#[test]
fn the_last_line_of_an_item_belongs_to_it() {
    check(&[(
        "fields in the lines of one bullet",
        "## Endpoints\n### Harbour\n- Method: POST\n  Path: /boats\n  Description: Adds a boat\n  Request JSON:\n\
         - Method: POST\n  Path: /sails\n  Description: Adds a sail\n  Request JSON:\n- Method: GET\n  Path: /winds\n",
        &["POST /boats 3-6", "POST /sails 7-10", "GET /winds 11-12"],
    )]);
}
