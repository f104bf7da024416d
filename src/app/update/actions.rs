//! What each command does.

use super::super::command::{Action, COMMANDS, Context};
use super::super::line_input::LineInput;
use super::super::list::ListCursor;
use super::super::msg::{Effect, What};
use super::super::packs;
use super::super::panes::{preview, tables};
use super::super::popup::packs::Packs;
use super::super::popup::remarks::Remarks;
use super::super::popup::sheet::Sheet;
use super::super::popup::{Palette, Popup};
use super::super::rule_files::FileEdit;
use super::super::state::{Phase, State, Step, Tone};
use super::rules::{editing, owners};
use super::{findings, forms, layout_of, moving, rules, saving, typing};
use crate::deliver::plan_state::PlanState;
use crate::model::RuleOrigin;
use crate::model::schema::table_key;

/// Carries out a command.
pub(super) fn perform(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Mark => mark(state),
        Action::Continue => state.step = Step::Tables,
        Action::NextUnplanned => {
            next_endpoint(state, |plan| *plan == PlanState::None, "Every endpoint has a plan.");
        }
        Action::NextWithFindings => {
            next_endpoint(state, |plan| plan.findings() > 0, "Nothing was found in the saved plans.");
        }
        Action::ClearMarks => state.choose("all marks cleared", |choices| choices.marked.clear()),
        Action::ShowEndpoint => {
            if let Some(endpoint) = state.endpoint() {
                // With several endpoints marked, the picks are for all of them together.
                let alone = state.subject() == state.endpoints.list.selected().as_slice();
                let types = if alone { state.types.picks.as_slice() } else { &[] };
                let sheet = Sheet::endpoint(&state.project, endpoint, types);
                state.popups.push(Popup::Sheet(sheet));
            }
        }
        Action::ToggleTable => toggle_table(state),
        Action::ShowTable => show_table(state),
        Action::ResetTables => reset_tables(state),
        Action::ToggleRule => rules::toggle(state),
        Action::EditRule => rules::edit(state),
        Action::OpenRule => editing::open(state, effects),
        Action::AddRule => rules::add(state),
        Action::DeleteRule => rules::delete(state, effects),
        Action::RuleUp => rules::shift(state, -1, effects),
        Action::RuleDown => rules::shift(state, 1, effects),
        Action::GiveRule => owners::give(state, effects),
        Action::ResetRule => rules::reset(state),
        Action::ShowPacks => {
            let packs = Packs::new(state);
            state.popups.push(Popup::Packs(packs));
        }
        Action::TogglePack | Action::ToggleWholePack => toggle_pack(state),
        Action::KeepText => editing::keep(state, effects),
        Action::HandOver => editing::hand_over(state, effects),
        Action::ChangeOwner => owners::change(state),
        Action::DiscardText => editing::discard(state),
        Action::Search => search(state),
        Action::Sources => state.popups.push(Popup::Sources(ListCursor::default())),
        Action::LeaveOut => state.popups.push(Popup::LeaveOut(ListCursor::default())),
        Action::ToggleOmission => forms::toggle_omission(state),
        Action::NextTab => state.preview.tab = state.preview.tab.plus(1),
        Action::PreviousTab => state.preview.tab = state.preview.tab.plus(-1),
        Action::Copy => copy(state, state.copied_now(), effects),
        Action::CopyPrompt => copy(state, What::Prompt, effects),
        Action::CopyPlan => copy(state, What::Plan, effects),
        Action::Save => saving::ask(state),
        Action::SaveUnderName => saving::save_under_name(state, effects),
        Action::Overwrite => saving::overwrite(state, effects),
        Action::OtherName => saving::other_name(state),
        Action::Undo => undo(state, effects),
        Action::Redo => redo(state, effects),
        Action::Language => forms::language(state),
        Action::ShowTypes => {
            let sheet = Sheet::types(state);
            state.popups.push(Popup::Sheet(sheet));
        }
        Action::TypesAs => forms::types_as(state),
        Action::DocumentsAs => forms::documents_as(state),
        Action::Format => forms::format(state),
        Action::Palette => palette(state),
        Action::Help => {
            let sheet = Sheet::help(state, state.context());
            state.popups.push(Popup::Sheet(sheet));
        }
        Action::Diagnostics => {
            let remarks = Remarks::new(state);
            state.popups.push(Popup::Remarks(remarks));
        }
        Action::Explain => findings::explain(state),
        Action::OpenPlace => findings::open(state, effects),
        Action::NextFinding => findings::go(state, 1),
        Action::PreviousFinding => findings::go(state, -1),
        Action::AllFindings => state.preview.check.all = !state.preview.check.all,
        Action::Diagram => forms::diagram(state),
        Action::Reread => {
            if state.phase == Phase::Ready {
                state.phase = Phase::Rereading;
                effects.push(Effect::ReadProject);
            }
        }
        Action::Endpoints => go_to(state, Step::Endpoints),
        Action::Tables => go_to(state, Step::Tables),
        Action::Rules => go_to(state, Step::Rules),
        Action::Preview => go_to(state, Step::Preview),
        Action::NextStep => around(state, 1),
        Action::PreviousStep => around(state, 3),
        Action::Down => moving::by_rows(state, 1),
        Action::Up => moving::by_rows(state, -1),
        Action::PageDown => moving::by_pages(state, 1),
        Action::PageUp => moving::by_pages(state, -1),
        Action::First => moving::by_rows(state, isize::MIN),
        Action::Last => moving::by_rows(state, isize::MAX),
        Action::ScrollDown => moving::scroll_preview(state, 1),
        Action::ScrollUp => moving::scroll_preview(state, -1),
        Action::Back => back(state),
        Action::Accept => accept(state, effects),
        Action::Quit => effects.push(Effect::Quit),
    }
}

/// Changes the step. A search that was being typed is over.
pub(super) fn go_to(state: &mut State, step: Step) {
    for list in [&mut state.endpoints.list, &mut state.tables.list, &mut state.rules.list] {
        list.typing = false;
    }
    state.step = step;
}

/// Some steps on, from the first again after the last.
fn around(state: &mut State, by: usize) {
    let step = Step::ALL.get((state.step as usize + by) % Step::ALL.len());
    go_to(state, step.copied().unwrap_or_default());
}

fn mark(state: &mut State) {
    let Some(name) = state.endpoints.list.selected().and_then(|at| state.endpoints.names.get(at)).cloned() else {
        return;
    };
    let marked = state.choices.marked.contains(&name);
    let what = if marked { format!("{name} unmarked") } else { format!("{name} marked") };
    state.choose(what, |choices| match marked {
        true => choices.marked.retain(|m| *m != name),
        false => choices.marked.push(name),
    });
    state.endpoints.list.step(1);
}

/// Goes to the next endpoint with such a plan, or says why there is none.
fn next_endpoint(state: &mut State, is_wanted: impl Fn(&PlanState) -> bool, none: &str) {
    match state.endpoints.next(is_wanted) {
        Some(at) => {
            if !state.endpoints.list.select(at) {
                typing::end_search(state);
                state.endpoints.list.select(at);
            }
        }
        None => state.say(Tone::Good, none),
    }
}

fn toggle_table(state: &mut State) {
    let Some(row) = state.tables.row() else { return };
    let (table, chosen) = (row.name.clone(), !row.chosen);
    let subject = state.subject();
    let names: Vec<(String, bool)> = subject
        .iter()
        .filter_map(|at| {
            let proposed =
                state.picks.get(at).is_some_and(|picks| picks.iter().any(|p| table_key(&p.table) == table_key(&table)));
            Some((state.endpoints.names.get(*at)?.clone(), proposed))
        })
        .collect();
    let what = format!("table {table} {}", if chosen { "added" } else { "removed" });
    state.choose(what, |choices| {
        // With several endpoints, a table that is proposed for one is not added to the others.
        let anywhere = names.iter().any(|(_, proposed)| *proposed);
        for (name, proposed) in &names {
            if !chosen || *proposed || !anywhere {
                choices.set_table(name, &table, chosen, *proposed);
            }
        }
    });
}

fn show_table(state: &mut State) {
    let table = state.tables.row().and_then(|row| tables::table(&state.project, row.index));
    if let Some(table) = table {
        let sheet = Sheet::table(&state.project, table);
        state.popups.push(Popup::Sheet(sheet));
    }
}

fn reset_tables(state: &mut State) {
    let subject = state.subject();
    let names: Vec<String> = subject.iter().filter_map(|at| state.endpoints.names.get(*at).cloned()).collect();
    state.choose("back to the proposed tables", |choices| {
        for name in &names {
            choices.tables.remove(name);
        }
    });
}

/// Turns the highlighted pack on or off, or that of the highlighted rule.
fn toggle_pack(state: &mut State) {
    let pack = match (state.popups.last(), state.rules.row()) {
        (Some(Popup::Packs(packs)), _) => packs.selected().map(|row| row.id.to_owned()),
        (_, Some(row)) => match &row.rule.origin {
            RuleOrigin::Pack { id, .. } => Some(id.clone()),
            RuleOrigin::File { .. } | RuleOrigin::User | RuleOrigin::Remembered { .. } => None,
        },
        _ => None,
    };
    match pack {
        Some(pack) => packs::toggle(state, &pack),
        None => state.say(Tone::Bad, "This rule is of no pack."),
    }
}

fn search(state: &mut State) {
    let list = match state.step {
        Step::Endpoints => &mut state.endpoints.list,
        Step::Tables => &mut state.tables.list,
        Step::Rules => &mut state.rules.list,
        Step::Preview => return,
    };
    list.typing = true;
    list.search.get_or_insert_default();
}

fn copy(state: &mut State, what: What, effects: &mut Vec<Effect>) {
    let subject = state.subject();
    let text = match what {
        What::Prompt => preview::prompt_of(state, &subject).text.clone(),
        What::Plan => preview::plan_of(state, &subject).to_owned(),
        What::Implementation => preview::companion_of(state, &subject).text.clone(),
        What::Findings => state.preview.check.text(),
    };
    if what == What::Findings && text.is_empty() {
        state.say(Tone::Bad, "There is no finding to copy.");
        return;
    }
    if subject.is_empty() || text.is_empty() {
        state.say(Tone::Bad, "There is no endpoint to copy anything for.");
        return;
    }
    effects.push(Effect::Copy { what, text });
}

fn undo(state: &mut State, effects: &mut Vec<Effect>) {
    match state.history.undo(&mut state.choices) {
        Some((what, edits)) => travelled(state, "Taken back", &what, edits, effects),
        None => state.say(Tone::Plain, "There is nothing to take back."),
    }
}

fn redo(state: &mut State, effects: &mut Vec<Effect>) {
    match state.history.redo(&mut state.choices) {
        Some((what, edits)) => travelled(state, "Made again", &what, edits, effects),
        None => state.say(Tone::Plain, "There is nothing to make again."),
    }
}

fn travelled(state: &mut State, how: &str, what: &str, edits: Vec<FileEdit>, effects: &mut Vec<Effect>) {
    state.revision += 1;
    match state.repeat(edits, effects) {
        Ok(()) => state.say(Tone::Plain, format!("{how}: {what}.")),
        Err(refused) => state.say(Tone::Bad, format!("{how}: {what}, but not in the file of rules: {refused}.")),
    }
}

fn palette(state: &mut State) {
    let context = state.context();
    let is_listed = |action| {
        let moves = [Action::Down, Action::Up, Action::PageDown, Action::PageUp, Action::First, Action::Last];
        !moves.contains(&action) && action != Action::Palette
    };
    let commands = COMMANDS.iter().enumerate().filter(|(_, c)| c.contexts.contains(&context) && is_listed(c.action));
    let mut palette = Palette { commands: commands.map(|(at, _)| at).collect(), ..Palette::default() };
    palette.refill();
    state.popups.push(Popup::Palette(palette));
}

fn back(state: &mut State) {
    let would_lose_text = matches!(state.popups.last(), Some(Popup::Editor { editor, .. }) if editor.changed());
    if would_lose_text {
        state.popups.push(Popup::Discard);
    } else if state.popups.pop().is_none() && !typing::end_search(state) {
        let before = (state.step as usize).saturating_sub(1);
        go_to(state, Step::ALL.get(before).copied().unwrap_or_default());
    }
}

fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    match state.context() {
        Context::Search => typing::accept_search(state),
        Context::Palette => {
            let Some(Popup::Palette(palette)) = state.popups.pop() else { return };
            if let Some(command) = palette.selected() {
                perform(state, command.action, effects);
            }
        }
        Context::Sources => {
            let Some(Popup::Sources(cursor)) = state.popups.pop() else { return };
            jump_to_source(state, cursor.at);
        }
        _ => {}
    }
}

/// Shows the part of the prompt that a variable fills.
fn jump_to_source(state: &mut State, part: usize) {
    state.preview.tab = preview::Tab::Prompt;
    state.step = Step::Preview;
    super::refresh(state);
    let Some(prompt) = &state.preview.prompt else { return };
    let Some(part) = prompt.parts.get(part) else { return };
    let before = prompt.text.get(..part.span.start).unwrap_or_default();
    let row = state.preview.flow.row_of_line(before.matches('\n').count());
    if let Some(pane) = layout_of(state).and_then(|l| l.preview) {
        state.preview.scroll_to(row, pane.list.height);
    }
}

/// Opens a line for a file name.
pub(super) fn name(state: &mut State, offered: &str) {
    state.popups.push(Popup::Name(LineInput::new(offered)));
}
