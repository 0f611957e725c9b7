//! My file (学习档案): everything of one's own as a readable book, page by page and whole, in Word, and as an archive.
//!
//! The book is its chapters, each in a file of its own below `chapters`; a new one needs a line in
//! [`chapter::ALL`] and stands in every form of the book. Nothing is kept here: it is made of what is there.

mod archive;
mod book;
mod chapter;
mod chapters;
mod paper;
mod piece;
mod routes;
mod store;
mod story;
#[cfg(test)]
mod tests;
mod views;
mod whole;

use jiff::civil::Date;
use tokio::sync::Semaphore;

use crate::shell::lang::Messages;
use crate::shell::{Clock, Context, Error, Id, Lang, Result};

pub(crate) use routes::routes;

/// So many documents and archives are made at once: documents take memory, and archives room on the disk.
static MAKING: Semaphore = Semaphore::const_new(2);

/// Whose book it is, of which year, and in which words.
#[derive(Clone, Debug)]
struct Of {
    person_id: Id,
    year: i16,
    lang: Lang,
    clock: Clock,
}

impl Of {
    /// The visitor's own: there is no other way to ask for a book.
    fn own(context: &Context, year: i16) -> Result<Self> {
        let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
        Ok(Self { person_id, year, lang: context.lang, clock: context.app.clock.clone() })
    }

    fn t(&self) -> &'static Messages {
        self.lang.messages()
    }

    fn first(&self) -> Date {
        Date::new(self.year, 1, 1).unwrap_or(Date::MIN)
    }

    fn last(&self) -> Date {
        self.first().last_of_year()
    }

    /// The day as of which it speaks: today, or the last of a year that is over.
    fn on(&self) -> Date {
        self.clock.today().clamp(self.first(), self.last())
    }

    /// The instants of the year: from the first to before the last.
    fn instants(&self) -> (i64, i64) {
        let end = self.last().tomorrow().unwrap_or(Date::MAX);
        (self.clock.midnight_of(self.first()), self.clock.midnight_of(end))
    }
}
