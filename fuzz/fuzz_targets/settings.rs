//! Whatever bytes are taken for settings, a key map and a theme.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::shell::decode::decode;

fuzz_target!(|bytes: &[u8]| {
    let text = decode(bytes).text;
    let _ = routewright::config::settings::reading::read("routewright.toml", &text);
    let _ = routewright::config::keymap::read("keymap.toml", &text);
    let _ = routewright::config::theme::read("theme.toml", &text);
});
