//! Passages of a text as it is read: found by their words, marked in the HTML; pure.
//!
//! A place is a count of signs in the text without tags, as a browser counts them in the element that shows it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

/// Signs of a paragraph's beginning that stand for the whole.
const BEGINNING: usize = 40;

/// A passage to be marked.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) code: String,
    pub(super) signs: Range<usize>,
}

/// A piece of HTML as the renderer writes it: a tag, or one sign.
#[derive(Debug)]
struct Piece<'h> {
    source: &'h str,
    sign: Option<char>,
}

const ENTITIES: [(&str, char); 4] = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')];

fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(first) = rest.chars().next() {
        let entity = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
        let (length, sign) = match (first, entity) {
            ('<', _) => (rest.find('>').map_or(rest.len(), |end| end + 1), None),
            (_, Some((name, sign))) => (name.len(), Some(*sign)),
            _ => (first.len_utf8(), Some(first)),
        };
        let (source, after) = rest.split_at(length);
        pieces.push(Piece { source, sign });
        rest = after;
    }
    pieces
}

/// The text without tags.
pub(super) fn text(html: &str) -> Vec<char> {
    pieces(html).into_iter().filter_map(|piece| piece.sign).collect()
}

/// Where a passage stands, whatever white space it was copied with: nearest to where it is said to begin.
pub(super) fn find(text: &[char], quote: &str, near: usize) -> Option<Range<usize>> {
    let dense: Vec<(usize, char)> =
        text.iter().copied().enumerate().filter(|(_, sign)| !sign.is_whitespace()).collect();
    let wanted: Vec<char> = quote.chars().filter(|sign| !sign.is_whitespace()).collect();
    if wanted.is_empty() {
        return None;
    }
    let found = dense
        .windows(wanted.len())
        .filter(|window| window.iter().zip(&wanted).all(|((_, sign), wanted)| sign == wanted));
    let places = found.filter_map(|window| Some(window.first()?.0..window.last()?.0 + 1));
    places.min_by_key(|range| range.start.abs_diff(near))
}

/// The beginning of the paragraph of this number, counted from one, with its place.
pub(super) fn paragraph(html: &str, number: usize) -> Option<(String, usize)> {
    let (mut depth, mut block, mut place) = (0_usize, 0_usize, 0_usize);
    let (mut begins, mut words) = (None, String::new());
    for piece in pieces(html) {
        match piece.sign {
            None if piece.source.starts_with("</") => depth = depth.saturating_sub(1),
            None => {
                let is_void =
                    ["<br", "<hr", "<img", "<input"].iter().any(|tag| piece.source.starts_with(tag));
                block += usize::from(depth == 0);
                depth += usize::from(!is_void);
            }
            Some(sign) => {
                let begun = !words.is_empty() || !sign.is_whitespace();
                if begun && block == number && depth > 0 && words.chars().count() < BEGINNING {
                    begins.get_or_insert(place);
                    words.push(sign);
                }
                place += 1;
            }
        }
    }
    let words = words.lines().next().unwrap_or_default().trim().to_owned();
    begins.filter(|_| !words.is_empty()).map(|place| (words, place))
}

/// The HTML with a mark around each passage, whose first has the passage's code as its id.
///
/// Marks end at every tag and line, so that the result is as well formed as what came.
pub(super) fn marked(html: &str, passages: &[Passage]) -> String {
    let mut out = String::with_capacity(html.len() + passages.len() * 64);
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let (mut place, mut open) = (0_usize, Vec::new());
    for piece in pieces(html) {
        let here: Vec<&str> = match piece.sign {
            Some(sign) if sign != '\n' => {
                let on = passages.iter().filter(|passage| passage.signs.contains(&place));
                on.map(|passage| passage.code.as_str()).collect()
            }
            _ => Vec::new(),
        };
        if here != open {
            if !open.is_empty() {
                out.push_str("</mark>");
            }
            if !here.is_empty() {
                let id = here.iter().find(|code| named.insert(code)).map(|code| format!(" id=\"at-{code}\""));
                // Writing to a string cannot fail.
                let _ = write!(
                    out,
                    "<mark class=\"passage\"{} data-joins=\"{}\">",
                    id.unwrap_or_default(),
                    here.join(" ")
                );
            }
            open = here;
        }
        out.push_str(piece.source);
        place += usize::from(piece.sign.is_some());
    }
    if !open.is_empty() {
        out.push_str("</mark>");
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Passage, find, marked, paragraph, text};
    use crate::shell::markdown;

    fn passage(code: &str, signs: std::ops::Range<usize>) -> Passage {
        Passage { code: code.to_owned(), signs }
    }

    #[test]
    fn a_passage_is_marked_in_every_element_that_it_runs_through() {
        let html = markdown::html("学**习**要\n\n联系 <实际>", "");
        let signs = find(&text(&html), "习要联系", 0).expect("it is there");
        let page = marked(&html, &[passage("c1", signs)]);
        let expected = "<p>学<strong><mark class=\"passage\" id=\"at-c1\" data-joins=\"c1\">习</mark></strong>\
            <mark class=\"passage\" data-joins=\"c1\">要</mark></p>\n\
            <p><mark class=\"passage\" data-joins=\"c1\">联系</mark> &lt;实际&gt;</p>\n";
        assert_eq!(page, expected);
    }

    #[test]
    fn of_equal_passages_the_nearest_is_meant_and_white_space_does_not_matter() {
        let text: Vec<char> = "学习\n学习，再学 习".chars().collect();
        assert_eq!(find(&text, "学习", 4), Some(3..5));
        assert_eq!(find(&text, "再学\n习", 0), Some(6..10));
        assert_eq!(find(&text, "没有", 0), None);
        assert_eq!(find(&text, " \n", 0), None);
    }

    #[test]
    fn a_paragraph_is_named_by_its_beginning() {
        let html = markdown::html("# 要点\n\n- 一\n- 二\n\n最后一段很长", "");
        assert_eq!(paragraph(&html, 1).unwrap().0, "要点");
        assert_eq!(paragraph(&html, 2).unwrap().0, "一");
        let (words, place) = paragraph(&html, 3).unwrap();
        assert_eq!(
            (words.as_str(), find(&text(&html), &words, place).unwrap().start),
            ("最后一段很长", place)
        );
        assert_eq!(paragraph(&html, 4), None);
    }

    proptest! {
        #[test]
        fn marks_change_nothing_of_what_is_read(
            typed in "[学习<>&\"*#|\\- \n>]{0,80}",
            ranges in prop::collection::vec((0..90_usize, 0..30_usize), 0..6),
        ) {
            let html = markdown::html(&typed, "/notes/1/files");
            let passages: Vec<Passage> = ranges
                .iter()
                .enumerate()
                .map(|(index, (start, length))| passage(&format!("c{index}"), *start..start + length))
                .collect();
            let page = marked(&html, &passages);
            prop_assert_eq!(text(&page), text(&html));
            let bare = without_marks(&page);
            prop_assert_eq!(bare, html);
        }
    }

    /// The page without its marks.
    fn without_marks(page: &str) -> String {
        let mut bare = String::new();
        let mut rest = page.replace("</mark>", "");
        while let Some((before, after)) = rest.split_once("<mark ") {
            bare.push_str(before);
            rest = after.split_once('>').expect("a whole tag").1.to_owned();
        }
        bare + &rest
    }
}
