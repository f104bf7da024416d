//! How the API plan spells members of bodies.

use heck::{ToLowerCamelCase, ToSnakeCase};

use super::super::shape::Shape;
use crate::model::Project;

/// How members are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Spelling {
    /// Nothing shows another way.
    #[default]
    AsColumns,
    /// `userId`
    Camel,
    /// `user_id`
    Snake,
}

/// So many endpoints show what an API plan does.
const ENOUGH: usize = 60;

/// The spelling of most members and fields that are of more than one word.
pub(crate) fn of(project: &Project) -> Spelling {
    let (mut camel, mut snake) = (0_usize, 0_usize);
    let mut count = |name: &str| {
        // One word is spelled the same either way.
        if name.bytes().all(|b| b.is_ascii_lowercase()) {
            return;
        }
        let is_camel = name.to_lower_camel_case() == name;
        let is_snake = name.to_snake_case() == name;
        camel += usize::from(is_camel && !is_snake);
        snake += usize::from(is_snake && !is_camel);
    };
    for endpoint in project.api.endpoints.iter().take(ENOUGH) {
        endpoint.details.body_fields.iter().for_each(|field| count(&field.name));
        let bodies = endpoint.details.responses.iter().filter_map(|r| r.body.as_ref()).filter(|b| b.text.len() < 4000);
        for shape in bodies.filter_map(|body| Shape::read(&body.text)) {
            let row = shape.rows().map(|(_, row)| row.to_vec()).unwrap_or_default();
            shape.members().iter().chain(&row).for_each(|(name, _)| count(name));
        }
    }
    match camel.cmp(&snake) {
        std::cmp::Ordering::Greater => Spelling::Camel,
        std::cmp::Ordering::Less => Spelling::Snake,
        std::cmp::Ordering::Equal => Spelling::AsColumns,
    }
}
