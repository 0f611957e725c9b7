//! What the catalog says of a book, set right: by those who keep the catalog, and by whoever typed it in while nobody else
//! uses it.
//!
//! Records keep the title under which the book was finished: they say what was entered then.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::books::catalog::{bare, sameness, squeezed};
use crate::books::{Book, NewBook, Shelf, isbn, store};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Fields, Id, Mistakes, Note, OrNotFound, Result, Right, Work};

/// The longest text of numbers: twenty of them as they are printed.
const LONGEST_NUMBERS: usize = 600;
/// What stands between two numbers; spaces and hyphens may stand in one.
const BETWEEN: [char; 6] = ['\n', ',', '，', '、', ';', '；'];

/// A book as it should stand in the catalog.
struct Corrected {
    book: NewBook,
    /// Every number of it, thirteen digits each.
    isbns: Vec<String>,
    category: Option<String>,
}

impl Corrected {
    /// Reads it off a form.
    fn read(typed: &Fields, today: Date, mistakes: &mut Mistakes) -> Self {
        let book = NewBook::read(typed, today, mistakes);
        let category = typed.text("category", 64, mistakes);
        let numbers = typed.text("isbns", LONGEST_NUMBERS, mistakes).unwrap_or_default();
        let mut isbns = Vec::new();
        for number in numbers.split(BETWEEN).map(str::trim).filter(|number| !number.is_empty()) {
            match isbn::normalized(number) {
                Ok(number) => isbns.push(number),
                Err(wrong) => mistakes.add("isbns", wrong),
            }
        }
        isbns.sort_unstable();
        isbns.dedup();
        Self { book, isbns, category }
    }
}

/// Whether the actor keeps the catalog of the bureau.
pub(super) fn keeps(actor: &Actor) -> bool {
    actor.over_all(Right::KeepCatalog).is_some()
}

/// Whether the actor may correct a book.
pub(super) fn may_correct(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<bool> {
    if keeps(actor) {
        return Ok(true);
    }
    let typed_it = store::added_by(tx, id)?.is_some_and(|account| account == actor.account_id);
    Ok(typed_it && !store::used_by_others(tx, id, &actor.account_id, actor.person_id.as_ref())?)
}

/// Corrects a book for everybody.
///
/// # Errors
/// Mistakes at the fields; at `title` and `isbns` where another book is called so, or has the number.
pub(super) fn correct(
    work: &mut Work<'_>,
    actor: &Actor,
    id: &Id,
    typed: &Fields,
    today: Date,
) -> Result<()> {
    let mut wrong = Mistakes::default();
    let new = Corrected::read(typed, today, &mut wrong);
    let (title, author) = (bare(&new.book.title), new.book.author.trim().to_owned());
    let same = sameness(&title, &author);
    let mut keys = vec![id.to_string(), format!("book {same}")];
    keys.extend(new.isbns.iter().map(|isbn| format!("isbn {isbn}")));
    work.serialize_on(&keys.iter().map(String::as_str).collect::<Vec<_>>())?;
    let old = store::find(work, id)?.or_not_found()?;
    if !may_correct(work, actor, id)? {
        return Err(Error::Forbidden);
    }
    if squeezed(&title).is_empty() {
        wrong.add("title", Messages::books_title_missing);
    } else if store::by_sameness(work, &same)?.is_some_and(|other| other != *id) {
        wrong.add("title", Messages::books_same_exists);
    }
    for isbn in &new.isbns {
        if store::by_isbn(work, isbn)?.is_some_and(|other| other != *id) {
            wrong.add("isbns", Messages::books_isbn_of_another);
        }
    }
    if let Some(code) = &new.category
        && old.category.as_ref() != Some(code)
        && !Shelf::of_all(work, today)?.knows(code)
    {
        wrong.add("category", Messages::field_unknown_choice);
    }
    wrong.check()?;
    let (publisher, published_year) = (new.book.publisher.clone(), new.book.published_year);
    let book =
        Book { id: id.clone(), title, author, publisher, published_year, category: new.category.clone() };
    let had = store::isbns(work, id)?;
    let changed = changes(&old, &book, &had, &new.isbns);
    if changed.is_empty() {
        return Ok(());
    }
    store::set_book(work, &book, &same)?;
    for isbn in had.iter().filter(|isbn| !new.isbns.contains(isbn)) {
        store::take_isbn(work, isbn)?;
    }
    for isbn in &new.isbns {
        store::name_isbn(work, isbn, id)?;
    }
    work.note(Note::of(Deed::BookCorrected, id).saying(changed.join("；")));
    Ok(())
}

/// What stood there and what stands there now, for the trail.
fn changes(old: &Book, new: &Book, had: &[String], has: &[String]) -> Vec<String> {
    let year = |book: &Book| book.published_year.map(|year| year.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let pairs = [
        (old.marked(), new.marked()),
        (old.author.clone(), new.author.clone()),
        (text(&old.publisher), text(&new.publisher)),
        (year(old), year(new)),
        (text(&old.category), text(&new.category)),
        (had.join("、"), has.join("、")),
    ];
    let said = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    let changed = pairs.into_iter().filter(|(before, after)| before != after);
    changed.map(|(before, after)| format!("{} → {}", said(before), said(after))).collect()
}
