//! Whatever bytes are taken for a template: filling it scans nothing twice and leaves no command for a
//! terminal behind.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::model::{DocumentRole, Format};
use routewright::prompt::Template;
use routewright::shell::decode::decode;

const API: &[u8] = b"## Endpoints\n### GET /items/{id}\n- 200 OK\n";
const DATABASE: &[u8] = b"## items\n- id: uuid, primary key\n";

fuzz_target!(|bytes: &[u8]| {
    let project = routewright_fuzz::project(&[
        (DocumentRole::ApiPlan, Format::Markdown, ".ai/api-plan.md", API),
        (DocumentRole::DatabasePlan, Format::Markdown, ".ai/db-plan.md", DATABASE),
    ]);
    let template = Template::new("template.md", decode(bytes).text);
    routewright_fuzz::compose_with(&project, &template);
});
