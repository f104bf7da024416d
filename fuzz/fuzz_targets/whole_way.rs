//! Whatever bytes stand in both plans, up to prompt and plan of each endpoint.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::model::{DocumentRole, Format};

fuzz_target!(|bytes: &[u8]| {
    // The first zero byte parts the two plans.
    let cut = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (api, database) = bytes.split_at(cut);
    let project = routewright_fuzz::project(&[
        (DocumentRole::ApiPlan, Format::Markdown, ".ai/api-plan.md", api),
        (DocumentRole::DatabasePlan, Format::Markdown, ".ai/db-plan.md", database.get(1..).unwrap_or_default()),
    ]);
    routewright_fuzz::compose(&project);
});
