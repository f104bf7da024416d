//! Text that holds for several endpoints: rules by resource, conventions, who may do what.

use std::collections::HashSet;

use super::accept::{Key, Tails, key_of};
use super::body;
use super::needs::{self, Voice};
use super::sections::{Layout, Section, Zone, context_kind};
use super::target::{path_at, targets};
use super::words::{WORDS, Word};
use crate::model::{Auth, Context, ContextKind, Endpoint, Method, PathTemplate};
use crate::read::blocks::BlockKind;
use crate::read::lexicon::fold;
use crate::text::Span;

/// Gives each endpoint the shared text that holds for it, and reads from it which fields are needed.
/// Returns what holds for all.
pub(super) fn apply(layout: &Layout<'_>, endpoints: &mut [Endpoint]) -> Vec<Context> {
    let topics: Vec<Topic> = endpoints.iter().map(Topic::new).collect();
    let keys: Vec<Key> = endpoints.iter().map(|e| key_of(e.key.method, e.key.path.as_str())).collect();
    let tails = Tails::new(keys.iter().enumerate());
    let mut owned: Vec<Span> = endpoints.iter().map(|e| e.place.span).collect();
    owned.sort_unstable();
    // Rules are held against every endpoint; a document with more of them is no plan.
    let small = endpoints.len() <= 2000;
    let mut global = Vec::new();
    for section in &layout.sections {
        let Some(first) = section.heading else { continue };
        if section.zone != Zone::Shared {
            continue;
        }
        let Some(kind) = section.term.and_then(context_kind) else { continue };
        if is_owned(layout, first, section.end, &owned) {
            continue;
        }
        if kind == ContextKind::Validation && small {
            read_rules(layout, section, endpoints, &topics);
        }
        file(layout, first, section, kind, (&topics, &tails), endpoints, &mut global);
    }
    for context in &global {
        for endpoint in endpoints.iter_mut() {
            endpoint.context.push(context.clone());
        }
    }
    for endpoint in endpoints.iter_mut() {
        endpoint.context.sort_by_key(|c| c.place.span.start);
        endpoint.context.dedup();
    }
    global
}

/// Whether some endpoint owns text between two blocks.
fn is_owned(layout: &Layout<'_>, first: usize, end: usize, owned: &[Span]) -> bool {
    let start = layout.block(first).map_or(0, |b| b.span.start);
    let stop = layout.block(end.saturating_sub(1)).map_or(start, |b| b.span.end);
    let next = owned.partition_point(|s| s.start < stop);
    owned.get(..next).and_then(<[Span]>::last).is_some_and(|s| s.end > start)
}

/// Calls every endpoint protected whose own text says nothing, where a sentence says so of all.
/// Those that a caller needs before they have a token stay unsaid.
pub(super) fn protect(layout: &Layout<'_>, endpoints: &mut [Endpoint]) {
    let says_so = |(index, block): (usize, &crate::read::blocks::Block)| {
        let text = layout.outline.text_of(block);
        matches!(block.kind, BlockKind::Line | BlockKind::Item { .. })
            && layout.zone(index) != Zone::Future
            && WORDS.has(text, Word::AllEndpoints)
            && WORDS.has(text, Word::NeedsToken)
    };
    if !layout.blocks().iter().enumerate().any(says_so) {
        return;
    }
    for endpoint in endpoints.iter_mut().filter(|e| e.auth.is_none()) {
        let open = endpoint.key.path.segments().any(|s| WORDS.is(s, Word::OpenSegment) || WORDS.is(s, Word::SignUp));
        if !open {
            endpoint.auth = Some(Auth::Required);
        }
    }
}

/// What an endpoint is about, as folded words.
struct Topic {
    words: HashSet<String>,
    /// Its last word that is no parameter.
    noun: String,
}

impl Topic {
    fn new(endpoint: &Endpoint) -> Self {
        let mut words = HashSet::new();
        let mut noun = String::new();
        for segment in endpoint.key.path.segments().filter(|s| !s.starts_with([':', '{', '[', '<'])) {
            noun = fold(segment).split(' ').map(stem).collect::<Vec<_>>().join(" ");
            words.insert(noun.clone());
            if WORDS.is(&noun, Word::SignUp) {
                words.insert(stem("users"));
            }
        }
        for text in [endpoint.summary.as_deref(), endpoint.group.as_deref()].into_iter().flatten() {
            words.extend(fold(text).split(' ').map(stem));
        }
        Self { words, noun }
    }

    /// How well a heading of rules fits: all of its words, or those of the path's noun.
    fn fits(&self, heading: &[String]) -> bool {
        !heading.is_empty() && (heading.join(" ") == self.noun || heading.iter().all(|w| self.words.contains(w)))
    }
}

/// A word without its plural ending.
fn stem(word: &str) -> String {
    if let Some(start) = word.strip_suffix("ies") {
        return format!("{start}y");
    }
    let end = ["ses", "xes", "ches", "shes"].iter().any(|e| word.ends_with(e));
    let word =
        if end { word.strip_suffix("es") } else { word.strip_suffix('s').filter(|w| !w.ends_with('s') && w.len() > 2) }
            .unwrap_or(word);
    word.to_owned()
}

/// Reads the rules of a validation section: a heading, item or bold line names a resource or an
/// endpoint, what follows says which of its fields are needed.
fn read_rules(layout: &Layout<'_>, section: &Section, endpoints: &mut [Endpoint], topics: &[Topic]) {
    let Some(heading) = section.heading else { return };
    let mut stack: Vec<(usize, Subject)> = vec![(0, Subject::new(layout.heading_text(section)))];
    for index in heading + 1..section.end {
        let Some(block) = layout.block(index) else { break };
        match &block.kind {
            BlockKind::Code { .. } => read_schemas(layout.outline.text_of(block), endpoints, topics),
            BlockKind::Row { header: false, cells, .. } => {
                let (Some(name), Some(rules)) = (cells.first(), cells.last()) else { continue };
                let (name, rules) = (layout.outline.slice(*name), layout.outline.slice(*rules));
                // A row is about a resource, a field of one (`User.email`), or of the heading's.
                let above =
                    stack.last().map(|(_, s)| s.clone()).filter(|s| s.matches(endpoints, topics).next().is_some());
                let dotted = name.trim_matches(['`', '*', ' ']).split_once('.');
                match (dotted, above) {
                    (Some((resource, field)), _) => {
                        claim(rules, Some(field), &Subject::new(resource), endpoints, topics)
                    }
                    (None, Some(above)) => claim(rules, Some(name), &above, endpoints, topics),
                    (None, None) => claim(rules, None, &Subject::new(name), endpoints, topics),
                }
            }
            BlockKind::Item { .. } | BlockKind::Line => {
                let text = layout.outline.text_of(block);
                let depth = 2 * block.indent + usize::from(matches!(block.kind, BlockKind::Item { .. })) + 1;
                while stack.len() > 1 && stack.last().is_some_and(|(d, _)| *d >= depth) {
                    stack.pop();
                }
                let (name, rest) = text.split_once(':').unwrap_or((text, ""));
                let opens = rest.trim_matches(['*', ' ']).is_empty();
                let nearest =
                    stack.iter().rev().map(|(_, s)| s).find(|s| s.matches(endpoints, topics).next().is_some());
                let Some(nearest) = nearest.cloned() else {
                    let subject = Subject::new(name);
                    if !opens {
                        claim(rest, None, &subject, endpoints, topics);
                    }
                    stack.push((depth, subject));
                    continue;
                };
                let field = stack.last().map(|(_, s)| s.name.clone()).filter(|n| *n != nearest.name);
                claim(text, field.as_deref(), &nearest, endpoints, topics);
                let subject = Subject::new(name);
                let renames = subject.matches(endpoints, topics).next().is_some() && !text.starts_with('`');
                if renames && !opens {
                    claim(rest, None, &subject, endpoints, topics);
                }
                if opens || renames {
                    stack.push((depth, subject));
                }
            }
            _ => {}
        }
    }
}

/// Reads declared schemas (`const CreateUserSchema = z.object({ … })`, `interface CreateUserDto { … }`):
/// a field that nothing makes optional is required.
fn read_schemas(text: &str, endpoints: &mut [Endpoint], topics: &[Topic]) {
    let mut from = 0;
    while let Some(declaration) = text.get(from..).and_then(next_declaration) {
        let (name, open) = (declaration.0, from + declaration.1);
        let rest = text.get(open..).unwrap_or_default();
        let end = open + body::object_end(rest, 0).unwrap_or(rest.len());
        from = end.max(open + 1);
        let slice = text.get(open..end).unwrap_or_default();
        let words: Vec<String> = needs::name_words(name);
        let of_query = words.iter().any(|w| WORDS.is(w, Word::InQuery));
        if of_query {
            continue;
        }
        let subject = words.into_iter().filter(|w| !WORDS.is(w, Word::Schema)).collect::<Vec<_>>().join(" ");
        let subject = Subject::new(&subject);
        let found: Vec<usize> = subject.matches(endpoints, topics).collect();
        let updates = subject.actions.is_some_and(|(creates, _)| !creates);
        for field in body::fields(slice) {
            let name = slice.get(field.name.start..field.name.end).unwrap_or_default();
            let value = slice.get(field.value.start..field.value.end).unwrap_or_default();
            let tail = value.rsplit(['}', ']']).next().unwrap_or_default();
            let loose = [".optional()", ".nullish()", ".default("]
                .iter()
                .any(|mark| if value.contains('{') { tail.contains(mark) } else { value.contains(mark) });
            let required = !(field.optional || loose);
            for index in &found {
                let Some(endpoint) = endpoints.get_mut(*index) else { continue };
                let known = endpoint.body_fields.iter_mut().find(|f| f.name == name && f.required.is_none());
                if let Some(known) = known.filter(|_| !required || !updates) {
                    known.required = Some(required);
                }
            }
        }
    }
}

/// The name of the next declared schema and where its braces open.
fn next_declaration(text: &str) -> Option<(&str, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mut words = line.split_whitespace().filter(|w| *w != "export" && *w != "public");
        let declares = words.next().is_some_and(|w| matches!(w, "const" | "interface" | "type" | "class" | "record"));
        if declares
            && let Some(name) = words.next().map(|w| w.trim_end_matches([':', '=', '{']))
            && let Some(open) = text.get(at..).and_then(|rest| rest.find('{'))
        {
            return Some((name, at + open));
        }
        at += line.len();
    }
    None
}

/// What a heading, item or bold line of rules is about.
#[derive(Debug, Clone)]
struct Subject {
    name: String,
    words: Vec<String>,
    key: Option<(Method, String)>,
    /// Whether it speaks of creating or of changing, where it says so.
    actions: Option<(bool, bool)>,
}

impl Subject {
    fn new(text: &str) -> Self {
        let key = targets(text).first().map(|t| (t.method, PathTemplate::new(&t.path).canonical()));
        let name = text.split('(').next().unwrap_or_default();
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        let all = needs::name_words(name);
        let creates = all.iter().any(|w| WORDS.is(w, Word::Create));
        let updates = all.iter().any(|w| WORDS.is(w, Word::Update));
        let names = |w: &&String| !WORDS.is(w, Word::Resource);
        let about_something = all.iter().any(|w| names(&w));
        let words = all
            .iter()
            .filter(|w| !about_something || names(w))
            .filter(|w| !w.is_empty() && !w.bytes().all(|b| b.is_ascii_digit()))
            .filter(|w| !WORDS.is(w, Word::Create) && !WORDS.is(w, Word::Update))
            .map(|w| stem(w))
            .collect();
        Self { name: name.to_owned(), words, key, actions: (creates || updates).then_some((creates, updates)) }
    }

    /// The endpoints that the rules are for: those that are sent whole.
    fn matches<'t>(&'t self, endpoints: &'t [Endpoint], topics: &'t [Topic]) -> impl Iterator<Item = usize> + 't {
        endpoints.iter().zip(topics).enumerate().filter_map(|(index, (endpoint, topic))| {
            let method = endpoint.key.method;
            let sent_whole = match self.actions {
                None => method != Method::Patch,
                Some((creates, updates)) => {
                    creates && method == Method::Post || updates && matches!(method, Method::Put | Method::Patch)
                }
            };
            let fits = match &self.key {
                Some((named, path)) => method == *named && endpoint.key.path.canonical().ends_with(path.as_str()),
                None => sent_whole && topic.fits(&self.words),
            };
            fits.then_some(index)
        })
    }
}

/// Applies a rule to the endpoints of its subject. `field` is the field that the rule stands below.
fn claim(text: &str, field: Option<&str>, subject: &Subject, endpoints: &mut [Endpoint], topics: &[Topic]) {
    if !(WORDS.has(text, Word::Required) || WORDS.has(text, Word::NotRequired)) {
        return;
    }
    let found: Vec<usize> = subject.matches(endpoints, topics).collect();
    for index in found {
        let Some(endpoint) = endpoints.get_mut(index) else { continue };
        if endpoint.body_fields.iter().all(|f| f.required.is_some()) {
            continue;
        }
        match field.filter(|f| endpoint.body_fields.iter().any(|b| needs::name_words(&b.name) == needs::name_words(f)))
        {
            Some(field) => needs::apply(&format!("{field} {text}"), endpoint, Voice::Shared),
            None => needs::apply(text, endpoint, Voice::Shared),
        }
    }
}

/// Files a shared section: under the endpoints that it names, or under all.
fn file(
    layout: &Layout<'_>,
    first: usize,
    section: &Section,
    kind: ContextKind,
    (topics, tails): (&[Topic], &Tails),
    endpoints: &mut [Endpoint],
    global: &mut Vec<Context>,
) {
    if section.end <= first + 1 {
        return;
    }
    let end = layout.block(section.end - 1).map_or(0, |b| b.span.end);
    let start = layout.block(first).map_or(0, |b| b.span.start);
    let place = layout.source.place(Span::new(start, end));
    let context = Context { kind, place };
    let subject = Subject::new(layout.heading_text(section));
    let mut named: HashSet<usize> = HashSet::new();
    let mut everyone = false;
    for index in first..section.end {
        let text = layout.text(index);
        everyone |= WORDS.has(text, Word::AllEndpoints);
        if !text.contains('/') {
            continue;
        }
        for target in targets(text) {
            named.extend(tails.ending_with(&key_of(target.method, &target.path)));
        }
    }
    let fitting = topics.iter().enumerate().filter(|(_, topic)| topic.fits(&subject.words));
    let of_group: Vec<usize> = fitting.map(|(i, _)| i).collect();
    let specific = matches!(kind, ContextKind::Validation | ContextKind::BusinessLogic);
    let chosen: Vec<usize> = if everyone || (named.is_empty() && of_group.is_empty()) {
        // A subsection about nothing that we know is of no use to any one endpoint.
        let top = section.parent.and_then(|p| layout.sections.get(p)).is_none_or(|p| p.zone != Zone::Shared);
        if everyone || top || !specific {
            global.push(context);
        }
        return;
    } else if specific || !of_group.is_empty() {
        named.into_iter().chain(of_group).collect()
    } else {
        global.push(context);
        return;
    };
    for index in chosen {
        if let Some(endpoint) = endpoints.get_mut(index) {
            endpoint.context.push(context.clone());
        }
    }
}

/// The path that all endpoints are prefixed with, where a sentence says so.
pub(super) fn base_path(layout: &Layout<'_>) -> Option<String> {
    for (index, block) in layout.blocks().iter().enumerate() {
        if !matches!(block.kind, BlockKind::Line | BlockKind::Item { .. }) || matches!(layout.zone(index), Zone::Future)
        {
            continue;
        }
        let text = layout.outline.text_of(block);
        if !text.contains('/') {
            continue;
        }
        let Some(word) = WORDS.find(text, Word::Prefix) else { continue };
        let labelled = text.get(..word.start).is_some_and(|before| !before.contains(char::is_alphabetic));
        if !labelled && !WORDS.has(text.get(..word.start).unwrap_or_default(), Word::AllEndpoints) {
            continue;
        }
        let rest = text.get(word.end..).unwrap_or_default();
        let at = rest.find("http").or_else(|| rest.find('/'));
        if let Some(path) = at.and_then(|at| rest.get(at..)).and_then(path_at) {
            let path = path.path.trim_end_matches(['/', '*']).to_owned();
            if !path.is_empty() && !path.contains(['{', '*']) {
                return Some(path);
            }
        }
    }
    None
}

/// The endpoint whose body another one refers to: by method and path, by method alone on the same
/// collection, or by `create`.
pub(super) fn referred<'e>(
    reference: &str,
    endpoint: &Endpoint,
    all: impl Iterator<Item = &'e Endpoint> + Clone,
) -> Option<&'e Endpoint> {
    let with_body = all.filter(|e| !e.body_fields.is_empty());
    if let Some(target) = targets(reference).first() {
        let tail = PathTemplate::new(&target.path).canonical();
        return with_body.clone().find(|e| e.key.method == target.method && e.key.path.canonical().ends_with(&tail));
    }
    let method = method_named(reference).or_else(|| WORDS.has(reference, Word::Create).then_some(Method::Post))?;
    let own = endpoint.key.path.canonical();
    let collection = own.trim_end_matches("/{}");
    with_body
        .filter(|e| e.key.method == method)
        .find(|e| e.key.path.canonical() == own || e.key.path.canonical() == collection)
}

/// The first method in capitals that a text names.
pub(super) fn method_named(text: &str) -> Option<Method> {
    text.split(|c: char| !c.is_alphabetic()).find_map(super::target::method_in_capitals)
}
