//! What an endpoint takes that the plan gives by naming another: `same as POST /boats`, ``see `GET /boats` ``.

use super::words::{WORDS, Word};
use super::{Draft, shared};
use crate::model::Method;

/// Takes over the bodies of endpoints that others refer to.
pub(super) fn resolve(drafts: &mut [Draft]) {
    for number in 0..drafts.len() {
        take_queries(drafts, number);
        let Some(draft) = drafts.get(number) else { return };
        let Some(reference) = draft.same_as.clone() else { continue };
        // `any subset of the fields of POST` beside an example that shows some of them.
        let subset = WORDS.has(&reference, Word::AllOptional);
        if !draft.endpoint.details.body_fields.is_empty() && !subset && !draft.beside {
            continue;
        }
        let Some(source) = shared::referred(&reference, &draft.endpoint, drafts.iter().map(|d| &d.endpoint)) else {
            continue;
        };
        let mut fields = source.details.body_fields.clone();
        fields.retain(|f| !draft.lacks.contains(&f.name));
        let body = source.details.request_body.clone();
        // What a creation needs, an update of parts does not.
        if draft.endpoint.key.method == Method::Patch {
            let optional = subset.then_some(false);
            fields.iter_mut().for_each(|f| f.required = optional);
        }
        if let Some(Draft { endpoint, beside, .. }) = drafts.get_mut(number) {
            endpoint.details.request_body = endpoint.details.request_body.take().or(body);
            fields.retain(|f| endpoint.details.body_fields.iter().all(|known| known.name != f.name));
            endpoint
                .details
                .body_fields
                .iter_mut()
                .filter(|_| subset)
                .for_each(|f| f.required = f.required.or(Some(false)));
            if *beside {
                fields.append(&mut endpoint.details.body_fields);
            }
            endpoint.details.body_fields.extend(fields);
        }
    }
}

/// Adds the query parameters of the endpoint that an endpoint's own refer to.
fn take_queries(drafts: &mut [Draft], number: usize) {
    let Some(reference) = drafts.get(number).and_then(|draft| draft.queries_as.clone()) else { return };
    let Some(source) = shared::referred_by_target(&reference, drafts.iter().map(|d| &d.endpoint)) else { return };
    let queries = source.details.query_params.clone();
    let Some(draft) = drafts.get_mut(number) else { return };
    let own = &mut draft.endpoint.details.query_params;
    let new: Vec<_> = queries.into_iter().filter(|q| own.iter().all(|known| known.name != q.name)).collect();
    own.extend(new);
}
