//! What a plan that is there already means for one that would take its place.

use super::provenance;
use crate::model::{Project, Provenance};
use crate::plan::origin;

/// How a saved plan stands to the one that would be written now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It still holds, as it was written or as somebody changed it.
    Fresh,
    /// It was written by the offline planner, nobody changed it, and it would be another one now.
    Outdated,
    /// Somebody changed it or chose for it, and what it was made from changed since.
    Edited,
    /// It doesn't say what it was made from.
    Unknown,
    /// It is the plan for other endpoints.
    Other(String),
}

impl Standing {
    /// Why the file may not be written over unseen; none where it need not be or may be.
    #[must_use]
    pub fn objection(&self, path: &str) -> Option<String> {
        match self {
            Self::Fresh | Self::Outdated => None,
            Self::Edited => Some(format!("`{path}` was changed by hand, and what it was made from has changed since")),
            Self::Unknown => Some(format!("`{path}` exists already and doesn't say what it was made from")),
            Self::Other(endpoint) => Some(format!("`{path}` is the plan for {endpoint}")),
        }
    }
}

/// How the text of a saved plan stands to the one that would be written now. `template` is the text
/// that a prompt would be made with.
#[must_use]
pub fn standing(project: &Project, saved: &str, now: &str, template: &str) -> Standing {
    if saved.lines().eq(now.lines()) {
        return Standing::Fresh;
    }
    let (Some(then), Some(new)) = (origin::read(saved), origin::read(now)) else { return Standing::Unknown };
    if then.endpoint != new.endpoint {
        return Standing::Other(then.endpoint);
    }
    let is_ours = then.engine == provenance::OFFLINE && provenance::is_as_written(saved, &then);
    let is_fresh = provenance::changed(project, &then, template).is_empty();
    match (is_fresh, is_ours) {
        // The same choice gives another text: in another language, or by a newer planner.
        (true, true) if is_same_choice(&then, &new) => Standing::Outdated,
        (true, _) => Standing::Fresh,
        // Who turned rules off or rewrote them has to be asked before they come back.
        (false, true) if then.left_out.is_empty() => Standing::Outdated,
        (false, _) => Standing::Edited,
    }
}

fn is_same_choice(then: &Provenance, now: &Provenance) -> bool {
    then.sources == now.sources && then.tables == now.tables && then.rules == now.rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Choice, Endpoint, EndpointKey, Method, PathTemplate, ProvenanceSources};
    use crate::text::Place;

    fn project() -> Project {
        let mut project = Project::default();
        let key = EndpointKey { method: Method::Get, path: PathTemplate::new("/dogs") };
        project.api.endpoints.push(Endpoint::new(key, Place::default()));
        project
    }

    #[test]
    fn only_what_nobody_touched_is_written_over() {
        let project = project();
        let chosen = Choice { endpoints: project.api.endpoints.iter().collect(), ..Choice::of(&project) };
        let of = provenance::of(&chosen, "", provenance::OFFLINE);
        let stale =
            Provenance { sources: ProvenanceSources { spec: "older".to_owned(), ..of.sources.clone() }, ..of.clone() };
        let by_model = Provenance { engine: "some-model".to_owned(), ..stale.clone() };
        let picky = Provenance { left_out: vec!["p/1".to_owned()], ..stale.clone() };
        let elsewhere = Provenance { endpoint: "GET /cats".to_owned(), ..of.clone() };
        let now = provenance::append("# Plan\n\nnew", &of);
        let by_hand = |plan: String| plan.replace("old", "old, but mine");
        for (saved, expected) in [
            (now.clone(), Standing::Fresh),
            (now.replace('\n', "\r\n"), Standing::Fresh),
            (provenance::append("# Plan\n\nold", &of), Standing::Outdated),
            (by_hand(provenance::append("# Plan\n\nold", &of)), Standing::Fresh),
            (provenance::append("# Plan\n\nold", &stale), Standing::Outdated),
            (by_hand(provenance::append("# Plan\n\nold", &stale)), Standing::Edited),
            (provenance::append("# Plan\n\nold", &by_model), Standing::Edited),
            (provenance::append("# Plan\n\nold", &picky), Standing::Edited),
            (provenance::append("# Plan\n\nold", &elsewhere), Standing::Other("GET /cats".to_owned())),
            ("# Plan\n\nold".to_owned(), Standing::Unknown),
        ] {
            assert_eq!(standing(&project, &saved, &now, ""), expected, "{saved}");
        }
    }
}
