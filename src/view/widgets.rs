//! Pieces that several panes and popups draw with.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::Margin;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Scrollbar, ScrollbarOrientation, ScrollbarState};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::style::{rect, span, style};
use crate::app::flow::{Flow, LineKind, harmless};
use crate::app::layout::Area;
use crate::app::line_input::LineInput;
use crate::app::state::State;
use crate::config::theme::Role;

/// Text of a document for one line: nothing a terminal could act on, no line breaks.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let text = harmless(text);
    if text.contains('\n') { Cow::Owned(text.replace('\n', " ")) } else { text }
}

/// The frame of a pane.
pub(super) fn frame_of<'t>(state: &State, active: bool, title: Vec<Span<'t>>) -> Block<'t> {
    let role = if active { Role::BorderActive } else { Role::Border };
    let border = if active { BorderType::Thick } else { BorderType::Rounded };
    Block::bordered().border_type(border).border_style(style(state, role)).title(Line::from(title))
}

/// The title of a pane: ` 1 Endpoints 12 `.
pub(super) fn title<'t>(state: &State, active: bool, text: &str, count: &str) -> Vec<Span<'t>> {
    let role = if active { Role::TitleActive } else { Role::Title };
    // Without a colour of its own a title would take the frame's.
    let look = Style { fg: Some(Color::Reset), ..Style::default() }.patch(style(state, role));
    let mut spans = vec![Span::styled(format!(" {text} "), look)];
    if !count.is_empty() {
        spans.push(span(state, Role::Muted, format!("{count} ")));
    }
    spans
}

/// Clears the place of a popup and draws its frame.
pub(super) fn popup_frame(frame: &mut Frame<'_>, state: &State, area: Area, title: &str) {
    frame.render_widget(Clear, rect(area));
    let block = frame_of(state, true, self::title(state, true, &shown(title), ""));
    frame.render_widget(block.style(style(state, Role::Text)), rect(area));
}

/// A bar at the right edge of a frame that shows how far something is scrolled.
pub(super) fn scrollbar(frame: &mut Frame<'_>, state: &State, outer: Area, top: usize, len: usize, height: u16) {
    let height = usize::from(height);
    if len <= height || height == 0 {
        return;
    }
    let mut position = ScrollbarState::new(len - height + 1).position(top).viewport_content_length(height);
    let bar = Scrollbar::new(ScrollbarOrientation::VerticalRight)
        .begin_symbol(None)
        .end_symbol(None)
        .track_symbol(None)
        .thumb_symbol("█")
        .thumb_style(style(state, Role::Muted));
    frame.render_stateful_widget(bar, rect(outer).inner(Margin { horizontal: 0, vertical: 1 }), &mut position);
}

/// Shortens text to a width, with `…` where something was left out.
pub(super) fn fit(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let mut kept = String::new();
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > width {
            break;
        }
        kept.push_str(grapheme);
    }
    if width > 0 {
        kept.push('…');
    }
    Cow::Owned(kept)
}

/// Shortens text to a width from the left, for places whose end says more than their start.
pub(super) fn fit_end(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let kept = text.grapheme_indices(true).rev().take_while(|(_, grapheme)| {
        used += grapheme.width();
        used <= width
    });
    let start = kept.last().map_or(text.len(), |(at, _)| at);
    let sign = if width > 0 { "…" } else { "" };
    Cow::Owned(format!("{sign}{}", text.get(start..).unwrap_or_default()))
}

/// Text with the letters that a search found in their own look. `from` is the number of the text's
/// first letter.
pub(super) fn found<'t>(text: &str, from: usize, letters: &[u32], base: Style, hit: Style) -> Vec<Span<'t>> {
    if letters.is_empty() {
        return vec![Span::styled(text.to_owned(), base)];
    }
    let mut spans: Vec<Span<'t>> = Vec::new();
    let mut run = String::new();
    let mut run_is_hit = false;
    for (nth, grapheme) in text.graphemes(true).enumerate() {
        let is_hit = u32::try_from(from + nth).is_ok_and(|at| letters.binary_search(&at).is_ok());
        if is_hit != run_is_hit && !run.is_empty() {
            spans.push(Span::styled(std::mem::take(&mut run), if run_is_hit { base.patch(hit) } else { base }));
        }
        run_is_hit = is_hit;
        run.push_str(grapheme);
    }
    spans.push(Span::styled(run, if run_is_hit { base.patch(hit) } else { base }));
    spans
}

/// A line that is being typed, with its cursor in sight.
pub(super) fn input(frame: &mut Frame<'_>, state: &State, area: Area, sign: &str, line: &LineInput, typing: bool) {
    let (before, after) = line.around_cursor();
    let (before, after) = (shown(before), shown(after));
    let sign_width = sign.width();
    let room = usize::from(area.width).saturating_sub(sign_width + 1);
    let mut start = 0;
    let mut width = before.width();
    for (at, grapheme) in before.grapheme_indices(true) {
        if width <= room {
            break;
        }
        width -= grapheme.width();
        start = at + grapheme.len();
    }
    let before = before.get(start..).unwrap_or_default();
    let line = Line::from(vec![span(state, Role::Key, sign.to_owned()), Span::raw(before), Span::raw(&*after)]);
    frame.render_widget(line, rect(area));
    let column = u16::try_from(sign_width + width).unwrap_or(u16::MAX);
    if typing && area.height > 0 && column < area.width {
        frame.set_cursor_position((area.x + column, area.y));
    }
}

/// Rows of a text.
pub(super) fn flow(frame: &mut Frame<'_>, state: &State, area: Area, flow: &Flow, top: usize) {
    for (nth, (row, text)) in flow.rows(top, usize::from(area.height)).enumerate() {
        let y = area.y + u16::try_from(nth).unwrap_or(u16::MAX);
        let indent = row.indent.min(area.width);
        let place = Area { x: area.x + indent, y, width: area.width - indent, height: 1 };
        let line = match row.kind {
            LineKind::Plain => with_code(state, text),
            kind => {
                let role = match kind {
                    LineKind::Heading => Role::Heading,
                    LineKind::Code => Role::Code,
                    LineKind::Tag => Role::Tag,
                    LineKind::Added => Role::Added,
                    LineKind::Removed => Role::Removed,
                    LineKind::Skipped | LineKind::Plain => Role::Muted,
                };
                Line::from(span(state, role, text))
            }
        };
        frame.render_widget(line, rect(place));
    }
}

/// A line of prose with what stands in backquotes as code, and what stands between `**` bold.
fn with_code<'t>(state: &State, text: &'t str) -> Line<'t> {
    let mut line = Line::default();
    let mut rest = text;
    while !rest.is_empty() {
        let next = ["`", "**"].into_iter().filter_map(|mark| Some((rest.find(mark)?, mark))).min();
        // A mark without a partner is only a mark.
        let marked = next.and_then(|(start, mark)| {
            let inside = start + mark.len();
            let end = inside + rest.get(inside..)?.find(mark)? + mark.len();
            Some((start, end, mark))
        });
        let (start, end, mark) = marked.unwrap_or((rest.len(), rest.len(), ""));
        line.push_span(span(state, Role::Text, rest.get(..start).unwrap_or_default()));
        let look = match mark {
            "`" => style(state, Role::Code),
            _ => style(state, Role::Text).add_modifier(Modifier::BOLD),
        };
        line.push_span(Span::styled(rest.get(start..end).unwrap_or_default(), look));
        rest = rest.get(end..).unwrap_or_default();
    }
    line
}
