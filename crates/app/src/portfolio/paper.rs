//! The book as a Word document in official layout. Documents are Chinese whoever asks for them.

use std::io::Read as _;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;
use xueji_office::{Block, Fact, FactRow, List, ListColumn, Paper, Picture, Rank};

use crate::attachments::{self, Attachment, Kind};
use crate::portfolio::book::cover;
use crate::portfolio::chapter::{ALL, Leaf, Part, Table};
use crate::portfolio::piece::{lines_of, marks_of, marks_of_review, title_of, told_of, told_of_review};
use crate::portfolio::story::Story;
use crate::portfolio::views::Cover;
use crate::portfolio::{MAKING, Of};
use crate::reviews::{Form, Review};
use crate::shell::blobs::Part as Bytes;
use crate::shell::file_name::disposition;
use crate::shell::markdown::{self, Piece};
use crate::shell::{App, Blobs, Context, Lang, Path, Result};

/// The longer side of a picture: A4 with 150 pixels an inch, on which handwriting is read.
const LONGEST: u32 = 1600;
/// So many pictures stand in one document; the others are named. More would take longer than a visitor waits.
const MOST_PICTURES: usize = 100;

pub(super) async fn take(context: Context, Path(year): Path<i16>) -> Result<Response> {
    let of = Of { lang: Lang::Chinese, ..Of::own(&context, year)? };
    let app = context.app.clone();
    let making = MAKING.acquire().await.map_err(anyhow::Error::from)?;
    let made = spawn_blocking(move || {
        let _making = making;
        make(&app, &of)
    });
    let (cover, bytes) = made.await.map_err(anyhow::Error::from)??;
    let name = format!("{} {}.docx", cover.title, cover.name);
    let headers = [
        (header::CONTENT_TYPE, Kind::Docx.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition("attachment", "book.docx", &name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// The document; blocks.
fn make(app: &App, of: &Of) -> Result<(Cover, Vec<u8>)> {
    let cover = app.read_blocking(|tx| cover(tx, of))?;
    let mut blocks = vec![Block::Facts(facts(&cover)), Block::List(contents(&cover))];
    let mut shown = Shown { blobs: &app.blobs, left: MOST_PICTURES };
    for (chapter, entry) in ALL.iter().zip(&cover.contents) {
        let title = (chapter.title)(of.t());
        blocks.push(Block::Heading(Rank::First, title.clone()));
        if entry.things == 0 {
            blocks.push(Block::Paragraph((chapter.none)(of.t())));
        }
        for from in (0..entry.things).step_by(chapter.page) {
            for part in app.read_blocking(|tx| (chapter.parts)(tx, of, from, chapter.page))? {
                match part {
                    // Its headings are repeated on every page: slices are one list.
                    Part::Table(table) => add_table(&mut blocks, table, &title),
                    Part::Leaf(leaf) => add_leaf(&mut blocks, of, &leaf, &mut shown),
                    Part::Review(review) => add_review(&mut blocks, of, &review),
                    Part::Story(story) => add_story(&mut blocks, *story),
                }
            }
        }
    }
    let paper =
        Paper { title: cover.title.clone(), subtitle: cover.name.clone(), blocks, ..Paper::default() };
    let bytes = paper.write().map_err(anyhow::Error::from)?;
    Ok((cover, bytes))
}

fn facts(cover: &Cover) -> Vec<FactRow> {
    vec![
        FactRow::Halves(Fact::new("姓名", &cover.name), Fact::new("年度", &cover.year)),
        FactRow::Whole(Fact::new("所在组织", &cover.home)),
        FactRow::Whole(Fact::new("生成日期", &cover.made_on)),
    ]
}

fn contents(cover: &Cover) -> List {
    List {
        columns: vec![ListColumn::left("目录", 4), ListColumn::centered("数量", 1)],
        rows: cover.contents.iter().map(|entry| vec![entry.title.clone(), entry.count.clone()]).collect(),
        numbered: true,
        abreast: 1,
    }
}

fn add_table(blocks: &mut Vec<Block>, table: Table, chapter: &str) {
    let rows = table.rows.into_iter().map(|row| row.cells);
    if table.from > 0
        && let Some(Block::List(list)) = blocks.last_mut()
    {
        list.rows.extend(rows);
        return;
    }
    if table.title != chapter {
        blocks.push(Block::Heading(Rank::Second, table.title));
    }
    blocks.push(Block::List(List {
        columns: table.columns.into_iter().map(|(heading, share)| ListColumn::left(heading, share)).collect(),
        rows: rows.collect(),
        numbered: true,
        abreast: 1,
    }));
}

fn add_leaf(blocks: &mut Vec<Block>, of: &Of, leaf: &Leaf, shown: &mut Shown<'_>) {
    add_heading(blocks, title_of(of, leaf), told_of(of, leaf), &marks_of(of, leaf));
    add_text(blocks, &leaf.version.text, |id| {
        let file = leaf.files.iter().find(|file| file.id.as_str() == id);
        file.map(|file| shown.block(file))
    });
    let beside = leaf.files.iter().filter(|file| !markdown::shows(&leaf.version.text, file.id.as_str()));
    blocks.extend(beside.map(|file| shown.block(file)));
}

fn add_review(blocks: &mut Vec<Block>, of: &Of, review: &Review) {
    let marks = marks_of_review(of, review);
    add_heading(blocks, review.title.clone(), told_of_review(of, review), &marks);
    match review.form {
        Form::Board => blocks.extend(lines_of(&review.text).map(Block::Paragraph)),
        Form::Blog => add_text(blocks, &review.text, |_| None),
    }
}

fn add_story(blocks: &mut Vec<Block>, story: Story) {
    add_heading(blocks, story.title, story.told, &story.marks);
    let note = story.note.map(|note| note.said);
    blocks.extend(story.lines.into_iter().chain(note).map(Block::Paragraph));
}

fn add_heading(blocks: &mut Vec<Block>, title: String, told: String, marks: &[String]) {
    blocks.push(Block::Heading(Rank::Second, title));
    let told = if marks.is_empty() { told } else { format!("{told}（{}）", marks.join("，")) };
    blocks.push(Block::Paragraph(told));
}

/// A Markdown text; `picture` says what stands where it shows a file.
fn add_text(blocks: &mut Vec<Block>, text: &str, mut picture: impl FnMut(&str) -> Option<Block>) {
    for piece in markdown::pieces(text) {
        match piece {
            Piece::Heading(text) => blocks.push(Block::Heading(Rank::Third, text)),
            Piece::Paragraph(text) => blocks.push(Block::Paragraph(text)),
            Piece::Table(rows) => blocks.extend(table_of(rows)),
            Piece::Picture(id) => blocks.extend(picture(&id)),
        }
    }
}

/// A table of a text; one wider than Word knows is said line by line.
fn table_of(rows: Vec<Vec<String>>) -> Vec<Block> {
    const MOST_COLUMNS: usize = 20;
    let mut rows = rows.into_iter();
    let Some(headings) = rows.next() else { return Vec::new() };
    if headings.len() > MOST_COLUMNS {
        let lines = std::iter::once(headings).chain(rows).map(|row| row.join("　"));
        return lines.map(Block::Paragraph).collect();
    }
    vec![Block::List(List {
        columns: headings.into_iter().map(|heading| ListColumn::left(heading, 1)).collect(),
        rows: rows.collect(),
        numbered: false,
        abreast: 1,
    })]
}

/// The pictures that still have room.
struct Shown<'b> {
    blobs: &'b Blobs,
    left: usize,
}

impl Shown<'_> {
    /// The picture itself; a line that names the file where it is none, or cannot be shown.
    fn block(&mut self, file: &Attachment) -> Block {
        let picture = (self.left > 0).then(|| self.picture(file)).flatten();
        match picture {
            Some(picture) => {
                self.left -= 1;
                Block::Picture(picture)
            }
            None => Block::Paragraph(format!("附件：{}（原件在学习档案的归档文件中）", file.file_name)),
        }
    }

    fn picture(&self, file: &Attachment) -> Option<Picture> {
        let pixels = file.pixels?;
        let mut bytes = Vec::new();
        self.blobs.open(&file.hash, Bytes::Whole, None).ok()??.read_to_end(&mut bytes).ok()?;
        let jpeg = attachments::reduced(&bytes, file.kind, LONGEST)?;
        let (width, height) = attachments::reduced_pixels(pixels, LONGEST);
        let pixels = |side: i64| u32::try_from(side).unwrap_or(LONGEST);
        Some(Picture { jpeg, width: pixels(width), height: pixels(height), told: file.file_name.clone() })
    }
}
