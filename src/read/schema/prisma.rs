//! Prisma schemas: models with the names that the database knows them by.
//!
//! `@map` and `@@map` give a column's and a table's name, `@db.…` its type. Two list fields that face
//! each other without `@relation(fields: …)` stand for a join table, which Prisma names `_AToB`
//! (<https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/many-to-many-relations>).

mod joins;
mod parse;

use std::collections::HashMap;

use self::parse::{Attribute, Block, BlockKind, Field};
use super::fact::{Constraint, Fact, Reference};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{Column, EnumType, Index};
use crate::text::Source;

/// Reads the files of one Prisma schema; models may refer to those of another file.
pub(super) fn read(sources: &[&Source], facts: &mut Vec<Fact>) {
    let mut diagnostics = Vec::new();
    let blocks: Vec<Block<'_>> = sources.iter().flat_map(|source| parse::parse(source, &mut diagnostics)).collect();
    let schema = Blocks { by_name: blocks.iter().map(|b| (b.name, b)).collect() };
    for block in &blocks {
        match block.kind {
            BlockKind::Model | BlockKind::View => schema.model(block, facts),
            BlockKind::Enum => facts.push(Fact::Enum(enum_type(block))),
            BlockKind::Composite => {}
        }
    }
    joins::read(&schema, &blocks, facts);
    facts.extend(diagnostics.into_iter().map(Fact::Remark));
}

/// Types of fields that hold one value.
const SCALARS: &[&str] =
    &["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes", "Unsupported"];

/// All blocks of a schema by their names.
struct Blocks<'b, 't> {
    by_name: HashMap<&'t str, &'b Block<'t>>,
}

/// What a field is, by its type.
enum Meaning<'b, 't> {
    /// A value in a column, of this type.
    Column(String),
    /// Another model.
    Relation(&'b Block<'t>),
    /// Nothing that the schema defines.
    Unknown,
}

impl<'b, 't> Blocks<'b, 't> {
    fn meaning(&self, field: &Field<'_>) -> Meaning<'b, 't> {
        let native = field.attributes.iter().find_map(|a| a.name.strip_prefix("db.").map(|ty| (ty, a.written)));
        if let Some((ty, arguments)) = native {
            return Meaning::Column(format!("{ty}{arguments}"));
        }
        match self.by_name.get(field.ty.as_str()) {
            Some(block) if matches!(block.kind, BlockKind::Model | BlockKind::View) => Meaning::Relation(block),
            Some(block) if block.kind == BlockKind::Enum => Meaning::Column(database_name(block)),
            Some(_) => Meaning::Column(field.ty.clone()),
            None if SCALARS.contains(&field.ty.as_str()) => Meaning::Column(field.ty.clone()),
            // `Unsupported("geometry")`: the database's own type.
            None if !field.ty.starts_with(char::is_uppercase) => Meaning::Column(field.ty.clone()),
            None => Meaning::Unknown,
        }
    }

    fn model(&self, block: &Block<'_>, facts: &mut Vec<Fact>) {
        let table = database_name(block);
        let mut columns = Vec::new();
        let mut constraints = Vec::new();
        for field in &block.fields {
            match self.meaning(field) {
                Meaning::Column(ty) => columns.push(column(field, ty)),
                Meaning::Relation(target) => constraints.extend(foreign_key(block, field, target)),
                Meaning::Unknown => {
                    let message = format!(
                        "`{}.{}` has the type `{}`, which the schema does not define; it was read as a column",
                        block.name, field.name, field.ty
                    );
                    let help = "define that model, enum or type, or mend its name here";
                    let remark = Diagnostic::warning(codes::SCHEMA_UNREAD, field.place, message).with_help(help);
                    facts.push(Fact::Remark(remark));
                    columns.push(column(field, field.ty.clone()));
                }
            }
        }
        if block.kind == BlockKind::View {
            facts.push(Fact::View { name: table, columns, place: block.place });
            return;
        }
        facts.push(Fact::Table { name: table.clone(), description: block.doc.clone(), place: block.place });
        for column in columns {
            facts.push(Fact::Column { table: table.clone(), column: Box::new(column), facts: Vec::new() });
        }
        for (constraint, place) in constraints {
            facts.push(Fact::Constraint { table: table.clone(), constraint, place });
        }
        for attribute in &block.attributes {
            self.table_attribute(block, &table, attribute, facts);
        }
    }

    /// `@@id`, `@@unique`, `@@index`, `@@fulltext`.
    fn table_attribute(&self, block: &Block<'_>, table: &str, attribute: &Attribute<'_>, facts: &mut Vec<Fact>) {
        let columns = attribute.argument("fields", 0).map(|a| column_names(block, &a.names)).unwrap_or_default();
        if columns.is_empty() {
            return;
        }
        let (table, place) = (table.to_owned(), attribute.place);
        let name = attribute.string("map", usize::MAX);
        match attribute.name {
            "id" => facts.push(Fact::Constraint { table, constraint: Constraint::PrimaryKey(columns), place }),
            "unique" => facts.push(Fact::Constraint { table, constraint: Constraint::Unique(columns), place }),
            "index" | "fulltext" => {
                let method = attribute.argument("type", usize::MAX).map(|a| a.written.to_lowercase());
                let method = method.or_else(|| (attribute.name == "fulltext").then(|| "fulltext".to_owned()));
                let index = Index { name, columns, unique: false, method, condition: None, place };
                facts.push(Fact::Index { table, index });
            }
            _ => {}
        }
    }
}

/// The name of a model's table or of an enum's type in the database.
fn database_name(block: &Block<'_>) -> String {
    let name = block.attribute("map").and_then(|a| a.string("name", 0));
    let name = name.unwrap_or_else(|| block.name.to_owned());
    match block.attribute("schema").and_then(|a| a.string("name", 0)) {
        Some(schema) => format!("{schema}.{name}"),
        None => name,
    }
}

/// The name of a field's column.
fn column_name(field: &Field<'_>) -> String {
    field.attribute("map").and_then(|a| a.string("name", 0)).unwrap_or_else(|| field.name.to_owned())
}

fn column_names(block: &Block<'_>, fields: &[&str]) -> Vec<String> {
    let name = |name: &&str| {
        block.fields.iter().find(|f| f.name == *name).map_or_else(|| (*name).to_owned(), |field| column_name(field))
    };
    fields.iter().map(name).collect()
}

fn column(field: &Field<'_>, ty: String) -> Column {
    let is_key = field.attribute("id").is_some();
    let default = field.attribute("default").and_then(|a| a.argument("value", 0)).map(|value| {
        let inner = value.written.strip_prefix("dbgenerated(").and_then(|rest| rest.strip_suffix(')'));
        let inner = inner.map(|text| text.trim().trim_matches('"')).filter(|text| !text.is_empty());
        inner.map_or_else(|| value.written.to_owned(), |text| text.replace("\\\"", "\""))
    });
    // Prisma fills such a column whenever it writes a row.
    let default = default.or_else(|| field.attribute("updatedAt").map(|_| "@updatedAt".to_owned()));
    Column {
        name: column_name(field),
        ty: Some(if field.list { format!("{ty}[]") } else { ty }),
        nullable: Some(field.optional && !is_key),
        primary_key: is_key,
        unique: field.attribute("unique").is_some(),
        default,
        check: None,
        description: field.doc.clone(),
        place: field.place,
    }
}

/// `@relation(fields: [a], references: [b], onDelete: Cascade)`.
fn foreign_key(block: &Block<'_>, field: &Field<'_>, target: &Block<'_>) -> Option<(Constraint, crate::text::Place)> {
    let relation = field.attribute("relation")?;
    let columns = column_names(block, &relation.argument("fields", usize::MAX)?.names);
    let referred = relation.argument("references", usize::MAX).map(|a| column_names(target, &a.names));
    let on_delete = relation.argument("onDelete", usize::MAX).map(|a| upper_case(a.written));
    let reference =
        Reference { target: database_name(target), columns: referred.unwrap_or_default(), on_delete, hint: false };
    (!columns.is_empty()).then_some((Constraint::ForeignKey { columns, reference }, field.place))
}

/// `SetNull` → `SET NULL`.
fn upper_case(action: &str) -> String {
    let mut words = String::new();
    for c in action.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_uppercase());
    }
    words
}

fn enum_type(block: &Block<'_>) -> EnumType {
    let values = block.fields.iter().map(column_name).collect();
    EnumType { name: database_name(block), values, inline: false, place: block.place }
}
