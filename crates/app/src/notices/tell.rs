//! Telling something: once for each person and each group, in the transaction of what happened.

use crate::notices::kinds::Choice;
use crate::notices::{Notice, messages, outbox, store};
use crate::shell::{Id, Result, Work};

/// People whom one statement tells.
const AT_ONCE: usize = 100;

/// Tells a person; who was told with this key already is not told again.
pub(crate) fn tell(work: &mut Work<'_>, person_id: &Id, notice: &Notice) -> Result<()> {
    tell_all(work, std::slice::from_ref(person_id), notice)
}

/// Tells these people the same, each of them once; many of them with a few statements.
pub(crate) fn tell_all(work: &mut Work<'_>, people: &[Id], notice: &Notice) -> Result<()> {
    people.chunks(AT_ONCE).try_for_each(|people| tell_some(work, people, notice))
}

fn tell_some(work: &mut Work<'_>, people: &[Id], notice: &Notice) -> Result<()> {
    let (at, choices) = (work.at(), store::switches(work, people, notice.kind)?);
    let choice = |person_id: &Id| choices.get(person_id).copied().unwrap_or(notice.kind.usual());
    let give =
        |person_id: &Id| (Id::fresh(), person_id.clone(), (choice(person_id) == Choice::Off).then_some(at));
    let given: Vec<store::Given> = people.iter().map(give).collect();
    let added = store::add(work, &given, notice, at)?;
    let by_mail = given
        .into_iter()
        .filter(|(id, person_id, _)| added.contains(id) && choice(person_id) == Choice::Mail);
    let by_mail: Vec<(Id, Id)> = by_mail.map(|(id, person_id, _)| (id, person_id)).collect();
    outbox::put(work, &by_mail, notice, at)
}

/// Tells an organization's group, where it has a robot; what is about one person is never told there.
pub(crate) fn tell_group(work: &mut Work<'_>, organization_id: &Id, notice: &Notice) -> Result<()> {
    if notice.kind.is_for_groups() {
        let at = work.at();
        messages::make_for_group(work, organization_id, notice, at)?;
    }
    Ok(())
}

/// What the notices of this key asked for is done, or of no use any more: they wait for nobody and are not sent.
pub(crate) fn resolve(work: &mut Work<'_>, key: &str) -> Result<()> {
    let at = work.at();
    outbox::take_back(work, key)?;
    store::read_all_of(work, key, at)
}
