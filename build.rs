//! Embeds the whole folder `assets/`: writes the table of its files, sorted by path, that `src/assets.rs`
//! takes in. Texts are checked and placed by the compiler, so the program does nothing for them at start,
//! and a file that is new is seen without a list of files anywhere.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let assets = Path::new(&root).join("assets");
    println!("cargo::rerun-if-changed=assets");
    let mut files = Vec::new();
    list(&assets, "", &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for path in files {
        let on_disk = assets.join(&path);
        let _ = writeln!(table, "    ({path:?}, include_str!({on_disk:?})),");
    }
    table.push(']');
    fs::write(Path::new(&out).join("assets.rs"), table)
}

/// The files below a folder, relative to `assets/`, with `/`. What editors and systems leave behind is none,
/// and what a folder says of itself is for whoever looks after it.
fn list(folder: &Path, below: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{below}{name}");
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), files)?;
        } else if name != "README.md"
            && [".md", ".mdc", ".toml", ".ts", ".j2"].iter().any(|ending| name.ends_with(ending))
        {
            files.push(path);
        }
    }
    Ok(())
}
