//! What would be written or copied, as values: file names, differences, provenance, OSC 52 bytes.
