//! The page of minutes: written on by those who run the meeting, read by everybody who was to be there.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::meetings::{self, Meeting, Reach, Seat, State};
use crate::minutes::measures::Done;
use crate::minutes::signing::Signing;
use crate::minutes::similarity::{self, Earlier};
use crate::minutes::views::ShowPage;
use crate::minutes::{Block, Slot, document, measures, store};
use crate::people;
use crate::shell::layout::render;
use crate::shell::{Actor, Context, Fields, Id, Mistakes, OrNotFound, Path, Query, Result};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// Whether they are to be read, by those who may write.
    read: String,
}

/// Everything that the page shows, read in one snapshot.
pub(super) struct Found {
    pub(super) meeting: Meeting,
    pub(super) organization: String,
    pub(super) reach: Reach,
    pub(super) host: String,
    pub(super) recorder: String,
    pub(super) seats: Vec<(Seat, String)>,
    pub(super) blocks: Vec<Block>,
    pub(super) signing: Signing,
    pub(super) done: HashMap<String, Done>,
    /// Passages of earlier minutes, beside what is close to them: for those who write.
    pub(super) near: Vec<(Slot, Earlier)>,
    pub(super) writes: bool,
}

fn find(tx: &mut Tx, actor: &Actor, id: &Id, reads: bool) -> Result<Found> {
    let (meeting, reach) = document::reached(tx, actor, id)?;
    let organization = people::organization(tx, &meeting.organization_id)?.or_not_found()?.name;
    let seats = meetings::seats(tx, id)?;
    let blocks = store::blocks(tx, id, 0)?;
    let signing = Signing::of(tx, &meeting, &seats, &blocks)?;
    let open = meeting.state != State::Cancelled && !signing.is_closed();
    let seen_by = actor.person_id.as_ref().filter(|_| !reach.keeps);
    let near =
        if reach.runs && open { similarity::near(tx, &meeting, &blocks, seen_by)? } else { Vec::new() };
    Ok(Found {
        organization,
        host: document::person(tx, &seats, meeting.host_id.as_ref())?,
        recorder: document::person(tx, &seats, meeting.recorder_id.as_ref())?,
        done: measures::done_of(tx, id)?,
        near,
        writes: reach.runs && open && !reads,
        seats,
        blocks,
        signing,
        reach,
        meeting,
    })
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let found = found(&context, Id::from_text(id), !asked.read.is_empty()).await?;
    render(&ShowPage::new(&context, &found, &Fields::default(), Mistakes::default()))
}

/// The page with what was typed and what is wrong with it.
pub(super) async fn refused(
    context: &Context,
    id: Id,
    typed: &Fields,
    mistakes: Mistakes,
) -> Result<Response> {
    let page = ShowPage::new(context, &found(context, id, false).await?, typed, mistakes);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

async fn found(context: &Context, id: Id, reads: bool) -> Result<Found> {
    let actor = context.actor()?.clone();
    context.app.read(move |tx| find(tx, &actor, &id, reads)).await
}
