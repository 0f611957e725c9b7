//! Word documents in the layout of official documents: minutes, sign-in sheets, lists, later whatever else goes on paper.
//!
//! The layout is that of GB/T 9704-2012 and stands in `paper/parts/styles.xml`; what a document says is the caller's.
//! Official documents are Chinese whoever asks for them, so the few words that are added here are Chinese.

mod markup;
mod package;
mod picture;
mod table;

use std::io;

use crate::numeral::chinese;
use markup::Markup;

/// A Word document in the layout of GB/T 9704-2012 (党政机关公文格式).
///
/// A4, 22 lines of 28 characters, 仿宋 三号, page numbers on the outer side: an office edits it further in Word or WPS,
/// so everything has a style. Texts may hold any characters; what XML forbids is left out, and each line of a text
/// becomes a paragraph of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// The title, centered in 小标宋 二号; also the file's title in its properties.
    pub title: String,
    /// Below it in 楷体: a number, a unit, a day; nothing where it is empty.
    pub subtitle: String,
    /// How its first pages lie.
    pub orientation: Orientation,
    /// What follows, in order.
    pub blocks: Vec<Block>,
}

/// How pages lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orientation {
    /// Upright; text is 156 mm wide.
    #[default]
    Portrait,
    /// Across, for wide lists; text is 225 mm wide.
    Landscape,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A title further on, as an annex has; headings are counted anew below it.
    Title(String),
    /// A heading without its number, which is counted here.
    Heading(Rank, String),
    /// Text, its first line two characters in.
    Paragraph(String),
    /// What is known of something, as a form has it.
    Facts(Vec<FactRow>),
    /// A list, its headings repeated on every page.
    List(List),
    /// A picture, as wide as the text at most.
    Picture(Picture),
    /// Lines to sign on, each with its label, a blank, and a blank date.
    Signatures(Vec<String>),
    /// The pages from here on lie so and begin with a new one.
    NewPage(Orientation),
}

/// A picture as it stands in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its bytes, a JPEG that is upright as it is.
    pub jpeg: Vec<u8>,
    /// Its width in pixels; it is printed with 150 of them an inch where there is room.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it shows, for those who do not see it.
    pub told: String,
}

/// How deep a heading stands (GB/T 9704-2012, 7.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// 一、 in 黑体.
    First,
    /// （一） in 楷体.
    Second,
    /// 1. in 仿宋.
    Third,
}

/// One thing known: a label and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// How it is; may be empty, to be written by hand.
    pub value: String,
}

impl Fact {
    /// One thing known.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A row of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactRow {
    /// One over the whole width; it may run over pages.
    Whole(Fact),
    /// Two side by side.
    Halves(Fact, Fact),
}

/// A list with headings; its rows are at least 8 mm high, so that one can sign in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Its columns; with the serial number and times [`abreast`](Self::abreast) at most 63, more Word does not know.
    pub columns: Vec<ListColumn>,
    /// Its rows: a text a column, where some are missing the cells are blank.
    pub rows: Vec<Vec<String>>,
    /// Whether a column of serial numbers stands in front.
    pub numbered: bool,
    /// How many rows stand side by side, read from left to right; 0 is 1. Two halve the pages of a sheet to sign.
    pub abreast: usize,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListColumn {
    /// Its heading.
    pub heading: String,
    /// Its width, as a share of all columns' shares; 0 is 1.
    pub share: u16,
    /// Where its texts stand.
    pub align: Align,
}

impl ListColumn {
    /// A column of short texts, which stand in the middle.
    pub fn centered(heading: impl Into<String>, share: u16) -> Self {
        Self { heading: heading.into(), share, align: Align::Center }
    }

    /// A column of long texts, which begin on the left.
    pub fn left(heading: impl Into<String>, share: u16) -> Self {
        Self { heading: heading.into(), share, align: Align::Left }
    }
}

/// Where the texts of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// On the left.
    Left,
    /// In the middle.
    Center,
}

impl Paper {
    /// The document as a `.docx` file; the same document gives the same bytes.
    ///
    /// Fails where a list has more columns than Word knows.
    pub fn write(&self) -> io::Result<Vec<u8>> {
        let pictures: Vec<&[u8]> = self
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Picture(picture) => Some(picture.jpeg.as_slice()),
                _ => None,
            })
            .collect();
        package::pack(&self.title, &self.body()?, &pictures)
    }

    fn body(&self) -> io::Result<String> {
        let mut markup = Markup::default();
        let mut orientation = self.orientation;
        let mut counts = [0; 3];
        let mut pictures = 0;
        markup.paragraphs("Title", &self.title);
        if !self.subtitle.trim().is_empty() {
            markup.paragraphs("Subtitle", &self.subtitle);
        }
        markup.empty_line();
        let mut blocks = self.blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            match block {
                Block::Title(text) => {
                    counts = [0; 3];
                    markup.paragraphs("Title", text);
                    markup.empty_line();
                }
                Block::Heading(rank, text) => {
                    let number = rank.count(&mut counts);
                    markup.paragraphs(rank.style(), &format!("{number}{}", text.trim_start()));
                }
                Block::Paragraph(text) => {
                    // Nobody signs a page on which nothing else stands.
                    let is_signed = matches!(blocks.peek(), Some(Block::Signatures(_)));
                    markup.paragraphs_up_to("Body", text, if is_signed { "BodyKept" } else { "Body" });
                }
                Block::Facts(rows) => table::facts(&mut markup, rows, orientation),
                Block::List(list) => table::list(&mut markup, list, orientation)?,
                Block::Picture(picture) => {
                    picture::draw(&mut markup, picture, pictures);
                    pictures += 1;
                }
                Block::Signatures(labels) => {
                    for label in labels {
                        markup.signature(label);
                    }
                }
                Block::NewPage(next) => {
                    markup.end_section(orientation);
                    orientation = *next;
                }
            }
        }
        Ok(markup.finish(orientation))
    }
}

impl Rank {
    fn style(self) -> &'static str {
        match self {
            Self::First => "Heading1",
            Self::Second => "Heading2",
            Self::Third => "Heading3",
        }
    }

    /// The next number of this rank; deeper ones begin anew.
    fn count(self, [first, second, third]: &mut [u32; 3]) -> String {
        let numeral = |count: u32| chinese(count).unwrap_or_else(|| count.to_string());
        match self {
            Self::First => {
                *first += 1;
                (*second, *third) = (0, 0);
                format!("{}、", numeral(*first))
            }
            Self::Second => {
                *second += 1;
                *third = 0;
                format!("（{}）", numeral(*second))
            }
            Self::Third => {
                *third += 1;
                format!("{third}.")
            }
        }
    }
}

#[cfg(test)]
mod tests;
