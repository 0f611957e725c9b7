//! Where a person belongs: what a row changes in the stretches that are stored.

use jiff::ToSpan;
use jiff::civil::Date;
use xueji_standing::MemberKind;

use crate::people::import::changes::Edit;
use crate::people::import::known::KnownMembership;
use crate::people::import::line::Line;
use crate::shell::Id;

/// What a row changes in a person's belonging.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub(super) edits: Vec<Edit>,
    pub(super) added: Vec<KnownMembership>,
    /// The first day in the organization, for somebody who was not in it before.
    pub(super) arrives_on: Option<Date>,
    /// Whether they come from another organization.
    pub(super) transferred: bool,
}

/// Why a row cannot be true together with what is stored.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// In another organization since this day, or later.
    ElsewhereSince(Id, Date),
    /// In another organization until this day.
    ElsewhereUntil(Id, Option<Date>),
    /// The given first day lies after what already followed.
    TooLate,
    /// Left before a change of kind that is on record.
    LeftBefore(Date),
}

/// Brings stored stretches, in order of time, to what the row says.
pub(super) fn place(
    stored: &[KnownMembership],
    organization_id: &Id,
    line: &Line<'_>,
    today: Date,
) -> Result<Moved, Clash> {
    let begin = |kind: MemberKind, from_on: Date| KnownMembership {
        id: Id::fresh(),
        organization_id: organization_id.clone(),
        kind,
        from_on,
        to_on: line.to_on,
    };
    let mut moved = Moved::default();
    let Some(last) = stored.last() else {
        moved.added.push(begin(line.kind.unwrap_or(MemberKind::Full), line.from_on));
        moved.arrives_on = Some(line.from_on);
        return Ok(moved);
    };
    let elsewhere = last.organization_id != *organization_id;
    let back_again = last.to_on.is_some_and(|to_on| to_on < line.from_on);
    if elsewhere || back_again {
        if line.from_on <= last.from_on {
            return Err(Clash::ElsewhereSince(last.organization_id.clone(), last.from_on));
        }
        if !back_again {
            moved.edits.push(Edit::MembershipUntil(last.id.clone(), Some(day_before(line.from_on))));
        }
        moved.added.push(begin(line.kind.unwrap_or(last.kind), line.from_on));
        moved.arrives_on = Some(line.from_on);
        moved.transferred = elsewhere;
        return Ok(moved);
    }
    stay(stored, last, line, today, begin, &mut moved)?;
    Ok(moved)
}

/// The person is where they were: dates and kind may still be told differently.
fn stay(
    stored: &[KnownMembership],
    last: &KnownMembership,
    line: &Line<'_>,
    today: Date,
    begin: impl Fn(MemberKind, Date) -> KnownMembership,
    moved: &mut Moved,
) -> Result<(), Clash> {
    // A change of kind splits a stay; its first day is the first part's.
    let mut first = last;
    let mut before = None;
    for earlier in stored.iter().rev().skip(1) {
        let adjoins = earlier.to_on.is_some_and(|to_on| to_on.saturating_add(1.day()) == first.from_on);
        if !adjoins || earlier.organization_id != last.organization_id {
            before = Some(earlier);
            break;
        }
        first = earlier;
    }
    let mut last_from_on = last.from_on;
    if line.from_on != first.from_on {
        if first.id != last.id && first.to_on.is_some_and(|to_on| to_on < line.from_on) {
            return Err(Clash::TooLate);
        }
        if let Some(before) = before
            && before.to_on.is_none_or(|to_on| to_on >= line.from_on)
        {
            return Err(Clash::ElsewhereUntil(before.organization_id.clone(), before.to_on));
        }
        moved.edits.push(Edit::MembershipFrom(first.id.clone(), line.from_on));
        if first.id == last.id {
            last_from_on = line.from_on;
        }
    }
    let to_on = if line.says_until { line.to_on } else { last.to_on };
    if to_on.is_some_and(|to_on| to_on < last_from_on) {
        return Err(Clash::LeftBefore(last_from_on));
    }
    match line.kind.filter(|kind| *kind != last.kind) {
        Some(kind) if last_from_on < today && to_on.is_none_or(|to_on| to_on >= today) => {
            moved.edits.push(Edit::MembershipUntil(last.id.clone(), Some(day_before(today))));
            moved.added.push(KnownMembership { to_on, ..begin(kind, today) });
        }
        kind => {
            if let Some(kind) = kind {
                moved.edits.push(Edit::MembershipKind(last.id.clone(), kind));
            }
            if to_on != last.to_on {
                moved.edits.push(Edit::MembershipUntil(last.id.clone(), to_on));
            }
        }
    }
    Ok(())
}

pub(super) fn day_before(day: Date) -> Date {
    day.saturating_sub(1.day())
}
