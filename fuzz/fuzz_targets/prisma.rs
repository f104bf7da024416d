//! Whatever bytes are taken for a Prisma schema.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routewright::model::{DocumentRole, Format};

fuzz_target!(|bytes: &[u8]| {
    routewright_fuzz::read(DocumentRole::DatabasePlan, Format::Prisma, "prisma/schema.prisma", bytes);
});
