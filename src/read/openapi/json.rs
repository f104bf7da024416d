//! The entries of a JSON object with their places, values left raw.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::lines::Entry;
use crate::text::Span;

/// The entries of the object that a span of a text holds.
pub(super) fn entries(text: &str, span: Span) -> Result<Vec<Entry<'_>>, serde_json::Error> {
    let raw: Members<'_> = serde_json::from_str(text.get(span.start..span.end).unwrap_or_default())?;
    Ok(raw.0.into_iter().map(|(key, value)| entry(text, key, value)).collect())
}

/// The entries of an object of objects: those of each inner one, none where it is no object.
pub(super) fn nested(text: &str, span: Span) -> Result<Vec<(Entry<'_>, Vec<Entry<'_>>)>, serde_json::Error> {
    let all: Nested<'_> = serde_json::from_str(text.get(span.start..span.end).unwrap_or_default())?;
    let mut last = span.start;
    let entries = all.0.into_iter().map(|(key, members)| {
        let inner: Vec<Entry<'_>> = members.0.into_iter().map(|(key, value)| entry(text, key, value)).collect();
        // The value of the outer entry reaches from its first member to its last.
        let from = inner.first().map_or(last, |e| e.at);
        let to = inner.last().map_or(from, |e| e.value.end);
        last = to;
        let at = if inner.is_empty() { from } else { key_start(text, brace_before(text, from)) };
        (Entry { key, at, value: Span::new(from, to) }, inner)
    });
    Ok(entries.collect())
}

/// Some members of the object that a span of a text holds, in the order of `wanted`; all others are
/// passed over.
pub(super) fn members<const N: usize>(text: &str, span: Span, wanted: [&str; N]) -> [Option<Value>; N] {
    let mut found = [const { None }; N];
    let mut reader = serde_json::Deserializer::from_str(text.get(span.start..span.end).unwrap_or_default());
    // What was found before a fault counts.
    let _ = Wanted { wanted: &wanted, found: &mut found }.deserialize(&mut reader);
    found.map(|raw: Option<&RawValue>| serde_json::from_str(raw?.get()).ok())
}

fn entry<'t>(text: &'t str, key: Cow<'t, str>, value: &'t RawValue) -> Entry<'t> {
    let value = value.get();
    // Both slices lie in one text, so that the distance of their addresses is the offset.
    let from = (value.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Entry { key, at: key_start(text, from), value: Span::new(from, from + value.len()) }
}

/// Where the key of a value begins.
fn key_start(text: &str, value: usize) -> usize {
    let before = text.as_bytes().get(..value).unwrap_or_default();
    let blank = |bytes: &[u8]| bytes.iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
    let mut end = before.len() - blank(before);
    end -= usize::from(before.get(end.wrapping_sub(1)) == Some(&b':'));
    end -= blank(before.get(..end).unwrap_or_default());
    // The quote that closes the key.
    let Some(mut at) = end.checked_sub(1).filter(|at| before.get(*at) == Some(&b'"')) else { return value };
    while let Some(next) = before.get(..at).and_then(|b| b.iter().rposition(|b| *b == b'"')) {
        at = next;
        let escapes = before.get(..at).unwrap_or_default().iter().rev().take_while(|b| **b == b'\\').count();
        if escapes % 2 == 0 {
            return at;
        }
    }
    value
}

/// The brace that opens the object whose first key stands at an offset.
fn brace_before(text: &str, key: usize) -> usize {
    text.get(..key).and_then(|before| before.rfind('{')).unwrap_or(key)
}

/// A key that borrows where nothing is escaped in it.
struct Key<'t>(Cow<'t, str>);

impl<'de: 't, 't> Deserialize<'de> for Key<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// Members of an object; none where it is something else.
struct Members<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

struct Nested<'t>(Vec<(Cow<'t, str>, Members<'t>)>);

macro_rules! no_object {
    ($none:expr) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($none)
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($none)
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($none)
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($none)
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($none)
        }

        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok($none)
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok($none)
        }
    };
}

impl<'de: 't, 't> Deserialize<'de> for Members<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            no_object!(Members(Vec::new()));

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    members.push((key.0, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_any(MembersVisitor)
    }
}

impl<'de: 't, 't> Deserialize<'de> for Nested<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NestedVisitor;
        impl<'de> Visitor<'de> for NestedVisitor {
            type Value = Nested<'de>;

            no_object!(Nested(Vec::new()));

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Nested<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    members.push((key.0, map.next_value()?));
                }
                Ok(Nested(members))
            }
        }
        deserializer.deserialize_any(NestedVisitor)
    }
}

/// Picks the members of an object that somebody wants.
struct Wanted<'w, 't> {
    wanted: &'w [&'w str],
    found: &'w mut [Option<&'t RawValue>],
}

impl<'de> DeserializeSeed<'de> for Wanted<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_, 'de> {
    type Value = ();

    no_object!(());

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let slot = self.wanted.iter().position(|name| *name == key.0).and_then(|at| self.found.get_mut(at));
            match slot {
                Some(slot) => *slot = Some(map.next_value()?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_their_places_and_their_order() {
        let text = " {\"a\" : [1, {\"x\": 2}], \"q\\\"k\":null,\n\"\\/p\": \"v\" , \"a\": 3}";
        let all = entries(text, Span::new(0, text.len())).unwrap();
        let shown: Vec<_> = all.iter().map(|e| (e.key.as_ref(), &text[e.at..e.value.end])).collect();
        assert_eq!(
            shown,
            [
                ("a", "\"a\" : [1, {\"x\": 2}]"),
                ("q\"k", "\"q\\\"k\":null"),
                ("/p", "\"\\/p\": \"v\""),
                ("a", "\"a\": 3")
            ]
        );
    }

    #[test]
    fn what_is_no_object_has_no_entries() {
        let text = r#"{"/a": {"get": {}, "put": 1}, "/b": null, "/c": [1], "/d": "x", "/e": {}}"#;
        let all = nested(text, Span::new(0, text.len())).unwrap();
        let shown: Vec<_> = all.iter().map(|(e, inner)| (e.key.as_ref(), inner.len())).collect();
        assert_eq!(shown, [("/a", 2), ("/b", 0), ("/c", 0), ("/d", 0), ("/e", 0)]);
        assert_eq!(&text[all[0].0.at..all[0].1[1].value.end], r#""/a": {"get": {}, "put": 1"#);
        assert!(entries("[1]", Span::new(0, 3)).unwrap().is_empty());
        assert!(entries("{\"a\": }", Span::new(0, 7)).is_err());
    }

    #[test]
    fn members_are_picked_by_name() {
        let text = r#"{"x": [1, {}], "b": "t", "a": [2]}"#;
        let [a, b, c] = members(text, Span::new(0, text.len()), ["a", "b", "c"]);
        assert_eq!((a, b, c), (Some(serde_json::json!([2])), Some("t".into()), None));
        assert_eq!(members("null", Span::new(0, 4), ["a"]), [None]);
    }
}
