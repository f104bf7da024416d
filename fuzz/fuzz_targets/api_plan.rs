//! Whatever bytes are taken for an API plan in markdown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::model::{DocumentRole, Format};

fuzz_target!(|bytes: &[u8]| {
    routewright_fuzz::read(DocumentRole::ApiPlan, Format::Markdown, ".ai/api-plan.md", bytes);
});
