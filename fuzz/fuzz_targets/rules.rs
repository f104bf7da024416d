//! Whatever bytes are taken for a file of rules.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::model::{DocumentRole, Format};

fuzz_target!(|bytes: &[u8]| {
    routewright_fuzz::read(DocumentRole::Rules, Format::Markdown, "AGENTS.md", bytes);
});
