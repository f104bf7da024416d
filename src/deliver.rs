//! What would be written or copied, as values: file names, differences, provenance, OSC 52 bytes.

pub mod acceptances;
pub mod copy;
pub mod difference;
pub mod file_name;
pub mod own_rules;
pub mod plan_state;
pub mod provenance;
pub mod standing;
