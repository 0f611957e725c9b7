//! Those whom a lesson is for are told of it once, when it is open to them; a bureau of many thousand in portions, so
//! that nobody waits for it.

use crate::lessons::{Lesson, store};
use crate::notices::{self, Kind, Notice, words};
use crate::people::{self, Organization, Stand};
use crate::records;
use crate::shell::jobs::{Done, Job, Rhythm};
use crate::shell::{App, Author, Clock, Id, Lang, OrNotFound, Result, Work};

/// The name of the job that tells of new lessons.
pub(crate) const TELLING: &str = "lesson-notices";
/// People who are told with one commit.
const PORTION: usize = 500;
/// Lessons that one round takes: more wait for the next minute.
const ROUND: usize = 20;

/// Tells of lessons that were published, or whose first day has come; looks every minute.
pub(crate) fn job() -> Job {
    Job::new(TELLING, Rhythm::Minutes, |app: App| {
        Box::pin(async move {
            let amount = i64::try_from(tell(&app).await?)?;
            Ok((amount > 0).then(|| Done { amount, ..Done::default() }))
        })
    })
}

/// One round; of how many lessons everybody was told.
pub(super) async fn tell(app: &App) -> Result<usize> {
    let mut told = 0;
    while told < ROUND {
        let today = app.clock.today();
        let Some(id) = app.read(move |tx| store::next_to_tell(tx, today)).await? else { break };
        tell_of(app, id).await?;
        told += 1;
    }
    Ok(told)
}

/// Tells of a lesson, portion by portion. A server that dies begins anew: whoever was told is not told again.
async fn tell_of(app: &App, id: Id) -> Result<()> {
    let mut after = None;
    loop {
        let (id, clock, last) = (id.clone(), app.clock.clone(), after);
        after = app.write(Author::System, move |work| portion(work, &id, last.as_ref(), &clock)).await?;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Tells the next of those whom it is for; the last of them, where there may be more.
fn portion(work: &mut Work<'_>, id: &Id, after: Option<&Stand>, clock: &Clock) -> Result<Option<Stand>> {
    work.serialize_on(&[id.as_str()])?;
    let today = clock.today();
    // It was withdrawn meanwhile, or another server was quicker.
    let Some(lesson) = store::to_tell(work, id)?.filter(|lesson| lesson.is_open(today)) else {
        return Ok(None);
    };
    let home = people::organization(work, &lesson.organization_id)?.or_not_found()?;
    let notice = notice(&lesson, &home, clock);
    let people = people::belonging(work, &home.path, today, after, PORTION)?;
    let ids: Vec<Id> = people.iter().map(|(_, id)| id.clone()).collect();
    notices::tell_all(work, &ids, &notice)?;
    if people.len() == PORTION {
        return Ok(people.into_iter().next_back());
    }
    notices::tell_group(work, &home.id, &notice)?;
    store::set_told(work, id)?;
    Ok(None)
}

fn notice(lesson: &Lesson, home: &Organization, clock: &Clock) -> Notice {
    let t = words();
    let mut about: Vec<String> = lesson.teacher.iter().map(|name| t.lessons_teacher(name.as_str())).collect();
    about.push(home.short_name.clone());
    about.extend(lesson.to_on.map(|to| t.lessons_until(records::day_said(to, Lang::Chinese))));
    let over = lesson.to_on.and_then(|to| to.tomorrow().ok());
    Notice {
        kind: Kind::LessonNew,
        key: key(&lesson.id),
        title: t.lessons_told(lesson.title.as_str()),
        body: about.join(" · "),
        href: format!("/lessons/{}", lesson.id),
        until: over.map(|day| clock.midnight_of(day)),
        urgent: false,
    }
}

/// What was told leads nowhere any more.
pub(super) fn no_more(work: &mut Work<'_>, id: &Id) -> Result<()> {
    notices::resolve(work, &key(id))
}

fn key(id: &Id) -> String {
    format!("lesson:{id}")
}
