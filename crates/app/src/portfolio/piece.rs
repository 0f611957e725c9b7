//! Parts of a chapter as HTML, in the product and outside of it.

use askama::Template as _;

use crate::attachments::{self, Attachment};
use crate::notebook;
use crate::portfolio::Of;
use crate::portfolio::chapter::{Chapter, Leaf, Part, Table};
use crate::portfolio::story::Story;
use crate::portfolio::views::{LeafView, PartView, Parts, PictureView, RowView, TableView};
use crate::records;
use crate::reviews::{self, Form, Review};
use crate::shell::{Error, Page, Result, markdown};

/// Where the HTML is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// On a page of one chapter: pictures are small and lead to the large ones.
    Chapter(&'a Page),
    /// In the whole book, which is printed: pictures are as fine as they are.
    Whole(&'a Page),
    /// In the archive, next to its files.
    Archive,
}

/// Parts of a chapter as HTML.
pub(super) fn html(of: &Of, chapter: &Chapter, parts: &[Part], place: Place<'_>) -> Result<String> {
    let title = (chapter.title)(of.t());
    let (page, rank) = match place {
        Place::Chapter(page) => (Some(page), 2),
        Place::Whole(page) => (Some(page), 3),
        Place::Archive => (None, 3),
    };
    let view = |part: &Part| match part {
        Part::Table(table) => PartView::Table(table_view(table, &title, page.is_some())),
        Part::Leaf(leaf) => PartView::Leaf(leaf_view(of, leaf, place)),
        Part::Review(review) => PartView::Leaf(review_view(of, review, place)),
        Part::Story(story) => PartView::Leaf(story_view(story, place)),
    };
    let parts = Parts { t: of.t(), page, rank, views: parts.iter().map(view).collect() };
    parts.render().map_err(|error| Error::Internal(error.into()))
}

fn table_view(table: &Table, chapter: &str, has_links: bool) -> TableView {
    let rows = table.rows.iter().zip(table.from + 1..).map(|(row, number)| RowView {
        number,
        href: if has_links { row.href.clone() } else { String::new() },
        name: row.name,
        cells: table.columns.iter().map(|(heading, _)| heading.clone()).zip(row.cells.clone()).collect(),
    });
    TableView {
        code: table.code,
        is_titled: table.title != chapter,
        title: table.title.clone(),
        columns: table.columns.iter().map(|(heading, _)| heading.clone()).collect(),
        rows: rows.collect(),
    }
}

/// The name of a note; its first line where it has none.
pub(super) fn title_of(of: &Of, leaf: &Leaf) -> String {
    notebook::title_of(&leaf.version).unwrap_or_else(|| of.t().notebook_untitled())
}

/// When it was learned, as what, when it was handed in, under which tags.
pub(super) fn told_of(of: &Of, leaf: &Leaf) -> String {
    let mut told = vec![records::day_said(leaf.note.happened_on, of.lang)];
    told.extend(Some(leaf.activity.clone()).filter(|activity| !activity.is_empty()));
    let handed_in = leaf.version.entered_at.map(|at| of.t().portfolio_handed_in(of.clock.minute_of(at)));
    told.extend(handed_in);
    told.extend(leaf.tags.iter().map(|tag| format!("#{tag}")));
    told.join(" · ")
}

pub(super) fn marks_of(of: &Of, leaf: &Leaf) -> Vec<String> {
    let t = of.t();
    let mut marks = Vec::new();
    if leaf.note.discarded {
        marks.push(t.notebook_put_away());
    } else if leaf.note.entered.is_none() {
        marks.push(t.notebook_draft());
    } else if leaf.note.has_more() {
        marks.push(t.notebook_has_more());
    }
    marks
}

/// The name of a file in the archive: its id finds it again, its ending opens it.
pub(super) fn stored_name(file: &Attachment) -> String {
    format!("{}.{}", file.id, file.kind.ending())
}

/// A text with the files that it shows called by their names in the archive.
pub(super) fn with_stored_names(text: String, files: &[Attachment]) -> String {
    files.iter().fold(text, |text, file| {
        text.replace(&format!("files/{}", file.id), &format!("files/{}", stored_name(file)))
    })
}

fn leaf_view(of: &Of, leaf: &Leaf, place: Place<'_>) -> LeafView {
    let id = &leaf.note.id;
    let html = match place {
        Place::Archive => with_stored_names(markdown::html(&leaf.version.text, "files"), &leaf.files),
        Place::Chapter(_) | Place::Whole(_) => leaf.note.html(&leaf.version),
    };
    let address = |file: &Attachment| match place {
        Place::Archive => format!("files/{}", stored_name(file)),
        Place::Chapter(_) | Place::Whole(_) => format!("/notes/{id}/files/{}", file.id),
    };
    let beside = || leaf.files.iter().filter(|file| !markdown::shows(&leaf.version.text, file.id.as_str()));
    let picture = |file: &Attachment| {
        let href = address(file);
        let pixels = file.pixels?;
        let is_small = matches!(place, Place::Chapter(_));
        let (width, height) = if is_small { attachments::small_pixels(pixels) } else { pixels };
        let src = if is_small { format!("{href}/small") } else { href.clone() };
        Some(PictureView { href, src, name: file.file_name.clone(), width, height })
    };
    LeafView {
        id: id.to_string(),
        href: if matches!(place, Place::Archive) { String::new() } else { format!("/notes/{id}") },
        title: title_of(of, leaf),
        told: told_of(of, leaf),
        marks: marks_of(of, leaf),
        html,
        lines: Vec::new(),
        pictures: beside().filter_map(picture).collect(),
        files: beside()
            .filter(|file| file.pixels.is_none())
            .map(|file| (address(file), file.file_name.clone()))
            .collect(),
    }
}

/// Of which book, when, and to whom it was published.
pub(super) fn told_of_review(of: &Of, review: &Review) -> String {
    let day = records::day_said(review.published_on, of.lang);
    let to = of.t().reviews_to(review.organization.clone());
    [review.book.marked(), day, to].join(" · ")
}

/// What became of a review, where it is read no more.
pub(super) fn marks_of_review(of: &Of, review: &Review) -> Vec<String> {
    review.gone.iter().map(|gone| reviews::said_of(gone, of.t())).collect()
}

/// The lines of a plain text that have something in them.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

fn review_view(of: &Of, review: &Review, place: Place<'_>) -> LeafView {
    let (html, lines) = match review.form {
        Form::Board => (String::new(), lines_of(&review.text).collect()),
        // It has no pictures: they stayed with the note.
        Form::Blog => (markdown::html(&review.text, ""), Vec::new()),
    };
    let href = format!("/reviews/{}", review.id);
    LeafView {
        id: review.id.to_string(),
        href: if matches!(place, Place::Archive) { String::new() } else { href },
        title: review.title.clone(),
        told: told_of_review(of, review),
        marks: marks_of_review(of, review),
        html,
        lines,
        pictures: Vec::new(),
        files: Vec::new(),
    }
}

fn story_view(story: &Story, place: Place<'_>) -> LeafView {
    let is_outside = matches!(place, Place::Archive);
    let note = story.note.iter().map(|note| {
        let href = match (is_outside, note.is_near) {
            (false, _) => format!("/notes/{}", note.id),
            (true, true) => format!("#note-{}", note.id),
            (true, false) => String::new(),
        };
        (href, note.said.clone())
    });
    LeafView {
        id: story.id.to_string(),
        href: if is_outside { String::new() } else { story.href.clone() },
        title: story.title.clone(),
        told: story.told.clone(),
        marks: story.marks.clone(),
        html: String::new(),
        lines: story.lines.clone(),
        pictures: Vec::new(),
        files: note.collect(),
    }
}
