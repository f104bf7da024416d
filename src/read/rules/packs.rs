//! Rule packs: what is proposed for a stack.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::assets;
use crate::model::language::Texts;
use crate::model::{Language, Rule, RuleOrigin, TechStack};

/// A pack as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    title: Texts,
    profiles: Vec<String>,
    #[serde(default)]
    technologies: Vec<String>,
    rule: Vec<Texts>,
}

/// The texts of a pack that a language's folder has, in the order of the pack's rules. An empty one is
/// said in English.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Translated {
    #[serde(default)]
    title: String,
    rules: Vec<String>,
}

impl Pack {
    fn load(id: &str) -> Option<Self> {
        let mut pack: Self = toml::from_str(assets::text(&format!("rules/{id}.toml"))?).ok()?;
        for language in Language::all() {
            let Some(text) = language.own_text(&format!("rules/{id}.toml")) else { continue };
            let Ok(texts) = toml::from_str::<Translated>(text) else { continue };
            let own = std::iter::once(texts.title).chain(texts.rules);
            for (of_pack, own) in std::iter::once(&mut pack.title).chain(&mut pack.rule).zip(own) {
                if !own.trim().is_empty() {
                    of_pack.set(*language, own);
                }
            }
        }
        Some(pack)
    }
}

/// The files under `assets/rules/`, the stacks' own before those that go with a technology of any stack.
fn packs() -> &'static [(&'static str, Pack)] {
    static PACKS: LazyLock<Vec<(&'static str, Pack)>> = LazyLock::new(|| {
        let names = assets::names("rules").into_iter();
        let mut packs: Vec<_> = names.filter_map(|id| Some((id, Pack::load(id)?))).collect();
        packs.sort_by_key(|(_, pack)| !pack.technologies.is_empty());
        packs
    });
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
        Some(texts) if texts.all().any(|text| text == rule.text) => texts.in_language(language),
        _ => &rule.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_pack_in_every_language() {
        let names = assets::names("rules");
        assert!(names.len() > 10);
        for id in names {
            let text = assets::text(&format!("rules/{id}.toml")).unwrap();
            let pack: Pack = toml::from_str(text).unwrap_or_else(|error| panic!("{id}: {error}"));
            assert!((4..=7).contains(&pack.rule.len()), "{id}");
            for language in Language::all() {
                assert!(pack.rule.iter().chain([&pack.title]).all(|text| text.has(*language)), "{id} in {language:?}");
            }
        }
    }

    #[test]
    fn packs_follow_the_stack() {
        let ids = |profile: &str, technologies: &[&str]| -> Vec<String> {
            let technologies = technologies.iter().map(|t| (*t).to_owned()).collect();
            let stack = TechStack { profile: profile.to_owned(), technologies, ..TechStack::default() };
            let mut ids: Vec<_> = packs_for(&stack, Language::POLISH)
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
        let english = packs_for(&stack, Language::ENGLISH);
        let polish = packs_for(&stack, Language::POLISH);
        let translated: Vec<_> = english.iter().map(|rule| text_in(rule, Language::POLISH)).collect();
        assert_eq!(translated, polish.iter().map(|rule| rule.text.as_str()).collect::<Vec<_>>());
        let changed = Rule { text: "Mine".to_owned(), ..english[0].clone() };
        assert_eq!(text_in(&changed, Language::POLISH), "Mine");
    }
}
