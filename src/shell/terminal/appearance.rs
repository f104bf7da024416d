//! Keys and colours from the user's folder of settings.

use std::path::Path;

use super::super::folders;
use super::super::settings::text;
use crate::app::keys::Keymap;
use crate::config::settings::Settings;
use crate::config::theme::Theme;
use crate::config::{keymap, theme};
use crate::diagnostic::{Diagnostic, Severity, codes};

/// Keys and colours, and what is wrong with the files.
#[derive(Debug)]
pub(super) struct Appearance {
    pub(super) keymap: Keymap,
    pub(super) theme: Theme,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Loads `keymap.toml` and the theme that the settings name.
pub(super) fn load(settings: &Settings) -> Appearance {
    let folder = folders::settings();
    let mut diagnostics = Vec::new();
    let changes = folder.as_deref().and_then(|folder| file(&folder.join("keymap.toml"), &mut diagnostics));
    let changes = changes.map(|(path, text)| keymap::read(&path, &text).drain_into(&mut diagnostics));
    let keymap = Keymap::new(&changes.unwrap_or_default()).drain_into(&mut diagnostics);
    let theme = theme(settings, folder.as_deref(), &mut diagnostics);
    Appearance { keymap, theme, diagnostics }
}

fn theme(settings: &Settings, folder: Option<&Path>, diagnostics: &mut Vec<Diagnostic>) -> Theme {
    let Some(name) = &settings.theme else { return Theme::default() };
    if let Some(theme) = Theme::built_in(name) {
        return theme;
    }
    // The name may come from a project's settings, so it must not lead anywhere else.
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let own = folder.filter(|_| plain).map(|folder| folder.join("themes").join(format!("{name}.toml")));
    if let Some((path, text)) = own.and_then(|own| file(&own, diagnostics)) {
        return theme::read(&path, &text).drain_into(diagnostics);
    }
    say(diagnostics, format!("there is no theme `{name}`; there are {}", theme::built_in_names().join(", ")));
    Theme::default()
}

fn file(path: &Path, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, String)> {
    let shown = path.display().to_string();
    match text(path, None) {
        Ok(text) => text.map(|text| (shown, text)),
        Err(error) => {
            say(diagnostics, format!("`{shown}` could not be read: {error}"));
            None
        }
    }
}

fn say(diagnostics: &mut Vec<Diagnostic>, message: String) {
    diagnostics.push(Diagnostic {
        code: codes::SETTINGS,
        severity: Severity::Warning,
        message,
        help: None,
        place: None,
    });
}
