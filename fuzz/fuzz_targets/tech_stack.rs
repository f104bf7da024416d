//! Whatever bytes are taken for a tech stack.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::model::{DocumentRole, Format};

fuzz_target!(|bytes: &[u8]| {
    routewright_fuzz::read(DocumentRole::TechStack, Format::Markdown, ".ai/tech-stack.md", bytes);
});
