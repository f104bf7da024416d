//! The page of each code: what it means, an example, what to write instead.
//!
//! The pages stand in `docs/diagnostics/`, and a test runs the readers over their examples.

use super::Code;

/// All pages, by number.
#[rustfmt::skip]
const PAGES: &[(u16, &str)] = &[
    (1, include_str!("../../docs/diagnostics/RW001.md")),
    (2, include_str!("../../docs/diagnostics/RW002.md")),
    (3, include_str!("../../docs/diagnostics/RW003.md")),
    (4, include_str!("../../docs/diagnostics/RW004.md")),
    (5, include_str!("../../docs/diagnostics/RW005.md")),
    (6, include_str!("../../docs/diagnostics/RW006.md")),
    (7, include_str!("../../docs/diagnostics/RW007.md")),
    (8, include_str!("../../docs/diagnostics/RW008.md")),
    (9, include_str!("../../docs/diagnostics/RW009.md")),
    (10, include_str!("../../docs/diagnostics/RW010.md")),
    (101, include_str!("../../docs/diagnostics/RW101.md")),
    (102, include_str!("../../docs/diagnostics/RW102.md")),
    (103, include_str!("../../docs/diagnostics/RW103.md")),
    (104, include_str!("../../docs/diagnostics/RW104.md")),
    (105, include_str!("../../docs/diagnostics/RW105.md")),
    (106, include_str!("../../docs/diagnostics/RW106.md")),
    (107, include_str!("../../docs/diagnostics/RW107.md")),
    (110, include_str!("../../docs/diagnostics/RW110.md")),
    (111, include_str!("../../docs/diagnostics/RW111.md")),
    (112, include_str!("../../docs/diagnostics/RW112.md")),
    (200, include_str!("../../docs/diagnostics/RW200.md")),
    (201, include_str!("../../docs/diagnostics/RW201.md")),
    (202, include_str!("../../docs/diagnostics/RW202.md")),
    (203, include_str!("../../docs/diagnostics/RW203.md")),
    (204, include_str!("../../docs/diagnostics/RW204.md")),
    (205, include_str!("../../docs/diagnostics/RW205.md")),
    (206, include_str!("../../docs/diagnostics/RW206.md")),
    (220, include_str!("../../docs/diagnostics/RW220.md")),
    (221, include_str!("../../docs/diagnostics/RW221.md")),
    (222, include_str!("../../docs/diagnostics/RW222.md")),
    (300, include_str!("../../docs/diagnostics/RW300.md")),
    (301, include_str!("../../docs/diagnostics/RW301.md")),
    (302, include_str!("../../docs/diagnostics/RW302.md")),
    (400, include_str!("../../docs/diagnostics/RW400.md")),
    (401, include_str!("../../docs/diagnostics/RW401.md")),
    (402, include_str!("../../docs/diagnostics/RW402.md")),
    (403, include_str!("../../docs/diagnostics/RW403.md")),
    (404, include_str!("../../docs/diagnostics/RW404.md")),
    (500, include_str!("../../docs/diagnostics/RW500.md")),
    (510, include_str!("../../docs/diagnostics/RW510.md")),
    (511, include_str!("../../docs/diagnostics/RW511.md")),
    (512, include_str!("../../docs/diagnostics/RW512.md")),
    (600, include_str!("../../docs/diagnostics/RW600.md")),
    (601, include_str!("../../docs/diagnostics/RW601.md")),
    (602, include_str!("../../docs/diagnostics/RW602.md")),
    (603, include_str!("../../docs/diagnostics/RW603.md")),
    (604, include_str!("../../docs/diagnostics/RW604.md")),
    (605, include_str!("../../docs/diagnostics/RW605.md")),
    (606, include_str!("../../docs/diagnostics/RW606.md")),
    (607, include_str!("../../docs/diagnostics/RW607.md")),
    (608, include_str!("../../docs/diagnostics/RW608.md")),
    (609, include_str!("../../docs/diagnostics/RW609.md")),
    (610, include_str!("../../docs/diagnostics/RW610.md")),
    (611, include_str!("../../docs/diagnostics/RW611.md")),
    (612, include_str!("../../docs/diagnostics/RW612.md")),
    (613, include_str!("../../docs/diagnostics/RW613.md")),
    (614, include_str!("../../docs/diagnostics/RW614.md")),
    (615, include_str!("../../docs/diagnostics/RW615.md")),
    (616, include_str!("../../docs/diagnostics/RW616.md")),
    (617, include_str!("../../docs/diagnostics/RW617.md")),
    (618, include_str!("../../docs/diagnostics/RW618.md")),
    (619, include_str!("../../docs/diagnostics/RW619.md")),
    (620, include_str!("../../docs/diagnostics/RW620.md")),
    (690, include_str!("../../docs/diagnostics/RW690.md")),
    (691, include_str!("../../docs/diagnostics/RW691.md")),
    (700, include_str!("../../docs/diagnostics/RW700.md")),
    (702, include_str!("../../docs/diagnostics/RW702.md")),
    (703, include_str!("../../docs/diagnostics/RW703.md")),
    (704, include_str!("../../docs/diagnostics/RW704.md")),
    (705, include_str!("../../docs/diagnostics/RW705.md")),
    (706, include_str!("../../docs/diagnostics/RW706.md")),
    (707, include_str!("../../docs/diagnostics/RW707.md")),
    (708, include_str!("../../docs/diagnostics/RW708.md")),
    (709, include_str!("../../docs/diagnostics/RW709.md")),
    (710, include_str!("../../docs/diagnostics/RW710.md")),
    (711, include_str!("../../docs/diagnostics/RW711.md")),
    (712, include_str!("../../docs/diagnostics/RW712.md")),
    (713, include_str!("../../docs/diagnostics/RW713.md")),
    (714, include_str!("../../docs/diagnostics/RW714.md")),
];

/// The page of a code, in markdown.
///
/// ```
/// use routewright::diagnostic::{codes, pages};
/// assert!(pages::page(codes::NO_TABLES).is_some_and(|page| page.starts_with("# RW200: ")));
/// ```
#[must_use]
pub fn page(code: Code) -> Option<&'static str> {
    PAGES.iter().find(|(number, _)| *number == code.0).map(|(_, page)| *page)
}

/// All codes that have a page, in order.
pub fn codes() -> impl Iterator<Item = Code> {
    PAGES.iter().map(|(number, _)| Code(*number))
}

/// Reads a code that has a page: `RW101`, `rw101` or `101`.
///
/// # Errors
/// Says which codes there are.
pub fn parse(text: &str) -> Result<Code, String> {
    let number = text.trim().trim_start_matches(['R', 'r', 'W', 'w']).parse().ok().map(Code);
    number.filter(|code| page(*code).is_some()).ok_or_else(|| {
        let all: Vec<String> = codes().map(|code| code.to_string()).collect();
        format!("there is no such code; there are {}", all.join(", "))
    })
}
