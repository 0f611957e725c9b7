//! Forms kept to begin from.

use serde::{Deserialize, Serialize};
use xueji_store::{Tx, params};

use crate::meetings::Meeting;
use crate::meetings::form::Typed;
use crate::meetings::words::clock;
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::{Id, Mistakes, OrNotFound, Result, Work};

/// Templates that an organization may keep.
const MOST: usize = 50;

/// A form to begin from.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub(super) id: Id,
    pub(super) organization_id: Id,
    pub(super) name: String,
    pub(super) fields: Kept,
}

/// What of a meeting is kept: everything but its day and its people, whom the plan and the day decide.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    pub(super) activity: String,
    category: Option<String>,
    title: String,
    agenda: String,
    from: String,
    to: String,
    place: Option<String>,
    link: Option<String>,
    host: Option<String>,
    recorder: Option<String>,
}

impl Kept {
    fn of(meeting: &Meeting) -> Self {
        let text = |id: &Option<Id>| id.as_ref().map(ToString::to_string);
        Self {
            activity: meeting.activity.clone(),
            category: meeting.category.clone(),
            title: meeting.title.clone(),
            agenda: meeting.agenda.clone(),
            from: clock(meeting.planned.first),
            to: clock(meeting.planned.last),
            place: meeting.place.clone(),
            link: meeting.link.clone(),
            host: text(&meeting.host_id),
            recorder: text(&meeting.recorder_id),
        }
    }

    /// An empty form with what is kept.
    pub(super) fn begin(&self, fresh: Typed) -> Typed {
        let plain = |text: &Option<String>| text.clone().unwrap_or_default();
        Typed {
            category: plain(&self.category),
            title: self.title.clone(),
            agenda: self.agenda.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            place: plain(&self.place),
            link: plain(&self.link),
            host: plain(&self.host),
            recorder: plain(&self.recorder),
            ..fresh
        }
    }
}

/// Keeps a meeting's form under a name; the same name again keeps the newer one.
pub(super) fn keep(work: &mut Work<'_>, entry: &Entry, meeting: &Meeting, name: &str) -> Result<()> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Mistakes::one("name", Messages::field_required));
    }
    let known = of(work, &meeting.organization_id)?;
    if known.len() >= MOST && known.iter().all(|one| one.name != name) {
        return Err(Mistakes::one("name", Messages::meetings_too_many_templates));
    }
    work.execute(
        "delete from meeting_template where organization_id = ?1 and name = ?2",
        params![meeting.organization_id, name],
    )?;
    let fields = serde_json::to_string(&Kept::of(meeting)).map_err(anyhow::Error::from)?;
    work.execute(
        "insert into meeting_template (id, organization_id, name, fields, created_by, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![Id::fresh(), meeting.organization_id, name, fields, entry.account_id, entry.at],
    )?;
    Ok(())
}

/// Removes a template.
pub(super) fn remove(work: &mut Work<'_>, id: &Id) -> Result<()> {
    work.execute("delete from meeting_template where id = ?1", params![id])?;
    Ok(())
}

/// The templates of an organization, by name.
pub(super) fn of(tx: &mut Tx, organization_id: &Id) -> Result<Vec<Template>> {
    let rows: Vec<(Id, Id, String, String)> = tx.query(
        "select id, organization_id, name, fields from meeting_template
         where organization_id = ?1 order by name limit 100",
        params![organization_id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    rows.into_iter().map(read).collect()
}

/// One template.
pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Template> {
    let row = tx.query_opt(
        "select id, organization_id, name, fields from meeting_template where id = ?1",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    read(row.or_not_found()?)
}

fn read((id, organization_id, name, fields): (Id, Id, String, String)) -> Result<Template> {
    let fields = serde_json::from_str(&fields).map_err(anyhow::Error::from)?;
    Ok(Template { id, organization_id, name, fields })
}
