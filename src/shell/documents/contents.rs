//! The bytes of a document: never more than a limit, and never from a pipe or device but standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::text::hex;

/// Bytes of a file, up to a limit, and what is told about the whole.
pub(super) struct Contents {
    pub(super) bytes: Vec<u8>,
    pub(super) size: u64,
    pub(super) sha256: String,
}

impl Contents {
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        Self { size: bytes.len() as u64, sha256: hex(&Sha256::digest(&bytes)), bytes }
    }
}

/// Reads a file up to a limit, at the end of a line where it is longer.
pub(super) fn contents(path: &Path, limit: usize) -> io::Result<Contents> {
    // Opening a pipe would wait for its other end, so what it is comes first.
    let kind = fs::metadata(path)?;
    if kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder, not a file"));
    }
    if !kind.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is neither a file nor a folder"));
    }
    from(File::open(path)?, limit)
}

/// Reads a stream to its end and keeps what is within a limit, up to the end of a line where there is more.
pub(super) fn from(mut file: impl Read, limit: usize) -> io::Result<Contents> {
    let (mut bytes, mut size, mut hash) = (Vec::new(), 0u64, Sha256::new());
    let mut block = vec![0; 64 * 1024];
    loop {
        let read = match file.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let block = block.get(..read).unwrap_or_default();
        hash.update(block);
        size += read as u64;
        let room = limit.saturating_sub(bytes.len()).min(read);
        bytes.extend_from_slice(block.get(..room).unwrap_or_default());
    }
    if size > bytes.len() as u64 {
        // A cut in the middle of a line could change what the line says.
        let end = bytes.iter().rposition(|b| *b == b'\n').map_or(bytes.len(), |at| at + 1);
        bytes.truncate(end);
    }
    Ok(Contents { bytes, size, sha256: hex(&hash.finalize()) })
}
