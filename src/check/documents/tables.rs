//! Tables that the API plan leaves alone.

use std::collections::HashSet;

use crate::check::Finding;
use crate::diagnostic::{Severity, codes};
use crate::model::Project;
use crate::model::schema::table_key;

/// `touched` holds the keys of the tables that are picked for an endpoint.
pub(super) fn check(project: &Project, touched: &HashSet<String>, findings: &mut Vec<Finding>) {
    for table in &project.schema.tables {
        // A table without columns is one that the plan only refers to, such as those of a sign-in service.
        if table.columns.is_empty() || touched.contains(&table_key(&table.name)) {
            continue;
        }
        let message = format!("no endpoint of the API plan touches the table `{}`", table.name);
        findings.push(Finding::new(codes::TABLE_NOT_TOUCHED, Severity::Info, table.place, message).with_help(
            "add the endpoints that need it, say which job or trigger uses it, or drop it from the database plan",
        ));
    }
}
