//! What a careful reader would take a project to be built with.

use super::*;
use crate::model::{Language, Policy, Table};
use crate::read::rules::packs_for;
use crate::text::DocumentId;

fn profile(text: &str) -> String {
    tech_stack(Some(&Source::new(DocumentId(0), "t.md", text)), &[]).profile
}

#[test]
fn the_data_is_whole() {
    let signals: Signals = toml::from_str(crate::assets::text("stack-signals.toml").unwrap()).expect("TOML");
    assert!(signals.profile.iter().all(|p| signals.technologies.contains_key(&p.technology)));
    for profile in &signals.profile {
        let file = format!("stacks/{}.toml", profile.id);
        assert!(crate::assets::text(&file).is_some(), "{file}");
        let stack = TechStack { profile: profile.id.clone(), ..TechStack::default() };
        assert!(!packs_for(&stack, &[], Language::ENGLISH).is_empty(), "{}", profile.id);
    }
    assert_eq!(super::names().plain.problems(), [] as [String; 0]);
    assert_eq!(super::names().dotted.problems(), [] as [String; 0]);
}

#[test]
fn each_stack_is_recognised_by_what_the_project_uses() {
    let cases = [
        ("# Stack\n- Frontend: Astro 5, React 19\n- Backend: Supabase", "astro-supabase"),
        ("- Next.js 15 (App Router)\n- Supabase\n\n## Alternatives\n- Astro, Astro, Astro", "nextjs-supabase"),
        ("1. Backend\n- Platforma: .NET 9, ASP.NET Core 9 (C# 13)", "aspnet"),
        (
            "| Warstwa | Technologia |\n|---|---|\n| Backend | Java 21, Spring Boot 3 |\n| Frontend | Next.js |",
            "spring",
        ),
        ("## Frontend\n### Next.js 14\nNext.js renders.\n## Backend\n### FastAPI\nPydantic.", "fastapi"),
        ("Django REST Framework with PostgreSQL", "django"),
        ("Backend: Ruby on Rails 8", "rails"),
        ("### Laravel 11\n- Eloquent", "laravel"),
        ("- API: Node.js + Express\n- Vue 3", "express"),
        ("## Backend\n### Symfony 7\n## Frontend\n- Astro", "symfony"),
        (
            "- Astro for everything. Astro pages, Astro islands, Astro API routes.\n- Express was considered.",
            "astro-supabase",
        ),
        ("- Astro\n- W przyszłości możliwe NestJS", "astro-supabase"),
        ("Guardrails keep us on track.", "neutral"),
        ("The .NET backend checks the token.", "aspnet"),
        ("See example.net; the net result: React and Vite", "neutral"),
        ("", "neutral"),
    ];
    for (text, expected) in cases {
        assert_eq!(profile(text), expected, "{text}");
    }
}

#[test]
fn the_plans_tell_where_the_document_does_not() {
    let plan = Source::new(DocumentId(1), "api-plan.md", "Handlers are Laravel controllers on PostgreSQL.");
    let stack = tech_stack(None, &[&plan]);
    assert_eq!((stack.profile.as_str(), stack.place), ("laravel", None));
    assert_eq!(stack.technologies, ["laravel", "postgres"]);
    let mention = &stack.evidence[0];
    assert_eq!((mention.word.as_str(), plan.slice(mention.place.span)), ("Laravel", "Laravel"));
}

/// Whole documents as people write them, with the profile and the packs that a careful reader would
/// choose.
#[test]
fn packs_are_those_that_a_careful_reader_would_choose() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "# Tech stack\n\nWe considered Next.js for its full-stack story, but use NestJS.\n\n- ORM: Prisma\n- Database: PostgreSQL 16\n",
            "nestjs",
            &["nestjs", "postgres"],
        ),
        (
            "## Frontend\n- Next.js 15, Tailwind\n\n## Backend\n- Fastify 5 with TypeBox\n- MariaDB 11\n\n## Hosting\n- Vercel for the Next.js application\n",
            "fastify",
            &["fastify", "mysql"],
        ),
        (
            "# Stos\n\n| Warstwa | Technologia | Odrzucone alternatywy |\n|---|---|---|\n| Frontend | Angular | Astro |\n| Backend | Quarkus 3 (Java 21) | Spring Boot, Micronaut |\n| Baza | SQL Server 2022 | PostgreSQL |\n",
            "quarkus",
            &["quarkus", "sqlserver"],
        ),
        (
            "Backend piszemy w Go 1.23 z frameworkiem Gin, dane trzymamy w PostgreSQL. Rozważaliśmy Fiber i Echo.\n\nIndeksy GIN przyspieszają wyszukiwanie.",
            "gin",
            &["gin", "postgres"],
        ),
        ("## Baza danych\n- PostgreSQL 17, indeksy GIN na polach jsonb\n", "neutral", &["neutral", "postgres"]),
        (
            "### API\n\n**Axum** 0.8 na Tokio, `sqlx` z PostgreSQL.\n\n### Odrzucone\n\n- Actix Web\n- Rocket\n",
            "axum",
            &["axum", "postgres"],
        ),
        (
            "- Framework: Flask 3 (application factory)\n- Supabase (PostgreSQL, RLS, auth)\n- Why not others:\n  - FastAPI was considered\n  - Django is overkill\n",
            "flask",
            &["flask", "postgres-rls"],
        ),
        (
            "1. Serwer: Symfony 7.2 (PHP 8.4), Doctrine ORM\n2. Baza: MySQL 8.4\n3. Docelowo możliwa migracja do Laravel.\n",
            "symfony",
            &["symfony", "mysql"],
        ),
        (
            "# Stack\nNext.js 15 (App Router), Prisma, PostgreSQL on Neon.\n\nAlternatives:\n- Astro\n- Supabase\n",
            "nextjs",
            &["nextjs", "postgres"],
        ),
        (
            "## Frontend\n- Next.js 15\n\n## Backend\n- Supabase with Row Level Security\n",
            "nextjs-supabase",
            &["nextjs", "nextjs-supabase", "postgres-rls"],
        ),
        (
            "Wybraliśmy Express zamiast NestJS; baza to PostgreSQL z RLS. Testy na SQLite.",
            "express",
            &["express", "postgres", "postgres-rls"],
        ),
        ("- Runtime: Bun\n- HTTP: Hono\n- DB: PostgreSQL, moved from MySQL", "node", &["neutral", "postgres"]),
        ("- Elixir, Phoenix LiveView\n- MySQL", "neutral", &["neutral", "mysql"]),
        (
            "# Stack\n\nOdrzucone:\n\n- NestJS\n- Next.js\n\nWybrane:\n\n- Spring Boot 3.4\n- Azure SQL\n",
            "spring",
            &["spring", "sqlserver"],
        ),
        ("Docker: node:22-slim. Serwer NoSQL. The rocket launches later.", "neutral", &["neutral"]),
        ("", "neutral", &["neutral"]),
    ];
    for (text, profile, packs) in cases {
        let stack = tech_stack(Some(&Source::new(DocumentId(0), "t.md", *text)), &[]);
        let mut chosen: Vec<String> = packs_for(&stack, &[], Language::ENGLISH)
            .into_iter()
            .filter_map(|rule| Some(rule.id.rsplit_once('/')?.0.to_owned()))
            .collect();
        chosen.dedup();
        assert_eq!(
            (stack.profile.as_str(), chosen.iter().map(String::as_str).collect()),
            (*profile, packs.to_vec()),
            "{text}"
        );
    }
}

#[test]
fn sources_and_policies_tell_what_no_document_does() {
    let source = Source::new(DocumentId(0), "src/a.dto.ts", "import { IsUUID } from 'class-validator';\n");
    let none = Documents { sources: &[&source], ..Documents::default() };
    let mut stack = in_outlines(none, &Outlines::default());
    assert_eq!(stack.profile, "nestjs");
    let known = Source::new(DocumentId(1), "t.md", "Backend: Fastify");
    let told = Documents { stack: Some(&known), sources: &[&source], ..Documents::default() };
    assert_eq!(in_outlines(told, &Outlines::default()).profile, "fastify");

    let policy = Policy { name: Some("own".into()), command: None, rule: "true".into(), place: Place::default() };
    let table = Table { policies: vec![policy], ..Table::default() };
    note_policies(&mut stack, &Schema { tables: vec![table], ..Schema::default() });
    assert_eq!(stack.mention("rls").map(|mention| mention.word.as_str()), Some("policies"));
}

#[test]
fn a_database_that_only_its_plan_names_is_known() {
    let document = Source::new(DocumentId(0), "t.md", "Backend: Quarkus");
    let plan = Source::new(DocumentId(1), "db-plan.md", "# Schema (MySQL 8)\n\nDjango-like names.");
    let stack = tech_stack(Some(&document), &[&plan]);
    assert_eq!(
        (stack.profile.as_str(), stack.technologies),
        ("quarkus", vec!["mysql".to_owned(), "quarkus".to_owned()])
    );
}
