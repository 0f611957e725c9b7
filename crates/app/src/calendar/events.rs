//! A person's calendar for programs that subscribe to it: the own meetings and due dates, and of others the host's name.

use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};
use xueji_office::{EventTime, Feed, FeedEvent};
use xueji_plan::Span;
use xueji_store::Tx;

use crate::calendar::feed;
use crate::meetings::{self, Dated, State, Whose};
use crate::plans;
use crate::shell::lang::Messages;
use crate::shell::{Clock, Context, Lang, OrNotFound, Path, Result, secret};
use crate::standings::{self, Due};

/// Subscribers look again after so many hours.
const REFRESH_HOURS: u16 = 2;
/// Days before and after the plan's year that are told, too.
const AROUND: i32 = 31;
/// A meeting that was called off is told of for so many days after its day.
const CANCELLED_FOR: i32 = 30;
/// Meetings that a calendar holds; a person has some hundred a year.
const MOST: usize = 2_000;

pub(super) async fn show(context: Context, Path(file): Path<String>, headers: HeaderMap) -> Result<Response> {
    let token = file.strip_suffix(".ics").or_not_found()?.to_owned();
    let teller = Teller::new(&context);
    let feed = context.app.read(move |tx| of_token(tx, &token, &teller)).await?;
    let body = feed.or_not_found()?.write();
    // Weak: what is packed on its way is the same calendar.
    let tag = format!("W/\"{}\"", secret::digest(&String::from_utf8_lossy(&body)));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let told: [(HeaderName, String); 2] =
        [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    if known.split(',').any(|one| bare(one) == bare(&tag)) {
        return Ok((StatusCode::NOT_MODIFIED, told).into_response());
    }
    Ok((told, [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], body).into_response())
}

/// In which words, and with which addresses.
struct Teller {
    lang: Lang,
    clock: Clock,
    /// `https://host`.
    site: String,
}

impl Teller {
    fn new(context: &Context) -> Self {
        Self { lang: context.lang, clock: context.app.clock.clone(), site: context.site() }
    }

    fn instant(&self, at: DateTime) -> Timestamp {
        timestamp(self.clock.instant_of(at.date(), at.time()))
    }
}

fn timestamp(at: i64) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or_default()
}

/// The calendar that a secret opens; nothing where it opens none.
fn of_token(tx: &mut Tx, token: &str, teller: &Teller) -> Result<Option<Feed>> {
    let today = teller.clock.today();
    let Some((person_id, home)) = feed::owner(tx, token, today)? else { return Ok(None) };
    let plans = plans::over(tx, crate::people::on_path(&home.path), Some(today))?;
    let spans = || plans.iter().map(|plan| plan.plan().span);
    let year = Date::new(today.year(), 1, 1).unwrap_or(today);
    let first = spans().map(Span::first).min().unwrap_or(year);
    let last = spans().map(Span::last).max().unwrap_or(year.last_of_year());
    let days =
        (first.checked_sub(AROUND.days()).unwrap_or(first), last.checked_add(AROUND.days()).unwrap_or(last));
    let t = teller.lang.messages();
    let told_until = today.checked_sub(CANCELLED_FOR.days()).unwrap_or(today);
    let meetings = meetings::within(tx, Whose::Person(&person_id), days, MOST)?;
    let kind = |code: &str| {
        let found = plans.iter().find_map(|plan| plan.plan().activity(code));
        found.map_or_else(String::new, |kind| teller.lang.title(&kind.name).to_owned())
    };
    let meetings = meetings
        .iter()
        .filter(|meeting| meeting.state != State::Cancelled || meeting.time.day() >= told_until)
        .map(|meeting| of_meeting(meeting, &kind(&meeting.activity), teller, t));
    let dues = standings::due_within(tx, &plans, &person_id, days, teller.lang)?;
    let dues = dues.iter().map(|due| of_due(due, &person_id, first, teller, t));
    let events = meetings.chain(dues).collect();
    Ok(Some(Feed { name: t.calendar_feed_name(), refresh_hours: REFRESH_HOURS, events }))
}

fn of_meeting(meeting: &Dated, kind: &str, teller: &Teller, t: &Messages) -> FeedEvent {
    let host = meeting.host.clone().map(|host| t.calendar_feed_host(host));
    let said = [Some(kind.to_owned()), Some(meeting.organization.clone()), host];
    let said = said.into_iter().flatten().filter(|line| !line.is_empty());
    FeedEvent {
        uid: format!("meeting-{}@xueji", meeting.id),
        sequence: u32::try_from(meeting.version).unwrap_or(u32::MAX),
        changed_at: timestamp(meeting.changed_at),
        time: EventTime::Span {
            from: teller.instant(meeting.time.first),
            until: teller.instant(meeting.time.last),
        },
        title: meeting.title.clone(),
        description: said.collect::<Vec<_>>().join("\n"),
        location: meeting.place.clone().unwrap_or_default(),
        url: format!("{}/meetings/{}", teller.site, meeting.id),
        is_cancelled: meeting.state == State::Cancelled,
    }
}

/// A due date stands as long as it is owed, and never changes: another date is another event.
fn of_due(due: &Due, person_id: &crate::shell::Id, since: Date, teller: &Teller, t: &Messages) -> FeedEvent {
    FeedEvent {
        uid: format!("due-{}-{}-{}-{}@xueji", due.plan_id, due.duty_code, person_id, due.on),
        sequence: 0,
        changed_at: timestamp(teller.clock.midnight_of(since)),
        time: EventTime::Days { first: due.on, last: due.on },
        title: t.calendar_due(due.title.as_str()),
        description: String::new(),
        location: String::new(),
        url: format!("{}/duties/{}/{}/of/{person_id}", teller.site, due.plan_id, due.duty_code),
        is_cancelled: false,
    }
}
