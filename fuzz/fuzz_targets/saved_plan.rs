//! Whatever bytes are taken for a saved plan: its sections, its endpoints and its provenance.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::shell::decode::decode;

fuzz_target!(|bytes: &[u8]| {
    let text = decode(bytes).text;
    let _ = routewright::plan::read(&text);
    let _ = routewright::plan::reading::endpoints_of(".ai/get-items-implementation-plan.md", &text);
    let _ = routewright::plan::origin::read(&text);
});
