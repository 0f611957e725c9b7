//! The numbers that Word puts before paragraphs: 一、(一) 1. ①, which stand nowhere in the text.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::numeral::chinese;

/// Word knows no deeper level.
const LEVELS: usize = 9;
/// Styles are based on one another; a circle ends here.
const DEEPEST_STYLE: usize = 10;

/// What a paragraph says of its number.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) style: Option<String>,
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

/// All lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Which form a list has.
    forms_of: HashMap<String, String>,
    forms: HashMap<String, Vec<Level>>,
    styles: HashMap<String, Style>,
    counted: HashMap<String, [Option<u32>; LEVELS]>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// `第%1条`, `%1.%2`.
    pattern: String,
    style: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

impl Numbering {
    /// Reads `numbering.xml` and `styles.xml`; empty ones where the document has none.
    pub(super) fn read(numbering: &[u8], styles: &[u8]) -> quick_xml::Result<Self> {
        let mut read = Self::default();
        let (mut form, mut list) = (String::new(), String::new());
        each_tag(numbering, |name, tag| match name {
            b"abstractNum" => form = attribute(tag, b"abstractNumId").unwrap_or_default(),
            b"lvl" => {
                let levels = read.forms.entry(form.clone()).or_default();
                if levels.len() < LEVELS {
                    levels.push(Level { start: 1, ..Level::default() });
                }
            }
            b"start" | b"numFmt" | b"lvlText" | b"pStyle" => {
                let value = attribute(tag, b"val").unwrap_or_default();
                let level = read.forms.get_mut(&form).and_then(|levels| levels.last_mut());
                match (name, level) {
                    (b"start", Some(level)) => level.start = value.parse().unwrap_or(1),
                    (b"numFmt", Some(level)) => level.format = value,
                    (b"lvlText", Some(level)) => level.pattern = value,
                    (_, Some(level)) => level.style = Some(value),
                    (_, None) => {}
                }
            }
            // Lists come after all forms; what they override belongs to none of them.
            b"num" => (list, form) = (attribute(tag, b"numId").unwrap_or_default(), String::new()),
            b"abstractNumId" => {
                let of = attribute(tag, b"val").unwrap_or_default();
                read.forms_of.insert(list.clone(), of);
            }
            _ => {}
        })?;
        let mut style = String::new();
        each_tag(styles, |name, tag| match name {
            b"style" => style = attribute(tag, b"styleId").unwrap_or_default(),
            b"basedOn" | b"numId" | b"ilvl" => {
                let value = attribute(tag, b"val");
                let style = read.styles.entry(style.clone()).or_default();
                match name {
                    b"basedOn" => style.based_on = value,
                    b"numId" => style.list = value,
                    _ => style.level = value.and_then(|level| level.parse().ok()),
                }
            }
            _ => {}
        })?;
        Ok(read)
    }

    /// The number of the next paragraph at this place; empty where it has none.
    pub(super) fn next(&mut self, place: &Place) -> String {
        self.counted_on(place).unwrap_or_default()
    }

    fn counted_on(&mut self, place: &Place) -> Option<String> {
        let (list, level) = self.list_of(place)?;
        let form = self.forms_of.get(&list)?;
        let levels = self.forms.get(form)?;
        let this = levels.get(level)?;
        let counts = self.counted.entry(form.clone()).or_default();
        let count = counts.get_mut(level)?;
        *count = Some(count.map_or(this.start, |count| count.saturating_add(1)));
        for deeper in counts.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let mut number = this.pattern.clone();
        for (index, level) in levels.iter().enumerate() {
            let count = counts.get(index).copied().flatten().unwrap_or(level.start);
            number = number.replace(&format!("%{}", index + 1), &written(count, &level.format));
        }
        Some(number)
    }

    /// The paragraph's own list before its style's; list 0 is none.
    fn list_of(&self, place: &Place) -> Option<(String, usize)> {
        if let Some(list) = &place.list {
            return (list != "0").then(|| (list.clone(), place.level.unwrap_or(0)));
        }
        let mut id = place.style.as_ref()?;
        for _ in 0..DEEPEST_STYLE {
            let style = self.styles.get(id)?;
            if let Some(list) = &style.list {
                let level = place.level.or(style.level).or_else(|| self.level_of_style(list, id));
                return (list != "0").then(|| (list.clone(), level.unwrap_or(0)));
            }
            id = style.based_on.as_ref()?;
        }
        None
    }

    /// A list may name the style that each of its levels belongs to.
    fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let levels = self.forms.get(self.forms_of.get(list)?)?;
        levels.iter().position(|level| level.style.as_deref() == Some(style))
    }
}

fn each_tag(xml: &[u8], mut see: impl FnMut(&[u8], &BytesStart<'_>)) -> quick_xml::Result<()> {
    let mut reader = Reader::from_reader(xml);
    loop {
        match reader.read_event()? {
            Event::Start(tag) | Event::Empty(tag) => see(tag.local_name().as_ref(), &tag),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// A count as a numbering format writes it.
fn written(count: u32, format: &str) -> String {
    let nth = |first: char, most: u32| {
        let offset = count.checked_sub(1).filter(|offset| *offset < most)?;
        char::from_u32(u32::from(first) + offset).map(String::from)
    };
    let special = match format {
        "none" | "bullet" => Some(String::new()),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital" => chinese(count),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => nth('①', 20),
        "decimalFullWidth" => Some(
            count
                .to_string()
                .chars()
                .filter_map(|digit| char::from_u32(u32::from(digit) - 0x30 + 0xff10))
                .collect(),
        ),
        "upperLetter" => nth('A', 26),
        "lowerLetter" => nth('a', 26),
        "ideographTraditional" => {
            const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
            let index = usize::try_from(count).ok().and_then(|count| count.checked_sub(1));
            index.and_then(|index| STEMS.chars().nth(index)).map(String::from)
        }
        _ => None,
    };
    special.unwrap_or_else(|| count.to_string())
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(String::from_utf8_lossy(&found.value).into_owned())
}
