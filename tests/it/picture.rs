//! The README's picture: a screen of the real program as SVG.
//!
//! `UPDATE_PICTURE=1 cargo test --test it picture` makes it again.

use std::fmt::Write as _;
use std::path::Path;

use crate::terminal::{Terminal, routewright};

const COLUMNS: u16 = 130;
const ROWS: u16 = 36;
/// Width and height of a character cell, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 14.0;
const FOREGROUND: &str = "#d8dee9";
const BACKGROUND: &str = "#1b1f27";
/// The sixteen colours of the terminal in the picture.
const PALETTE: [&str; 16] = [
    "#2e3440", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#abb2bf", "#5c6370", "#ef7a85",
    "#a9d38c", "#f0cf8f", "#79bdf7", "#d48fe8", "#6cc7d1", "#ffffff",
];

#[test]
fn the_readme_shows_the_program_as_it_is() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screen.svg");
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(routewright(home.path(), &["--demo"]), COLUMNS, ROWS);
    terminal.wait_for("/api/walls");
    terminal.keys("jj");
    terminal.wait_for("POST /api/walls/{wallId}/routes ·");
    // The tokens come a moment after the prompt.
    terminal.wait_for("tokens for GPT ─");
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        terminal.settle();
        std::fs::write(&file, terminal.with_screen(svg)).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    // The frame may still be on its way.
    let same = terminal.comes_to(|screen| svg(screen) == kept);
    assert!(same, "docs/screen.svg is not what the program shows: UPDATE_PICTURE=1 cargo test --test it picture");
}

/// The screen as an SVG picture: one rectangle for each run of a background colour, one text for
/// each run of cells that look the same.
fn svg(screen: &vt100::Screen) -> String {
    let (rows, columns) = screen.size();
    let width = f32::from(columns.get()) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(rows.get()) * CELL.1 + 2.0 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n"
    );
    for row in 0..rows.get() {
        let mut column = 0;
        while column < columns.get() {
            let run = Run::at(screen, row, column, columns.get());
            run.draw(row, column, &mut out);
            column += run.cells.max(1);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Neighbouring cells of one row that look the same.
#[derive(Default)]
struct Run {
    text: String,
    cells: u16,
    look: Look,
}

#[derive(Default, Clone, PartialEq)]
struct Look {
    foreground: Option<String>,
    background: Option<String>,
    bold: bool,
    italic: bool,
    underline: bool,
}

impl Run {
    fn at(screen: &vt100::Screen, row: u16, column: u16, columns: u16) -> Self {
        let mut run = Self::default();
        for at in column..columns {
            let Some(cell) = screen.cell(row, at) else { break };
            let look = Look::of(cell);
            if run.cells > 0 && look != run.look {
                break;
            }
            run.look = look;
            run.cells += 1;
            if !cell.is_wide_continuation() {
                run.text.push_str(if cell.has_contents() { cell.contents() } else { " " });
            }
        }
        run
    }

    fn draw(&self, row: u16, column: u16, out: &mut String) {
        let x = MARGIN + f32::from(column) * CELL.0;
        let y = MARGIN + f32::from(row) * CELL.1;
        let width = f32::from(self.cells) * CELL.0;
        if let Some(background) = &self.look.background {
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{background}\"/>",
                CELL.1
            );
        }
        if self.text.trim().is_empty() {
            return;
        }
        let mut style = String::new();
        for (on, attribute) in [
            (self.look.bold, " font-weight=\"bold\""),
            (self.look.italic, " font-style=\"italic\""),
            (self.look.underline, " text-decoration=\"underline\""),
        ] {
            if on {
                style.push_str(attribute);
            }
        }
        let text = self.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"{}\"{style}>{text}</text>",
            y + CELL.1 * 0.75,
            self.look.foreground.as_deref().unwrap_or(FOREGROUND),
        );
    }
}

impl Look {
    fn of(cell: &vt100::Cell) -> Self {
        let mut foreground = colour(cell.fgcolor());
        let mut background = colour(cell.bgcolor());
        if cell.inverse() {
            (foreground, background) = (
                Some(background.unwrap_or_else(|| BACKGROUND.to_owned())),
                Some(foreground.unwrap_or_else(|| FOREGROUND.to_owned())),
            );
        }
        if cell.dim() && foreground.is_none() {
            foreground = Some(PALETTE[8].to_owned());
        }
        Self { foreground, background, bold: cell.bold(), italic: cell.italic(), underline: cell.underline() }
    }
}

/// A colour as SVG writes it; `None` is the terminal's own.
fn colour(colour: vt100::Color) -> Option<String> {
    match colour {
        vt100::Color::Default => None,
        vt100::Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        vt100::Color::Idx(index @ 0..16) => Some(PALETTE[usize::from(index)].to_owned()),
        // xterm's colour cube and grey ramp.
        vt100::Color::Idx(index @ 16..232) => {
            let steps = [0, 95, 135, 175, 215, 255];
            let cube = usize::from(index - 16);
            let (red, green, blue) = (steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6]);
            Some(format!("#{red:02x}{green:02x}{blue:02x}"))
        }
        vt100::Color::Idx(index) => {
            let grey = 8 + 10 * (u16::from(index) - 232);
            Some(format!("#{grey:02x}{grey:02x}{grey:02x}"))
        }
    }
}
