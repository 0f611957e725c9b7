//! Meetings that get into each other's way: somebody on two lists at once, a room used twice. Told, never forbidden.

use std::collections::{BTreeMap, BTreeSet};

use xueji_store::{Row, Tx, Where};

use crate::meetings::{Dated, Meeting, State, Whose, within};
use crate::shell::{Id, Result};

/// Meetings of one day, bounded: past that those of the whole bureau are not compared.
const MOST_OF_A_DAY: usize = 1_000;
/// Meetings that overlap others and whose lists are compared.
const MOST_COMPARED: usize = 400;
/// Pairs that overlap and are looked at: more than a county has in a month.
const MOST_PAIRS: usize = 20_000;
/// Names of rooms up to so many characters (三楼会议室) are had by many houses.
const COMMON_NAME: usize = 5;

/// Two meetings at the same time that share people or the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    /// The two, the earlier first.
    pub(crate) meetings: [Id; 2],
    /// Those who come to both, with their names: on the list without leave, as the host, or to keep the minutes.
    pub(crate) people: Vec<(Id, String)>,
    /// Whether they are in the same room.
    pub(crate) place: bool,
}

/// What of this meeting clashes with others, whoever's: each other meeting with the clash.
pub(super) fn clashes(tx: &mut Tx, meeting: &Meeting) -> Result<Vec<(Dated, Clash)>> {
    if meeting.state != State::Planned {
        return Ok(Vec::new());
    }
    let day = meeting.time().day();
    let all = within(tx, Whose::Path("/"), (day, day), MOST_OF_A_DAY)?;
    let (own, others): (Vec<&Dated>, Vec<&Dated>) = all.iter().partition(|it| it.id == meeting.id);
    let Some(own) = own.first() else { return Ok(Vec::new()) };
    let meets = |other: &&Dated| {
        other.state != State::Cancelled
            && other.time.first < own.time.last
            && own.time.first < other.time.last
    };
    let others: Vec<&Dated> = others.into_iter().filter(meets).collect();
    let begins_first = |other: &Dated| other.time.first < own.time.first;
    let pairs = others.iter().map(|other| if begins_first(other) { (*other, *own) } else { (*own, *other) });
    let found = compared(tx, &pairs.collect::<Vec<_>>())?;
    Ok(others.into_iter().zip(found).filter_map(|(other, clash)| Some((other.clone(), clash?))).collect())
}

/// The clashes among some meetings, in their order.
pub(crate) fn among(tx: &mut Tx, meetings: &[Dated]) -> Result<Vec<Clash>> {
    Ok(compared(tx, &overlapping(meetings))?.into_iter().flatten().collect())
}

/// The pairs that overlap in time, each with the one that begins first at its head.
fn overlapping(meetings: &[Dated]) -> Vec<(&Dated, &Dated)> {
    let mut held: Vec<&Dated> = meetings.iter().filter(|it| it.state != State::Cancelled).collect();
    held.sort_by_key(|it| it.time.first);
    let mut pairs = Vec::new();
    for (at, one) in held.iter().enumerate() {
        if pairs.len() >= MOST_PAIRS {
            break;
        }
        let later = held.iter().skip(at + 1).take_while(|other| other.time.first < one.time.last);
        pairs.extend(later.map(|other| (*one, *other)));
    }
    pairs
}

/// Of each pair the clash, where it is one. The lists of those named first are compared: of a pair too many, the place.
fn compared(tx: &mut Tx, pairs: &[(&Dated, &Dated)]) -> Result<Vec<Option<Clash>>> {
    let mut once = BTreeSet::new();
    let named = pairs.iter().flat_map(|(a, b)| [&a.id, &b.id]).filter(|id| once.insert(*id));
    let ids: Vec<Id> = named.take(MOST_COMPARED).cloned().collect();
    let lists = if ids.is_empty() { BTreeMap::new() } else { lists(tx, &ids)? };
    let none = BTreeMap::new();
    let clash = |(a, b): &(&Dated, &Dated)| {
        let (left, right) = (lists.get(&a.id).unwrap_or(&none), lists.get(&b.id).unwrap_or(&none));
        let people = left.iter().filter(|(id, _)| right.contains_key(*id));
        let people = people.map(|(id, name)| (id.clone(), name.clone()));
        let clash = Clash {
            meetings: [a.id.clone(), b.id.clone()],
            people: people.collect(),
            place: in_one_room(a, b),
        };
        (clash.place || !clash.people.is_empty()).then_some(clash)
    };
    Ok(pairs.iter().map(clash).collect())
}

/// The names of people by their ids, by meeting.
type Lists = BTreeMap<Id, BTreeMap<Id, String>>;

/// Who comes to these meetings, whoever has leave left out.
fn lists(tx: &mut Tx, ids: &[Id]) -> Result<Lists> {
    let seated = Where::new().and_in("seat.meeting_id", ids).and_if(
        true,
        "not exists (select 1 from meeting_leave asked where asked.meeting_id = seat.meeting_id
             and asked.person_id = seat.person_id and asked.decision = 'granted')",
    );
    let mut lists = Lists::new();
    let mut note = |row: &Row<'_>| -> xueji_store::Result<()> {
        lists.entry(row.get(0)?).or_default().insert(row.get(1)?, row.get(2)?);
        Ok(())
    };
    tx.each(
        &format!(
            "select seat.meeting_id, seat.person_id, person.name
             from meeting_person seat join person on person.id = seat.person_id {}",
            seated.sql()
        ),
        seated.params(),
        &mut note,
    )?;
    for runs in ["host_id", "recorder_id"] {
        let run = Where::new().and_in("meeting.id", ids);
        let sql = format!(
            "select meeting.id, person.id, person.name
             from meeting join person on person.id = meeting.{runs} {}",
            run.sql()
        );
        tx.each(&sql, run.params(), &mut note)?;
    }
    Ok(lists)
}

/// Whether two meetings name the same room. A name that every house has is the same room within one part of the tree:
/// of one organization, of one above the other, or of two directly below the same one that is not the top.
fn in_one_room(a: &Dated, b: &Dated) -> bool {
    let named = |meeting: &Dated| meeting.place.as_deref().map(str::trim).unwrap_or_default().to_owned();
    let (here, there) = (named(a), named(b));
    if here.is_empty() || here != there {
        return false;
    }
    let above = |path: &str| path.trim_end_matches('/').rsplit_once('/').map(|(above, _)| above.to_owned());
    let is_house = |above: &String| above.matches('/').count() >= 2;
    let siblings = above(&a.path) == above(&b.path) && above(&a.path).as_ref().is_some_and(is_house);
    let related = a.path.starts_with(&b.path) || b.path.starts_with(&a.path);
    siblings || related || here.chars().count() > COMMON_NAME
}
