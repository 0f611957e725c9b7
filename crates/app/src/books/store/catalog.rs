//! The catalog in the database.

use std::collections::HashMap;

use xueji_store::{Row, Tx, Where, params};

use crate::books::Book;
use crate::shell::{Id, Result};

/// The columns of a book, and how many they are.
pub(crate) const COLUMNS: &str =
    "book.id, book.title, book.author, book.publisher, book.published_year, book.category";
pub(super) const WIDTH: usize = 6;

/// A book that stands from this column on.
pub(crate) fn read_at(row: &Row<'_>, at: usize) -> xueji_store::Result<Book> {
    Ok(Book {
        id: row.get(at)?,
        title: row.get(at + 1)?,
        author: row.get(at + 2)?,
        publisher: row.get(at + 3)?,
        published_year: row.get(at + 4)?,
        category: row.get(at + 5)?,
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

/// The first number of each of these books that has one.
pub(in crate::books) fn first_isbns(tx: &mut Tx, books: &[Id]) -> Result<HashMap<Id, String>> {
    let among = Where::new().and_in("book_id", books);
    let found = tx.query(
        &format!("select book_id, min(isbn) from book_isbn {} group by book_id", among.sql()),
        among.params(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.into_iter().collect())
}

/// The account that added a book.
pub(in crate::books) fn added_by(tx: &mut Tx, id: &Id) -> Result<Option<Id>> {
    Ok(tx.query_opt("select added_by from book where id = ?1", params![id], |row| row.get(0))?)
}

/// Whether anybody but this account and its person reads a book, or has it on a list.
pub(in crate::books) fn used_by_others(
    tx: &mut Tx,
    id: &Id,
    account_id: &Id,
    person_id: Option<&Id>,
) -> Result<bool> {
    Ok(tx.scalar(
        "select exists (select 1 from book_reading where book_id = ?1 and person_id <> coalesce(?3, ''))
             or exists (select 1 from reading_list_book where book_id = ?1 and added_by <> ?2)",
        params![id, account_id, person_id],
    )?)
}

/// Writes over what is known of a book.
pub(in crate::books) fn set_book(tx: &mut Tx, book: &Book, sameness: &str) -> Result<()> {
    tx.execute(
        "update book set sameness = ?2, title = ?3, author = ?4, publisher = ?5, published_year = ?6, category = ?7
         where id = ?1",
        params![
            book.id,
            *sameness,
            book.title,
            book.author,
            book.publisher,
            book.published_year,
            book.category
        ],
    )?;
    Ok(())
}

/// Takes a number away from its book.
pub(in crate::books) fn take_isbn(tx: &mut Tx, isbn: &str) -> Result<()> {
    tx.execute("delete from book_isbn where isbn = ?1", params![*isbn])?;
    Ok(())
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
