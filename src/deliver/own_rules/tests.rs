use proptest::prelude::*;

use super::*;

fn texts(text: &str) -> Vec<String> {
    rules(text).into_iter().map(|rule| rule.text).collect()
}

fn id(text: &str, nth: usize) -> String {
    rules(text)[nth].id.clone()
}

fn add(at: usize, text: &str) -> Change {
    Change::Add { texts: vec![text.to_owned()], at }
}

#[test]
fn a_change_touches_what_it_is_about() {
    let loose = "# Ours\n\nRead me.\n\n1. One\n\n   more\n\n2. Two\n\n<!-- by hand -->\n\n3. Three\n\nThe end.\n";
    let tight = "1) One\n2) Two\n   - nested\n3) Three";
    let nine = "7. a\n8. b\n9. c\n   - c1\n   - c2\n";
    type Case<'a> = (&'a str, fn(&str) -> Change, &'a str);
    let cases: &[Case<'_>] = &[
        (
            loose,
            |t| Change::Delete { id: id(t, 0) },
            "# Ours\n\nRead me.\n\n1. Two\n\n<!-- by hand -->\n\n2. Three\n\nThe end.\n",
        ),
        (
            loose,
            |_| add(9, "Four\nlines"),
            "# Ours\n\nRead me.\n\n1. One\n\n   more\n\n2. Two\n\n<!-- by hand -->\n\n3. Three\n\n4. Four\n   lines\n\nThe end.\n",
        ),
        (
            loose,
            |t| Change::Move { id: id(t, 0), to: 1 },
            "# Ours\n\nRead me.\n\n1. Two\n\n2. One\n\n   more\n\n<!-- by hand -->\n\n3. Three\n\nThe end.\n",
        ),
        (
            tight,
            |t| Change::Edit { id: id(t, 2), text: "3\n\nb".to_owned() },
            "1) One\n2) Two\n   - nested\n3) 3\n\n   b",
        ),
        (tight, |_| add(0, "New"), "1) New\n2) One\n3) Two\n   - nested\n4) Three"),
        (tight, |_| add(3, "New"), "1) One\n2) Two\n   - nested\n3) Three\n4) New\n"),
        (tight, |t| Change::Delete { id: id(t, 2) }, "1) One\n2) Two\n   - nested\n"),
        (tight, |t| Change::Move { id: id(t, 2), to: 0 }, "1) Three\n2) One\n3) Two\n   - nested\n"),
        // What is nested moves along with a longer number, and only then.
        (nine, |_| add(2, "new"), "7. a\n8. b\n9. new\n10. c\n    - c1\n    - c2\n"),
        // Everybody's number one stays so.
        ("1. a\n1. b\n", |_| add(1, "n"), "1. a\n1. n\n1. b\n"),
        // Sections count for themselves.
        (
            "## A\n1. a\n2. b\n\n## B\n1. c\n2. d\n",
            |t| Change::Delete { id: id(t, 0) },
            "## A\n1. b\n\n## B\n1. c\n2. d\n",
        ),
        ("- a\n- b\n", |_| add(1, "n"), "- a\n- n\n- b\n"),
        ("# Only a title", |_| add(0, "n"), "# Only a title\n\n1. n\n"),
        ("", |_| add(0, "n"), "# Implementation rules\n\n1. n\n"),
        ("1. a\r\n2. b\r\n", |_| add(2, "n\nm"), "1. a\r\n2. b\r\n3. n\r\n   m\r\n"),
        ("1. same\n2. same\n", |t| Change::Delete { id: id(t, 1) }, "1. same\n"),
    ];
    for (text, change, wanted) in cases {
        let change = change(text);
        assert_eq!(apply(text, &change).as_deref(), Ok(*wanted), "{change:?} in\n{text}");
    }
}

#[test]
fn what_cannot_be_done_is_refused() {
    let text = "1. a\n2. b\n";
    assert_eq!(apply(text, &Change::Delete { id: id("1. c\n", 0) }), Err(Refused::Gone));
    // A paragraph can't hold a list without becoming several rules.
    let prose = "Log nothing.\n\nFail early.\n";
    assert_eq!(apply(prose, &add(1, "One\n\nTwo")), Err(Refused::Form));
    assert_eq!(texts(prose), ["Log nothing.", "Fail early."]);
}

/// A file of rules as people write them.
fn file() -> impl Strategy<Value = String> {
    let item = prop_oneof![
        3 => "[a-z]{1,3}",
        1 => Just("with\n{}more lines".to_owned()),
        1 => Just("with\n\n{}- a list\n{}  - in a list".to_owned()),
    ];
    let section = (
        prop_oneof![Just(""), Just("## Heading\n\n"), Just("Some prose\nin lines.\n\n"), Just("<!-- note -->\n")],
        prop::collection::vec(item, 0..6),
        any::<bool>(),
        prop_oneof![Just("."), Just(")")],
        prop_oneof![Just(0u64), Just(1), Just(1), Just(8), Just(98)],
        any::<bool>(),
    );
    prop::collection::vec(section, 0..4).prop_map(|sections| {
        let mut text = String::new();
        for (head, items, loose, sign, first, same) in sections {
            if !text.is_empty() && !text.ends_with("\n\n") {
                text.push('\n');
            }
            text.push_str(head);
            for (nth, item) in (0..).zip(items) {
                let mark = format!("{}{sign} ", if same { first } else { first + nth });
                text += &format!("{mark}{}\n", item.replace("{}", &" ".repeat(mark.len())));
                if loose {
                    text.push('\n');
                }
            }
        }
        text
    })
}

proptest! {
    #[test]
    fn the_list_is_as_wanted_and_the_rest_as_it_was(
        text in file(), kind in 0..4, at in 0usize..20, to in 0usize..20,
        new in prop_oneof![Just("new rule"), Just("new\n\n- list\n  - more"), Just("1. odd"), Just("# odd\nnew")],
    ) {
        let before = rules(&text);
        // Text without a number is read as paragraphs, which is another form.
        prop_assume!(text.lines().any(|line| line.starts_with(|c: char| c.is_ascii_digit())) || text.trim().is_empty());
        prop_assume!(!before.is_empty() || kind == 0);
        // Prose alone is read as rules too, so the last rule beside it can't go.
        prop_assume!(before.len() > 1 || kind != 3);
        let nth = if before.is_empty() { 0 } else { at % before.len() };
        let id = before.get(nth).map(|rule| rule.id.clone()).unwrap_or_default();
        let change = match kind {
            0 => add(at.min(before.len()), new),
            1 => Change::Edit { id, text: new.to_owned() },
            2 => Change::Move { id, to: to % before.len() },
            _ => Change::Delete { id },
        };
        let after = apply(&text, &change);
        prop_assert!(after.is_ok(), "{change:?} of\n{text}");
        let after = after.unwrap();

        // Whatever is no rule, and the words of every other rule, stand there as before.
        let kept = |text: &str| -> Vec<String> {
            let lines = text.lines().map(|l| l.trim_start_matches(|c: char| c.is_ascii_digit() || " .)".contains(c)));
            lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        let mut left = kept(&after);
        let mut lost: Vec<String> = Vec::new();
        for line in kept(&text) {
            match left.iter().position(|other| *other == line) {
                Some(at) => _ = left.remove(at),
                None => lost.push(line),
            }
        }
        let about = if matches!(kind, 1 | 3) { kept(&before[nth].text) } else { Vec::new() };
        prop_assert!(lost.iter().all(|line| about.contains(line)), "{lost:?} went with {change:?} of\n{text}\n→\n{after}");
        let is_hand = |line: &&str| line.starts_with("##") || line.starts_with("Some") || line.starts_with("<!--");
        let hand = |text: &str| text.lines().filter(is_hand).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(hand(&text), hand(&after));

        // And it can be taken back.
        let back = inverse(&text, &change).unwrap();
        let restored = apply(&after, &back);
        prop_assert!(restored.is_ok(), "{back:?} of\n{after}");
        prop_assert_eq!(texts(&restored.unwrap()), texts(&text));
    }
}
