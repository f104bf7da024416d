//! Comments that accept findings outlive the plan that they stand in: one that takes its place for the
//! same endpoints has them too.

use std::borrow::Cow;

use crate::check::acceptance::{code_of, comments};
use crate::model::EndpointKey;
use crate::plan::origin;
use crate::plan::reading::read;
use crate::text::Span;

/// A plan with the comments of the one whose place it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The plan.
    pub text: String,
    /// The codes that its comments accept as they did in the former plan.
    pub kept: Vec<String>,
    /// The codes that the former plan accepted and that are lost, since it was for other endpoints.
    pub dropped: Vec<String>,
}

impl Carried {
    /// What became of the comments, if there were any.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        match (self.kept.as_slice(), self.dropped.as_slice()) {
            ([], []) => None,
            (kept, []) => Some(format!("comments that accept findings were kept: {}", kept.join(", "))),
            (_, dropped) => Some(format!(
                "comments that accept findings are gone, because the former plan was for another endpoint: {}",
                dropped.join(", ")
            )),
        }
    }
}

/// Takes the comments of a former plan over into a new one, each into the section that it stood in, or
/// to the end where there is no such section.
#[must_use]
pub fn carried(former: &str, new: &str) -> Carried {
    let of_former: Vec<_> = comments(former).into_iter().filter(|span| !new.contains(slice(former, *span))).collect();
    let codes = || of_former.iter().map(|span| code_of(slice(former, *span)).to_owned()).collect();
    let unchanged = Carried { text: new.to_owned(), kept: Vec::new(), dropped: Vec::new() };
    if of_former.is_empty() {
        return unchanged;
    }
    let (then, now) = (read(former).unwrap_or_default(), read(new).unwrap_or_default());
    if !then.endpoints.iter().any(|key| now.endpoints.iter().any(|other| is_same(key, other))) {
        return Carried { dropped: codes(), ..unchanged };
    }
    let end = origin::without(new).trim_end().len();
    let place_of = |at: usize| {
        let section = then.sections.iter().find(|section| section.head.start <= at && at < section.body.end);
        let kind = section.and_then(|section| section.kind);
        let same = now.sections.iter().find(|section| kind.is_some() && section.kind == kind);
        same.map_or(end, |section| {
            let body = section.body.end.min(end);
            new.get(..body).unwrap_or_default().trim_end().len()
        })
    };
    let mut placed: Vec<(usize, &str)> = of_former.iter().map(|c| (place_of(c.start), slice(former, *c))).collect();
    placed.sort_by_key(|(at, _)| *at);
    let (mut text, mut from) = (String::with_capacity(new.len()), 0);
    for together in placed.chunk_by(|(one, _), (other, _)| one == other) {
        let at = together.first().map_or(from, |(at, _)| *at);
        text.push_str(new.get(from..at).unwrap_or_default());
        text.push('\n');
        for (_, comment) in together {
            text.push('\n');
            text.push_str(comment);
        }
        from = at;
    }
    text.push_str(new.get(from..).unwrap_or_default());
    Carried { text, kept: codes(), dropped: Vec::new() }
}

/// A plan without such comments: who accepts a finding does not change what the plan says.
#[must_use]
pub fn without(plan: &str) -> Cow<'_, str> {
    let all = comments(plan);
    if all.is_empty() {
        return Cow::Borrowed(plan);
    }
    let (mut kept, mut start, mut is_behind_one) = (String::with_capacity(plan.len()), 0, false);
    for line in plan.split_inclusive('\n') {
        let end = start + line.len();
        let inside = all.iter().filter(|span| (start..end).contains(&span.start));
        let rest = inside.fold(line.to_owned(), |rest, span| rest.replacen(slice(plan, *span), "", 1));
        let (has_some, is_blank) = (rest.len() < line.len(), rest.trim().is_empty());
        start = end;
        // Of the blank lines around a comment one goes with it.
        let is_between_blanks = is_behind_one && is_blank && (kept.is_empty() || kept.ends_with("\n\n"));
        if !(has_some && is_blank || is_between_blanks) {
            kept.push_str(&rest);
        }
        is_behind_one = has_some && is_blank;
    }
    Cow::Owned(kept)
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// Whether two keys are of one endpoint; a base path may be left out in either.
fn is_same(one: &EndpointKey, other: &EndpointKey) -> bool {
    let (first, second) = (one.path.canonical(), other.path.canonical());
    one.method == other.method && (first.ends_with(&second) || second.ends_with(&first))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: &str = "# API Endpoint Implementation Plan: GET /dogs\n\n## 1. Endpoint Overview\n\nLists dogs.\n\n## 7. Error Handling\n\nNone.\n\n## 9. Implementation Steps\n\n1. Write it.\n\n<!-- routewright: {\"version\":1,\"endpoint\":\"GET /dogs\",\"sources\":{\"spec\":\"\",\"tables\":\"\",\"rules\":\"\",\"template\":\"\"},\"engine\":\"offline\"} -->\n";
    const ONE: &str = "<!-- routewright: accept RW609 the proxy answers -->";
    const TWO: &str = "<!-- routewright: accept RW612 comes later -->";

    #[test]
    fn comments_stay_in_their_section_and_a_plan_with_them_is_as_written() {
        let former = NEW.replace("None.", &format!("{ONE}\n\nOld words.")).replace("Lists", "Listed");
        let former = format!("{former}{TWO}\n");
        let carried = carried(&former, NEW);
        assert_eq!((carried.kept.join(" "), carried.dropped.len()), ("RW609 RW612".to_owned(), 0));
        assert!(carried.text.contains(&format!("None.\n\n{ONE}\n\n## 9.")), "{}", carried.text);
        assert!(carried.text.contains(&format!("1. Write it.\n\n{TWO}\n\n<!-- routewright: {{")), "{}", carried.text);
        assert_eq!(without(&carried.text), NEW);
        assert!(origin::read(&former).is_some(), "a comment behind ours hides it not");
        assert_eq!(super::carried(&carried.text, &carried.text).text, carried.text);
    }

    #[test]
    fn comments_of_another_endpoints_plan_are_told_as_gone() {
        let former = format!("# API Endpoint Implementation Plan: GET /cats\n\n## 1. Endpoint Overview\n\n{ONE}\n");
        let carried = carried(&former, NEW);
        assert_eq!((carried.text.as_str(), carried.dropped.join(" ")), (NEW, "RW609".to_owned()));
        assert!(carried.sentence().is_some_and(|told| told.contains("are gone")));
    }

    #[test]
    fn a_comment_goes_with_one_of_the_blank_lines_around_it() {
        for (with, expected) in [
            (format!("a\n\n{ONE}\n\nb\n"), "a\n\nb\n"),
            (format!("a\n{ONE}\nb\n"), "a\nb\n"),
            (format!("{ONE}\n\na\n"), "a\n"),
            (format!("a {ONE} b\n"), "a  b\n"),
            (format!("a\n\n{ONE}\n{TWO}\n\nb\n"), "a\n\nb\n"),
        ] {
            assert_eq!(without(&with), expected, "{with}");
        }
    }
}
