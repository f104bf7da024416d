//! Who may call an endpoint, and whose rows it touches.

use super::columns;
use super::failures;
use super::inputs::{self, Input, Part};
use super::operation::Operation;
use super::{EndpointFacts, compared_form, owner_column};
use crate::model::{Auth, Column, Policy, Table};
use crate::plan::words::{is_in, words};

impl<'a> EndpointFacts<'a> {
    /// Whether a caller has to be known, as far as the documents say.
    pub(crate) fn auth(&self) -> Option<Auth> {
        // A 401 of a sign-in is about the credentials that are sent.
        let says_so = || !self.is_before_sign_in() && (self.lists(401) || self.policy_needs_caller());
        self.endpoint.details.auth.or_else(|| says_so().then_some(Auth::Required))
    }

    /// Whether only a policy says that a caller has to be known.
    pub(crate) fn auth_by_policy(&self) -> bool {
        let is_derived = self.endpoint.details.auth.is_none() && self.auth().is_some();
        is_derived && !self.lists(401) && self.policy_needs_caller()
    }

    fn policy_needs_caller(&self) -> bool {
        let policies = self.policies();
        !policies.is_empty() && policies.iter().all(|(_, p)| p.rule.to_lowercase().contains("auth.uid()"))
    }

    /// Whether it is called to sign in or up, before there can be a caller.
    pub(crate) fn is_entry(&self) -> bool {
        self.auth().is_none() && self.is_before_sign_in()
    }

    /// Fields of a sign-in or sign-up that no column of the main table keeps.
    pub(crate) fn credentials(&self) -> Vec<&str> {
        let is_kept = |input: &Input<'_>| input.part != Part::Body || input.column.is_some();
        let sent = self.inputs.iter().filter(|input| self.is_entry() && !is_kept(input));
        let name = |input: &'_ Input<'a>| input.parameter.name.as_str();
        let known = |name: &&str| is_in(name, &words().secret_fields) || is_in(name, &words().personal_fields);
        sent.map(name).filter(known).collect()
    }

    /// Whether its path and fields are those of signing in or up.
    fn is_before_sign_in(&self) -> bool {
        let segments: Vec<&str> = self.endpoint.key.path.segments().collect();
        let last = segments.last().copied().unwrap_or_default();
        let two = segments.len().checked_sub(2).and_then(|at| segments.get(at..)).map(<[&str]>::concat);
        let known = |name: &str| is_in(name, &words().entry_segments);
        let personal = |name: &str| is_in(name, &words().secret_fields) || is_in(name, &words().personal_fields);
        (known(last) || two.is_some_and(|two| known(&two)))
            && self.endpoint.details.body_fields.iter().any(|field| personal(&field.name))
    }

    /// Policies on the chosen tables that hold for what this endpoint does.
    pub(crate) fn policies(&self) -> Vec<(&'a Table, &'a Policy)> {
        let mut held = Vec::new();
        for table in &self.tables {
            let Some(main) = self.main else { continue };
            let is_main = main.name == table.name;
            let is_looked_up = failures::looked_up(self).contains(&table.name.as_str());
            if !is_main && !is_looked_up {
                continue;
            }
            let commands: &[&str] = match self.operation {
                _ if !is_main => &["SELECT"],
                Operation::Act if is_looked_up => &["UPDATE"],
                operation => operation.commands(),
            };
            for policy in &table.policies {
                let command = policy.command.as_deref().unwrap_or("ALL").to_uppercase();
                // A policy that is always false lets nobody in and decides nothing.
                let rule = compared_form(&policy.rule).replace("withcheck", "").replace("using", "");
                if rule.trim_matches(['(', ')']) == "false" {
                    continue;
                }
                if command == "ALL" || commands.iter().any(|c| command.contains(c)) {
                    held.push((*table, policy));
                }
            }
        }
        held
    }

    /// The main table and the command that this endpoint runs on it, where the table's policies leave the
    /// command out. Only said of tables whose policies tell commands apart: with row-level security what
    /// no policy admits finds no row, or is refused.
    pub(crate) fn not_admitted(&self) -> Option<(&'a Table, &'static str)> {
        let main = self.main?;
        let command = match self.operation {
            Operation::Act if failures::looked_up(self).contains(&main.name.as_str()) => "UPDATE",
            Operation::Act => return None,
            Operation::Delete if columns::removal_mark(main).is_some() => "UPDATE",
            operation => operation.commands().first()?,
        };
        let told: Option<Vec<String>> =
            main.policies.iter().map(|policy| Some(policy.command.as_deref()?.to_uppercase())).collect();
        let told = told.filter(|told| told.len() > 1)?;
        let differ = told.iter().any(|other| Some(other) != told.first());
        let admitted = told.iter().any(|told| told.contains("ALL") || told.contains(command));
        (differ && !admitted).then_some((main, command))
    }

    /// The column of the main table that says whose row it is.
    pub(crate) fn owner(&self) -> Option<&'a Column> {
        let owner = owner_column(self.main.filter(|_| !self.is_entry())?)?;
        // Policies of this operation that let others in as well, a department say, decide over the name.
        let held = self.policies();
        let rules = || held.iter().filter(|(t, _)| self.main.is_some_and(|m| m.name == t.name));
        let rules: Vec<String> = rules().map(|(_, policy)| compared_form(&policy.rule)).collect();
        let decides = rules.iter().any(|rule| rule.contains("auth.uid()"));
        let names_owner = rules.iter().any(|rule| inputs::mentions(rule, &owner.name));
        (!decides || names_owner).then_some(owner)
    }
}
