//! The Word documents of a meeting, as files to take along.

use std::collections::HashMap;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use xueji_office::Paper;
use xueji_store::Tx;

use crate::attachments;
use crate::meetings::{self, Meeting, Reach, Seat, State};
use crate::minutes::paper::{self, Attendee, Head, Signed};
use crate::minutes::signing::{Role, Signing};
use crate::minutes::store;
use crate::people;
use crate::plans;
use crate::shell::file_name::disposition;
use crate::shell::lang::Messages;
use crate::shell::{Actor, Clock, Context, Error, Id, Lang, OrNotFound, Path, Result};

/// The minutes, for everybody who may read them.
pub(super) async fn minutes(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (actor, clock, id) = (context.actor()?.clone(), context.app.clock.clone(), Id::from_text(id));
    let (head, paper) = context
        .app
        .read(move |tx| {
            let (meeting, reach) = reached(tx, &actor, &id)?;
            let seats = meetings::seats(tx, &id)?;
            let blocks = store::blocks(tx, &id, 0)?;
            let signing = Signing::of(tx, &meeting, &seats, &blocks)?;
            let head = head(tx, meeting, seats, reach.oversees, &clock)?;
            let signed = [Role::Host, Role::Recorder].map(|role| {
                let signature = signing.by(role)?;
                Some(Signed { name: signature.name.clone(), on: clock.date_of(signature.at) })
            });
            let paper = paper::minutes(&head, &blocks, signed);
            Ok((head, paper))
        })
        .await?;
    answer(&head, "minutes.docx", "会议记录", &paper)
}

/// The sheet to sign, for those who see the list.
pub(super) async fn sign_in_sheet(context: Context, Path(id): Path<String>) -> Result<Response> {
    let head = listed(&context, Id::from_text(id), |_| true, Messages::minutes_of_no_meeting).await?;
    answer(&head, "sign-in-sheet.docx", "签到表", &paper::sign_in_sheet(&head))
}

/// Who was there, for those who see the list.
pub(super) async fn attendance(context: Context, Path(id): Path<String>) -> Result<Response> {
    let held = |meeting: &Meeting| meeting.state == State::Held;
    let head = listed(&context, Id::from_text(id), held, Messages::meetings_not_confirmed).await?;
    answer(&head, "attendance.docx", "考勤登记表", &paper::attendance(&head))
}

async fn listed(
    context: &Context,
    id: Id,
    fits: fn(&Meeting) -> bool,
    refusal: fn(&Messages) -> String,
) -> Result<Head> {
    let (actor, clock) = (context.actor()?.clone(), context.app.clock.clone());
    let read = move |tx: &mut Tx| {
        let (meeting, reach) = reached(tx, &actor, &id)?;
        match (reach.oversees, fits(&meeting)) {
            (false, _) => Err(Error::Forbidden),
            (true, false) => Err(Error::Conflict(refusal)),
            (true, true) => {
                let seats = meetings::seats(tx, &id)?;
                head(tx, meeting, seats, true, &clock)
            }
        }
    };
    context.app.read(read).await
}

/// The meeting, for whoever may read its minutes: who sees its list, and who was expected or invited.
pub(super) fn reached(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<(Meeting, Reach)> {
    let meeting = meetings::find(tx, id)?.or_not_found()?;
    let reach = Reach::of(tx, actor, &meeting)?;
    Ok((meeting, reach))
}

fn head(
    tx: &mut Tx,
    meeting: Meeting,
    seats: Vec<(Seat, String)>,
    names_absent: bool,
    clock: &Clock,
) -> Result<Head> {
    let organization = people::organization(tx, &meeting.organization_id)?.or_not_found()?;
    let on = meeting.time().day();
    let listed: Vec<&Id> = seats.iter().map(|(seat, _)| &seat.person_id).collect();
    let mut homes = people::homes_of(tx, listed.iter().copied(), on)?;
    let mut posts = posts(tx, &listed, on)?;
    let reasons: HashMap<Id, String> = meetings::leave_granted(tx, &meeting.id)?
        .into_iter()
        .map(|leave| (leave.person_id, leave.reason))
        .collect();
    let host = person(tx, &seats, meeting.host_id.as_ref())?;
    let recorder = person(tx, &seats, meeting.recorder_id.as_ref())?;
    let attendee = |(seat, name): (Seat, String)| Attendee {
        home: homes.remove(&seat.person_id).map(|home| home.short_name).unwrap_or_default(),
        posts: posts.remove(&seat.person_id).unwrap_or_default(),
        arrived: seat.arrived_at.map(|at| clock.hour_of(at)).unwrap_or_default(),
        reason: reasons.get(&seat.person_id).cloned().unwrap_or_default(),
        name,
        seat,
    };
    let people = seats.into_iter().map(attendee).collect();
    Ok(Head { organization: organization.name, host, recorder, people, names_absent, meeting })
}

/// The name of host or recorder, who need not be on the list.
pub(super) fn person(tx: &mut Tx, seats: &[(Seat, String)], id: Option<&Id>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    match paper::named(seats, Some(id)) {
        Some(name) => Ok(name),
        None => Ok(people::person(tx, id)?.map(|person| person.name).unwrap_or_default()),
    }
}

/// The posts that everybody on the list holds on the day, in the words and the order of the plans.
fn posts(tx: &mut Tx, people: &[&Id], on: Date) -> Result<HashMap<Id, String>> {
    let vocabulary = plans::vocabulary(tx, on)?;
    let mut codes: HashMap<Id, Vec<String>> = HashMap::new();
    for (person, code) in people::history::posts_of(tx, people, on)? {
        codes.entry(person).or_default().push(code);
    }
    let said =
        |codes: Vec<String>| vocabulary.in_order(codes.iter().map(String::as_str), Lang::Chinese).join("、");
    Ok(codes.into_iter().map(|(person, codes)| (person, said(codes))).collect())
}

/// The document under the name that an archive gives it: 2026-03-05 学习全会精神 会议记录.docx.
fn answer(head: &Head, plain: &str, what: &str, paper: &Paper) -> Result<Response> {
    let bytes = paper.write().map_err(anyhow::Error::from)?;
    // No file may be named with these.
    let unfit = |letter: char| letter.is_control() || r#"\/:*?"<>|"#.contains(letter);
    let title: String =
        head.meeting.title.chars().map(|letter| if unfit(letter) { ' ' } else { letter }).take(60).collect();
    let name = format!("{} {} {what}.docx", head.meeting.time().day(), title.trim());
    let headers = [
        (header::CONTENT_TYPE, attachments::Kind::Docx.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition("attachment", plain, &name)),
    ];
    Ok((headers, bytes).into_response())
}
