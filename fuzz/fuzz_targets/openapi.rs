//! Whatever bytes are taken for a specification, in JSON or YAML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::model::{DocumentRole, Format};

fuzz_target!(|bytes: &[u8]| {
    let path = if bytes.starts_with(b"{") { "openapi.json" } else { "openapi.yaml" };
    let project = routewright_fuzz::project(&[(DocumentRole::ApiPlan, Format::Openapi, path, bytes)]);
    routewright_fuzz::compose(&project);
});
