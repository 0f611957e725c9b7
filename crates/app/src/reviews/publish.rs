//! Publishing: an act of the author's own, word for word; taken back by the author, or by who runs the organization.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::books::{self, Book};
use crate::notes;
use crate::notices::{self, Kind as Told, Notice, words};
use crate::people::{self, Organization};
use crate::reviews::reach::{belongs, runs};
use crate::reviews::{Form, Gone, LONGEST_REASON, LONGEST_TITLE, Review, store};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Fields, Id, Mistakes, Note, OrNotFound, Result, Work, markdown};

/// A text to be published.
#[derive(Clone, Debug)]
pub(crate) struct NewReview {
    /// Made with the form.
    pub(crate) entry_key: String,
    pub(crate) book_id: Id,
    /// To whom: the author's branch, or one above it.
    pub(crate) organization_id: Id,
    /// The exchange in which it stands.
    pub(crate) exchange_id: Option<Id>,
    pub(crate) form: Form,
    pub(crate) title: String,
    pub(crate) text: String,
    /// The note that it was copied from.
    pub(crate) note_id: Option<Id>,
}

impl NewReview {
    /// Reads it off a form.
    pub(super) fn read(typed: &Fields, mistakes: &mut Mistakes) -> Self {
        let form = Form::of(typed.get("form")).unwrap_or(Form::Board);
        let id = |name: &str| Some(typed.get(name)).filter(|id| !id.is_empty()).map(Id::from_text);
        Self {
            entry_key: typed.required("entry_key", 64, mistakes),
            book_id: Id::from_text(typed.get("book")),
            organization_id: Id::from_text(typed.required("organization", 64, mistakes)),
            exchange_id: id("exchange"),
            form,
            title: typed.text("title", LONGEST_TITLE, mistakes).unwrap_or_default(),
            text: typed.required("text", form.longest(), mistakes),
            note_id: id("note"),
        }
    }
}

/// Publishes a text; a repeated request finds the first.
pub(crate) fn publish(work: &mut Work<'_>, actor: &Actor, new: &NewReview, today: Date) -> Result<Id> {
    let person_id = actor.person_id.clone().ok_or(Error::Forbidden)?;
    work.serialize_on(&[person_id.as_str(), new.book_id.as_str()])?;
    if let Some(known) = store::by_entry_key(work, &new.entry_key, &person_id)? {
        return Ok(known);
    }
    let book = books::find(work, &new.book_id)?
        .ok_or_else(|| Mistakes::one("book", Messages::reviews_book_missing))?;
    let scope = people::organization(work, &new.organization_id)?.or_not_found()?;
    if !belongs(actor, &scope.path) {
        return Err(Error::Forbidden);
    }
    let text = without_pictures(&new.text);
    if text.trim().is_empty() {
        return Err(Mistakes::one("text", Messages::field_required));
    }
    if let Some(exchange_id) = &new.exchange_id {
        let exchange = store::exchange(work, exchange_id)?.or_not_found()?;
        // Whoever is told of the exchange must be able to read what stands in it.
        let fits = exchange.takes_on(today) && exchange.path.starts_with(&scope.path);
        if !fits || !belongs(actor, &exchange.path) {
            return Err(Mistakes::one("exchange", Messages::reviews_exchange_not_open));
        }
    }
    if let Some(note_id) = &new.note_id {
        let note = notes::find(work, note_id)?;
        if note.is_none_or(|note| note.person_id != person_id) {
            return Err(Mistakes::one("text", Messages::field_unknown_choice));
        }
    }
    let (id, at) = (Id::fresh(), work.at());
    let new = NewReview { title: titled(new, &book), text, ..new.clone() };
    store::insert(work, &id, &person_id, &new, (today, at))?;
    work.note(Note::of(Deed::ReviewPublished, &id).to(&person_id));
    Ok(id)
}

fn titled(new: &NewReview, book: &Book) -> String {
    if new.title.is_empty() { words().reviews_title_usual(book.marked()) } else { new.title.clone() }
}

/// Pictures of a note are the note's; what is published stands by itself.
pub(super) fn without_pictures(text: &str) -> String {
    markdown::without_pictures(text).trim().to_owned()
}

/// Where a person may publish to: the branch first, then what is above it.
pub(super) fn scopes(tx: &mut Tx, actor: &Actor) -> Result<Vec<Organization>> {
    let Some(home) = &actor.home else { return Ok(Vec::new()) };
    let Some(own) = people::organization(tx, &home.organization_id)? else { return Ok(Vec::new()) };
    let mut scopes = people::ancestors(tx, &own)?;
    scopes.push(own);
    scopes.reverse();
    Ok(scopes)
}

/// A review that nobody else changes meanwhile, still published.
fn published(work: &mut Work<'_>, id: &Id) -> Result<Review> {
    work.serialize_on(&[id.as_str()])?;
    let review = store::find(work, id)?.or_not_found()?;
    if review.gone.is_some() { Err(Error::Conflict(Messages::reviews_gone_already)) } else { Ok(review) }
}

/// Its author takes it back; it stays before the author's own eyes.
pub(super) fn withdraw(work: &mut Work<'_>, actor: &Actor, id: &Id) -> Result<()> {
    let found = store::find(work, id)?.or_not_found()?;
    if actor.person_id.as_ref() != Some(&found.person_id) {
        return Err(Error::Forbidden);
    }
    if matches!(found.gone, Some(Gone::Withdrawn(_))) {
        return Ok(());
    }
    let review = published(work, id)?;
    let at = work.at();
    store::withdraw(work, id, at)?;
    work.note(Note::of(Deed::ReviewWithdrawn, id).to(&review.person_id));
    Ok(())
}

/// Who runs the organization takes it out of sight, and the author is told why.
pub(super) fn remove(work: &mut Work<'_>, actor: &Actor, id: &Id, typed: &Fields) -> Result<()> {
    let review = published(work, id)?;
    let own = actor.person_id.as_ref() == Some(&review.person_id);
    if own || !runs(actor, &review.path) {
        return Err(Error::Forbidden);
    }
    let mut mistakes = Mistakes::default();
    let reason = typed.required("reason", LONGEST_REASON, &mut mistakes);
    mistakes.check()?;
    let at = work.at();
    store::remove(work, id, &actor.account_id, &reason, at)?;
    work.note(Note::of(Deed::ReviewRemoved, id).to(&review.person_id));
    let notice = Notice {
        kind: Told::ReviewRemoved,
        key: format!("review {id} removed"),
        title: words().reviews_told_removed(review.book.marked()),
        body: String::new(),
        href: format!("/reviews/{id}"),
        until: None,
        urgent: false,
    };
    notices::tell(work, &review.person_id, &notice)
}
