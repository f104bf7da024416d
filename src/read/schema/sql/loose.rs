//! What the SQL in a plan says, as facts: a plan shows its definitions in whatever order, repeats them,
//! and only rarely takes something back.

use super::change::{Change, NewTable};
use super::column::Definition;
use super::constraint::Held;
use crate::model::Column;
use crate::read::schema::fact::{Constraint, Fact};

/// Turns a change into facts. Without `additions` a change of columns is only thought about.
pub(super) fn facts(change: Change, additions: bool, facts: &mut Vec<Fact>) {
    match change {
        Change::CreateTable(table) => create_table(table, facts),
        Change::DropTable { name, .. } => facts.push(Fact::DropTable { name }),
        Change::Rename { from, to } if additions => facts.push(Fact::RenameTable { from, to }),
        Change::AddColumn { table, definition, .. } if additions => facts.push(column(table, *definition)),
        Change::DropColumn { table, column } if additions => facts.push(Fact::DropColumn { table, column }),
        Change::RenameColumn { table, from, to } if additions => facts.push(Fact::RenameColumn { table, from, to }),
        Change::SetNullable { table, column, nullable: false } => {
            let place = crate::text::Place::default();
            facts.push(Fact::Constraint { table, constraint: Constraint::NotNull(column), place });
        }
        Change::Add { table, held, place } => facts.extend(of_held(table, held, place)),
        Change::AddPolicy { table, policy } => facts.push(Fact::Policy { table, policy }),
        Change::CreateView(view) => {
            let columns = view.named();
            facts.push(Fact::View { name: view.name, columns, place: view.place });
        }
        Change::CreateEnum(kind) => facts.push(Fact::Enum(kind)),
        Change::AddRoutine(routine) => facts.push(Fact::Routine(routine)),
        Change::Comment { table, column, text } => facts.push(Fact::Comment { table, column, text }),
        Change::Remark(diagnostic) => facts.push(Fact::Remark(diagnostic)),
        _ => {}
    }
}

fn create_table(table: NewTable, facts: &mut Vec<Fact>) {
    let NewTable { name, place, columns, held, description, kind, .. } = table;
    if kind == super::change::Keeping::Partition {
        return;
    }
    facts.push(Fact::Table { name: name.clone(), description, place });
    facts.extend(columns.into_iter().map(|definition| column(name.clone(), definition)));
    facts.extend(held.into_iter().filter_map(|(held, place)| of_held(name.clone(), held, place)));
}

/// A column with what its definition says.
pub(super) fn column(table: String, definition: Definition) -> Fact {
    let column: Column = definition.column;
    Fact::Column { table, column: Box::new(column), facts: definition.facts }
}

/// A constraint or an index as a fact.
pub(super) fn of_held(table: String, held: Held, place: crate::text::Place) -> Option<Fact> {
    match held {
        Held::Constraint(_, constraint) => Some(Fact::Constraint { table, constraint, place }),
        Held::Index(index) => Some(Fact::Index { table, index }),
        Held::Default(..) | Held::Nothing => None,
    }
}
