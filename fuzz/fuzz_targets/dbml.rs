//! Whatever bytes are taken for DBML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::model::{DocumentRole, Format};

fuzz_target!(|bytes: &[u8]| {
    routewright_fuzz::read(DocumentRole::DatabasePlan, Format::Dbml, "db.dbml", bytes);
});
