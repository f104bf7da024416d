//! Tables and enums in the answer.

use serde::Serialize;

use super::Lines;
use crate::model::{Column, EnumType, ForeignKey, Project, Table};

/// Tables, and behind them the views, which endpoints read as well.
pub(super) fn tables(project: &Project) -> impl Iterator<Item = &Table> {
    project.schema.tables.iter().chain(&project.schema.views)
}

/// Enums with a name of their own; what one column allows is part of that column.
pub(super) fn enums(project: &Project) -> impl Iterator<Item = &EnumType> {
    project.schema.enums.iter().filter(|e| !e.inline)
}

#[derive(Serialize)]
pub(super) struct TableAnswer<'a> {
    name: &'a str,
    source: Option<Lines<'a>>,
    columns: Vec<ColumnAnswer<'a>>,
    primary_key: &'a [String],
    foreign_keys: Vec<ForeignKeyAnswer<'a>>,
    unique: &'a [Vec<String>],
    indexes: Vec<IndexAnswer<'a>>,
    policies: Vec<PolicyAnswer<'a>>,
    checks: &'a [String],
    description: Option<&'a str>,
}

impl<'a> TableAnswer<'a> {
    pub(super) fn new(project: &'a Project, table: &'a Table) -> Self {
        Self {
            name: &table.name,
            source: Lines::new(project, table.place),
            columns: table.columns.iter().map(ColumnAnswer::new).collect(),
            primary_key: &table.primary_key,
            foreign_keys: table.foreign_keys.iter().map(ForeignKeyAnswer::new).collect(),
            unique: &table.unique,
            indexes: table
                .indexes
                .iter()
                .map(|i| IndexAnswer {
                    name: i.name.as_deref(),
                    columns: &i.columns,
                    unique: i.unique,
                    method: i.method.as_deref(),
                    condition: i.condition.as_deref(),
                })
                .collect(),
            policies: table
                .policies
                .iter()
                .map(|p| PolicyAnswer { name: p.name.as_deref(), command: p.command.as_deref(), rule: &p.rule })
                .collect(),
            checks: &table.checks,
            description: table.description.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct ColumnAnswer<'a> {
    name: &'a str,
    r#type: Option<&'a str>,
    nullable: Option<bool>,
    primary_key: bool,
    unique: bool,
    default: Option<&'a str>,
    check: Option<&'a str>,
    description: Option<&'a str>,
}

impl<'a> ColumnAnswer<'a> {
    fn new(column: &'a Column) -> Self {
        Self {
            name: &column.name,
            r#type: column.ty.as_deref(),
            nullable: column.nullable,
            primary_key: column.primary_key,
            unique: column.unique,
            default: column.default.as_deref(),
            check: column.check.as_deref(),
            description: column.description.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct ForeignKeyAnswer<'a> {
    column: &'a str,
    references: &'a str,
    references_column: Option<&'a str>,
    on_delete: Option<&'a str>,
}

impl<'a> ForeignKeyAnswer<'a> {
    fn new(key: &'a ForeignKey) -> Self {
        Self {
            column: &key.column,
            references: &key.references,
            references_column: key.references_column.as_deref(),
            on_delete: key.on_delete.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct IndexAnswer<'a> {
    name: Option<&'a str>,
    columns: &'a [String],
    unique: bool,
    method: Option<&'a str>,
    condition: Option<&'a str>,
}

#[derive(Serialize)]
struct PolicyAnswer<'a> {
    name: Option<&'a str>,
    command: Option<&'a str>,
    rule: &'a str,
}

#[derive(Serialize)]
pub(super) struct EnumAnswer<'a> {
    name: &'a str,
    values: &'a [String],
}

impl<'a> EnumAnswer<'a> {
    pub(super) fn new(known: &'a EnumType) -> Self {
        Self { name: &known.name, values: &known.values }
    }
}
