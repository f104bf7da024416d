//! The declared types that matter to what is chosen, and why.

use super::super::command::{Action, Context};
use super::super::state::State;
use super::sheet::{Line, Sheet};
use crate::config::theme::Role;
use crate::model::{DocumentRole, TypeDeclaration, TypePick, TypesAs};

impl Sheet {
    /// Each picked type with its place, its reasons and its members.
    #[must_use]
    pub fn types(state: &State) -> Self {
        let project = &state.project;
        let picks = state.types.picks.iter().filter_map(|pick| Some((project.types.get(pick.ty)?, pick)));
        let mut lines = Vec::new();
        for (ty, pick) in picks {
            if !lines.is_empty() {
                lines.push(Line::blank());
            }
            lines.extend(picked(state, ty, pick));
        }
        let title = match lines.is_empty() {
            true => {
                lines.push(Line::wide(none(state), Role::Muted));
                "Types that matter".to_owned()
            }
            false => {
                lines.insert(0, Line::wide(given(state), Role::Muted));
                lines.insert(1, Line::blank());
                format!("Types that matter: {} of {}", state.types.picks.len(), project.types.len())
            }
        };
        Self::new(title, lines)
    }
}

/// How the prompt gives them, and the key that changes it.
fn given(state: &State) -> String {
    let key = state.setup.keymap.key_in(Action::TypesAs, Context::Preview).map(|key| key.to_string());
    let (now, other) = match state.types_as() {
        TypesAs::References => ("as references to their files", "gives their text"),
        TypesAs::Text => ("with their text", "gives references to their files"),
    };
    let key = key.map(|key| format!("; {key} {other}")).unwrap_or_default();
    format!("The prompt gives them {now}{key}.")
}

fn none(state: &State) -> &'static str {
    let has_files = state.project.documents.iter().any(|document| document.role == DocumentRole::Types);
    match (has_files, state.project.types.is_empty()) {
        (false, _) => "No source file with types was found. Name some with --types, or in routewright.toml.",
        (true, true) => "The source files that were read declare no type.",
        (true, false) => "No declared type has to do with what is chosen.",
    }
}

fn picked(state: &State, ty: &TypeDeclaration, pick: &TypePick) -> Vec<Line> {
    let mut lines = vec![Line::heading(ty.name.as_str())];
    let within = ty.within.as_ref().map(|within| format!(" in {within}")).unwrap_or_default();
    let at = state.project.source(ty.place).map(|source| source.lines_of(ty.place.span));
    let last = at.map(|(_, last)| last).filter(|last| *last > ty.line).map(|last| format!("–{last}"));
    let place = format!("{}{within} · {}:{}{}", ty.kind.word(), ty.file, ty.line, last.unwrap_or_default());
    lines.push(Line::wide(place, Role::Muted));
    lines.extend(pick.reasons.iter().map(|reason| Line::new("•", Role::Muted, reason.text.as_str(), Role::Text)));
    let members = ty.members.iter().map(|member| {
        let mark = if member.optional { "?" } else { "" };
        match &member.ty {
            Some(ty) => format!("{}{mark}: {ty}", member.name),
            None => format!("{}{mark}", member.name),
        }
    });
    let members = members.collect::<Vec<_>>().join(" · ");
    if !members.is_empty() {
        lines.push(Line::new("{}", Role::Muted, members, Role::Text));
    }
    lines
}
