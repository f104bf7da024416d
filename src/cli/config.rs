//! `config`: what holds of the settings, and where it comes from.

use serde::Serialize;
use serde_json::Map;

use crate::config::settings::layers::{From, Held};
use crate::config::settings::setting::Unset;
use crate::config::settings::value::Value;

/// Widest value, in characters, that others are lined up with.
const WIDEST: usize = 48;

/// The files as messages name them.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The project's, if there is a project.
    pub project: String,
    /// The user's.
    pub user: String,
}

/// The settings for people: key, value, and who says so.
#[must_use]
pub fn to_text(all: &[Held], files: &Files) -> String {
    let values: Vec<_> = all.iter().map(value).collect();
    let longest =
        |lengths: &mut dyn Iterator<Item = usize>| lengths.filter(|&length| length <= WIDEST).max().unwrap_or(0);
    let keys = longest(&mut all.iter().map(|held| held.setting.key.len()));
    let set = all.iter().zip(&values).filter(|(held, _)| held.value.is_some());
    let width = longest(&mut set.map(|(_, value)| value.chars().count()));
    let mut text = String::new();
    for (held, value) in all.iter().zip(values) {
        let from = if held.value.is_some() { source(held, files) } else { String::new() };
        text.push_str(format!("{:keys$}  {value:width$}  {from}", held.setting.key).trim_end());
        text.push('\n');
    }
    text
}

fn value(held: &Held) -> String {
    match (&held.value, &held.setting.unset) {
        (Some(value), _) => value.to_string(),
        (None, Unset::Means(what)) => format!("not set: {what}"),
        (None, Unset::Value(_)) => "not set".to_owned(),
    }
}

fn source(held: &Held, files: &Files) -> String {
    match held.from {
        From::Default => "default".to_owned(),
        From::User(line) => format!("{}:{line}", files.user),
        From::Project(line) => format!("{}:{line}", files.project),
        From::Variable(name) => format!("variable {name}"),
        From::Option(name) => format!("option {name}"),
    }
}

/// The settings for tools: an object by key.
#[must_use]
pub fn to_json(all: &[Held], files: &Files) -> String {
    let entry = |held: &Held| {
        let (from, name, file, line) = match held.from {
            From::Default => ("default", None, None, None),
            From::User(line) => ("user", None, Some(files.user.as_str()), Some(line)),
            From::Project(line) => ("project", None, Some(files.project.as_str()), Some(line)),
            From::Variable(name) => ("variable", Some(name), None, None),
            From::Option(name) => ("option", Some(name), None, None),
        };
        serde_json::to_value(Entry { value: held.value.as_ref(), from, name, file, line }).unwrap_or_default()
    };
    let all: Map<_, _> = all.iter().map(|held| (held.setting.key.to_owned(), entry(held))).collect();
    super::inspect::to_text(&all)
}

#[derive(Serialize)]
struct Entry<'a> {
    value: Option<&'a Value>,
    /// `default`, `user`, `project`, `variable` or `option`.
    from: &'static str,
    /// Of the variable or the option.
    name: Option<&'static str>,
    file: Option<&'a str>,
    line: Option<usize>,
}
