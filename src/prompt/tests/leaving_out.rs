//! Each thing that a prompt can leave out, on a small project that the readers read.

use super::*;
use crate::model::Omission;
use crate::read;

const API: &str = r#"# API

## Endpoints

### POST /api/tents

Rents a tent.

**Request body**

```json
{ "size": 4, "nights": 2, "note": "near the lake, please, and away from the road" }
```

**Response 201**

```json
{ "id": "b2c0f0d2-70a5-4c83-b3de-40f1f6a0c9ad", "size": 4, "nights": 2, "price": "84.00" }
```

**Errors**

- `409 Conflict`: every tent of the size is out:

  ```json
  { "error": { "code": "none_left", "message": "Every tent of this size is rented out." } }
  ```

Its type in the client:

```ts
export interface Rental { id: string; size: number }
```

## Authentication

Every endpoint needs a bearer token; without one the answer is 401.

## Validation

- `size` is 2, 4 or 6.
- `nights` is from 1 to 14.
"#;

const DATABASE: &str = "# Database\n\n### tents\n\nWhat can be rented, one row a tent.\n\n- `id` uuid primary key\n- `size` smallint not null check (size in (2, 4, 6))\n- `state` tent_state not null\n\nIndexes: `tents_size` on (size), since guests search by size.\n\nPolicy: guests read the tents that are free, the warden reads and changes all of them.\n";

const STACK: &str = "# Tech stack\n\nBackend: FastAPI with PostgreSQL. Chosen for its speed after a long comparison with what the team had used before, which nobody wants to repeat.\n";

fn project() -> Project {
    let documents = vec![
        document(0, DocumentRole::ApiPlan, ".ai/api-plan.md", API),
        document(1, DocumentRole::DatabasePlan, ".ai/db-plan.md", DATABASE),
        document(2, DocumentRole::TechStack, ".ai/tech-stack.md", STACK),
    ];
    read::project("tents", documents)
}

fn prompt(left_out: &[Omission]) -> String {
    let project = project();
    let mut choice = choice(&project, &[0], &[0], &[], Language::ENGLISH);
    choice.left_out = left_out.iter().copied().collect();
    let text = "{{route-api-specification}}\n=====\n{{db-resources}}\n=====\n{{tech-stack}}\n".to_owned();
    compose(&choice, &Template::new("mine.md", &text)).text
}

#[test]
fn everything_that_can_be_left_out_is_named_with_its_place() {
    insta::assert_snapshot!(prompt(&Omission::ALL));
}

#[test]
fn each_takes_away_only_what_it_is_for() {
    let whole = prompt(&[]);
    let parts = [
        (Omission::TableDetails, &["check (size in", "one row a tent", "tents_size"][..]),
        (Omission::Examples, &["84.00", "none_left"]),
        (Omission::RequestExamples, &["near the lake"]),
        (Omission::Context, &["bearer token", "from 1 to 14"]),
        (Omission::TechStack, &["long comparison"]),
    ];
    for (omission, gone) in parts {
        let text = prompt(&[omission]);
        assert!(text.len() < whole.len(), "{omission:?}");
        for (other, part) in parts.iter().flat_map(|(other, parts)| parts.iter().map(move |part| (other, part))) {
            assert!(whole.contains(part), "{part}");
            assert_eq!(text.contains(part), *other != omission, "{omission:?}: {part:?} in\n{text}");
        }
        assert!(text.contains("export interface Rental"), "{omission:?}: no example");
        assert!(!gone.is_empty());
    }
}

#[test]
fn the_others_are_each_one_choice_away() {
    let project = project();
    let mut choice = choice(&project, &[0], &[0], &[], Language::ENGLISH);
    choice.left_out = [Omission::Examples].into();
    let template = Template::new("mine.md", "{{route-api-specification}}");
    let others = with_each_omission(&choice, &template);
    let with = |omission: Omission| others.iter().find(|(other, _)| *other == omission).map(|(_, text)| text).unwrap();
    assert!(with(Omission::Examples).contains("84.00"), "what is left out comes back");
    assert!(!with(Omission::Context).contains("84.00") && !with(Omission::Context).contains("bearer"));
}
