//! Mermaid's entity diagrams: `erDiagram` with entities, their attributes and relations.
//!
//! A diagram draws what the plan says elsewhere, often with fewer columns and rougher types. So it adds
//! what is still missing and contradicts nothing.

use std::collections::{HashMap, HashSet};

use crate::model::Column;
use crate::model::schema::table_key;
use crate::read::schema::assemble::vendors_table;
use crate::read::schema::fact::{Constraint, Fact, Reference, is_identifier};
use crate::text::{Place, Source, Span};

/// Whether a code block is an entity diagram.
pub(super) fn is_diagram(language: &str, text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(['-', '%']));
    (language.is_empty() || language.starts_with("mermaid")) && first == Some("erDiagram")
}

/// An entity with its attributes.
struct Entity {
    name: String,
    place: Place,
    attributes: Vec<Attribute>,
}

impl Entity {
    /// The vendor's table that it stands for; one of the plan's own would have more attributes.
    fn vendors(&self) -> Option<String> {
        vendors_table(&self.name).filter(|_| self.attributes.len() < 3)
    }
}

struct Attribute {
    ty: String,
    name: String,
    /// `PK`, `FK`, `UK` as written.
    keys: String,
    place: Place,
}

/// A line between two entities, the side that there are many of last.
struct Relation {
    sides: [String; 2],
    label: String,
    place: Place,
}

/// Reads a diagram that starts at `base` of its document.
pub(super) fn read(source: &Source, base: usize, text: &str) -> Vec<Fact> {
    let (entities, relations) = parse(source, base, text);
    let mut facts = Vec::new();
    for entity in entities.iter().filter(|e| !e.attributes.is_empty() && e.vendors().is_none()) {
        facts.push(Fact::Table { name: entity.name.clone(), description: None, place: entity.place });
        for attribute in &entity.attributes {
            let says = |key: &str| attribute.keys.split([',', ' ']).any(|k| k.eq_ignore_ascii_case(key));
            let column = Column {
                name: attribute.name.clone(),
                ty: Some(attribute.ty.clone()),
                primary_key: says("PK"),
                unique: says("UK") || says("UNIQUE"),
                place: attribute.place,
                ..Column::default()
            };
            facts.push(Fact::Column { table: entity.name.clone(), column: Box::new(column), facts: Vec::new() });
        }
    }
    let by_name: HashMap<&str, &Entity> = entities.iter().map(|e| (e.name.as_str(), e)).collect();
    for relation in &relations {
        facts.extend(foreign_key(relation, |name| by_name.get(name).copied()));
    }
    facts
}

/// The attribute that a relation is kept by: one that its label names, else one that is named after the
/// other side.
fn foreign_key<'e>(relation: &Relation, entity: impl Fn(&str) -> Option<&'e Entity>) -> Option<Fact> {
    let [one, many] = &relation.sides;
    let sides = [(many, one), (one, many)];
    let keys = |name: &str| entity(name).map(|e| e.attributes.as_slice()).unwrap_or_default();
    let is_key = |a: &&Attribute| a.keys.to_ascii_uppercase().contains("FK");
    let labelled = |a: &&Attribute| {
        let words = relation.label.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        words.into_iter().any(|word| word == a.name)
    };
    let found = sides.iter().find_map(|(holder, target)| {
        let attribute = keys(holder).iter().filter(is_key).find(labelled)?;
        Some((*holder, *target, attribute))
    });
    let found = found.or_else(|| {
        sides.iter().find_map(|(holder, target)| {
            let attribute = keys(holder).iter().filter(is_key).find(|a| is_named_after(&a.name, target))?;
            Some((*holder, *target, attribute))
        })
    });
    let (holder, target, attribute) = found?;
    // A vendor's table is often no more than a name in the diagram.
    let vendors = entity(target).map_or_else(|| vendors_table(target), Entity::vendors);
    let target = vendors.unwrap_or_else(|| target.clone());
    let reference = Reference { target, hint: true, ..Reference::default() };
    let constraint = Constraint::ForeignKey { columns: vec![attribute.name.clone()], reference };
    Some(Fact::Constraint { table: holder.clone(), constraint, place: relation.place })
}

/// Whether a column such as `customer_id` is named after the table `customers`.
fn is_named_after(column: &str, table: &str) -> bool {
    let plain = |name: &str| name.to_lowercase().replace(['_', '.'], "");
    let stem = column.rsplit_once('_').map(|(stem, _)| stem).or_else(|| column.strip_suffix("Id")).map(plain);
    let Some(stem) = stem.filter(|stem| !stem.is_empty()) else { return false };
    let table = plain(table);
    let plural = stem.strip_suffix('y').map_or_else(|| format!("{stem}s"), |start| format!("{start}ies"));
    [&stem, &plural, &format!("{stem}es")].iter().any(|name| table.ends_with(*name))
}

fn parse(source: &Source, base: usize, text: &str) -> (Vec<Entity>, Vec<Relation>) {
    let mut entities: Vec<Entity> = Vec::new();
    let mut relations = Vec::new();
    let mut open = false;
    let mut at = base;
    for line in text.split_inclusive('\n') {
        let place = source.place(Span::new(at, at + line.trim_end().len()));
        at += line.len();
        let line = line.trim();
        if open {
            open = !line.starts_with('}');
            if let Some(entity) = entities.last_mut() {
                entity.place.span = entity.place.span.join(place.span);
                entity.attributes.extend(attribute(line, place));
            }
        } else if let Some(name) = line.strip_suffix('{').map(entity_name).filter(|name| is_identifier(name)) {
            open = true;
            entities.push(Entity { name, place, attributes: Vec::new() });
        } else {
            relations.extend(relation(line, place));
        }
    }
    (entities, relations)
}

/// `uuid customer_id FK "who bought it"`.
fn attribute(line: &str, place: Place) -> Option<Attribute> {
    let line = line.split('"').next().unwrap_or_default();
    let mut words = line.split_whitespace();
    let (ty, name) = (words.next()?, words.next()?);
    let keys = words.collect::<Vec<_>>().join(" ");
    is_identifier(name).then(|| Attribute { ty: ty.to_owned(), name: name.to_owned(), keys, place })
}

/// `CUSTOMERS ||--o{ ORDERS : "places"`.
fn relation(line: &str, place: Place) -> Option<Relation> {
    let (line, label) = line.split_once(':').unwrap_or((line, ""));
    let mut words = line.split_whitespace();
    let (left, ends, right) = (words.next()?, words.next()?, words.next()?);
    if !ends.contains("--") && !ends.contains("..") {
        return None;
    }
    let (left, right) = (entity_name(left), entity_name(right));
    let many_left = ends.contains('}');
    let sides = if many_left { [right, left] } else { [left, right] };
    Some(Relation { sides, label: label.to_owned(), place })
}

/// Diagrams like capitals, tables have none; `order["An order"]` gives a title to show.
fn entity_name(text: &str) -> String {
    let name = text.split('[').next().unwrap_or_default().trim().trim_matches('"');
    if name.chars().any(char::is_lowercase) { name.to_owned() } else { name.to_lowercase() }
}

/// Adds what diagrams draw to what the plan says otherwise: columns that it says more of are left out.
pub(super) fn add(drawn: Vec<Fact>, facts: &mut Vec<Fact>) {
    let bare = |table: &str| table_key(table).rsplit('.').next().unwrap_or_default().to_owned();
    let known: HashSet<(String, String)> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Column { table, column, .. } => Some((bare(table), column.name.to_lowercase())),
            _ => None,
        })
        .collect();
    facts.extend(drawn.into_iter().filter(|fact| match fact {
        Fact::Column { table, column, .. } => !known.contains(&(bare(table), column.name.to_lowercase())),
        _ => true,
    }));
}
