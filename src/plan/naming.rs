//! Names across conventions: words of a name, singular and plural, the same thing in two spellings.

use heck::{ToKebabCase, ToLowerCamelCase, ToPascalCase, ToSnakeCase};

/// The form that `categoryId`, `category_id` and `CategoryID` share.
pub(crate) fn key(name: &str) -> String {
    letters(name).collect()
}

/// Whether two names share that form.
pub(crate) fn is_same(name: &str, other: &str) -> bool {
    letters(name).eq(letters(other))
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The form that a noun and its plural share: `Categories` and `category`.
pub(crate) fn noun(name: &str) -> String {
    key(&singular(name))
}

/// The singular of an English noun; a word in another language mostly stays as it is.
pub(crate) fn singular(name: &str) -> String {
    let lower = name.to_lowercase();
    let cut = |n: usize, with: &str| name.get(..name.len() - n).map(|stem| format!("{stem}{with}"));
    let changed = if lower.ends_with("ies") && lower.len() > 4 {
        cut(3, "y")
    } else if ["sses", "xes", "ches", "shes", "zzes", "uses"].iter().any(|e| lower.ends_with(e)) {
        cut(2, "")
    } else if lower.ends_with('s') && lower.len() > 3 && !["ss", "us", "is"].iter().any(|e| lower.ends_with(e)) {
        cut(1, "")
    } else {
        None
    };
    changed.unwrap_or_else(|| name.to_owned())
}

/// Whether a noun is written in the plural.
pub(crate) fn is_plural(name: &str) -> bool {
    singular(name) != name
}

/// The plural of an English noun.
pub(crate) fn plural(name: &str) -> String {
    if is_plural(name) {
        return name.to_owned();
    }
    let lower = name.to_lowercase();
    let vowel_before_y = ["ay", "ey", "oy", "uy"].iter().any(|e| lower.ends_with(e));
    if lower.ends_with('y') && !vowel_before_y {
        return name.get(..name.len() - 1).map_or_else(|| name.to_owned(), |stem| format!("{stem}ies"));
    }
    let ending = if ["s", "x", "ch", "sh"].iter().any(|e| lower.ends_with(e)) { "es" } else { "s" };
    format!("{name}{ending}")
}

/// The resource's name in every case that file and type names ask for.
pub(crate) fn cases(one: &str, many: &str) -> Vec<(&'static str, String)> {
    vec![
        ("Resource", one.to_pascal_case()),
        ("Resources", many.to_pascal_case()),
        ("resource", one.to_lower_camel_case()),
        ("resources", many.to_lower_camel_case()),
        ("resource_snake", one.to_snake_case()),
        ("resources_snake", many.to_snake_case()),
        ("resource_kebab", one.to_kebab_case()),
        ("resources_kebab", many.to_kebab_case()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_meet_across_number_and_case() {
        for (one, many) in [("category", "Categories"), ("box", "boxes"), ("address", "addresses"), ("day", "days")] {
            assert_eq!(noun(one), noun(many), "{many}");
            assert_eq!(plural(one).to_lowercase(), many.to_lowercase());
        }
        assert_eq!(singular("status"), "status");
        assert_eq!(key("order_itemID"), key("orderItemId"));
    }
}
