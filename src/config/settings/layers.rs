//! What holds of all that is said about a setting, and who says it.

use super::setting::{Owner, Setting};
use super::table::SETTINGS;
use super::value::Value;
use super::{File, Settings};

/// Everybody who has a say, the strongest first.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    /// Options of the command line.
    pub options: Settings,
    /// Environment variables.
    pub variables: Settings,
    /// The project's `routewright.toml`.
    pub project: File,
    /// The user's `config.toml`; in [matters of the user](Owner::User) it is stronger than the project's.
    pub user: File,
}

/// Who says what a setting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// Nobody.
    Default,
    /// The user's file, in this line.
    User(usize),
    /// The project's file, in this line.
    Project(usize),
    /// The variable of this name.
    Variable(&'static str),
    /// This option.
    Option(&'static str),
}

/// What holds for a setting.
#[derive(Debug)]
pub struct Held {
    /// The setting.
    pub setting: &'static Setting,
    /// Its value; without one, what happens is [said by the setting](super::setting::Unset::Means).
    pub value: Option<Value>,
    /// Who says so.
    pub from: From,
}

impl Layers {
    /// What holds for each setting, in the order of the table.
    #[must_use]
    pub fn held(&self) -> Vec<Held> {
        SETTINGS.iter().map(|setting| self.held_for(setting)).collect()
    }

    /// What holds, without what holds where nobody says anything.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        for held in self.held().into_iter().filter(|held| held.from != From::Default) {
            if let Some(value) = held.value {
                held.setting.set(&mut settings, value);
            }
        }
        settings
    }

    fn held_for(&self, setting: &'static Setting) -> Held {
        let line = |file: &File| file.line(setting.key).unwrap_or_default();
        let project = (&self.project.settings, From::Project(line(&self.project)));
        let user = (&self.user.settings, From::User(line(&self.user)));
        let (first, second) = match setting.owner {
            Owner::Anyone => (project, user),
            Owner::User => (user, project),
        };
        let option = (&self.options, From::Option(setting.option.unwrap_or_default()));
        let variable = (&self.variables, From::Variable(setting.variable().unwrap_or_default()));
        let said = [option, variable, first, second].into_iter().find_map(|(layer, from)| {
            let value = setting.get(layer)?;
            Some(Held { setting, value: Some(value), from })
        });
        said.unwrap_or_else(|| Held { setting, value: setting.unset.value(), from: From::Default })
    }
}

#[cfg(test)]
mod tests {
    use super::super::reading::read;
    use super::*;

    #[test]
    fn the_strongest_says_what_holds_key_by_key() {
        let project = "language = \"pl\"\ntheme = \"mono\"\n[documents]\napi = \"a.md\"\ntypes = []\n";
        let user = "language = \"auto\"\ntheme = \"light\"\n[documents]\ndatabase = \"d.sql\"\ntypes = \"t.ts\"\n";
        let mut layers = Layers {
            options: Settings { database: vec!["o.sql".to_owned()], ..Settings::default() },
            variables: Settings::default(),
            project: read("routewright.toml", project).value,
            user: read("config.toml", user).value,
        };
        let said = |layers: &Layers, key: &str| {
            let held = layers.held().into_iter().find(|held| held.setting.key == key).unwrap();
            (held.value.map(|value| value.to_string()).unwrap_or_default(), held.from)
        };
        for (key, value, from) in [
            ("language", "\"pl\"", From::Project(1)),
            ("theme", "\"light\"", From::User(2)),
            ("documents.api", "\"a.md\"", From::Project(4)),
            ("documents.database", "[\"o.sql\"]", From::Option("--db")),
            ("documents.types", "[\"t.ts\"]", From::User(5)),
            ("documents.rules", "", From::Default),
            ("documents.compare", "true", From::Default),
        ] {
            assert_eq!(said(&layers, key), (value.to_owned(), from), "{key}");
        }
        let settings = layers.settings();
        assert_eq!((settings.database, settings.compare), (vec!["o.sql".to_owned()], None));
        layers.user = File::default();
        assert_eq!(said(&layers, "theme"), ("\"mono\"".to_owned(), From::Project(2)));
        layers.variables.theme = Some("mono".to_owned());
        assert_eq!(said(&layers, "theme").1, From::Variable("NO_COLOR"));
    }
}
