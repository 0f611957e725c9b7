//! Meetings by their days, as calendars show them.

use jiff::civil::Date;
use xueji_store::{Row, Tx, Where, params};

use crate::meetings::{State, Time, Whose};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

/// A meeting on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) id: Id,
    /// The plan's code of its kind.
    pub(crate) activity: String,
    pub(crate) title: String,
    /// When it was held, or will be.
    pub(crate) time: Time,
    pub(crate) place: Option<String>,
    pub(crate) state: State,
    /// The organization's short name.
    pub(crate) organization: String,
    /// The organization's path.
    pub(crate) path: String,
    /// The host's name.
    pub(crate) host: Option<String>,
    /// Higher after each change.
    pub(crate) version: i64,
    /// When it was changed last, or arranged.
    pub(crate) changed_at: i64,
}

impl Dated {
    /// Whether it was held, with its list confirmed.
    pub(crate) fn is_held(&self) -> bool {
        self.state == State::Held
    }
}

/// The meetings of some days, the earliest first and those called off last on their day; at most so many.
pub(crate) fn within(
    tx: &mut Tx,
    whose: Whose<'_>,
    (first, last): (Date, Date),
    most: usize,
) -> Result<Vec<Dated>> {
    // Portability: a civil time compares with a day as text on both databases, for it begins with its day.
    let end = last.tomorrow().unwrap_or(last);
    let clause = Where::new()
        .and("coalesce(meeting.held_first_at, meeting.first_at) >= ?", &first)
        .and("coalesce(meeting.held_first_at, meeting.first_at) < ?", &end);
    let clause = whose.narrow(clause);
    Ok(tx.query(
        &format!(
            "select meeting.id, meeting.activity, meeting.title, coalesce(meeting.held_first_at, meeting.first_at),
                 coalesce(meeting.held_last_at, meeting.last_at), meeting.place, meeting.state,
                 organization.short_name, organization.path, host.name, meeting.version,
                 coalesce(meeting.changed_at, meeting.created_at)
             from meeting
             join organization on organization.id = meeting.organization_id
             left join person host on host.id = meeting.host_id {}
             order by substr(coalesce(meeting.held_first_at, meeting.first_at), 1, 10),
                 case meeting.state when 'cancelled' then 1 else 0 end, 4, meeting.id limit {most}",
            clause.sql()
        ),
        clause.params(),
        read,
    )?)
}

/// Remembers when a meeting was changed.
pub(super) fn changed(tx: &mut Tx, id: &Id, at: i64) -> Result<()> {
    tx.execute("update meeting set changed_at = ?2 where id = ?1", params![id, at])?;
    Ok(())
}

fn read(row: &Row<'_>) -> xueji_store::Result<Dated> {
    Ok(Dated {
        id: row.get(0)?,
        activity: row.get(1)?,
        title: row.get(2)?,
        time: Time { first: row.get(3)?, last: row.get(4)? },
        place: row.get(5)?,
        state: State::from_code(row.str(6)?).ok_or(unreadable(6, "a state of a meeting"))?,
        organization: row.get(7)?,
        path: row.get(8)?,
        host: row.get(9)?,
        version: row.get(10)?,
        changed_at: row.get(11)?,
    })
}
