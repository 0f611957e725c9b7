//! Gatherings that are planned, for whoever is expected at them: what the rules look ahead over (R9).
//!
//! Those of whom a standing is asked are touched by whoever plans, moves or cancels a meeting, or decides on leave.

use jiff::civil::Date;
use xueji_plan::LeaveKind;
use xueji_standing::{Outcome, Planned};
use xueji_store::{Row, Tx, Where};

use crate::people;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

/// A planned gathering as the rules see it, with the texts it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnedPlanned {
    activity: String,
    category: Option<String>,
    on: Date,
    leave: Option<LeaveKind>,
}

impl OwnedPlanned {
    /// The gathering itself.
    pub(crate) fn as_planned(&self) -> Planned<'_> {
        Planned {
            activity: &self.activity,
            category: self.category.as_deref(),
            on: self.on,
            leave: self.leave,
        }
    }
}

// Leave is looked up, not joined: a meeting counts once, whatever was asked for.
const COLUMNS: &str = "meeting.attendance, meeting.category, substr(meeting.first_at, 1, 10),
    (select max(asked.kind) from meeting_leave asked
     where asked.meeting_id = meeting.id and asked.person_id = seat.person_id and asked.decision = 'granted')";

/// Those of seats (`seat`) at gatherings that are planned from a day on.
///
/// Portability: a civil time compares with a day as text on both databases, for it begins with its day.
fn planned_from(from: &Date) -> Where<'_> {
    Where::new()
        .and_if(true, "seat.role = 'expected'")
        .and_if(true, "meeting.state = 'planned'")
        .and("meeting.first_at >= ?", from)
}

/// The planned gatherings from a day on at which a person is expected.
pub(crate) fn to_come(tx: &mut Tx, person_id: &Id, from: Date) -> Result<Vec<OwnedPlanned>> {
    let clause = planned_from(&from)
        .and("seat.person_id = ?", person_id)
        .and_if(true, "meeting.attendance is not null");
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from meeting_person seat join meeting on meeting.id = seat.meeting_id {}",
            clause.sql()
        ),
        clause.params(),
        |row| {
            let planned = read(row)?;
            Ok(OwnedPlanned {
                activity: planned.activity.to_owned(),
                category: planned.category.map(str::to_owned),
                on: planned.on,
                leave: planned.leave,
            })
        },
    )?)
}

/// Hands every planned gathering from a day on whose records will carry one of these activities to `see`, with the id of
/// each person who ever belonged at or below the path and is expected at it.
pub(crate) fn each_to_come(
    tx: &mut Tx,
    path: &str,
    activities: &[String],
    from: Date,
    mut see: impl FnMut(&str, Planned<'_>),
) -> Result<()> {
    let mut clause = planned_from(&from).and_in("meeting.attendance", activities);
    if !people::is_top(path) {
        let below = format!("seat.person_id in {}", people::BELONGED_BELOW);
        clause = clause.and_all(&below, &people::ends(path));
    }
    Ok(tx.each(
        &format!(
            "select {COLUMNS}, seat.person_id
             from meeting_person seat join meeting on meeting.id = seat.meeting_id {}",
            clause.sql()
        ),
        clause.params(),
        |row| {
            see(row.str(4)?, read(row)?);
            Ok(())
        },
    )?)
}

/// Reads [`COLUMNS`].
fn read<'r>(row: &'r Row<'_>) -> xueji_store::Result<Planned<'r>> {
    let leave = match row.opt_str(3)?.map(Outcome::from_code) {
        None => None,
        Some(Some(Outcome::Leave(kind))) => Some(kind),
        Some(_) => return Err(unreadable(3, "a kind of leave")),
    };
    Ok(Planned { activity: row.str(0)?, category: row.opt_str(1)?, on: row.get(2)?, leave })
}
