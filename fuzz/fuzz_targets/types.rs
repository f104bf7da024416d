//! Whatever bytes are taken for source code; the first one chooses the language.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::model::{DocumentRole, Format};

const FILES: [&str; 9] = ["t.ts", "t.tsx", "T.cs", "T.java", "T.kt", "t.py", "t.go", "t.rs", "t.php"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let file = FILES[usize::from(*first) % FILES.len()];
    routewright_fuzz::read(DocumentRole::Types, Format::Code, file, rest);
});
