//! Rule packs: what is proposed for a stack.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Deserialize;

use super::super::tech_stack::technology_of;
use super::repeats::turn_off_in_packs;
use crate::assets::check::Checked;
use crate::assets::{self, table};
use crate::model::language::Texts;
use crate::model::{
    Document, DocumentRole, Language, Mention, Occasion, Project, Rule, RuleOrigin, RuleScope, RuleStep, TechStack,
};
use crate::text::printable;

/// A pack as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    title: Texts,
    about: Texts,
    suits: Vec<Case>,
    rule: Vec<PackRule>,
}

/// A case in which a pack is proposed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    profiles: Vec<String>,
    #[serde(default)]
    technologies: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct PackRule {
    /// Its number in ids, where it is not one more than that of the rule before it.
    number: Option<usize>,
    /// The step of a plan that it belongs to.
    step: Option<RuleStep>,
    /// What has to be true of an endpoint so that the rule concerns it.
    #[serde(default)]
    when: Vec<Occasion>,
    /// Everything else in its table.
    #[serde(flatten)]
    texts: Texts,
}

/// The texts of a pack that a language's folder has, in the order of the pack's rules. An empty one is
/// said in English.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Translated {
    #[serde(default)]
    title: String,
    #[serde(default)]
    about: String,
    rules: Vec<String>,
}

/// Whether a text can be a pack.
pub(in crate::read) fn check_pack(text: &str) -> Checked {
    table::read::<Pack>(text).map(|_| Vec::new())
}

/// Whether a text can be a language's texts of a pack.
pub(in crate::read) fn check_pack_texts(text: &str) -> Checked {
    table::read::<Translated>(text).map(|_| Vec::new())
}

/// The files under `assets/rules/`, the stacks' own before those that go with a technology of any stack.
fn packs() -> &'static [(&'static str, Pack)] {
    static PACKS: LazyLock<Vec<(&'static str, Pack)>> = LazyLock::new(|| {
        let names = assets::names("rules").into_iter();
        let mut packs: Vec<_> = names.filter_map(|id| Some((id, Pack::load(id)?))).collect();
        packs.sort_by_key(|(id, pack)| (!pack.suits.iter().any(|case| case.technologies.is_empty()), *id));
        packs
    });
    &PACKS
}

fn pack(id: &str) -> Option<(&'static str, &'static Pack)> {
    packs().iter().find(|(known, _)| *known == id).map(|(id, pack)| (*id, pack))
}

impl Pack {
    fn load(id: &str) -> Option<Self> {
        let mut pack: Self = toml::from_str(assets::text(&format!("rules/{id}.toml"))?).ok()?;
        for language in Language::all() {
            let Some(text) = language.own_text(&format!("rules/{id}.toml")) else { continue };
            let Ok(own) = toml::from_str::<Translated>(text) else { continue };
            let texts = [&mut pack.title, &mut pack.about].into_iter();
            let texts = texts.chain(pack.rule.iter_mut().map(|rule| &mut rule.texts));
            for (of_pack, own) in texts.zip([own.title, own.about].into_iter().chain(own.rules)) {
                if !own.trim().is_empty() {
                    of_pack.set(*language, own);
                }
            }
        }
        Some(pack)
    }

    /// Its rules with their numbers.
    fn numbered(&self) -> impl Iterator<Item = (usize, &PackRule)> {
        self.rule.iter().scan(0, |number, rule| {
            *number = rule.number.unwrap_or(*number + 1);
            Some((*number, rule))
        })
    }

    /// The technology for which it suits a stack, empty where none is asked for; nothing where it
    /// doesn't suit.
    fn suits<'s>(&self, stack: &'s TechStack) -> Option<&'s str> {
        let named = |of: &[String]| stack.technologies.iter().find(|known| of.contains(known)).map(String::as_str);
        self.suits.iter().find_map(|case| {
            let by_profile = case.profiles.is_empty() || case.profiles.contains(&stack.profile);
            if !by_profile || named(&case.without).is_some() {
                return None;
            }
            match case.technologies.as_slice() {
                [] => Some(technology_of(&stack.profile).unwrap_or_default()),
                technologies => named(technologies),
            }
        })
    }
}

/// A pack as the user chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackEntry {
    /// File name without ending under `assets/rules/`.
    pub id: &'static str,
    /// Title for the user.
    pub title: &'static str,
    /// What it is for.
    pub about: &'static str,
}

/// All packs, the stacks' own before those that go with any stack.
#[must_use]
pub fn all_packs(language: Language) -> Vec<PackEntry> {
    let entry = |(id, pack): &'static (&'static str, Pack)| PackEntry {
        id,
        title: pack.title.in_language(language),
        about: pack.about.in_language(language),
    };
    packs().iter().map(entry).collect()
}

/// The rules of the packs that suit a stack, active, in the given language, each with what in the
/// documents led to it.
#[must_use]
pub fn packs_for(stack: &TechStack, documents: &[Document], language: Language) -> Vec<Rule> {
    let suiting = packs().iter().filter_map(|(id, pack)| Some((id, pack.suits(stack)?)));
    let reason = |technology: &str| reason(stack.mention(technology), documents);
    suiting.flat_map(|(id, technology)| pack_rules(id, language, &reason(technology))).collect()
}

/// What led to a pack: "the tech stack names FastAPI, docs/tech-stack.md:12".
fn reason(mention: Option<&Mention>, documents: &[Document]) -> String {
    let named = mention.and_then(|mention| Some((mention, documents.get(mention.place.document.0)?)));
    let Some((mention, document)) = named else {
        return "no stack is recognised that a pack is for".to_owned();
    };
    let says = match document.role {
        DocumentRole::TechStack => "the tech stack names",
        DocumentRole::ApiPlan => "the API plan names",
        DocumentRole::DatabasePlan | DocumentRole::ImplementedSchema => "the database plan names",
        DocumentRole::Types | DocumentRole::Rules | DocumentRole::Plan => "the sources name",
    };
    let line = document.source.line_of(mention.place.span.start);
    format!("{says} {}, {}:{line}", printable(&mention.word), document.source.path)
}

/// The rules of a pack, active, for a reason; none where there is no such pack.
#[must_use]
pub fn pack_rules(id: &str, language: Language, reason: &str) -> Vec<Rule> {
    let Some((id, pack)) = pack(id) else { return Vec::new() };
    let title = pack.title.in_language(language);
    let rules = pack.numbered().map(|(number, rule)| Rule {
        id: format!("{id}/{number}"),
        text: rule.texts.in_language(language).to_owned(),
        heading: None,
        origin: RuleOrigin::Pack { id: id.to_owned(), title: title.to_owned() },
        active: true,
        reason: reason.to_owned(),
        scope: RuleScope { step: rule.step, when: rule.when.clone() },
    });
    rules.collect()
}

/// Takes these packs instead of those that suit a project's stack; names that no pack has are passed
/// over.
pub fn take_packs(project: &mut Project, ids: &[String]) {
    project.rules.retain(|rule| !matches!(rule.origin, RuleOrigin::Pack { .. }));
    let wanted = all_packs(project.language).into_iter().filter(|pack| ids.iter().any(|id| id == pack.id));
    for pack in wanted {
        project.rules.extend(pack_rules(pack.id, project.language, "named in `rules.packs` of the settings"));
    }
    turn_off_in_packs(&mut project.rules);
}

/// The rule of an id among a project's rules, or else among all packs.
#[must_use]
pub fn rule_of<'p>(project: &'p Project, id: &str) -> Option<Cow<'p, Rule>> {
    let of_project = project.rules.iter().find(|rule| rule.id == id && rule.origin.is_shared());
    of_project.map(Cow::Borrowed).or_else(|| {
        let (pack, _) = id.rsplit_once('/')?;
        pack_rules(pack, project.language, "").into_iter().find(|rule| rule.id == id).map(Cow::Owned)
    })
}

/// The text of a rule in a language: that of a pack as the pack has it there, any other, and one that
/// the user changed, as it is.
#[must_use]
pub fn text_in(rule: &Rule, language: Language) -> &str {
    let in_pack = || {
        let (id, number) = rule.id.rsplit_once('/')?;
        let number = number.parse::<usize>().ok()?;
        pack(id)?.1.numbered().find(|(known, _)| *known == number).map(|(_, text)| text)
    };
    match in_pack() {
        Some(own) if own.texts.all().any(|text| text == rule.text) => own.texts.in_language(language),
        _ => &rule.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_pack_in_every_language() {
        let names = assets::names("rules");
        assert!(names.len() > 20);
        for id in names {
            let text = assets::text(&format!("rules/{id}.toml")).unwrap();
            let pack: Pack = toml::from_str(text).unwrap_or_else(|error| panic!("{id}: {error}"));
            assert!((5..=9).contains(&pack.rule.len()), "{id}");
            let numbers: Vec<usize> = pack.numbered().map(|(number, _)| number).collect();
            assert!(numbers.is_sorted_by(|a, b| a < b), "{id}: {numbers:?}");
            for language in Language::all() {
                let texts = pack.rule.iter().map(|rule| &rule.texts).chain([&pack.title, &pack.about]);
                assert!(texts.into_iter().all(|text| text.has(*language)), "{id} in {language:?}");
            }
        }
    }

    #[test]
    fn packs_follow_the_stack() {
        let ids = |profile: &str, technologies: &[&str]| -> Vec<String> {
            let technologies = technologies.iter().map(|t| (*t).to_owned()).collect();
            let stack = TechStack { profile: profile.to_owned(), technologies, ..TechStack::default() };
            let mut ids: Vec<_> = packs_for(&stack, &[], Language::POLISH)
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
        assert_eq!(ids("nextjs-supabase", &["next", "supabase"]), ["nextjs", "nextjs-supabase", "postgres-rls"]);
        assert_eq!(ids("spring", &["spring", "postgres", "rls"]), ["spring", "postgres", "postgres-rls"]);
        assert_eq!(ids("express", &["mysql"]), ["express", "mysql"]);
    }

    #[test]
    fn a_rule_of_a_pack_is_known_in_each_language() {
        let stack = TechStack { profile: "aspnet".to_owned(), ..TechStack::default() };
        let english = packs_for(&stack, &[], Language::ENGLISH);
        let polish = packs_for(&stack, &[], Language::POLISH);
        let translated: Vec<_> = english.iter().map(|rule| text_in(rule, Language::POLISH)).collect();
        assert_eq!(translated, polish.iter().map(|rule| rule.text.as_str()).collect::<Vec<_>>());
        let changed = Rule { text: "Mine".to_owned(), ..english[0].clone() };
        assert_eq!(text_in(&changed, Language::POLISH), "Mine");
    }

    #[test]
    fn named_packs_take_the_place_of_the_proposed_ones() {
        let stack = TechStack { profile: "aspnet".to_owned(), ..TechStack::default() };
        let mut project = Project { rules: packs_for(&stack, &[], Language::ENGLISH), ..Project::default() };
        let own = Rule { id: "user/1".to_owned(), origin: RuleOrigin::User, ..project.rules[0].clone() };
        project.rules.insert(0, own);
        take_packs(&mut project, &["mysql".to_owned(), "unknown".to_owned(), "mysql".to_owned()]);
        let ids: Vec<&str> = project.rules.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids, ["user/1", "mysql/1", "mysql/2", "mysql/3", "mysql/4", "mysql/5", "mysql/6", "mysql/7"]);
        take_packs(&mut project, &[]);
        assert_eq!(project.rules.len(), 1);
    }
}
