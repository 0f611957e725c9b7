//! The catalog in the database.

use xueji_store::{Row, Tx, params};

use crate::books::Book;
use crate::shell::{Id, Result};

/// The columns of a book, and how many they are.
pub(super) const COLUMNS: &str = "book.id, book.title, book.author, book.publisher, book.published_year";
pub(super) const WIDTH: usize = 5;

/// A book that stands from this column on.
pub(super) fn read_at(row: &Row<'_>, at: usize) -> xueji_store::Result<Book> {
    Ok(Book {
        id: row.get(at)?,
        title: row.get(at + 1)?,
        author: row.get(at + 2)?,
        publisher: row.get(at + 3)?,
        published_year: row.get(at + 4)?,
    })
}

fn read(row: &Row<'_>) -> xueji_store::Result<Book> {
    read_at(row, 0)
}

/// One book.
pub(crate) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Book>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from book where book.id = ?1"), params![id], read)?)
}

pub(in crate::books) fn by_isbn(tx: &mut Tx, isbn: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt("select book_id from book_isbn where isbn = ?1", params![*isbn], |row| row.get(0))?)
}

pub(in crate::books) fn by_sameness(tx: &mut Tx, sameness: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt("select id from book where sameness = ?1", params![*sameness], |row| row.get(0))?)
}

/// The book whose title comes to this, where there is one alone.
pub(in crate::books) fn only_one_titled(tx: &mut Tx, squeezed: &str) -> Result<Option<Id>> {
    // '}' follows '|' in the C collation, which stands between title and author.
    let (from, to) = (format!("{squeezed}|"), format!("{squeezed}}}"));
    let mut found: Vec<Id> = tx.query(
        "select id from book where sameness >= ?1 and sameness < ?2 order by sameness limit 2",
        params![from, to],
        |row| row.get(0),
    )?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}

pub(in crate::books) fn insert_book(
    tx: &mut Tx,
    book: &Book,
    sameness: &str,
    account_id: &Id,
    at: i64,
) -> Result<()> {
    tx.execute(
        "insert into book (id, sameness, title, author, publisher, published_year, added_by, added_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            book.id,
            *sameness,
            book.title,
            book.author,
            book.publisher,
            book.published_year,
            account_id,
            at
        ],
    )?;
    Ok(())
}

pub(in crate::books) fn name_isbn(tx: &mut Tx, isbn: &str, book_id: &Id) -> Result<()> {
    tx.execute(
        "insert into book_isbn (isbn, book_id) values (?1, ?2) on conflict (isbn) do nothing",
        params![*isbn, book_id],
    )?;
    Ok(())
}

/// The numbers of a book.
pub(in crate::books) fn isbns(tx: &mut Tx, book_id: &Id) -> Result<Vec<String>> {
    Ok(tx.query(
        "select isbn from book_isbn where book_id = ?1 order by isbn limit 20",
        params![book_id],
        |row| row.get(0),
    )?)
}

/// A page of the catalog, by title.
pub(in crate::books) fn books(tx: &mut Tx, from: usize, most: usize) -> Result<Vec<Book>> {
    let sql = format!("select {COLUMNS} from book order by book.title, book.id limit {most} offset {from}");
    Ok(tx.query(&sql, &[], read)?)
}

/// Every book, by title.
pub(in crate::books) fn each_book(tx: &mut Tx, mut see: impl FnMut(Book)) -> Result<()> {
    Ok(tx.each(&format!("select {COLUMNS} from book order by book.title, book.id"), &[], |row| {
        see(read(row)?);
        Ok(())
    })?)
}
