//! From the text of an entity diagram to its entities and relations, line by line.

use std::collections::HashMap;

use crate::read::schema::fact::is_identifier;
use crate::text::{Place, Source, Span};

/// What a diagram draws.
#[derive(Debug, Default)]
pub(super) struct Diagram {
    /// One for each entity, in the order of the text.
    pub(super) entities: Vec<Entity>,
    pub(super) relations: Vec<Relation>,
    /// Lines that were not understood.
    pub(super) unread: Vec<Place>,
}

/// An entity with its attributes.
#[derive(Debug)]
pub(super) struct Entity {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) attributes: Vec<Attribute>,
}

/// `uuid customer_id FK "who bought it"`
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) ty: Option<String>,
    pub(super) name: String,
    keys: Vec<String>,
    pub(super) comment: Option<String>,
    pub(super) place: Place,
}

impl Attribute {
    /// Whether it has the key `PK`, `FK` or `UK`.
    pub(super) fn says(&self, key: &str) -> bool {
        self.keys.iter().any(|k| k.eq_ignore_ascii_case(key))
    }
}

/// A line between two entities.
#[derive(Debug)]
pub(super) struct Relation {
    left: Side,
    right: Side,
    pub(super) label: String,
    pub(super) place: Place,
}

/// One end of a line.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) name: String,
    many: bool,
    /// Whether there may be none.
    pub(super) optional: bool,
}

impl Relation {
    /// The side that there are many of, as far as that is told; else the right one.
    pub(super) fn many(&self) -> &Side {
        if self.left.many { &self.left } else { &self.right }
    }

    /// The other side.
    pub(super) fn one(&self) -> &Side {
        if self.left.many { &self.right } else { &self.left }
    }
}

/// Statements that draw no entity.
const LEFT_OUT: &[&str] =
    &["erDiagram", "direction", "title", "accTitle", "accDescr", "classDef", "class", "style", "subgraph", "end"];

/// The first line that is no comment and stands behind the front matter.
pub(super) fn first_statement(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{feff}');
    let body = front_matter(text).and_then(|end| text.get(end..)).unwrap_or(text);
    body.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("%%"))
}

/// Where the front matter between `---` lines ends.
fn front_matter(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        at += line.len();
        match line.trim() {
            "---" if open => return Some(at),
            "---" => open = true,
            "" => {}
            _ if !open => return None,
            _ => {}
        }
    }
    None
}

/// Reads a diagram that starts at `base` of its document.
pub(super) fn parse(source: &Source, base: usize, text: &str) -> Diagram {
    let mut reader = Reader { diagram: Diagram::default(), names: HashMap::new(), entities: HashMap::new() };
    let mut open: Option<usize> = None;
    let mut described = false;
    let skipped = front_matter(text).unwrap_or(0);
    let mut at = base + skipped;
    for line in text.get(skipped..).unwrap_or_default().split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let place = source.place(Span::new(start, start + line.trim().len()));
        at += line.len();
        let line = line.split("%%").next().unwrap_or_default().trim();
        if described {
            described = !line.contains('}');
        } else if let Some(entity) = open {
            open = reader.attributes(entity, line, place, false);
        } else if line.starts_with("accDescr") && line.contains('{') {
            described = !line.contains('}');
        } else if !line.is_empty() && !LEFT_OUT.contains(&line.split([' ', ':']).next().unwrap_or_default()) {
            open = reader.statement(line, place);
        }
    }
    let mut diagram = reader.diagram;
    for relation in &mut diagram.relations {
        for side in [&mut relation.left, &mut relation.right] {
            if let Some(name) = reader.names.get(&side.name) {
                name.clone_into(&mut side.name);
            }
        }
    }
    diagram
}

struct Reader {
    diagram: Diagram,
    /// The names of entities that have a second one, by their first.
    names: HashMap<String, String>,
    entities: HashMap<String, usize>,
}

impl Reader {
    /// Reads an entity or a relation; gives the entity whose attributes follow.
    fn statement(&mut self, line: &str, place: Place) -> Option<usize> {
        let Some((name, rest)) = self.entity_name(line) else {
            self.diagram.unread.push(place);
            return None;
        };
        if rest.is_empty() {
            self.entity(&name, place);
            return None;
        }
        if let Some(attributes) = rest.strip_prefix('{') {
            let entity = self.entity(&name, place);
            return self.attributes(entity, attributes.trim(), place, true);
        }
        match self.relation(name, rest, place) {
            Some(relation) => {
                for side in [&relation.left, &relation.right] {
                    let name = side.name.clone();
                    self.entity(&name, place);
                }
                self.diagram.relations.push(relation);
            }
            None => self.diagram.unread.push(place),
        }
        None
    }

    /// The name that a line starts with, and what follows it; notes its second name.
    fn entity_name<'l>(&mut self, line: &'l str) -> Option<(String, &'l str)> {
        let (name, mut rest) = match line.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => {
                let ends = |c: char| c.is_whitespace() || matches!(c, '|' | '}' | '{' | '[' | ':' | '"');
                line.split_at(line.find(ends).unwrap_or(line.len()))
            }
        };
        if name.trim().is_empty() {
            return None;
        }
        let name = plain_name(name);
        rest = rest.trim_start();
        if let Some((alias, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            let alias = alias.trim().trim_matches('"');
            // `order["An order"]` has a title, `o[orders]` its real name.
            if is_identifier(alias) {
                self.names.insert(name.clone(), plain_name(alias));
            }
            rest = after.trim_start();
        }
        if let Some(class) = rest.strip_prefix(":::") {
            rest = class.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ',')).trim_start();
        }
        Some((name, rest))
    }

    fn entity(&mut self, name: &str, place: Place) -> usize {
        let name = self.names.get(name).map_or(name, String::as_str);
        if let Some(&at) = self.entities.get(name) {
            return at;
        }
        let at = self.diagram.entities.len();
        self.entities.insert(name.to_owned(), at);
        self.diagram.entities.push(Entity { name: name.to_owned(), place, attributes: Vec::new() });
        at
    }

    /// Reads attributes of an entity up to `}`; gives the entity if its block goes on.
    fn attributes(&mut self, at: usize, line: &str, place: Place, first: bool) -> Option<usize> {
        let entity = self.diagram.entities.get_mut(at)?;
        if first && entity.attributes.is_empty() {
            // What stands in a relation above is not where the entity is defined.
            entity.place = place;
        }
        entity.place.span = entity.place.span.join(place.span);
        let words = words(line);
        let closed = words.contains(&"}");
        let mut words = words.into_iter().take_while(|w| *w != "}").peekable();
        // Only a block on one line holds several attributes on it.
        while let Some(first_word) = words.next() {
            let typed = words.next_if(|w| !is_key(w) && !w.starts_with('"'));
            let (ty, name) = match typed {
                Some(name) => (Some(first_word.to_owned()), name),
                None => (None, first_word),
            };
            let mut attribute = Attribute { ty, name: String::new(), keys: Vec::new(), comment: None, place };
            if let Some(key) = name.strip_prefix('*') {
                attribute.keys.push("PK".to_owned());
                key.clone_into(&mut attribute.name);
            } else {
                name.trim_matches('"').clone_into(&mut attribute.name);
            }
            while let Some(word) = words.next_if(|w| is_key(w) || w.starts_with('"') || !(first && closed)) {
                match word.strip_prefix('"') {
                    Some(comment) => attribute.comment = Some(comment.trim_end_matches('"').to_owned()),
                    None => attribute.keys.push(word.to_owned()),
                }
            }
            attribute.comment = attribute.comment.filter(|c| !c.trim().is_empty());
            if is_identifier(&attribute.name) {
                entity.attributes.push(attribute);
            } else {
                self.diagram.unread.push(place);
                break;
            }
        }
        (!closed).then_some(at)
    }

    /// What follows the left entity: `||--o{ ORDERS : "places"`, `one or more to many ORDERS : places`.
    fn relation(&mut self, left: String, rest: &str, place: Place) -> Option<Relation> {
        let connector = ["--", "..", ".-", "-."].iter().filter_map(|mark| rest.find(mark)).min();
        let symbols = connector.filter(|&at| !rest.get(..at).unwrap_or_default().contains(' '));
        let (from, to, after) = match symbols {
            Some(at) => {
                let after = rest.get(at + 2..)?;
                let end = after.find(|c: char| !matches!(c, '|' | 'o' | '{' | '}' | '-' | '.')).unwrap_or(after.len());
                // The `o` of a name such as `orders` is none of the line's.
                let end = after.get(..end)?.rfind(['|', '{', '}']).map_or(end, |last| last + 1);
                (rest.get(..at)?, after.get(..end)?, after.get(end..)?)
            }
            None => {
                let (from, after) = rest.split_once(" to ")?;
                let words: Vec<&str> = after.split(':').next().unwrap_or_default().split_whitespace().collect();
                let count = words.iter().take_while(|w| is_cardinality(w)).count();
                let count = count.min(words.len().saturating_sub(1));
                let skipped = words.get(count)?.as_ptr() as usize - after.as_ptr() as usize;
                (from, after.get(..skipped)?, after.get(skipped..)?)
            }
        };
        let (right, label) = self.entity_name(after.trim_start())?;
        let label = label.trim_start_matches(':').trim().to_owned();
        let side = |name: String, ends: &str| Side {
            name,
            many: ends.contains(['{', '}', '+']) || ends.contains("many") || ends.contains("more"),
            optional: ends.contains(['o', '0']) && symbols.is_some() || ends.contains("zero") || ends.contains("0"),
        };
        Some(Relation { left: side(left, from), right: side(right, to), label, place })
    }
}

/// Words of cardinalities that are written out.
fn is_cardinality(word: &str) -> bool {
    matches!(word, "one" | "or" | "zero" | "more" | "many" | "many(0)" | "many(1)" | "1+" | "0+" | "only" | "1")
}

fn is_key(word: &str) -> bool {
    ["PK", "FK", "UK"].iter().any(|key| word.eq_ignore_ascii_case(key))
}

/// Diagrams like capitals, tables have none.
fn plain_name(name: &str) -> String {
    if name.chars().any(char::is_lowercase) { name.to_owned() } else { name.to_lowercase() }
}

/// The words of a line of attributes: what stands in quotes or brackets is one.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = line.get(at..).unwrap_or_default();
        let len = match c {
            '"' => rest.get(1..).and_then(|inner| inner.find('"')).map_or(rest.len(), |end| end + 2),
            '}' => 1,
            c if c.is_whitespace() || c == ',' => {
                at += c.len_utf8();
                continue;
            }
            _ => word_length(rest),
        };
        words.extend(rest.get(..len));
        at += len;
    }
    words
}

fn word_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '"' | '}' => return at,
            c if depth == 0 && (c.is_whitespace() || c == ',') => return at,
            _ => {}
        }
    }
    rest.len()
}
