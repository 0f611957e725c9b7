//! Reading: begun, a little further each time, put away. For oneself alone: it stands in no trail and counts nowhere.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::books::{Book, Reading, Shelf, store};
use crate::people;
use crate::shell::lang::Messages;
use crate::shell::{Actor, Error, Fields, Id, Mistakes, OrNotFound, Result, Work};

/// More pages than a book has.
const MOST_PAGES: i64 = 99_999;

/// A book taken up.
#[derive(Clone, Debug)]
pub(crate) struct Begin {
    /// Made with the form.
    pub(crate) entry_key: String,
    pub(crate) book_id: Id,
    /// What the reader chose; else what the reading lists say, or what others chose.
    pub(crate) category: Option<String>,
    pub(crate) began_on: Date,
}

/// How far one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// On this page, of so many.
    Page(i64, i64),
    /// So many of a hundred parts.
    Percent(i64),
}

impl Progress {
    /// Reads it off a form, which shows the page of last time: the part where one was typed, else the page.
    pub(super) fn read(typed: &Fields, mistakes: &mut Mistakes) -> Option<Self> {
        let number = |name: &'static str, most: i64, mistakes: &mut Mistakes| {
            let text = typed.text(name, 10, mistakes)?;
            let number = text.trim_end_matches(['%', '％', '页']).trim().parse::<i64>().ok();
            let fits = number.filter(|number| (0..=most).contains(number));
            if fits.is_none() {
                mistakes.add(name, Messages::books_number_wrong);
            }
            fits
        };
        let (page, pages) = (number("page", MOST_PAGES, mistakes), number("pages", MOST_PAGES, mistakes));
        let percent = number("percent", 100, mistakes);
        match (page, pages, percent) {
            (.., Some(percent)) => Some(Self::Percent(percent)),
            (Some(page), Some(pages), None) if pages == 0 || page > pages => {
                mistakes.add("page", Messages::books_page_beyond);
                None
            }
            (Some(page), Some(pages), None) => Some(Self::Page(page, pages)),
            (Some(_), None, None) => {
                mistakes.add("pages", Messages::books_pages_missing);
                None
            }
            (None, _, None) => None,
        }
    }

    /// Of a hundred parts.
    pub(crate) fn percent(self) -> i64 {
        match self {
            Self::Page(page, pages) => page.saturating_mul(100) / pages.max(1),
            Self::Percent(percent) => percent,
        }
    }
}

/// Takes a book up; one that lies open already stays the same reading.
pub(crate) fn begin(work: &mut Work<'_>, person_id: &Id, begin: &Begin, today: Date) -> Result<Id> {
    // Two taps, or two devices: the second finds what the first made.
    work.serialize_on(&[person_id.as_str(), begin.book_id.as_str()])?;
    let book = store::find(work, &begin.book_id)?.or_not_found()?;
    if let Some(known) = store::by_entry_key(work, &begin.entry_key, person_id)? {
        return Ok(known);
    }
    if let Some(open) = store::open_reading(work, person_id, &begin.book_id)? {
        return Ok(open);
    }
    if begin.began_on > today {
        return Err(Mistakes::one("began_on", Messages::records_in_the_future));
    }
    let category = match &begin.category {
        Some(chosen) => {
            check_category(work, person_id, Some(chosen), today)?;
            Some(chosen.clone())
        }
        None => usual_category(work, person_id, &book, today)?,
    };
    let (id, at) = (Id::fresh(), work.at());
    store::insert_reading(work, &id, person_id, begin, category.as_deref(), at)?;
    Ok(id)
}

/// Where a person belongs, and the plans over it.
fn shelf_over(tx: &mut Tx, person_id: &Id, on: Date) -> Result<(String, Shelf)> {
    let path = people::last_home(tx, person_id)?.map(|home| home.path).unwrap_or_default();
    let shelf = Shelf::over(tx, &path, on)?;
    Ok((path, shelf))
}

/// The category that a reading begins with where its reader chose none: what the reading lists over the person say, else
/// the catalog, else what most readers chose.
fn usual_category(tx: &mut Tx, person_id: &Id, book: &Book, today: Date) -> Result<Option<String>> {
    let (path, shelf) = shelf_over(tx, person_id, today)?;
    let said = store::category_on_lists(tx, &path, &book.id, today)?.or(book.category.clone());
    let said = match said {
        Some(said) => Some(said),
        None => store::category_of_most(tx, &book.id)?,
    };
    Ok(said.filter(|code| shelf.knows(code)))
}

/// A category is one of the plan's.
pub(super) fn check_category(tx: &mut Tx, person_id: &Id, category: Option<&str>, on: Date) -> Result<()> {
    let Some(code) = category else { return Ok(()) };
    let (_, shelf) = shelf_over(tx, person_id, on)?;
    if shelf.knows(code) { Ok(()) } else { Err(Mistakes::one("category", Messages::field_unknown_choice)) }
}

/// The visitor's own reading; anybody else's is not found.
pub(super) fn own(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Reading> {
    let reading = store::reading(tx, id)?.or_not_found()?;
    if actor.person_id.as_ref() == Some(&reading.person_id) { Ok(reading) } else { Err(Error::NotFound) }
}

/// An unfinished reading that nobody else changes meanwhile.
pub(super) fn unfinished(work: &mut Work<'_>, id: &Id) -> Result<Reading> {
    work.serialize_on(&[id.as_str()])?;
    let reading = store::reading(work, id)?.or_not_found()?;
    if reading.finished_on.is_some() || reading.put_away {
        return Err(Error::Conflict(Messages::books_not_open));
    }
    Ok(reading)
}

/// Says how far one is.
pub(crate) fn progress(work: &mut Work<'_>, id: &Id, progress: Progress) -> Result<()> {
    let reading = unfinished(work, id)?;
    let (page, pages) = match progress {
        Progress::Page(page, pages) => (Some(page), Some(pages)),
        // Of how many pages the book is stays known.
        Progress::Percent(_) => (None, reading.pages),
    };
    let at = work.at();
    store::set_progress(work, id, page, pages, progress.percent(), at)
}

/// Sets right what the book was taken up as.
pub(super) fn amend(
    work: &mut Work<'_>,
    id: &Id,
    category: Option<&str>,
    began_on: Date,
    today: Date,
) -> Result<()> {
    let reading = unfinished(work, id)?;
    if began_on > today {
        return Err(Mistakes::one("began_on", Messages::records_in_the_future));
    }
    check_category(work, &reading.person_id, category, today)?;
    let at = work.at();
    store::set_begun(work, id, category, began_on, at)
}

/// Puts a book away that one does not go on with, or takes it out again.
pub(super) fn put_away(work: &mut Work<'_>, id: &Id, away: bool) -> Result<()> {
    work.serialize_on(&[id.as_str()])?;
    let reading = store::reading(work, id)?.or_not_found()?;
    if reading.finished_on.is_some() {
        return Err(Error::Conflict(Messages::books_not_open));
    }
    if !away
        && store::open_reading(work, &reading.person_id, &reading.book.id)?.is_some_and(|open| open != *id)
    {
        return Err(Error::Conflict(Messages::books_open_twice));
    }
    let at = work.at();
    store::set_put_away(work, id, away.then_some(at), at)
}
