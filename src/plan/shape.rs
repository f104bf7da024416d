//! The outline of a body that a document shows: names of members and kinds of their values, from
//! JSON with comments, `…`, unions and whatever else people write into an example.

use super::kind::Kind;

/// Deeper nesting than this is skipped, so that a bomb of brackets costs nothing.
const DEPTH: usize = 24;

/// A text with more examples than this is no body.
const EXAMPLES: usize = 16;

/// A member of an object.
pub(crate) type Named = (String, Shape);

/// A value in an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Members in order.
    Object(Vec<(String, Shape)>),
    /// A list with its first element, if one is shown.
    List(Option<Box<Shape>>),
    /// A quoted text.
    Text(String),
    /// A number, `null`, a bare word.
    Word(String),
    /// A value that is `null` in one of several examples.
    Maybe(Box<Shape>),
}

impl Shape {
    /// Reads an example; `None` where it holds no object or list.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let tokens = tokens(text);
        let start = tokens.iter().position(|t| matches!(t, Token::Open(_)))?;
        let mut at = start;
        let shape = value(&tokens, &mut at, 0);
        matches!(shape, Self::Object(_) | Self::List(_)).then_some(shape)
    }

    /// All examples that a text holds, one behind the other.
    pub(crate) fn read_all(text: &str) -> Vec<Self> {
        let tokens = tokens(text);
        let mut at = 0;
        let mut all = Vec::new();
        while at < tokens.len() && all.len() < EXAMPLES {
            match tokens.get(at) {
                Some(Token::Open(_)) => all.push(value(&tokens, &mut at, 0)),
                _ => at += 1,
            }
        }
        all
    }

    /// The members of an object.
    pub(crate) fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            Self::Maybe(value) => value.members(),
            _ => &[],
        }
    }

    /// The element that a list shows.
    pub(crate) fn element(&self) -> Option<&Self> {
        match self {
            Self::List(element) => element.as_deref(),
            Self::Maybe(value) => value.element(),
            _ => None,
        }
    }

    /// The kind of the value, by what stands in the example.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Object(_) => Kind::Object,
            Self::List(_) => Kind::List,
            Self::Text(text) => text_kind(text),
            Self::Word(word) => word_kind(word),
            Self::Maybe(value) => value.kind(),
        }
    }

    /// Whether an example shows `null`.
    pub(crate) fn may_be_null(&self) -> bool {
        is_null(self) || matches!(self, Self::Maybe(_)) || self.or_null().is_some()
    }

    /// What stands beside `null` in a leaf that says that it may be that: `string` of `string | null`.
    pub(crate) fn or_null(&self) -> Option<&str> {
        let (Self::Text(text) | Self::Word(text)) = self else { return None };
        let (head, last) = text.rsplit_once(['|', ' '])?;
        let joint = head.trim_end().trim_end_matches('|').trim_end();
        let joint = if text.contains('|') { joint } else { joint.rsplit_once(' ')?.0 };
        (last.trim().eq_ignore_ascii_case("null") && !joint.contains(' ')).then_some(joint)
    }

    /// The members that describe one row, with the envelope's name for the list that they are in.
    pub(crate) fn rows(&self) -> Option<(Option<&str>, &[Named])> {
        if let Some(element) = self.element() {
            return Some((None, element.members()));
        }
        let lists = self.members().iter().filter_map(|(name, shape)| Some((name.as_str(), shape.element()?)));
        let mut objects = lists.filter(|(_, element)| matches!(element, Self::Object(_)));
        let (name, element) = objects.next()?;
        Some((Some(name), element.members()))
    }
}

fn text_kind(text: &str) -> Kind {
    let digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    if parts.len() >= 3 && parts.first().is_some_and(|y| y.len() == 4 && digits(y)) {
        return if text.contains('T') || text.contains(':') { Kind::Timestamp } else { Kind::Date };
    }
    // A single word in quotes may be a type ("uuid", "string (max 100)"); a sentence is an example.
    match Kind::of_type(text.split([' ', '(']).next().unwrap_or_default()) {
        Kind::Unknown => Kind::Text,
        kind => kind,
    }
}

fn word_kind(word: &str) -> Kind {
    if word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false") {
        Kind::Boolean
    } else if word.parse::<i64>().is_ok() {
        Kind::Integer
    } else if word.parse::<f64>().is_ok() && word.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        Kind::Decimal
    } else {
        Kind::of_type(word)
    }
}

#[derive(Debug, PartialEq)]
enum Token {
    Open(char),
    Close,
    Colon,
    Comma,
    Text(String),
    Word(String),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '[' => tokens.push(Token::Open(c)),
            '}' | ']' => tokens.push(Token::Close),
            ':' => tokens.push(Token::Colon),
            ',' | ';' => tokens.push(Token::Comma),
            '"' => {
                let mut held = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '"' | '\n' => break,
                        '\\' => held.extend(chars.next()),
                        _ => held.push(c),
                    }
                }
                tokens.push(Token::Text(held));
            }
            '/' if chars.peek() == Some(&'/') => {
                for c in chars.by_ref() {
                    if c == '\n' {
                        break;
                    }
                }
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                for c in chars.by_ref().skip(1) {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            _ if c.is_whitespace() => {}
            _ => {
                let mut word = c.to_string();
                while let Some(&next) = chars.peek() {
                    if next.is_whitespace() || "{}[]:,;\"".contains(next) {
                        break;
                    }
                    word.push(next);
                    chars.next();
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    tokens
}

fn value(tokens: &[Token], at: &mut usize, depth: usize) -> Shape {
    let shape = match tokens.get(*at) {
        Some(Token::Open(open)) if depth < DEPTH => {
            *at += 1;
            return if *open == '{' { object(tokens, at, depth) } else { list(tokens, at, depth) };
        }
        Some(Token::Text(text)) => Shape::Text(text.clone()),
        Some(Token::Word(word)) => Shape::Word(word.clone()),
        _ => Shape::Word(String::new()),
    };
    *at += 1;
    shape
}

fn object(tokens: &[Token], at: &mut usize, depth: usize) -> Shape {
    let mut members: Vec<(String, Shape)> = Vec::new();
    while let Some(token) = tokens.get(*at) {
        match token {
            Token::Close => {
                *at += 1;
                break;
            }
            Token::Text(name) | Token::Word(name) if tokens.get(*at + 1) == Some(&Token::Colon) => {
                *at += 2;
                let member = value(tokens, at, depth + 1);
                let name = name.trim_matches(['?', '\'', '`']).to_owned();
                if !name.is_empty() && !members.iter().any(|(known, _)| *known == name) {
                    members.push((name, member));
                }
            }
            Token::Open(_) => {
                value(tokens, at, depth + 1);
            }
            _ => *at += 1,
        }
    }
    Shape::Object(members)
}

fn list(tokens: &[Token], at: &mut usize, depth: usize) -> Shape {
    let mut first: Option<Shape> = None;
    while let Some(token) = tokens.get(*at) {
        match token {
            Token::Close => {
                *at += 1;
                break;
            }
            Token::Comma | Token::Colon => *at += 1,
            _ => {
                let element = value(tokens, at, depth + 1);
                let is_filler =
                    matches!(&element, Shape::Word(word) if word.is_empty() || word.starts_with(['.', '…']));
                match &mut first {
                    None if !is_filler => first = Some(element),
                    Some(known) => complete(known, element),
                    None => {}
                }
            }
        }
    }
    Shape::List(first.map(Box::new))
}

/// Fills what one element leaves open (`null`, an empty list) from another one.
fn complete(known: &mut Shape, other: Shape) {
    let (Shape::Object(members), Shape::Object(others)) = (known, other) else { return };
    for (name, value) in others {
        let Some((_, own)) = members.iter_mut().find(|(known, _)| *known == name) else {
            if members.len() < MEMBERS {
                members.push((name, value));
            }
            continue;
        };
        if is_null(own) && !is_null(&value) {
            *own = Shape::Maybe(Box::new(value));
        } else if *own == Shape::List(None) {
            *own = value;
        }
    }
}

/// Elements with more members than this are not examples of one thing.
const MEMBERS: usize = 200;

fn is_null(shape: &Shape) -> bool {
    matches!(shape, Shape::Word(word) if word == "null")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_need_not_be_json() {
        let shape = Shape::read(
            "{ \"data\": [ { \"id\": \"uuid\", \"role\": \"owner\" | \"viewer\", // comment: x\n n?: 1.5, ... } ],\n /* a: b */ \"total\": 3 }",
        )
        .unwrap();
        let (envelope, members) = shape.rows().unwrap();
        assert_eq!(envelope, Some("data"));
        let kinds: Vec<(&str, Kind)> = members.iter().map(|(name, shape)| (name.as_str(), shape.kind())).collect();
        assert_eq!(kinds, [("id", Kind::Uuid), ("role", Kind::Text), ("n", Kind::Decimal)]);
        assert_eq!(shape.members().len(), 2);
        assert_eq!(Shape::read("just words"), None);
    }

    #[test]
    fn several_elements_make_one_shape() {
        let shape = Shape::read("[{\"a\": null, \"b\": []}, {\"a\": 1, \"b\": [{\"c\": 2}], \"d\": true}]").unwrap();
        let members = shape.element().unwrap().members();
        let kinds: Vec<_> = members.iter().map(|(name, s)| (name.as_str(), s.kind(), s.may_be_null())).collect();
        assert_eq!(kinds, [("a", Kind::Integer, true), ("b", Kind::List, false), ("d", Kind::Boolean, false)]);
        assert!(members[1].1.element().is_some());
    }

    #[test]
    fn a_leaf_may_say_that_it_can_be_null() {
        for (text, beside) in [
            ("string | null", Some("string")),
            ("opaque|null", Some("opaque")),
            ("uuid or null", Some("uuid")),
            ("null", None),
            ("a thing that is null", None),
        ] {
            assert_eq!(Shape::Text(text.into()).or_null(), beside, "{text}");
        }
    }

    #[test]
    fn examples_stand_behind_one_another() {
        let all = Shape::read_all("// a\n{ \"x\": 1 }\n// b\n{ \"y\": { \"z\": 2 } } rest");
        let names: Vec<&str> = all.iter().flat_map(|shape| shape.members().iter().map(|(n, _)| n.as_str())).collect();
        assert_eq!(names, ["x", "y"]);
    }

    #[test]
    fn brackets_without_end_are_read_in_one_pass() {
        assert!(Shape::read(&"[{".repeat(200_000)).is_some());
        assert!(Shape::read(&"{\"a\":".repeat(200_000)).is_some());
    }
}
