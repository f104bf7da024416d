//! Standard output holds the answer alone; everything else goes to standard error.

use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::settings;
use crate::cli::{Color, Common};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::Project;
use crate::text::printable;

/// How much is said, and in which colours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Console {
    quiet: bool,
    verbose: bool,
    color: bool,
    paints_answers: bool,
}

impl Console {
    pub(super) fn new(common: &Common) -> Self {
        let color = match common.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !settings::no_color() && io::stderr().is_terminal(),
        };
        let paints_answers = match common.color {
            Color::Auto => !settings::no_color() && io::stdout().is_terminal() && common.out.is_none(),
            _ => color,
        };
        Self { quiet: common.quiet, verbose: common.verbose, color, paints_answers }
    }

    /// Whether answers for people may be painted.
    pub(super) fn paints_answers(&self) -> bool {
        self.paints_answers
    }

    /// Whether more is to be said than what is needed.
    pub(super) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Writes the answer. A reader that has seen enough (`| head`) is no failure.
    pub(super) fn answer(&self, answer: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(answer).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    }

    /// Says what went wrong, whatever was asked for.
    pub(super) fn error(&self, text: &str) {
        self.say("error", "31", text);
    }

    /// Says what was done.
    pub(super) fn notice(&self, text: &str) {
        if !self.quiet {
            self.line(text);
        }
    }

    /// A bar for work of a known length, drawn where somebody watches.
    pub(super) fn progress(&self, length: usize) -> ProgressBar {
        // The target draws nothing unless standard error is a terminal.
        let target = if self.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(length as u64), target);
        match ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }

    /// Says what was remarked: everything about finding documents, and about their inside as much as
    /// was asked for.
    pub(super) fn diagnostics(&self, project: &Project, all: &[Diagnostic]) {
        let mut held_back = 0;
        for diagnostic in all {
            let about_inside = diagnostic.place.is_some() && diagnostic.code.0 >= codes::FIRST_INSIDE.0;
            let shown = match diagnostic.severity {
                Severity::Error => true,
                Severity::Warning => !self.quiet && (self.verbose || !about_inside),
                Severity::Info => self.verbose,
            };
            if shown {
                self.diagnostic(project, diagnostic);
            } else if diagnostic.severity == Severity::Warning {
                held_back += 1;
            }
        }
        if held_back > 0 {
            let remarks = if held_back == 1 { "remark" } else { "remarks" };
            self.notice(&format!("{held_back} {remarks} about what the documents say; `-v` shows them"));
        }
    }

    fn diagnostic(&self, project: &Project, diagnostic: &Diagnostic) {
        let (word, color) = match diagnostic.severity {
            Severity::Error => ("error", "31"),
            Severity::Warning => ("warning", "33"),
            Severity::Info => ("note", "36"),
        };
        let place = diagnostic.place.map(|place| project.locate(place)).unwrap_or_default();
        let place = if place.is_empty() { place } else { format!("{place}: ") };
        self.say(&format!("{word}[{}]", diagnostic.code), color, &format!("{place}{}", diagnostic.message));
        if let Some(help) = &diagnostic.help {
            self.line(&format!("  help: {help}"));
        }
    }

    fn say(&self, word: &str, color: &str, text: &str) {
        let text = printable(text);
        let line =
            if self.color { format!("\x1b[1;{color}m{word}\x1b[0m: {text}\n") } else { format!("{word}: {text}\n") };
        // There is nobody left to tell when standard error is gone.
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }

    fn line(&self, text: &str) {
        let _ = io::stderr().lock().write_all(format!("{}\n", printable(text)).as_bytes());
    }
}
