//! What the table of arguments gives besides parsing: completions and the manual page.

use clap::CommandFactory;

use super::args::Arguments;

/// Completions for a shell.
#[must_use]
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "routewright", &mut script);
    script
}

/// The manual page: the command, then a section for each of its commands and theirs.
#[must_use]
pub fn page() -> Vec<u8> {
    let command = Arguments::command();
    let mut page = Vec::new();
    // Writing to memory can't fail.
    let _ = clap_mangen::Man::new(command.clone()).render(&mut page);
    for command in command.get_subcommands() {
        section(&mut page, command, command.get_name());
    }
    page
}

fn section(page: &mut Vec<u8>, command: &clap::Command, name: &str) {
    let about = command.get_about().map(|about| format!("{about}\n")).unwrap_or_default();
    let heading = format!(".SH \"COMMAND {}\"\n{about}", name.to_uppercase());
    page.extend_from_slice(heading.as_bytes());
    let own = command.clone().mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg });
    let _ = clap_mangen::Man::new(own).render_options_section(page);
    for inner in command.get_subcommands() {
        section(page, inner, &format!("{name} {}", inner.get_name()));
    }
}
