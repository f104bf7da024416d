//! Mermaid's entity diagrams, in files of their own and in the fences of a markdown plan
//! (<https://mermaid.js.org/syntax/entityRelationshipDiagram.html>).
//!
//! A diagram says which attribute a relation is kept by only through the attribute's name or the
//! relation's label; where neither tells, the relation gives no foreign key.

mod parse;

use std::collections::{HashMap, HashSet};

use self::parse::{Attribute, Diagram, Entity, Relation, Side};
use super::assemble::vendors_table;
use super::fact::{Constraint, Fact, Reference};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Column;
use crate::text::Source;

/// Whether a Mermaid text draws entities: its first word is `erDiagram`.
#[must_use]
pub fn is_entity_diagram(text: &str) -> bool {
    parse::first_statement(text).is_some_and(|line| line.split_whitespace().next() == Some("erDiagram"))
}

/// Reads a file. Entities without attributes are tables too, whose columns are not told.
pub(super) fn read(source: &Source, facts: &mut Vec<Fact>) {
    if !is_entity_diagram(source.text()) {
        return;
    }
    let diagram = parse::parse(source, 0, source.text());
    for place in &diagram.unread {
        let line: String = source.slice(place.span).chars().take(60).collect();
        let message = format!("`{line}` in the diagram is neither an entity nor a relation; it is left out");
        let help = "write `ORDER { uuid id PK }` or `CUSTOMER ||--o{ ORDER : places`";
        facts.push(Fact::Remark(Diagnostic::warning(codes::SCHEMA_UNREAD, *place, message).with_help(help)));
    }
    to_facts(&diagram, true, facts);
}

/// Reads a diagram that starts at `base` of its document.
pub(super) fn read_fragment(source: &Source, base: usize, text: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    to_facts(&parse::parse(source, base, text), false, &mut facts);
    facts
}

/// `bare` tells whether entities without attributes are tables.
fn to_facts(diagram: &Diagram, bare: bool, facts: &mut Vec<Fact>) {
    let keys = foreign_keys(diagram);
    let by_column: HashMap<(&str, &str), &Key<'_>> =
        keys.iter().rev().map(|k| ((k.holder.as_str(), k.column.as_str()), k)).collect();
    for entity in diagram.entities.iter().filter(|e| (bare || !e.attributes.is_empty()) && vendors(e).is_none()) {
        facts.push(Fact::Table { name: entity.name.clone(), description: None, place: entity.place });
        for attribute in &entity.attributes {
            let key = by_column.get(&(entity.name.as_str(), attribute.name.as_str()));
            let column = column(attribute, key.copied());
            facts.push(Fact::Column { table: entity.name.clone(), column: Box::new(column), facts: Vec::new() });
        }
    }
    for key in keys {
        let reference = Reference { target: key.target, hint: true, ..Reference::default() };
        let constraint = Constraint::ForeignKey { columns: vec![key.column], reference };
        facts.push(Fact::Constraint { table: key.holder, constraint, place: key.relation.place });
    }
}

fn column(attribute: &Attribute, key: Option<&Key<'_>>) -> Column {
    let comment = attribute.comment.as_deref().unwrap_or_default().to_lowercase();
    let nullable = comment.contains("not null").then_some(false);
    Column {
        name: attribute.name.clone(),
        ty: attribute.ty.clone(),
        // `|o` on the side that is referred to says that there may be none.
        nullable: nullable.or_else(|| key.filter(|k| k.one.optional && !attribute.says("PK")).map(|_| true)),
        primary_key: attribute.says("PK"),
        unique: attribute.says("UK") || attribute.says("UNIQUE"),
        description: attribute.comment.clone(),
        place: attribute.place,
        ..Column::default()
    }
}

/// The vendor's table that an entity stands for; one of the plan's own would have more attributes.
fn vendors(entity: &Entity) -> Option<String> {
    vendors_table(&entity.name).filter(|_| entity.attributes.len() < 3)
}

/// A foreign key that a relation is kept by.
struct Key<'d> {
    holder: String,
    column: String,
    target: String,
    /// The side that is referred to.
    one: &'d Side,
    relation: &'d Relation,
}

/// The attributes that relations are kept by: those that labels name, those that are named after the
/// other side, and what is left over where only one is.
fn foreign_keys(diagram: &Diagram) -> Vec<Key<'_>> {
    let by_name: HashMap<&str, &Entity> = diagram.entities.iter().map(|e| (e.name.as_str(), e)).collect();
    let mut keys: Vec<Key<'_>> = Vec::new();
    let mut taken: HashSet<(String, String)> = HashSet::new();
    let mut open = Vec::new();
    for relation in &diagram.relations {
        match key_by_name(relation, &by_name) {
            Some(key) => {
                taken.insert((key.holder.clone(), key.column.clone()));
                keys.push(key);
            }
            None => open.push(relation),
        }
    }
    let mut per_holder: HashMap<&str, usize> = HashMap::new();
    for relation in &open {
        *per_holder.entry(relation.many().name.as_str()).or_default() += 1;
    }
    for relation in open {
        let holder = relation.many();
        let attributes = by_name.get(holder.name.as_str()).map(|e| e.attributes.as_slice()).unwrap_or_default();
        let is_free = |a: &&Attribute| a.says("FK") && !taken.contains(&(holder.name.clone(), a.name.clone()));
        let mut free = attributes.iter().filter(is_free);
        if let (Some(attribute), None, Some(1)) = (free.next(), free.next(), per_holder.get(holder.name.as_str())) {
            keys.push(key(relation, holder, relation.one(), attribute, &by_name));
        }
    }
    keys
}

fn key_by_name<'d>(relation: &'d Relation, entities: &HashMap<&str, &'d Entity>) -> Option<Key<'d>> {
    let (one, many) = (relation.one(), relation.many());
    let sides = [(many, one), (one, many)];
    let attributes =
        |side: &Side| entities.get(side.name.as_str()).map(|e| e.attributes.as_slice()).unwrap_or_default();
    let labelled = |a: &&Attribute| {
        let mut words = relation.label.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        words.any(|word| word == a.name)
    };
    let by = |fits: &dyn Fn(&&Attribute, &Side) -> bool| {
        sides.iter().find_map(|(holder, target)| {
            let attribute = attributes(holder).iter().filter(|a| a.says("FK")).find(|a| fits(a, target))?;
            Some(key(relation, holder, target, attribute, entities))
        })
    };
    by(&|a, _| labelled(a)).or_else(|| by(&|a, target| is_named_after(&a.name, &target.name)))
}

fn key<'d>(
    relation: &'d Relation,
    holder: &'d Side,
    target: &'d Side,
    attribute: &Attribute,
    entities: &HashMap<&str, &'d Entity>,
) -> Key<'d> {
    // A vendor's table is often no more than a name in the diagram.
    let known = entities.get(target.name.as_str());
    let vendors = known.map_or_else(|| vendors_table(&target.name), |entity| vendors(entity));
    Key {
        holder: holder.name.clone(),
        column: attribute.name.clone(),
        target: vendors.unwrap_or_else(|| target.name.clone()),
        one: target,
        relation,
    }
}

/// Whether a column such as `customer_id` is named after the table `customers`.
fn is_named_after(column: &str, table: &str) -> bool {
    let plain = |name: &str| name.to_lowercase().replace(['_', '.', '-'], "");
    let stem = column.rsplit_once('_').map(|(stem, _)| stem).or_else(|| column.strip_suffix("Id")).map(plain);
    let Some(stem) = stem.filter(|stem| !stem.is_empty()) else { return false };
    let table = plain(table);
    let plural = stem.strip_suffix('y').map_or_else(|| format!("{stem}s"), |start| format!("{start}ies"));
    [&stem, &plural, &format!("{stem}es")].iter().any(|name| table.ends_with(*name))
}
