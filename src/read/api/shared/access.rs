//! Sentences about all endpoints that say who may call them.

use std::collections::HashSet;

use super::named_in;
use crate::model::{Auth, Endpoint};
use crate::read::api::accept::Tails;
use crate::read::api::sections::{Layout, Zone};
use crate::read::api::words::{WORDS, Word};
use crate::read::blocks::BlockKind;

/// Calls every endpoint protected whose own text says nothing, where a sentence says so of all, and
/// those open that it excepts by name. Those that a caller needs before they have a token stay unsaid.
pub(super) fn protect(layout: &Layout<'_>, endpoints: &mut [Endpoint], tails: &Tails) {
    let mut said = false;
    let mut open: HashSet<usize> = HashSet::new();
    for (index, block) in layout.blocks().iter().enumerate() {
        if !matches!(block.kind, BlockKind::Line | BlockKind::Item { .. }) || layout.zone(index) == Zone::Future {
            continue;
        }
        let text = layout.outline.text_of(block);
        if !WORDS.has(text, Word::AllEndpoints) || !needs_token(text) {
            continue;
        }
        said = true;
        let Some(except) = WORDS.find(text, Word::Except) else { continue };
        open.extend(named_in(text.get(except.end..).unwrap_or_default(), tails));
        // `All endpoints need a token, except:` goes on in the items below.
        if text.trim_end().ends_with(':') {
            let below = layout.blocks().iter().skip(index + 1).take(20);
            let items = below.take_while(|b| matches!(b.kind, BlockKind::Item { .. }) && b.indent >= block.indent);
            open.extend(items.flat_map(|b| named_in(layout.outline.text_of(b), tails)));
        }
    }
    if !said {
        return;
    }
    for (index, endpoint) in endpoints.iter_mut().enumerate().filter(|(_, e)| e.details.auth.is_none()) {
        let unsaid = endpoint.key.path.segments().any(|s| WORDS.is(s, Word::OpenSegment) || WORDS.is(s, Word::SignUp));
        if open.contains(&index) {
            endpoint.details.auth = Some(Auth::None);
        } else if !unsaid {
            endpoint.details.auth = Some(Auth::Required);
        }
    }
}

fn needs_token(text: &str) -> bool {
    WORDS.has(text, Word::NeedsToken) || WORDS.has(text, Word::Need) && WORDS.has(text, Word::Token)
}
