//! Themes: a look for each role that text has on the screen, from TOML.
//!
//! A theme file has one line a role: `border = { fg = "gray" }`. Colours are the sixteen names of a
//! terminal's palette, a number of its 256, or `#rrggbb`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::assets;
use crate::diagnostic::{Diagnostic, Parsed, Severity, codes};
use crate::text::LineIndex;

/// The names of the themes that come with the program.
#[must_use]
pub fn built_in_names() -> Vec<&'static str> {
    assets::names("themes")
}

/// The theme without colours.
pub const NO_COLORS: &str = "mono";

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// One of the terminal's 256 colours; the first sixteen are its palette.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// Names of the palette's sixteen colours, in order.
const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "gray",
    "dark-gray",
    "light-red",
    "light-green",
    "light-yellow",
    "light-blue",
    "light-magenta",
    "light-cyan",
    "white",
];

/// How text of a role looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Colour of the text.
    pub fg: Option<Color>,
    /// Colour behind the text.
    pub bg: Option<Color>,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underlined: bool,
    /// Text and background swapped.
    pub reversed: bool,
}

macro_rules! roles {
    ($($(#[doc = $doc:literal])* $role:ident = $name:literal,)*) => {
        /// What a piece of text is on the screen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role { $($(#[doc = $doc])* $role,)* }

        impl Role {
            /// All roles with their names in theme files.
            pub const ALL: &[(Self, &str)] = &[$((Self::$role, $name),)*];
        }
    };
}

roles! {
    /// Anything without a role of its own.
    Text = "text",
    /// Less important text.
    Muted = "muted",
    /// Frame of a pane.
    Border = "border",
    /// Frame of the pane that keys go to.
    BorderActive = "border-active",
    /// Title of a pane.
    Title = "title",
    /// Title of the pane that keys go to.
    TitleActive = "title-active",
    /// Highlighted row of the pane that keys go to.
    Selected = "selected",
    /// Highlighted row of another pane.
    SelectedIdle = "selected-idle",
    /// A row or sign that the user chose.
    Marked = "marked",
    /// Letters that a search found.
    Found = "found",
    /// A key in the footer and in help.
    Key = "key",
    /// A heading in a document, or of a group of rows.
    Heading = "heading",
    /// Code in a document.
    Code = "code",
    /// A tag in a prompt.
    Tag = "tag",
    /// A method such as `GET`.
    Method = "method",
    /// An added line.
    Added = "added",
    /// A removed line.
    Removed = "removed",
    /// Something that went well.
    Good = "good",
    /// Something to look at.
    Warning = "warning",
    /// Something that failed.
    Error = "error",
}

/// A look for each role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    looks: Vec<Look>,
}

impl Theme {
    /// How a role looks.
    #[must_use]
    pub fn look(&self, role: Role) -> Look {
        self.looks.get(role as usize).copied().unwrap_or_default()
    }

    /// A built-in theme by name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        assets::built_in(&format!("themes/{name}.toml")).map(|text| read(name, text).value)
    }
}

impl Default for Theme {
    /// The dark theme.
    fn default() -> Self {
        Self::built_in("dark").unwrap_or(Self { looks: Vec::new() })
    }
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Written {
    fg: Option<WrittenColor>,
    bg: Option<WrittenColor>,
    bold: bool,
    italic: bool,
    underlined: bool,
    reversed: bool,
}

/// A number of the terminal's 256 colours, or anything else that a colour can be written as.
#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenColor {
    Number(u8),
    Text(String),
}

/// Reads a theme. `path` is for messages. Roles that it leaves out look like plain text.
#[must_use]
pub fn read(path: &str, text: &str) -> Parsed<Theme> {
    let lines = LineIndex::new(text);
    let mut looks = vec![Look::default(); Role::ALL.len()];
    let mut diagnostics = Vec::new();
    match toml::from_str::<BTreeMap<Spanned<String>, Written>>(text) {
        Err(error) => {
            let line = error.span().map_or(1, |span| lines.line_of(span.start));
            diagnostics.push(problem(format!("{path}:{line}: {}", error.message().trim_end())));
        }
        Ok(table) => {
            for (name, written) in table {
                let at = format!("{path}:{}", lines.line_of(name.span().start));
                let name = name.into_inner();
                let mut color = |written: Option<WrittenColor>| match written? {
                    WrittenColor::Number(number) => Some(Color::Indexed(number)),
                    WrittenColor::Text(text) => {
                        let color = color(&text);
                        if color.is_none() {
                            diagnostics.push(problem(format!("{at}: `{text}` is no colour")));
                        }
                        color
                    }
                };
                let (fg, bg) = (color(written.fg), color(written.bg));
                let Some(&(role, _)) = Role::ALL.iter().find(|(_, n)| *n == name) else {
                    diagnostics.push(problem(format!("{at}: nothing on the screen is called `{name}`")));
                    continue;
                };
                if let Some(look) = looks.get_mut(role as usize) {
                    *look = Look {
                        fg,
                        bg,
                        bold: written.bold,
                        italic: written.italic,
                        underlined: written.underlined,
                        reversed: written.reversed,
                    };
                }
            }
        }
    }
    Parsed { value: Theme { looks }, diagnostics }
}

fn color(text: &str) -> Option<Color> {
    if let Some(index) = NAMES.iter().position(|name| *name == text) {
        return u8::try_from(index).ok().map(Color::Indexed);
    }
    if let Some(hex) = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii()) {
        let part = |from: usize| u8::from_str_radix(hex.get(from..from + 2)?, 16).ok();
        return Some(Color::Rgb(part(0)?, part(2)?, part(4)?));
    }
    None
}

fn problem(message: String) -> Diagnostic {
    Diagnostic {
        code: codes::THEME,
        severity: Severity::Warning,
        message,
        help: Some("Colours are names such as `light-blue`, numbers from 0 to 255, or `#rrggbb`.".to_owned()),
        place: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_themes_are_clean_and_name_every_role() {
        for name in built_in_names() {
            let text = assets::built_in(&format!("themes/{name}.toml")).unwrap();
            let parsed = read(name, text);
            assert_eq!(parsed.diagnostics, [], "{name}");
            for (_, role) in Role::ALL {
                assert!(text.lines().any(|l| l.starts_with(&format!("{role} ="))), "{name} has no `{role}`");
            }
        }
    }

    #[test]
    fn mono_uses_no_colour() {
        let theme = Theme::built_in("mono").unwrap();
        for (role, name) in Role::ALL {
            assert_eq!((theme.look(*role).fg, theme.look(*role).bg), (None, None), "{name}");
        }
    }

    #[test]
    fn a_bad_line_costs_only_itself() {
        let parsed = read("my.toml", "text = { fg = \"#ff8000\" }\nborder = { fg = \"mauve\" }\nnope = {}\n");
        assert_eq!(parsed.value.look(Role::Text).fg, Some(Color::Rgb(255, 128, 0)));
        let mut messages: Vec<_> = parsed.diagnostics.iter().map(|d| d.message.as_str()).collect();
        messages.sort_unstable();
        assert_eq!(messages, ["my.toml:2: `mauve` is no colour", "my.toml:3: nothing on the screen is called `nope`"]);
    }
}
