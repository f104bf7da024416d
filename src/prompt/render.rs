//! One pass over a template: variables are filled, everything else stays as it is.

use super::PromptPart;
use super::slots::Slot;
use crate::text::Span;

/// A filled template.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    pub(super) text: String,
    pub(super) parts: Vec<PromptPart>,
    /// Names that `fill` knows nothing of, each with the offset of its braces in the template.
    pub(super) unknown: Vec<(String, usize)>,
}

/// Fills the variables of `template`. Text that was filled in is not looked at again; a hint
/// behind a variable (`<- copy it here`) is left out up to the end of the line.
pub(super) fn render(template: &str, mut fill: impl FnMut(&str) -> Option<Slot>) -> Rendered {
    let mut rendered = Rendered::default();
    let mut done = 0;
    let mut from = 0;
    while let Some(at) = template.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        let Some((name, end)) = variable_at(template, at) else {
            // One brace only, so that the variable in `{{{name}}` is looked at as well.
            from = at + 1;
            continue;
        };
        from = end;
        let Some(slot) = fill(&normal(name)) else {
            rendered.unknown.push((name.to_owned(), at));
            continue;
        };
        rendered.text.push_str(template.get(done..at).unwrap_or_default());
        let start = rendered.text.len();
        rendered.text.push_str(&slot.text);
        rendered.parts.push(PromptPart {
            variable: normal(name),
            span: Span::new(start, rendered.text.len()),
            places: slot.places,
        });
        done = end + hint_length(template.get(end..).unwrap_or_default());
        from = done;
    }
    rendered.text.push_str(template.get(done..).unwrap_or_default());
    rendered
}

/// The form that two spellings of a name share.
fn normal(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

/// The name of the variable whose braces open at `at`, and the offset behind its braces. Braces of
/// others are no variables: `${{ secrets.X }}`, `{{{raw}}}`, `style={{color: 'red'}}`.
fn variable_at(template: &str, at: usize) -> Option<(&str, usize)> {
    if template.get(..at)?.ends_with(['$', '{', '\\']) {
        return None;
    }
    let inside = template.get(at + 2..)?;
    let length = inside.find(['}', '{', '\n'])?;
    let name = inside.get(..length)?;
    let behind = inside.get(length..)?;
    if !behind.starts_with("}}") || behind.starts_with("}}}") {
        return None;
    }
    let bare = name.trim();
    is_name(bare).then_some((bare, at + 2 + length + 2))
}

/// Whether a text looks like the name of a variable: words of ASCII letters and digits, joined by
/// hyphens or underscores.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.split(['-', '_']).all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The length of a hint at the beginning of `rest`, up to the line break.
fn hint_length(rest: &str) -> usize {
    let line = rest.split('\n').next().unwrap_or_default();
    let hint = line.trim_start_matches([' ', '\t', '`']);
    if ["<-", "&lt;-", "←"].iter().any(|mark| hint.starts_with(mark)) { line.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(name: &str) -> Option<Slot> {
        let text = match name {
            "types" => "{{db-resources}} <- mine",
            "db-resources" => "T",
            _ => return None,
        };
        Some(Slot { text: text.to_owned(), places: Vec::new() })
    }

    #[test]
    fn variables_are_filled_and_everything_else_stays() {
        let cases = [
            ("a {{types}} b", "a {{db-resources}} <- mine b", &[][..]),
            ("{{ DB_Resources }}!", "T!", &[]),
            ("{{types}} <- replace it\nnext", "{{db-resources}} <- mine\nnext", &[]),
            ("{{db-resources}} &lt;- copy", "T", &[]),
            ("{{db-resources}} < 3", "T < 3", &[]),
            ("${{ secrets.X }} ${{types}}", "${{ secrets.X }} ${{types}}", &[]),
            ("style={{color: 'red'}}", "style={{color: 'red'}}", &[]),
            ("{{{types}}} {{#if x}} {{}} {{ }} {{a", "{{{types}}} {{#if x}} {{}} {{ }} {{a", &[]),
            ("{{no-such}} <- hint {{db-resources}}", "{{no-such}} <- hint T", &["no-such"]),
            ("{{a\nb}} {{-x}} {{x-}}", "{{a\nb}} {{-x}} {{x-}}", &[]),
            ("zażółć {{db-resources}} gęślą", "zażółć T gęślą", &[]),
        ];
        for (template, text, unknown) in cases {
            let rendered = render(template, fill);
            assert_eq!(rendered.text, text, "{template:?}");
            let names: Vec<_> = rendered.unknown.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, unknown, "{template:?}");
            for part in &rendered.parts {
                assert!(rendered.text.get(part.span.start..part.span.end).is_some());
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn a_template_without_variables_is_kept_to_the_byte(text in "[a{}$<\\-ż \n]{0,60}") {
            let rendered = render(&text, |_| None);
            proptest::prop_assert_eq!(rendered.text, text);
        }
    }
}
