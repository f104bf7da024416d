//! Reads a file of settings. A key that is wrong or unknown costs only itself.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::File;
use super::setting::Setting;
use super::table::{SETTINGS, TABLES};
use super::value::{Kind, Value};
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
        let span = error.span().unwrap_or_default();
        let twice = said_twice(table.get_ref(), text, &span).map(|first| {
            let line = reading.lines.line_of(first);
            let key = text.get(span.clone()).unwrap_or_default();
            match is_header(text, span.start) {
                true => format!("`[{key}]` stands twice, first in line {line}; put what is below both below one"),
                false => format!("`{key}` is set twice, and line {line} holds; take one of the two out"),
            }
        });
        reading.say(span.start, twice.as_deref().unwrap_or_else(|| error.message().trim_end()));
    }
    for (key, value) in sorted(table.get_ref()) {
        let name = key.get_ref().as_ref();
        match value.get_ref() {
            DeValue::Table(inner) if Setting::named(name).is_none() => reading.table(name, key.span().start, inner),
            _ if TABLES.iter().any(|(table, _)| *table == name) => {
                let message = format!("`{name}` is a table: write `[{name}]` in a line, and its settings below it");
                reading.say(key.span().start, &message);
            }
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
        let value = match value {
            DeValue::Array(list) if setting.kind() == Kind::Texts => match self.good_ones(setting, list) {
                Some(texts) => Some(Value::Texts(texts)),
                None => return,
            },
            value => plain(value),
        };
        match setting.write(&mut self.parsed.value.settings, value) {
            Ok(()) => self.parsed.value.lines.push((setting.key, self.lines.line_of(at))),
            Err(message) => self.say(at, &message),
        }
    }

    /// The entries of a list that can be used; each of the others is told in its line. None where there
    /// were some and all are wrong: an empty list says something of its own.
    fn good_ones(&mut self, setting: &Setting, list: &[Spanned<DeValue<'_>>]) -> Option<Vec<String>> {
        let mut good = Vec::new();
        for item in list {
            let checked = match item.get_ref().as_str() {
                Some(text) => (setting.check)(text).map(|()| text.to_owned()),
                None => Err("each entry has to be a text in quotes".to_owned()),
            };
            match checked {
                Ok(text) => good.push(text),
                Err(problem) => self.say(item.span().start, &format!("`{}`: {problem}", setting.key)),
            }
        }
        (list.is_empty() || !good.is_empty()).then_some(good)
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
    if let Some(setting) = SETTINGS.iter().find(|setting| setting.name() == own) {
        let there = match setting.table() {
            "" => "in no table: write it above the first line in brackets".to_owned(),
            table => format!("below `[{table}]`"),
        };
        return format!("`{name}` is no setting; `{own}` stands {there}");
    }
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

/// Where a key or table stood first that an error points at as said again.
fn said_twice(table: &DeTable<'_>, text: &str, again: &Range<usize>) -> Option<usize> {
    let name = text.get(again.clone())?;
    let start_in = |table: &DeTable<'_>| {
        let (key, _) = table.iter().find(|(key, _)| key.get_ref() == name)?;
        (key.span().end <= again.start).then_some(key.span().start)
    };
    if is_header(text, again.start) {
        // Tables of one name are joined, so only the text knows of the first.
        let header = format!("[{name}]");
        let mut starts = text.get(..again.start)?.split_inclusive('\n').scan(0, |end, line| {
            *end += line.len();
            Some((*end - line.len(), line))
        });
        return starts.find(|(_, line)| line.trim_start().starts_with(&header)).map(|(start, _)| start);
    }
    let header = text.get(..again.start)?.lines().rev().find_map(|line| line.trim().strip_prefix('['));
    match header {
        Some(header) => {
            let name = header.split(']').next()?.trim();
            let (_, inner) = table.iter().find(|(key, _)| key.get_ref() == name)?;
            start_in(inner.get_ref().as_table()?)
        }
        None => start_in(table),
    }
}

/// Whether the line of a place begins a table.
fn is_header(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('['))
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
    fn a_wrong_entry_of_a_list_costs_only_itself() {
        let text = "[documents]\ntypes = [\"a.ts\", 3]\n[check]\noff = [\n  \"RW703\",\n  \"RWX\",\n]\n[rules]\npacks = [\"nope\"]\n";
        let parsed = read("routewright.toml", text);
        let settings = parsed.value.settings;
        assert_eq!(
            (settings.types, settings.check_off, settings.packs),
            (vec!["a.ts".into()], vec!["RW703".into()], None)
        );
        let said: Vec<_> = parsed.diagnostics.iter().map(|d| d.message.split(" is ").next().unwrap()).collect();
        assert_eq!(
            said,
            [
                "routewright.toml:2: `documents.types`: each entry has to be a text in quotes",
                "routewright.toml:6: `check.off`: `RWX`",
                "routewright.toml:9: `rules.packs`: `nope`",
            ]
        );
    }

    #[test]
    fn what_stands_twice_or_at_a_wrong_place_is_told_with_what_to_do() {
        for (text, expected) in [
            (
                "theme = \"dark\"\ntheme = \"light\"\n",
                "2: `theme` is set twice, and line 1 holds; take one of the two out",
            ),
            (
                "language = \"pl\"\n[plan]\nfile = \"a.md\"\nfile = \"b.md\"\n",
                "4: `file` is set twice, and line 3 holds; take one of the two out",
            ),
            (
                "[plan]\nfile = \"a.md\"\n[prompt]\n[plan]\ndiagram = true\n",
                "4: `[plan]` stands twice, first in line 1; put what is below both below one",
            ),
            (
                "[plan]\nlanguage = \"pl\"\n",
                "2: `plan.language` is no setting; `language` stands in no table: write it above the first line in brackets",
            ),
            ("budget = 3\n", "1: `budget` is no setting; `budget` stands below `[prompt]`"),
            ("plan = 3\n", "1: `plan` is a table: write `[plan]` in a line, and its settings below it"),
        ] {
            let said: Vec<_> = read("x", text).diagnostics.into_iter().map(|d| d.message).collect();
            assert_eq!(said, [format!("x:{expected}")], "{text}");
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
