//! The list of meetings, and the page of one: the same for whoever runs it and whoever comes, each with their part.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::civil::DateTime;
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments::Attachment;
use crate::meetings::clash::{self, Clash};
use crate::meetings::kinds::Kinds;
use crate::meetings::leave::Leave;
use crate::meetings::make_up::MakeUp;
use crate::meetings::reach::Reach;
use crate::meetings::views::{IndexPage, ShowPage};
use crate::meetings::{
    Dated, MOST_PEOPLE, Meeting, Seat, State, appeal, files, leave, make_up, series, store, words,
};
use crate::people::{self, Organization, Person};
use crate::shell::layout::render;
use crate::shell::{
    Actor, Context, Error, Fields, Id, Mistakes, OrNotFound, Path, Place, Query, Result, Right, listed,
};

/// Meetings on a page.
pub(super) const PAGE: usize = 30;

/// Which meetings a list is about, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// "me", or the id of an organization.
    pub(super) whose: String,
    /// "past" for those that are over.
    pub(super) show: String,
    pub(super) page: String,
}

/// A page of a list, and what it offers besides.
pub(super) struct Listed {
    pub(super) meetings: Vec<(Meeting, String)>,
    pub(super) more: bool,
    pub(super) kinds: Kinds,
    /// The organizations whose meetings the visitor sees.
    pub(super) tops: Vec<Organization>,
    /// Whose are shown, where not the visitor's own.
    pub(super) whose: Option<Organization>,
    pub(super) arranges: bool,
    pub(super) now: DateTime,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, clock, size) = (context.actor()?.clone(), context.app.clock.clone(), context.page_size(PAGE));
    let number = listed::number(&asked.page);
    let looked_for = asked.clone();
    let listed = context.app.read(move |tx| {
        let now = clock.civil_of(clock.now());
        let tops = people::reach(tx, &actor, Right::SeeOrganization)?;
        let whose = people::whose(tx, &tops, &looked_for.whose)?;
        let of = match (&whose, &actor.person_id) {
            (Some(one), _) => store::Whose::Path(&one.path),
            (None, Some(person)) => store::Whose::Person(person),
            (None, None) => return Err(Error::Forbidden),
        };
        let day_begins = now.date().to_datetime(jiff::civil::Time::midnight());
        let to_come = looked_for.show != "past";
        let (meetings, more) = store::list(tx, of, to_come, day_begins, (number, size))?;
        Ok(Listed {
            meetings,
            more,
            kinds: Kinds::of_all(tx, now.date())?,
            arranges: actor.may_anywhere(Right::RecordForOrganization),
            tops,
            whose,
            now,
        })
    });
    render(&IndexPage::new(&context, &asked, listed.await?, number))
}

/// Everything that the page of a meeting shows, read in one snapshot.
pub(super) struct Found {
    pub(super) meeting: Meeting,
    pub(super) organization: Organization,
    pub(super) kind: String,
    pub(super) category: String,
    pub(super) reach: Reach,
    /// Host and recorder.
    pub(super) host: Option<String>,
    pub(super) recorder: Option<String>,
    pub(super) seats: Vec<(Seat, String)>,
    /// Everybody's leave, for what the list says.
    pub(super) leaves: Vec<Leave>,
    /// The leave whose reason the visitor sees: their own, and what they decide on.
    pub(super) requests: Vec<Leave>,
    /// Those for whom the visitor decides.
    pub(super) decided_here: Vec<Id>,
    pub(super) appeals: Vec<appeal::Appeal>,
    /// The visitor's own task of making up.
    pub(super) make_up: Option<MakeUp>,
    /// The paired branch, and who travels.
    pub(super) partner: Option<String>,
    /// Those of it who may have come, for whoever confirms for it.
    pub(super) theirs: Vec<Person>,
    /// Whether somebody else decides on leave than this visitor.
    pub(super) decides: bool,
    /// More days after the meeting its confirmation is late, and asks for a reason.
    pub(super) late_after: u16,
    pub(super) now: DateTime,
    pub(super) rhythm: Option<String>,
    pub(super) files: Vec<Attachment>,
    /// Meetings at the same time, for whoever runs this one, each with whether the visitor sees it.
    pub(super) clashes: Vec<(Dated, Clash, bool)>,
    /// Whether it is planned on a day that is named as free.
    pub(super) on_holiday: bool,
}

fn find(tx: &mut Tx, actor: &Actor, id: &Id, now: DateTime, lang: crate::shell::Lang) -> Result<Found> {
    let meeting = store::find(tx, id)?.or_not_found()?;
    let reach = Reach::of(tx, actor, &meeting)?;
    let organization = people::organization(tx, &meeting.organization_id)?.or_not_found()?;
    let kinds = Kinds::over(tx, &organization.path, meeting.time().day())?;
    let named = |tx: &mut Tx, id: &Option<Id>| -> Result<Option<String>> {
        match id {
            Some(id) => Ok(people::person(tx, id)?.map(|person| person.name)),
            None => Ok(None),
        }
    };
    let late_after = kinds
        .find(&meeting.activity)
        .map_or(u16::MAX, |(plan, kind)| kind.late_after_days.unwrap_or(plan.late_after_days));
    let categories = kinds.categories(&meeting.activity, lang);
    let category = categories.into_iter().find(|(code, _)| Some(code) == meeting.category.as_ref());
    let decides = reach.decides_for(false) || reach.decides_for(true);
    let (partner, theirs) = match &meeting.partner {
        Some(partner) => {
            let other = people::organization(tx, &partner.organization_id)?.or_not_found()?;
            let theirs = if reach.answers && meeting.state == State::Waiting {
                people::below(tx, &other.path, meeting.time().day(), MOST_PEOPLE)?
            } else {
                Vec::new()
            };
            (Some((partner.direction, other.name)), theirs)
        }
        None => (None, Vec::new()),
    };
    let seats = store::seats(tx, id)?;
    let own = actor.person_id.clone();
    // Each side sees no reasons of the other's.
    let shown = |person: &Id| {
        let theirs = seats.iter().any(|(seat, _)| seat.partner && seat.person_id == *person);
        reach.decides_for(theirs) || own.as_ref() == Some(person)
    };
    let leaves = leave::of(tx, id)?;
    let mut appeals = appeal::of(tx, id)?;
    appeals.retain(|appeal| shown(&appeal.person_id));
    let requests = leaves.iter().filter(|leave| shown(&leave.person_id)).cloned().collect();
    let decided_here = seats.iter().map(|(seat, _)| seat).filter(|seat| reach.decides(seat));
    let decided_here = decided_here.map(|seat| seat.person_id.clone()).collect();
    let make_up = match &actor.person_id {
        Some(person) => make_up::find(tx, id, person)?,
        None => None,
    };
    let rhythm = match &meeting.series_id {
        Some(series_id) => series::rhythm_of(tx, series_id)?,
        None => None,
    };
    let clashes = if reach.runs { clash::clashes(tx, &meeting)? } else { Vec::new() };
    let sees = |path: &str| actor.may(Right::SeeOrganization, Place::Organization { path });
    let clashes = clashes.into_iter().map(|(other, clash)| {
        let seen = sees(&other.path);
        (other, clash, seen)
    });
    Ok(Found {
        clashes: clashes.collect(),
        on_holiday: reach.runs && meeting.state == State::Planned && kinds.is_holiday(meeting.time().day()),
        kind: kinds.title(&meeting.activity, lang),
        category: category.map(|(_, title)| title).unwrap_or_default(),
        host: named(tx, &meeting.host_id)?,
        recorder: named(tx, &meeting.recorder_id)?,
        seats,
        leaves,
        requests,
        decided_here,
        appeals,
        make_up,
        partner: partner.map(|(direction, name)| words::direction(direction, name, lang.messages())),
        theirs,
        decides,
        late_after,
        rhythm: rhythm.map(|rhythm| rhythm.words(lang.of_plan())),
        files: files::of(tx, id)?,
        now,
        organization,
        reach,
        meeting,
    })
}

pub(super) async fn show(context: Context, Path(id): Path<String>) -> Result<Response> {
    let found = found(&context, Id::from_text(id)).await?;
    render(&ShowPage::new(&context, &found, &Fields::default(), Mistakes::default()))
}

/// The page with what was typed and what is wrong with it.
pub(super) async fn refused(
    context: &Context,
    id: &Id,
    typed: &Fields,
    mistakes: Mistakes,
) -> Result<Response> {
    let found = found(context, id.clone()).await?;
    let page = ShowPage::new(context, &found, typed, mistakes);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

async fn found(context: &Context, id: Id) -> Result<Found> {
    let (actor, clock, lang) = (context.actor()?.clone(), context.app.clock.clone(), context.lang);
    context.app.read(move |tx| find(tx, &actor, &id, clock.civil_of(clock.now()), lang)).await
}
