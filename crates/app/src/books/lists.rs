//! Reading lists: what an organization recommends to everybody in it, for some weeks or months.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::books::{Book, Shelf, store};
use crate::people;
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Id, Lang, Mistakes, Note, OrNotFound, Place, Result, Right, Work};

/// The longest reason and the longest excerpt that may be quoted, in characters.
pub(super) const LONGEST_REASON: usize = 200;
pub(super) const LONGEST_EXCERPT: usize = 4_000;

/// A book that an organization recommends.
#[derive(Clone, Debug)]
pub(crate) struct Recommendation {
    /// Made with the form.
    pub(crate) entry_key: String,
    pub(crate) organization_id: Id,
    pub(crate) book_id: Id,
    pub(crate) category: Option<String>,
    pub(crate) why: String,
    /// What may be quoted from it without being taken for copying.
    pub(crate) quotable: Option<String>,
    pub(crate) from_on: Date,
    pub(crate) to_on: Date,
}

/// The same as a list shows it.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) id: Id,
    pub(super) organization_id: Id,
    pub(super) organization: String,
    /// The organization's path.
    pub(super) path: String,
    pub(super) category: Option<String>,
    pub(super) why: String,
    pub(super) quotable: Option<String>,
    pub(super) from_on: Date,
    pub(super) to_on: Date,
    pub(super) book: Book,
}

impl Listed {
    /// Whether the actor keeps the list on which it stands.
    pub(super) fn kept_by(&self, actor: &Actor) -> bool {
        actor.may(Right::RecordForOrganization, Place::Organization { path: &self.path })
    }
}

/// Puts a book on an organization's list; whoever asks may record for it.
pub(crate) fn recommend(work: &mut Work<'_>, account_id: &Id, new: &Recommendation) -> Result<Id> {
    work.serialize_on(&[new.organization_id.as_str()])?;
    if let Some(known) = store::recommended_by_key(work, &new.entry_key)? {
        return Ok(known);
    }
    let organization = people::organization(work, &new.organization_id)?.or_not_found()?;
    store::find(work, &new.book_id)?.or_not_found()?;
    let mut wrong = Mistakes::default();
    if new.to_on < new.from_on {
        wrong.add("to_on", Messages::books_list_ends_before);
    }
    let known = Shelf::over(work, &organization.path, new.from_on)?.categories(Lang::Chinese);
    match &new.category {
        Some(code) if known.iter().all(|(known, _)| known != code) => {
            wrong.add("category", Messages::field_unknown_choice);
        }
        None if !known.is_empty() => wrong.add("category", Messages::records_category_missing),
        _ => {}
    }
    if store::recommends(work, &organization.id, &new.book_id, (new.from_on, new.to_on))? {
        wrong.add("book", Messages::books_listed_already);
    }
    wrong.check()?;
    let (id, at) = (Id::fresh(), work.at());
    store::insert_recommended(work, &id, new, account_id, at)?;
    work.note(Note::of(Deed::BookRecommended, &id).to(&organization.id));
    Ok(id)
}

/// Takes a book off a list; readings that were begun from it stay as they are.
pub(super) fn take_off(work: &mut Work<'_>, actor: &Actor, id: &Id) -> Result<()> {
    work.serialize_on(&[id.as_str()])?;
    let listed = store::recommended(work, id)?.or_not_found()?;
    if !listed.kept_by(actor) {
        return Err(Error::Forbidden);
    }
    let at = work.at();
    store::take_off(work, id, at)?;
    work.note(Note::of(Deed::BookTakenOffList, id).to(&listed.organization_id));
    Ok(())
}

/// What is recommended today to somebody who belongs at this path, by the organizations from the top down.
pub(super) fn for_reader(tx: &mut Tx, path: &str, today: Date) -> Result<Vec<Listed>> {
    let above: Vec<&str> = people::on_path(path).collect();
    store::recommended_by(tx, &above, today)
}

/// A page of the lists that the actor sees: of the organizations above their home, and of those within reach.
pub(super) fn visible(
    tx: &mut Tx,
    actor: &Actor,
    (today, all): (Date, bool),
    (from, most): (usize, usize),
) -> Result<Vec<Listed>> {
    let home = actor.home.as_ref().map(|home| home.path.clone()).unwrap_or_default();
    let above: Vec<String> = people::on_path(&home).map(str::to_owned).collect();
    let below: Vec<String> =
        people::reach(tx, actor, Right::SeeOrganization)?.into_iter().map(|top| top.path).collect();
    store::recommended_within(tx, &above, &below, (today, all), (from, most))
}
