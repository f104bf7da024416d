//! Reads a file of settings. A key that is wrong or unknown costs only itself.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::File;
use super::setting::Setting;
use super::table::{SETTINGS, TABLES};
use super::value::Value;
use crate::diagnostic::{Diagnostic, Parsed, Severity, codes};
use crate::text::LineIndex;

/// How alike a key has to be to one of ours to be taken for a slip of the fingers.
const ALIKE: f64 = 0.6;

/// Reads settings. `path` is for messages.
#[must_use]
pub fn read(path: &str, text: &str) -> Parsed<File> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reading = Reading { path, lines: LineIndex::new(text), parsed: Parsed::default() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reading.say(error.span().map_or(0, |span| span.start), error.message().trim_end());
    }
    for (key, value) in sorted(table.get_ref()) {
        let name = key.get_ref().as_ref();
        match value.get_ref() {
            DeValue::Table(inner) if Setting::named(name).is_none() => reading.table(name, key.span().start, inner),
            value => reading.entry(name, key.span().start, value),
        }
    }
    reading.parsed
}

struct Reading<'a> {
    path: &'a str,
    lines: LineIndex,
    parsed: Parsed<File>,
}

impl Reading<'_> {
    fn table(&mut self, name: &str, at: usize, table: &DeTable<'_>) {
        let tables = || TABLES.iter().map(|(table, _)| *table);
        if !tables().any(|known| known == name) {
            let near = nearest(name, tables()).map(|near| format!("; did you mean `[{near}]`?")).unwrap_or_default();
            return self.say(at, &format!("`[{name}]` is no table of settings{near}"));
        }
        for (key, value) in sorted(table) {
            self.entry(&format!("{name}.{}", key.get_ref()), key.span().start, value.get_ref());
        }
    }

    fn entry(&mut self, name: &str, at: usize, value: &DeValue<'_>) {
        let Some(setting) = Setting::named(name) else { return self.say(at, &unknown(name)) };
        match setting.write(&mut self.parsed.value.settings, plain(value)) {
            Ok(()) => self.parsed.value.lines.push((setting.key, self.lines.line_of(at))),
            Err(message) => self.say(at, &message),
        }
    }

    fn say(&mut self, at: usize, message: &str) {
        self.parsed.diagnostics.push(Diagnostic {
            code: codes::SETTINGS,
            severity: Severity::Warning,
            message: format!("{}:{}: {message}", self.path, self.lines.line_of(at)),
            help: None,
            place: None,
        });
    }
}

/// The value, if it is of a kind that any setting takes.
fn plain(value: &DeValue<'_>) -> Option<Value> {
    let text = |value: &DeValue<'_>| value.as_str().map(str::to_owned);
    match value {
        DeValue::String(_) => text(value).map(Value::Text),
        DeValue::Boolean(truth) => Some(Value::Truth(*truth)),
        DeValue::Integer(number) => usize::from_str_radix(number.as_str(), number.radix()).ok().map(Value::Number),
        DeValue::Array(list) => list.iter().map(|item| text(item.get_ref())).collect::<Option<_>>().map(Value::Texts),
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => None,
    }
}

fn unknown(name: &str) -> String {
    let own = name.rsplit('.').next().unwrap_or(name);
    // A slip may also lie in the table: what stands before the dot does not count.
    match nearest(own, SETTINGS.iter().map(Setting::name)) {
        Some(near) => {
            let there = name.strip_suffix(own).unwrap_or_default();
            let same_table = SETTINGS.iter().find(|setting| setting.key == format!("{there}{near}"));
            let key = same_table.or_else(|| SETTINGS.iter().find(|setting| setting.name() == near));
            format!("`{name}` is no setting; did you mean `{}`?", key.map_or(near, |setting| setting.key))
        }
        None => {
            let keys: Vec<_> = SETTINGS.iter().map(|setting| setting.key).collect();
            format!("`{name}` is no setting; there are {}", keys.join(", "))
        }
    }
}

/// The name that is most like what was written, if one is like it at all.
fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase().replace('_', "-");
    let alike = names.map(|name| (strsim::normalized_damerau_levenshtein(&written, name), name));
    let best = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= ALIKE).then_some(best.1)
}

/// The entries of a table in the order of the text.
fn sorted<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t Spanned<Cow<'i, str>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_costs_only_itself() {
        let text = "langauge = \"pl\"\nlanguage = \"xx\"\nzzz = 1\n\n[plan]\nfile = \"../x.md\"\nschema_depth = 3\n\n\
                    [prompt]\ntypes = \"inline\"\nschema-depth = -1\n\n[documents]\napi = \"a.md\"\ntypes = 1\n\
                    data-base = \"x\"\ntype = \"x\"\n\n[document]\nrules = \"x\"\n";
        let parsed = read("routewright.toml", text);
        assert_eq!(parsed.value.settings, Settings { api: Some("a.md".to_owned()), ..Settings::default() });
        assert_eq!(parsed.value.lines, [("documents.api", 14)]);
        let said: Vec<_> = parsed.diagnostics.iter().map(|d| d.message.as_str()).collect();
        let starts = [
            "routewright.toml:1: `langauge` is no setting; did you mean `language`?",
            "routewright.toml:2: `language` has to be \"auto\", ",
            "routewright.toml:3: `zzz` is no setting; there are language, theme, documents.api, ",
            "routewright.toml:6: `plan.file`: `../x.md` leads out of the project",
            "routewright.toml:7: `plan.schema_depth` is no setting; did you mean `prompt.schema-depth`?",
            "routewright.toml:10: `prompt.types` has to be \"references\" or \"text\", not \"inline\"",
            "routewright.toml:11: `prompt.schema-depth` has to be a whole number from 0 on",
            "routewright.toml:15: `documents.types` has to be a text in quotes or a list of them",
            "routewright.toml:16: `documents.data-base` is no setting; did you mean `documents.database`?",
            "routewright.toml:17: `documents.type` is no setting; did you mean `documents.types`?",
            "routewright.toml:19: `[document]` is no table of settings; did you mean `[documents]`?",
        ];
        assert_eq!(said.len(), starts.len(), "{said:#?}");
        for (said, start) in said.iter().zip(starts) {
            assert!(said.starts_with(start), "{said}");
        }
    }

    #[test]
    fn a_broken_line_does_not_hide_the_others() {
        let parsed = read("config.toml", "\u{feff}theme = \nlanguage = \"pl\"\n");
        assert_eq!(parsed.value.line("language"), Some(2));
        assert!(parsed.diagnostics[0].message.starts_with("config.toml:1: "));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in ".{0,300}") {
            let _ = read("x", &text);
        }
    }
}
