//! Everything of one's own as an archive: readable without the product, and by programs.
//!
//! Written to a file that has no name, off the runtime, and sent from there: memory does not grow with it.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};

use askama::Template as _;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::task::spawn_blocking;
use xueji_store::Tx;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::attachments::Attachment;
use crate::portfolio::book::{cover, heading};
use crate::portfolio::chapter::{ALL, Chapter, Leaf};
use crate::portfolio::chapters::notes::leaves;
use crate::portfolio::chapters::{inspections, works};
use crate::portfolio::piece::{self, Place, marks_of, stored_name, title_of, with_stored_names};
use crate::portfolio::views::{Cover, OfflinePage};
use crate::portfolio::whole::{nothing, opening};
use crate::portfolio::{MAKING, Of, store};
use crate::shell::blobs::Part;
use crate::shell::file_name::disposition;
use crate::shell::lang::Messages;
use crate::shell::{App, Context, Error, Id, Lang, Query, Result, stream};
use crate::trail;

/// The most that one archive holds: what a phone and an old office machine still take, and every program opens.
const LARGEST: u64 = 2 << 30;
/// Notes that are in memory at once.
const SLICE: usize = 50;
/// What says what is what.
const READ_ME: &str = include_str!("readme.txt");

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// One year alone; all of them unless said.
    year: Option<i16>,
}

pub(super) async fn take(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let today = context.app.clock.today();
    let of = Of { lang: Lang::Chinese, ..Of::own(&context, asked.year.unwrap_or(today.year()))? };
    let app = context.app.clone();
    let making = MAKING.acquire().await.map_err(anyhow::Error::from)?;
    let made = spawn_blocking(move || {
        let _making = making;
        make(&app, &of, asked.year)
    });
    let (name, file) = made.await.map_err(anyhow::Error::from)??;
    let (bytes, body) = stream::written(file).map_err(unwritten)?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_LENGTH, bytes.to_string()),
        (header::CONTENT_DISPOSITION, disposition("attachment", "archive.zip", &name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        // It is packed already.
        (header::ACCEPT_RANGES, "none".to_owned()),
    ];
    Ok((headers, body).into_response())
}

/// Its name, and the file; blocks.
fn make(app: &App, of: &Of, only: Option<i16>) -> Result<(String, File)> {
    let years = match only {
        Some(year) => vec![year],
        None => app.read_blocking(|tx| store::years(tx, &of.person_id))?,
    };
    let mut books = Vec::with_capacity(years.len());
    let mut bytes = 0;
    for year in years {
        let of = Of { year, ..of.clone() };
        let files = app.read_blocking(|tx| store::files(tx, &of))?;
        bytes += files.iter().filter_map(|file| u64::try_from(file.bytes).ok()).sum::<u64>();
        books.push((of, files));
    }
    if bytes > LARGEST {
        return Err(Error::Conflict(if only.is_some() {
            Messages::portfolio_year_too_large
        } else {
            Messages::portfolio_too_large
        }));
    }
    let file = tempfile::tempfile().map_err(unwritten)?;
    let mut archive = Archive { app, zip: ZipWriter::new(file), held: HashSet::new(), missing: Vec::new() };
    let mut pages = Vec::new();
    for (year, files) in &books {
        let cover = app.read_blocking(|tx| cover(tx, year))?;
        archive.book(year, &cover)?;
        archive.notes(year)?;
        archive.files(files)?;
        pages.push((format!("{}.html", year.year), cover.title));
    }
    archive.data(of)?;
    let mut cover = app.read_blocking(|tx| heading(tx, of))?;
    cover.title = of.t().portfolio();
    let page = OfflinePage { t: of.t(), cover: &cover, books: pages };
    let page = page.render().map_err(|error| Error::Internal(error.into()))?;
    archive.text("index.html", &page.replace(MARK, ""))?;
    archive.text("README.txt", &archive.read_me(&cover))?;
    let file = archive.zip.finish().map_err(anyhow::Error::from)?;
    let when = only.map(|year| format!("{year}年")).unwrap_or_default();
    Ok((format!("{when}学习档案 {}.zip", cover.name), file))
}

/// Where the chapters go in a page that is read offline.
const MARK: &str = "<!-- the chapters -->";

fn unwritten(error: io::Error) -> Error {
    Error::Internal(anyhow::Error::from(error).context("an archive could not be written"))
}

struct Archive<'a> {
    app: &'a App,
    zip: ZipWriter<File>,
    /// Files that are in it: a record that was corrected may stand in two years with one file.
    held: HashSet<Id>,
    /// Files whose bytes are not there any more.
    missing: Vec<String>,
}

impl Archive<'_> {
    fn begin(&mut self, name: &str, how: CompressionMethod) -> Result<()> {
        let options = SimpleFileOptions::default().compression_method(how);
        self.zip.start_file(name, options).map_err(|error| Error::Internal(error.into()))
    }

    fn write(&mut self, text: &str) -> Result<()> {
        self.zip.write_all(text.as_bytes()).map_err(unwritten)
    }

    fn text(&mut self, name: &str, text: &str) -> Result<()> {
        self.begin(name, CompressionMethod::Deflated)?;
        self.write(text)
    }

    /// A year as a page.
    fn book(&mut self, of: &Of, cover: &Cover) -> Result<()> {
        let page = OfflinePage { t: of.t(), cover, books: Vec::new() };
        let page = page.render().map_err(|error| Error::Internal(error.into()))?;
        let (head, tail) = page.split_once(MARK).unwrap_or((&page, ""));
        self.begin(&format!("{}.html", of.year), CompressionMethod::Deflated)?;
        self.write(head)?;
        for (chapter, entry) in ALL.iter().zip(&cover.contents) {
            self.chapter(of, chapter, entry.things)?;
        }
        self.write(tail)
    }

    fn chapter(&mut self, of: &Of, chapter: &Chapter, things: usize) -> Result<()> {
        self.write(&opening(of, chapter))?;
        if things == 0 {
            self.write(&nothing(of, chapter))?;
        }
        for from in (0..things).step_by(chapter.page) {
            let parts = self.app.read_blocking(|tx| (chapter.parts)(tx, of, from, chapter.page))?;
            self.write(&piece::html(of, chapter, &parts, Place::Archive)?)?;
        }
        self.write("</section>")
    }

    /// Every note of the year as Markdown, those that were put away too.
    fn notes(&mut self, of: &Of) -> Result<()> {
        for discarded in [false, true] {
            let mut from = 0;
            loop {
                let (some, remarks) = self.app.read_blocking(|tx| {
                    let some = leaves(tx, of, discarded, from, SLICE)?;
                    let remarks = remarks(tx, of, &some)?;
                    Ok((some, remarks))
                })?;
                for (leaf, remarks) in some.iter().zip(&remarks) {
                    let name = format!("notes/{} {}.md", leaf.note.happened_on, leaf.note.id);
                    self.text(&name, &note(of, leaf, remarks)?)?;
                }
                if some.len() < SLICE {
                    break;
                }
                from += SLICE;
            }
        }
        Ok(())
    }

    /// Everything that is held of the person, for programs.
    fn data(&mut self, of: &Of) -> Result<()> {
        self.begin("data.json", CompressionMethod::Deflated)?;
        let mut out = BufWriter::new(&mut self.zip);
        self.app.read_blocking(|tx| trail::write_held(tx, &of.person_id, &mut out))?;
        out.flush().map_err(unwritten)
    }

    /// Every file of a year's notes and records, as it is kept.
    fn files(&mut self, files: &[Attachment]) -> Result<()> {
        for file in files {
            if !self.held.insert(file.id.clone()) {
                continue;
            }
            let name = format!("files/{}", stored_name(file));
            let Some(mut reading) = self.app.blobs.open(&file.hash, Part::Whole, None).map_err(unwritten)?
            else {
                self.missing.push(format!("{name} {}", file.file_name));
                continue;
            };
            self.begin(&name, CompressionMethod::Stored)?;
            io::copy(&mut reading.by_ref().take(LARGEST), &mut self.zip).map_err(unwritten)?;
        }
        Ok(())
    }

    fn read_me(&self, cover: &Cover) -> String {
        let mut text = READ_ME.replace("{name}", &cover.name).replace("{made_on}", &cover.made_on);
        if !self.missing.is_empty() {
            text.push_str("\n以下文件在系统中已经缺失，没有收入本归档，请联系管理员：\n");
            text.push_str(&self.missing.join("\n"));
            text.push('\n');
        }
        // Old programs on office machines read a text as Chinese only with this in front, and by its line ends.
        format!("\u{feff}{}", text.replace('\n', "\r\n"))
    }
}

/// What inspectors and reviewers said of each of these notes.
fn remarks(tx: &mut Tx, of: &Of, leaves: &[Leaf]) -> Result<Vec<Vec<String>>> {
    let ids: Vec<Id> = leaves.iter().map(|leaf| leaf.note.id.clone()).collect();
    let mut margins = inspections::margins(tx, of, &ids)?;
    let said = ids.iter().map(|id| {
        let mut said = margins.remove(id).unwrap_or_default();
        said.extend(works::remarks_on(tx, of, id)?);
        Ok(said)
    });
    said.collect()
}

/// A note as Markdown with what is known of it in front, as programs that keep notes read it.
fn note(of: &Of, leaf: &Leaf, remarks: &[String]) -> Result<String> {
    // JSON is YAML, and quotes whatever was typed.
    let quoted = |text: &str| serde_json::to_string(text).map_err(anyhow::Error::from);
    let tags = serde_json::to_string(&leaf.tags).map_err(anyhow::Error::from)?;
    let mut head = vec![
        format!("id: {}", leaf.note.id),
        format!("date: {}", leaf.note.happened_on),
        format!("title: {}", quoted(&title_of(of, leaf))?),
        format!("activity: {}", quoted(&leaf.activity)?),
        format!("tags: {tags}"),
    ];
    if let Some(at) = leaf.version.entered_at {
        head.push(format!("handed_in: {}", quoted(&of.clock.minute_of(at))?));
    }
    if let Some(mark) = marks_of(of, leaf).first() {
        head.push(format!("state: {}", quoted(mark)?));
    }
    if !leaf.files.is_empty() {
        head.push("files:".to_owned());
    }
    for file in &leaf.files {
        head.push(format!("  - path: ../files/{}", stored_name(file)));
        head.push(format!("    name: {}", quoted(&file.file_name)?));
    }
    if !remarks.is_empty() {
        head.push("remarks:".to_owned());
    }
    for remark in remarks {
        head.push(format!("  - {}", quoted(remark)?));
    }
    let text = with_stored_names(leaf.version.text.clone(), &leaf.files).replace("](files/", "](../files/");
    Ok(format!("---\n{}\n---\n\n{text}\n", head.join("\n")))
}
