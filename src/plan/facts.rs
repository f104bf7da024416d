//! What follows from the documents for a choice, derived once: what each endpoint does, which
//! column each of its fields is, what the database enforces, what can fail. The sections only word it.

mod access;
pub(crate) mod answers;
pub(crate) mod columns;
pub(crate) mod demanded;
pub(crate) mod failures;
pub(crate) mod inputs;
mod listed;
pub(crate) mod lookups;
pub(crate) mod notes;
pub(crate) mod operation;
pub(crate) mod rates;
pub(crate) mod served;
pub(crate) mod spelling;

use heck::{ToKebabCase, ToLowerCamelCase, ToPascalCase, ToSnakeCase};

use self::answers::Like;
use self::columns::{Assigned, Cascade};
use self::failures::Failure;
use self::inputs::Input;
use self::lookups::Lookup;
use self::notes::Note;
use self::operation::Operation;
use self::served::Served;
use self::spelling::Spelling;
use super::kind::Kind;
use super::naming;
use super::shape::{Named, Shape};
use super::stack::Profile;
use super::words::{is_in, words};
use crate::model::schema::table_key;
use crate::model::{Choice, Column, ContextKind, Endpoint, Project, Response, Routine, Table};
use crate::relate::Relations;

/// Everything that the sections word.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    /// What the user chose.
    pub(crate) choice: &'a Choice<'a>,
    /// Conventions of the project's stack.
    pub(crate) profile: &'static Profile,
    /// How the API plan spells members of bodies.
    pub(crate) spelling: Spelling,
    /// One for each chosen endpoint.
    pub(crate) endpoints: Vec<EndpointFacts<'a>>,
}

/// What follows for one endpoint.
#[derive(Debug)]
pub(crate) struct EndpointFacts<'a> {
    /// The endpoint.
    pub(crate) endpoint: &'a Endpoint,
    /// The project.
    pub(crate) project: &'a Project,
    /// What it does to the main table.
    pub(crate) operation: Operation,
    /// The table that it is mostly about.
    pub(crate) main: Option<&'a Table>,
    /// Chosen tables that belong to it, strongest first.
    pub(crate) tables: Vec<&'a Table>,
    /// Path, query and body, in this order.
    pub(crate) inputs: Vec<Input<'a>>,
    /// Columns of the main table that the server fills.
    pub(crate) assigned: Vec<Assigned<'a>>,
    /// NOT NULL columns without a default that nothing fills.
    pub(crate) unfilled: Vec<&'a Column>,
    /// What happens to rows that refer to the main table.
    pub(crate) cascades: Vec<Cascade<'a>>,
    /// Conditions that its queries look rows up by.
    pub(crate) lookups: Vec<Lookup<'a>>,
    /// Answers from 400 up.
    pub(crate) failures: Vec<Failure<'a>>,
    /// Sentences of the documents that no other fact holds.
    pub(crate) notes: Vec<Note>,
    /// Functions and views of the database that it needs.
    pub(crate) served: Vec<Served<'a>>,
    /// What the endpoint's own text says that it does, beside its title.
    pub(crate) description: Option<String>,
    /// The body that success answers with, as the API plan shows it.
    pub(crate) body: Option<String>,
    /// The same as an outline, else that of another endpoint that answers with the same.
    pub(crate) answer: Option<Shape>,
    /// The endpoint whose answer that is, where this one shows none.
    pub(crate) like: Option<Like>,
    /// What the API plan says of the answer in words.
    pub(crate) told_answer: Option<String>,
    /// What the endpoint is about, singular and plural.
    pub(crate) noun: (String, String),
    /// What it does, as words for names: `create project member`.
    pub(crate) action: String,
}

impl<'a> Facts<'a> {
    /// Derives everything.
    pub(crate) fn new(choice: &'a Choice<'a>) -> Self {
        let picked: Vec<Vec<String>> = if choice.endpoints.len() > 1 {
            let relations = Relations::new(choice.project);
            let keys =
                |endpoint: &Endpoint| relations.picks(endpoint).iter().map(|pick| table_key(&pick.table)).collect();
            choice.endpoints.iter().map(|endpoint| keys(endpoint)).collect()
        } else {
            Vec::new()
        };
        let endpoints = choice.endpoints.iter().enumerate();
        let endpoints = endpoints
            .map(|(at, endpoint)| EndpointFacts::new(choice, endpoint, tables_of(choice, at, &picked)))
            .collect();
        let profile = Profile::of(&choice.project.tech_stack.profile);
        Self { choice, profile, spelling: spelling::of(choice.project), endpoints }
    }

    /// Whether the plan is for several endpoints.
    pub(crate) fn is_shared(&self) -> bool {
        self.endpoints.len() > 1
    }
}

/// The chosen tables that belong to one of several endpoints: those picked for it, and those that
/// the user added and that are picked for none. `picked` is empty where there is only one endpoint.
fn tables_of<'a>(choice: &Choice<'a>, at: usize, picked: &[Vec<String>]) -> Vec<&'a Table> {
    let Some(own) = picked.get(at) else {
        return choice.tables.clone();
    };
    let belongs = |table: &&Table| {
        let key = table_key(&table.name);
        own.contains(&key) || !picked.iter().any(|keys| keys.contains(&key))
    };
    choice.tables.iter().copied().filter(belongs).collect()
}

impl<'a> EndpointFacts<'a> {
    fn new(choice: &'a Choice<'a>, endpoint: &'a Endpoint, tables: Vec<&'a Table>) -> Self {
        let project = choice.project;
        let body = answers::shown(project, endpoint);
        let answer = body.as_deref().and_then(Shape::read);
        let main = operation::main_table(endpoint, &tables, answer.as_ref());
        let operation = operation::of(endpoint, main, answer.as_ref());
        let noun = operation::noun(endpoint, main);
        let action = operation::action(endpoint, operation, main, &noun);
        let told_answer = answers::told(project, endpoint);
        let has_body = endpoint.details.responses.iter().any(|r| r.is_success() && r.status != 204);
        let can_have_body = has_body || !endpoint.details.responses.iter().any(Response::is_success);
        let like = match &answer {
            None if body.is_none() && can_have_body => {
                answers::like(project, endpoint, operation, main, &noun.0, told_answer.as_deref())
            }
            _ => None,
        };
        let answer = answer.or_else(|| like.as_ref().map(|like| like.shape.clone()));
        let mut facts = Self {
            endpoint,
            project,
            operation,
            main,
            tables,
            inputs: Vec::new(),
            assigned: Vec::new(),
            unfilled: Vec::new(),
            cascades: Vec::new(),
            lookups: Vec::new(),
            failures: Vec::new(),
            notes: Vec::new(),
            served: Vec::new(),
            description: None,
            body,
            answer,
            like,
            told_answer,
            noun,
            action,
        };
        facts.inputs = inputs::of(&facts);
        (facts.assigned, facts.unfilled) = columns::filled_by_server(&facts);
        facts.inputs = inputs::with_constraints(&facts);
        facts.cascades = columns::cascades(&facts);
        facts.lookups = lookups::of(&facts);
        (facts.notes, facts.description) = notes::of(&facts);
        inputs::attach(&mut facts.inputs, &mut facts.notes);
        facts.served = served::of(&facts);
        facts.failures = failures::of(&facts);
        facts
    }

    /// The function or view that serves the endpoint in place of its table.
    pub(crate) fn source(&self) -> Option<&Served<'a>> {
        self.served.iter().find(|served| served.is_source)
    }

    /// Placeholders for file and type names.
    pub(crate) fn names(&self, profile: &Profile) -> Vec<(&'static str, String)> {
        let mut names = naming::cases(&self.noun.0, &self.noun.1);
        let path = match self.project.api.base_path.as_deref() {
            Some(base) if !self.endpoint.key.path.as_str().starts_with(base) => crate::model::PathTemplate::new(
                &format!("{base}/{}", self.endpoint.key.path.as_str().trim_start_matches('/')),
            ),
            _ => self.endpoint.key.path.clone(),
        };
        names.extend([
            ("resource_flat", naming::key(&self.noun.0)),
            ("Action", self.action.to_pascal_case()),
            ("action", self.action.to_lower_camel_case()),
            ("action_snake", self.action.to_snake_case()),
            ("action_kebab", self.action.to_kebab_case()),
            ("METHOD", self.endpoint.key.method.as_str().to_owned()),
            ("route", profile.route(&path)),
        ]);
        names
    }

    /// Whether the API plan lists a status.
    pub(crate) fn lists(&self, status: u16) -> bool {
        self.endpoint.details.responses.iter().any(|r| r.status == status)
    }

    /// Whether the API plan lists a status for all endpoints, or for several with this one.
    pub(crate) fn shares(&self, status: u16) -> bool {
        // What is said of authentication says how its failure is answered.
        let by_auth = matches!(status, 401 | 403) && self.context(ContextKind::Auth).any(|t| listed::names(t, status));
        by_auth
            || self.context(ContextKind::Errors).any(|text| listed::names(text, status))
            || self.group_errors().iter().any(|(known, _)| *known == status)
    }

    /// Statuses that the endpoint's group lists for all of it, with what it says of each.
    pub(crate) fn group_errors(&self) -> Vec<(u16, String)> {
        self.context(ContextKind::Conventions).flat_map(str::lines).flat_map(listed::errors).collect()
    }

    /// The code that the documents give to errors of a status.
    pub(crate) fn error_code(&self, status: u16) -> Option<String> {
        let lines = self.context(ContextKind::Errors).flat_map(str::lines);
        listed::code_of(lines, status)
    }

    /// The code of the documents whose words a scenario has.
    pub(crate) fn error_code_in_words(&self, scenario: &str) -> Option<String> {
        listed::code_in_words(self.context(ContextKind::Errors).flat_map(str::lines), scenario)
    }

    /// Success answers, as the API plan lists them.
    pub(crate) fn successes(&self) -> impl Iterator<Item = &'a Response> {
        self.endpoint.details.responses.iter().filter(|r| r.is_success())
    }

    /// Triggers that the plan names on the main table or on other written tables.
    pub(crate) fn triggers(&self) -> Vec<&'a Routine> {
        let writes = self.operation.writes();
        let on = |routine: &&Routine| {
            let Some(table) = &routine.table else {
                return false;
            };
            self.main.is_some_and(|main| refers_to(table, main))
        };
        // What keeps a time of change has nothing to do where nothing is changed.
        let changes = matches!(self.operation, Operation::Replace | Operation::Update | Operation::Act);
        let touches = |routine: &&Routine| {
            let name = naming::key(&routine.name);
            words().touched_columns.iter().any(|column| name.contains(&naming::key(column)))
        };
        let fires = |routine: &&Routine| {
            let text = format!("{} {}", self.project.text(routine.place), routine.description.as_deref().unwrap_or(""));
            let named = operation::events(&text);
            named.is_empty() || named.iter().any(|event| self.operation.events().contains(event))
        };
        let on = |routine: &&Routine| on(routine) && (changes || !touches(routine)) && fires(routine);
        if writes { self.project.schema.routines.iter().filter(on).collect() } else { Vec::new() }
    }

    /// The members of the answer that describe a row: of the rows of a list, of the object in an envelope.
    pub(crate) fn answered_row(&self) -> &[Named] {
        let Some(shape) = &self.answer else {
            return &[];
        };
        let rows = shape.rows().filter(|_| self.operation == Operation::List);
        if let Some((_, members)) = rows {
            return members;
        }
        let own =
            if shape.members().is_empty() { shape.element().map_or(&[][..], Shape::members) } else { shape.members() };
        let inner = own.iter().map(|(_, value)| value.members()).max_by_key(|members| members.len());
        inner.filter(|members| members.len() > own.len()).unwrap_or(own)
    }

    /// A column of the main table, else of another chosen one, by a name in any spelling.
    pub(crate) fn column_named(&self, name: &str) -> Option<(&'a Table, &'a Column)> {
        let key = naming::key(name);
        let tables = self.main.into_iter().chain(self.tables.iter().copied());
        tables.into_iter().find_map(|t| Some((t, t.columns.iter().find(|c| naming::key(&c.name) == key)?)))
    }

    /// Limits of rate, by the documents.
    pub(crate) fn rates(&self) -> Vec<String> {
        rates::of(self)
    }

    /// Places of context of a kind.
    pub(crate) fn context(&self, kind: ContextKind) -> impl Iterator<Item = &str> {
        self.endpoint.context.iter().filter(move |c| c.kind == kind).map(|c| self.project.text(c.place))
    }
}

/// Whether the reference of a foreign key means this table, with or without its schema.
pub(crate) fn refers_to(reference: &str, table: &Table) -> bool {
    let bare = reference.rsplit('.').next().unwrap_or(reference);
    table_key(bare) == table_key(table.bare_name())
}

/// The kind of a column's values; an enum is text of which only some is allowed.
pub(crate) fn column_kind(project: &Project, table: &Table, column: &Column) -> Kind {
    match column.ty.as_deref().map_or(Kind::Unknown, Kind::of_type) {
        Kind::Unknown if project.schema.enum_of(table, column).is_some() => Kind::Text,
        kind => kind,
    }
}

/// The column that says whose row it is: one that a policy compares, else one with such a name.
/// Rows of a table with roles are memberships, which others manage too.
pub(crate) fn owner_column(table: &Table) -> Option<&Column> {
    // A condition inside a subquery is about another table's rows.
    let rules: Vec<String> = table
        .policies
        .iter()
        .map(|policy| compared_form(&policy.rule))
        .filter(|rule| !rule.contains("select"))
        .collect();
    let compared = |column: &&Column| {
        let name = column.name.to_lowercase();
        let left = format!("{name}=auth.uid()");
        let right = format!("auth.uid()={name}");
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        rules.iter().any(|rule| {
            let starts = rule.match_indices(&left).any(|(at, _)| !rule.get(..at).is_some_and(|r| r.ends_with(is_word)));
            let ends = rule.match_indices(&right).any(|(at, found)| {
                !rule.get(at + found.len()..).is_some_and(|r| r.starts_with(|c| is_word(c) || c == '.'))
            });
            starts || ends
        })
    };
    let named = |column: &&Column| is_in(&column.name, &words().owner_columns);
    let found: Vec<&Column> = table.columns.iter().filter(compared).collect();
    if let [column] = found.as_slice() {
        return Some(column);
    }
    // Policies that decide in another way say that a name alone decides nothing.
    if !found.is_empty() || table.policies.iter().any(|policy| compared_form(&policy.rule).contains("auth.uid()")) {
        return None;
    }
    let has_roles = table.columns.iter().any(|c| is_in(&c.name, &words().role_columns));
    table.columns.iter().find(named).filter(|_| !has_roles)
}

/// A policy's condition without blanks and wrappings, so that comparisons with the caller can be found.
fn compared_form(rule: &str) -> String {
    let rule: String = rule.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    rule.replace("(selectauth.uid())", "auth.uid()")
}
