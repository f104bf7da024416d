//! Join tables of relations that only list fields state.

use std::collections::HashMap;

use super::parse::{Block, BlockKind, Field};
use super::{Blocks, Meaning, column_name, database_name};
use crate::model::Column;
use crate::read::schema::fact::{Constraint, Fact, Reference};
use crate::text::Place;

/// A list field that says nothing about columns.
struct Side<'b, 't> {
    block: &'b Block<'t>,
    field: &'b Field<'t>,
    relation: Option<String>,
}

/// Adds a join table for each pair of list fields that face each other.
pub(super) fn read<'t>(schema: &Blocks<'_, 't>, blocks: &[Block<'t>], facts: &mut Vec<Fact>) {
    let mut open: HashMap<(&str, &str, Option<String>), Vec<Side<'_, '_>>> = HashMap::new();
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Model) {
        for field in block.fields.iter().filter(|f| f.list) {
            let Meaning::Relation(target) = schema.meaning(field) else { continue };
            let relation = field.attribute("relation");
            if relation.is_some_and(|r| r.argument("fields", usize::MAX).is_some()) {
                continue;
            }
            let relation = relation.and_then(|r| r.string("name", 0));
            let facing = open.get_mut(&(target.name, block.name, relation.clone())).and_then(Vec::pop);
            let side = Side { block, field, relation: relation.clone() };
            match facing {
                Some(first) => facts.extend(join_table(&first, &side)),
                None => open.entry((block.name, target.name, relation)).or_default().push(side),
            }
        }
    }
}

/// Prisma's own names: `_` and the models in the order of the alphabet, columns `A` and `B`.
fn join_table(first: &Side<'_, '_>, second: &Side<'_, '_>) -> Vec<Fact> {
    let (a, b) = if second.block.name < first.block.name { (second, first) } else { (first, second) };
    let name = a.relation.clone().unwrap_or_else(|| format!("{}To{}", a.block.name, b.block.name));
    let schema = database_name(a.block).rsplit_once('.').map(|(schema, _)| format!("{schema}.")).unwrap_or_default();
    let table = format!("{schema}_{name}");
    let place = a.field.place;
    let mut facts = vec![Fact::Table { name: table.clone(), description: None, place }];
    let sides = [("A", a.block), ("B", b.block)];
    for (column, target) in sides {
        let key = target.fields.iter().find(|f| f.attribute("id").is_some());
        facts.push(Fact::Column {
            table: table.clone(),
            column: Box::new(key_column(column, key, place)),
            facts: Vec::new(),
        });
    }
    let both = Constraint::PrimaryKey(vec!["A".to_owned(), "B".to_owned()]);
    facts.push(Fact::Constraint { table: table.clone(), constraint: both, place });
    for (column, target) in sides {
        let key = target.fields.iter().find(|f| f.attribute("id").is_some());
        let reference = Reference {
            target: database_name(target),
            columns: key.map(column_name).into_iter().collect(),
            on_delete: Some("CASCADE".to_owned()),
            hint: false,
        };
        let constraint = Constraint::ForeignKey { columns: vec![column.to_owned()], reference };
        facts.push(Fact::Constraint { table: table.clone(), constraint, place });
    }
    facts
}

/// A column that holds the key of a model.
fn key_column(name: &str, key: Option<&Field<'_>>, place: Place) -> Column {
    let native = key.and_then(|f| f.attributes.iter().find_map(|a| Some((a.name.strip_prefix("db.")?, a.written))));
    let ty = native.map(|(ty, arguments)| format!("{ty}{arguments}")).or_else(|| key.map(|f| f.ty.clone()));
    Column { name: name.to_owned(), ty, nullable: Some(false), place, ..Column::default() }
}
