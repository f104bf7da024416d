//! Who may call an endpoint, and whose rows it touches.

use heck::ToSnakeCase;

use super::columns::{self, Filler};
use super::demanded::{self, Compared, Demand, Way};
use super::failures;
use super::inputs::{self, Input, Part};
use super::operation::Operation;
use super::{EndpointFacts, compared_form, owner_column, refers_to};
use crate::model::{Auth, Column, Document, DocumentRole, Policy, Routine, Table};
use crate::plan::naming;
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

    /// Whether it makes a user, and not only lets one in.
    pub(crate) fn signs_up(&self) -> bool {
        self.assigned.iter().any(|assigned| assigned.filler == Filler::NewUser)
    }

    /// The trigger that inserts the main table's row when a user is made, so that nobody else has to.
    pub(crate) fn inserted_by(&self) -> Option<&'a Routine> {
        let main = self.main.filter(|_| self.signs_up())?;
        let is_elsewhere = |routine: &&Routine| routine.table.as_deref().is_some_and(|table| !refers_to(table, main));
        let inserts = |document: &&Document| {
            let text = document.source.text().to_lowercase();
            let name = main.bare_name().to_lowercase();
            [name.clone(), format!("public.{name}")].iter().any(|name| text.contains(&format!("insert into {name}")))
        };
        let plans = self.project.documents.iter().filter(|document| document.role == DocumentRole::DatabasePlan);
        let is_told = plans.filter(inserts).count() > 0;
        let on_users = |routine: &&Routine| {
            let table = routine.table.as_deref().unwrap_or_default();
            naming::noun(table.rsplit('.').next().unwrap_or(table)) == "user"
        };
        let routines = self.project.schema.routines.iter();
        routines.filter(is_elsewhere).find(on_users).filter(|_| is_told)
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

    /// What policies ask of the caller, where all of those that decide can be told.
    pub(crate) fn ways(&self) -> Option<Vec<Way>> {
        demanded::ways(self)
    }

    /// Whether policies can refuse a new row that has the caller's id: they ask for a row elsewhere.
    pub(crate) fn is_refusable(&self) -> bool {
        let elsewhere = |way: &Way| way.iter().any(|demand| matches!(demand, Demand::Row(..)));
        self.operation == Operation::Create && self.ways().is_some_and(|ways| ways.iter().all(elsewhere))
    }

    /// Whether policies hide rows of the main table from some callers.
    pub(crate) fn hides_rows(&self) -> bool {
        let all = self.main.map(|main| main.policies.as_slice()).unwrap_or_default();
        let reads = |policy: &&Policy| {
            let command = policy.command.as_deref().unwrap_or("ALL").to_uppercase();
            command.contains("ALL") || command.contains("SELECT")
        };
        let mut reading = all.iter().filter(reads).peekable();
        reading.peek().is_some() && reading.all(|policy| compared_form(&policy.rule).contains("auth.uid()"))
    }

    /// The column of the main table that words such as `the invited user` mean.
    pub(crate) fn person_in(&self, text: &str) -> Option<&'a Column> {
        let said = said_words(text);
        self.main?.columns.iter().find(|column| {
            let name = column.name.to_snake_case();
            let parts = name.split_once('_').filter(|(_, person)| is_in(person, &words().owner_columns));
            parts.is_some_and(|(which, _)| said.iter().any(|word| word == which))
        })
    }

    /// The role that words such as `only masters` name, with the column that takes it.
    pub(crate) fn role_in(&self, text: &str) -> Option<(&'a Table, &'a Column, String)> {
        let said: Vec<String> = said_words(text).iter().map(|word| naming::noun(word)).collect();
        let tables = self.tables.iter().copied().chain(&self.project.schema.tables);
        let columns = tables.flat_map(|table| table.columns.iter().map(move |column| (table, column)));
        columns.filter(|(_, column)| is_in(&column.name, &words().role_columns)).find_map(|(table, column)| {
            let known = self.project.schema.enum_of(table, column).into_iter().flat_map(|e| e.values.iter().cloned());
            let checked = column.check.as_deref().unwrap_or_default().split('\'').skip(1).step_by(2);
            let values = known.chain(checked.map(str::to_owned));
            let mut named = values.filter(|value| said.contains(&naming::noun(value)));
            // Of two roles the text says more than a comparison.
            let value = named.next()?;
            named.all(|other| other == value).then_some((table, column, value))
        })
    }

    /// The column of the main table that says whose row it is.
    pub(crate) fn owner(&self) -> Option<&'a Column> {
        let owner = owner_column(self.main.filter(|_| !self.is_entry())?)?;
        if let Some(ways) = self.ways() {
            let own = |demand: &Demand| {
                let Demand::Here(condition) = demand else { return false };
                condition.with == Compared::Caller && condition.column.eq_ignore_ascii_case(&owner.name)
            };
            return ways.iter().all(|way| way.iter().any(own)).then_some(owner);
        }
        // Policies of this operation that let others in as well, a department say, decide over the name.
        let held = self.policies();
        let rules = || held.iter().filter(|(t, _)| self.main.is_some_and(|m| m.name == t.name));
        let rules: Vec<String> = rules().map(|(_, policy)| compared_form(&policy.rule)).collect();
        let decides = rules.iter().any(|rule| rule.contains("auth.uid()"));
        let names_owner = rules.iter().any(|rule| inputs::mentions(rule, &owner.name));
        // Where one of several policies asks for a row elsewhere, it is not the owner alone who is let in.
        let admits_others = rules.len() > 1 && rules.iter().any(|rule| rule.contains("select"));
        (!decides || names_owner && !admits_others).then_some(owner)
    }
}

/// The words of a sentence, in small letters.
fn said_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
