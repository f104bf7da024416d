//! Rule packs: what is proposed for a stack.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{Language, Rule, RuleOrigin, TechStack};

/// A pack as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    title: Text,
    profiles: Vec<String>,
    #[serde(default)]
    technologies: Vec<String>,
    rule: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    en: String,
    pl: String,
}

impl Text {
    fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Pl => &self.pl,
        }
    }
}

/// The files under `assets/rules/`, the stacks' own before those that go with any stack.
const FILES: [(&str, &str); 11] = [
    ("aspnet", include_str!("../../../assets/rules/aspnet.toml")),
    ("astro-supabase", include_str!("../../../assets/rules/astro-supabase.toml")),
    ("nextjs-supabase", include_str!("../../../assets/rules/nextjs-supabase.toml")),
    ("express", include_str!("../../../assets/rules/express.toml")),
    ("spring", include_str!("../../../assets/rules/spring.toml")),
    ("fastapi", include_str!("../../../assets/rules/fastapi.toml")),
    ("django", include_str!("../../../assets/rules/django.toml")),
    ("rails", include_str!("../../../assets/rules/rails.toml")),
    ("laravel", include_str!("../../../assets/rules/laravel.toml")),
    ("neutral", include_str!("../../../assets/rules/neutral.toml")),
    ("postgres-rls", include_str!("../../../assets/rules/postgres-rls.toml")),
];

fn packs() -> &'static [(&'static str, Pack)] {
    static PACKS: LazyLock<Vec<(&'static str, Pack)>> =
        LazyLock::new(|| FILES.iter().filter_map(|(id, text)| Some((*id, toml::from_str(text).ok()?))).collect());
    &PACKS
}

/// The rules of all packs that suit a stack, active, in the given language.
#[must_use]
pub fn packs_for(stack: &TechStack, language: Language) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (id, pack) in packs() {
        let is_named = |name: &String| stack.technologies.contains(name);
        if !pack.profiles.contains(&stack.profile)
            || !(pack.technologies.is_empty() || pack.technologies.iter().any(is_named))
        {
            continue;
        }
        let title = pack.title.in_language(language);
        rules.extend((1..).zip(&pack.rule).map(|(number, text)| Rule {
            id: format!("{id}/{number}"),
            text: text.in_language(language).to_owned(),
            heading: None,
            origin: RuleOrigin::Pack { id: (*id).to_owned(), title: title.to_owned() },
            active: true,
            reason: "suits the project's stack".to_owned(),
        }));
    }
    rules
}

/// The text of a rule in a language: that of a pack as the pack has it there, any other, and one that
/// the user changed, as it is.
#[must_use]
pub fn text_in(rule: &Rule, language: Language) -> &str {
    let in_pack = || {
        let (id, number) = rule.id.rsplit_once('/')?;
        let (_, pack) = packs().iter().find(|(known, _)| *known == id)?;
        pack.rule.get(number.parse::<usize>().ok()?.checked_sub(1)?)
    };
    match in_pack() {
        Some(text) if Language::ALL.iter().any(|l| text.in_language(*l) == rule.text) => text.in_language(language),
        _ => &rule.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_pack_in_every_language() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/rules");
        let mut on_disk: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder of packs")
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
            .collect();
        on_disk.sort();
        let mut listed: Vec<&str> = FILES.iter().map(|(id, _)| *id).collect();
        listed.sort_unstable();
        assert_eq!(listed, on_disk);
        for (id, text) in FILES {
            let pack: Pack = toml::from_str(text).unwrap_or_else(|error| panic!("{id}: {error}"));
            assert!((4..=7).contains(&pack.rule.len()), "{id}");
            let texts = pack.rule.iter().chain([&pack.title]).flat_map(|t| [&t.en, &t.pl]);
            assert!(texts.into_iter().all(|text| !text.trim().is_empty()), "{id}");
        }
    }

    #[test]
    fn packs_follow_the_stack() {
        let ids = |profile: &str, technologies: &[&str]| -> Vec<String> {
            let technologies = technologies.iter().map(|t| (*t).to_owned()).collect();
            let stack = TechStack { profile: profile.to_owned(), technologies, ..TechStack::default() };
            let mut ids: Vec<_> = packs_for(&stack, Language::Pl)
                .into_iter()
                .filter_map(|r| r.id.split_once('/').map(|(pack, _)| pack.to_owned()))
                .collect();
            ids.dedup();
            ids
        };
        assert_eq!(ids("aspnet", &["aspnet", "supabase"]), ["aspnet"]);
        assert_eq!(ids("astro-supabase", &["astro"]), ["astro-supabase"]);
        assert_eq!(ids("astro-supabase", &["astro", "supabase"]), ["astro-supabase", "postgres-rls"]);
        assert_eq!(ids("neutral", &["supabase"]), ["neutral", "postgres-rls"]);
    }

    #[test]
    fn a_rule_of_a_pack_is_known_in_each_language() {
        let stack = TechStack { profile: "aspnet".to_owned(), ..TechStack::default() };
        let english = packs_for(&stack, Language::En);
        let polish = packs_for(&stack, Language::Pl);
        let translated: Vec<_> = english.iter().map(|rule| text_in(rule, Language::Pl)).collect();
        assert_eq!(translated, polish.iter().map(|rule| rule.text.as_str()).collect::<Vec<_>>());
        let changed = Rule { text: "Mine".to_owned(), ..english[0].clone() };
        assert_eq!(text_in(&changed, Language::Pl), "Mine");
    }
}
