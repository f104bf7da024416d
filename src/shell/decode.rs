//! Bytes of a document → text.
//!
//! Plans come from every editor there is: UTF-8 with and without a mark, UTF-16 from Windows, Latin-1
//! and Windows-1250 from older tools. Control characters are replaced by their pictures here, once, so
//! that nothing a document holds can ever command a terminal.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A text and what had to be done to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text: no byte order mark, no control characters but tab, line feed and carriage return.
    pub text: String,
    /// Name of the encoding, unless it was plain UTF-8.
    pub encoding: Option<&'static str>,
    /// How many places could not be decoded and hold a replacement character now.
    pub lost: bool,
    /// How many control characters were replaced by their pictures.
    pub controls: usize,
}

/// Decodes the bytes of a whole document.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    let (text, encoding, lost) = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, lost) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        (text.into_owned(), (encoding != UTF_8).then(|| encoding.name()), lost)
    } else if let Some(encoding) = utf16_without_mark(bytes) {
        let (text, lost) = encoding.decode_without_bom_handling(bytes);
        (text.into_owned(), Some(encoding.name()), lost)
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (text.to_owned(), None, false)
    } else if mostly_utf8(bytes) {
        (String::from_utf8_lossy(bytes).into_owned(), None, true)
    } else {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
        let (text, lost) = encoding.decode_without_bom_handling(bytes);
        (text.into_owned(), Some(encoding.name()), lost)
    };
    // Most documents hold none, and looking at their bytes tells so at once.
    let may_hold = text.bytes().any(|b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || matches!(b, 0x7f | 0xc2));
    let controls = if may_hold { text.chars().filter(|&c| picture(c).is_some()).count() } else { 0 };
    let text = if controls > 0 { text.chars().map(|c| picture(c).unwrap_or(c)).collect() } else { text };
    let text = if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text };
    Decoded { text, encoding, lost, controls }
}

/// The visible stand-in of a control character that must not reach a terminal.
fn picture(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' => None,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

/// UTF-16 without a mark shows in ASCII text as a zero in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).filter(|head| head.len() >= 4)?;
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() * 2 / 5;
    match (even, odd) {
        (_, odd) if odd >= many && even * 8 < odd => Some(UTF_16LE),
        (even, _) if even >= many && odd * 8 < even => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the text is UTF-8 with a few broken bytes, rather than text in another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut broken, mut sound) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        broken += usize::from(!chunk.invalid().is_empty());
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    sound > broken * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLISH: &str = "# Plan API\n\nUżytkownik może dodać listę zakupów, gdy jest właścicielem gospodarstwa.\n";

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let utf16 = |big: bool| -> Vec<u8> {
            POLISH.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let (windows_1250, _, _) = encoding_rs::WINDOWS_1250.encode(POLISH);
        let cases: [(&str, Vec<u8>, Option<&str>); 7] = [
            ("utf-8", POLISH.as_bytes().to_vec(), None),
            ("utf-8 with a mark", [b"\xef\xbb\xbf", POLISH.as_bytes()].concat(), None),
            ("utf-16le with a mark", [b"\xff\xfe".to_vec(), utf16(false)].concat(), Some("UTF-16LE")),
            ("utf-16be with a mark", [b"\xfe\xff".to_vec(), utf16(true)].concat(), Some("UTF-16BE")),
            ("utf-16le", utf16(false), Some("UTF-16LE")),
            ("utf-16be", utf16(true), Some("UTF-16BE")),
            ("windows-1250", windows_1250.into_owned(), Some("windows-1250")),
        ];
        for (name, bytes, encoding) in cases {
            let decoded = decode(&bytes);
            assert_eq!(decoded.text, POLISH, "{name}");
            assert_eq!(decoded.encoding, encoding, "{name}");
            assert!(!decoded.lost, "{name}");
        }
    }

    #[test]
    fn latin_1_is_read_as_its_superset() {
        let decoded = decode(b"# Caf\xe9\n\nLe propri\xe9taire re\xe7oit une r\xe9ponse.\n");
        assert_eq!(decoded.text, "# Café\n\nLe propriétaire reçoit une réponse.\n");
        assert_eq!(decoded.encoding, Some("windows-1252"));
    }

    #[test]
    fn control_characters_become_pictures() {
        let decoded = decode("a\u{1b}[31mb\u{0}c\u{7f}\u{9b}\t\r\n".as_bytes());
        assert_eq!(decoded.text, "a␛[31mb␀c␡\u{fffd}\t\r\n");
        assert_eq!(decoded.controls, 4);
    }

    #[test]
    fn a_broken_byte_does_not_change_the_encoding_of_the_rest() {
        let decoded = decode(&[POLISH.as_bytes(), b"\xff\n"].concat());
        assert_eq!(decoded.text, format!("{POLISH}\u{fffd}\n"));
        assert_eq!((decoded.encoding, decoded.lost), (None, true));
    }

    #[test]
    fn carriage_returns_alone_end_lines() {
        assert_eq!(decode(b"# A\r\r## B\r").text, "# A\n\n## B\n");
        assert_eq!(decode(b"# A\r\n## B\r\n").text, "# A\r\n## B\r\n");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let decoded = decode(&bytes);
            proptest::prop_assert!(!decoded.text.chars().any(|c| picture(c).is_some()));
        }
    }
}
