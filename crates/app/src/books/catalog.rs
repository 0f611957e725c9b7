//! The catalog: a book is typed once, by whoever reads it first, and found by everybody from then on.
//!
//! Nothing is asked of anybody elsewhere, so a number that nobody typed yet needs its title.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::books::{Book, isbn, store};
use crate::people::Sought;
use crate::shell::lang::Messages;
use crate::shell::{Deed, Fields, Id, Mistakes, Note, Result, Work};

/// The longest title, author and publisher, in characters.
const LONGEST_TITLE: usize = 120;
const LONGEST_NAME: usize = 80;
/// Years in which books were printed.
const YEARS: std::ops::RangeInclusive<i64> = 1000..=2200;
/// What stands behind an author's name on a cover.
const ROLES: [&str; 6] = ["主编", "编著", "著", "编", "译", "等"];

/// A book as somebody types it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NewBook {
    /// As printed; empty where there is none.
    pub(crate) isbn: String,
    /// Not needed where the number is known.
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) publisher: Option<String>,
    pub(crate) published_year: Option<i64>,
}

impl NewBook {
    /// Reads it off a form.
    pub(super) fn read(typed: &Fields, today: Date, mistakes: &mut Mistakes) -> Self {
        let year = typed.text("published_year", 4, mistakes);
        let published_year = year.as_deref().and_then(|year| year.parse::<i64>().ok());
        let possible = |year: &i64| YEARS.contains(year) && *year <= i64::from(today.year()) + 1;
        if year.is_some() && !published_year.as_ref().is_some_and(possible) {
            mistakes.add("published_year", Messages::books_year_wrong);
        }
        Self {
            isbn: typed.text("isbn", 40, mistakes).unwrap_or_default(),
            title: bare(&typed.text("title", LONGEST_TITLE, mistakes).unwrap_or_default()),
            author: typed.text("author", LONGEST_NAME, mistakes).unwrap_or_default(),
            publisher: typed.text("publisher", LONGEST_NAME, mistakes),
            published_year,
        }
    }
}

/// The title without the marks that somebody put around it.
pub(super) fn bare(title: &str) -> String {
    let inner = title.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    inner.filter(|inner| !inner.contains(['《', '》'])).unwrap_or(title).trim().to_owned()
}

/// Finds the book that is meant, or adds it: the same number, or the same title and author, is one book.
///
/// # Errors
/// Mistakes at `isbn`, where it cannot be one, and at `title`, where the number is new and no title was typed.
pub(crate) fn add(work: &mut Work<'_>, account_id: &Id, new: &NewBook) -> Result<Id> {
    let isbn = match new.isbn.trim() {
        "" => None,
        typed => Some(isbn::normalized(typed).map_err(|wrong| Mistakes::one("isbn", wrong))?),
    };
    let sameness = sameness(&new.title, &new.author);
    let keys = [format!("book {sameness}"), format!("isbn {}", isbn.as_deref().unwrap_or_default())];
    work.serialize_on(&[keys[0].as_str(), keys[1].as_str()])?;
    if let Some(isbn) = &isbn
        && let Some(known) = store::by_isbn(work, isbn)?
    {
        return Ok(known);
    }
    let title = bare(&new.title);
    if squeezed(&title).is_empty() {
        let said =
            if isbn.is_some() { Messages::books_title_for_isbn } else { Messages::books_title_missing };
        return Err(Mistakes::one("title", said));
    }
    let known = match store::by_sameness(work, &sameness)? {
        None if new.author.trim().is_empty() => store::only_one_titled(work, &squeezed(&title))?,
        found => found,
    };
    let id = if let Some(known) = known {
        known
    } else {
        let book = Book {
            id: Id::fresh(),
            title,
            author: new.author.trim().to_owned(),
            publisher: new.publisher.clone(),
            published_year: new.published_year,
            category: None,
        };
        let at = work.at();
        store::insert_book(work, &book, &sameness, account_id, at)?;
        work.note(Note::of(Deed::BookAdded, &book.id));
        book.id
    };
    if let Some(isbn) = &isbn {
        store::name_isbn(work, isbn, &id)?;
    }
    Ok(id)
}

/// What is the same of two ways to write a title and an author.
pub(super) fn sameness(title: &str, author: &str) -> String {
    format!("{}|{}", squeezed(&bare(title)), author_squeezed(author))
}

/// Letters, digits and characters alone.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The author without what stands behind the name: 刘少奇 and 刘少奇 著 are one.
fn author_squeezed(author: &str) -> String {
    let squeezed = squeezed(author);
    let bare = ROLES.iter().find_map(|role| squeezed.strip_suffix(role));
    bare.filter(|bare| bare.chars().count() > 1).map_or_else(|| squeezed.clone(), str::to_owned)
}

/// Books found by number, or by title, author or initials of them: those whose title begins so first.
///
/// A bureau's catalog has some thousands of books, so it is read through: no index finds the middle of a title on both
/// databases.
pub(crate) fn search(tx: &mut Tx, text: &str, from: usize, most: usize) -> Result<Vec<Book>> {
    if isbn::looks_like_one(text) {
        let known = match isbn::normalized(text) {
            Ok(isbn) => store::by_isbn(tx, &isbn)?,
            Err(_) => None,
        };
        return Ok(known.map(|id| store::find(tx, &id)).transpose()?.flatten().into_iter().collect());
    }
    let text = bare(text);
    if text.is_empty() {
        return store::books(tx, from, most);
    }
    let (sought, low) = (Sought::new(&text), squeezed(&text));
    let mut found: Vec<(bool, Book)> = Vec::new();
    store::each_book(tx, |book| {
        if found.len() < MOST_FOUND && (sought.is_in(&book.title) || sought.is_in(&book.author)) {
            let begins = !low.is_empty() && squeezed(&book.title).starts_with(&low);
            found.push((!begins, book));
        }
    })?;
    found.sort_by_key(|(later, _)| *later);
    Ok(found.into_iter().map(|(_, book)| book).skip(from).take(most).collect())
}

/// The most books that a search goes through before it says that it found too many.
const MOST_FOUND: usize = 500;

#[cfg(test)]
mod tests {
    use super::sameness;

    #[test]
    fn two_ways_to_write_a_book_are_one_and_two_books_are_two() {
        let book = sameness("论共产党员的修养", "刘少奇");
        for (title, author) in [
            ("《论共产党员的修养》", "刘少奇 著"),
            (" 论 共产党员的修养", "刘少奇著"),
            ("论共产党员的修养。", " 刘少奇"),
        ] {
            assert_eq!(sameness(title, author), book, "{title} {author}");
        }
        assert_ne!(sameness("论共产党员的修养", ""), book);
        assert_ne!(sameness("资本论（第一卷）", "马克思"), sameness("资本论（第二卷）", "马克思"));
        assert_ne!(sameness("ABC", "D"), sameness("AB", "CD"), "title and author do not run together");
    }
}
