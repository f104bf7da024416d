//! What the plan says of an endpoint where it names it in passing.

use crate::model::{Endpoint, Parameter};
use crate::read::api::accept::{Tails, key_of};
use crate::read::api::params::query_names;
use crate::read::api::sections::{Layout, Zone};
use crate::read::api::target::targets;
use crate::read::blocks::BlockKind;
use crate::text::Span;

/// Takes query parameters from calls in other text: ``the day view calls `GET /boats?date=` ``.
pub(super) fn query_strings(layout: &Layout<'_>, endpoints: &mut [Endpoint], tails: &Tails) {
    for (index, block) in layout.blocks().iter().enumerate() {
        let text = layout.outline.text_of(block);
        if !matches!(block.kind, BlockKind::Line | BlockKind::Item { .. })
            || !text.contains('?')
            || layout.zone(index) == Zone::Future
        {
            continue;
        }
        for target in targets(text) {
            let Some(query) = &target.query else { continue };
            let [number] = tails.ending_with(&key_of(target.method, &target.path)) else { continue };
            let Some(endpoint) = endpoints.get_mut(*number) else { continue };
            let place = layout
                .source
                .place(Span::new(block.text.start + target.span.start, block.text.start + target.span.end));
            let known = &mut endpoint.details.query_params;
            for named in query_names(query) {
                if known.len() < 1000 && known.iter().all(|p| p.name != named.name) {
                    known.push(Parameter {
                        name: named.name,
                        ty: None,
                        required: None,
                        description: None,
                        default: None,
                        allowed: named.allowed,
                        place,
                    });
                }
            }
        }
    }
}
