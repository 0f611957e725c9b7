//! Sending, by a job that looks every minute on every server: what is due is gathered, taken, handed over, marked.
//!
//! A message is taken by one server in a transaction of its own. Whoever dies between handing it over and marking it
//! leaves a doubt: it is sent once more and then never again, under the same Message-ID.

use std::fmt::Display;

use anyhow::anyhow;
use lettre::Address;
use tokio::task::spawn_blocking;
use xueji_store::{Tx, params};

use crate::notices::kinds::Kind;
use crate::notices::mail::{Letter, Line, Post, Trouble, words};
use crate::notices::messages::{self, Taken, Way};
use crate::notices::robots::{self, Robot, Said, Untold};
use crate::notices::timing::Quiet;
use crate::notices::{address, outbox, store};
use crate::shell::jobs::{Done, Job, Rhythm};
use crate::shell::sending::{Mail, Sending};
use crate::shell::{App, Clock, Result};

/// The name of the job that sends.
pub(crate) const SENDING: &str = "notices";
/// Letters that one server hands over in one go; the rest waits for the next minute.
const MOST: usize = 300;
/// Robots that fail in one go before the others wait for the next minute.
const MOST_FAILURES: usize = 5;

/// Sends what is due, for as long as the server runs.
pub(crate) fn send_job() -> Job {
    Job::new(SENDING, Rhythm::Minutes, |app: App| {
        Box::pin(async move {
            let sent = spawn_blocking(move || send(&app)).await??;
            Ok((sent > 0).then(|| Done { amount: sent, ..Done::default() }))
        })
    })
}

/// Sends what is due; how much. Blocks.
///
/// # Errors
/// A mail server that takes nothing from us, after everything else was done.
pub(super) fn send(app: &App) -> anyhow::Result<i64> {
    if !app.sending.is_on() {
        return Ok(0);
    }
    let posted = match &app.sending.mail {
        Some(mail) => post(app, mail),
        None => Ok(0),
    };
    Ok(say(app)? + posted?)
}

/// Letters, over one connection as long as it holds.
fn post(app: &App, mail: &Mail) -> anyhow::Result<i64> {
    while app.db.write_blocking(|tx| outbox::gather(tx, &app.clock))? == outbox::BATCH {}
    let (mut open, mut sent) = (None::<Post>, 0);
    for _ in 0..MOST {
        if app.watch.is_ending() {
            break;
        }
        let Some((taken, letter)) = app.db.write_blocking(|tx| next_letter(tx, &app.clock))? else { break };
        let outcome = deliver(&mut open, mail, &app.sending, &letter);
        match &outcome {
            Ok(()) => sent += 1,
            Err(trouble) => {
                tracing::warn!(id = %taken.id, %trouble, "a letter could not be sent");
                open = open.filter(|_| !matches!(trouble, Trouble::Server(_) | Trouble::Doubt(_)));
                open = open.and_then(|mut post| post.is_usable().then_some(post));
            }
        }
        let now = app.clock.now();
        app.db.write_blocking(|tx| mark_letter(tx, &taken, &outcome, now))?;
        if let Err(trouble @ Trouble::Server(_)) = outcome {
            return Err(anyhow!(trouble));
        }
    }
    if let Some(post) = open {
        post.close();
    }
    Ok(sent)
}

fn deliver(open: &mut Option<Post>, mail: &Mail, sending: &Sending, letter: &Letter) -> Result<(), Trouble> {
    // What cannot be composed will not be by trying again.
    let never = |error: &dyn Display| {
        tracing::error!(%error, "a letter could not be composed");
        Trouble::Never("unfit".to_owned())
    };
    let message = letter.composed(sending).map_err(|error| never(&error))?;
    let to: Address = letter.to.parse().map_err(|error| never(&error))?;
    let post = match open {
        Some(post) => post,
        none => none.insert(Post::open(mail, sending)?),
    };
    post.deliver(&to, &message.formatted())
}

/// The next letter, with what it says now: what was read meanwhile, or would come too late, is left out.
pub(super) fn next_letter(tx: &mut Tx, clock: &Clock) -> Result<Option<(Taken, Letter)>> {
    let now = clock.now();
    while let Some(taken) = messages::next(tx, Way::Mail, now)? {
        let quiet = store::choices(tx, &taken.to)?.manner.quiet;
        if put_off(tx, &taken, &quiet, clock)? {
            continue;
        }
        let lines = tx.query(
            "select n.id, n.kind, n.title, n.body from outbox o join notice n on n.id = o.notice_id
             where o.message_id = ?1 and n.read_at is null and (o.until_at is null or o.until_at > ?2)
             order by n.told_at, n.id",
            params![taken.id, now],
            |row| {
                let kind = Kind::of(row.str(1)?).map(|kind| kind.title(words())).unwrap_or_default();
                let href = format!("/notices/{}", row.str(0)?);
                Ok(Line { kind, title: row.get(2)?, body: row.get(3)?, href })
            },
        )?;
        let to = address::confirmed(tx, &taken.to)?;
        let Some(to) = to.filter(|_| !lines.is_empty()) else {
            messages::end(tx, &taken.id, "dropped", now)?;
            continue;
        };
        messages::hold(tx, &taken.id, now)?;
        let letter = Letter { id: taken.id.clone(), to, lines, at: taken.made_at };
        return Ok(Some((taken, letter)));
    }
    Ok(None)
}

/// Whether it waits, because the time became a quiet one: it was made in time, and the server was away.
fn put_off(tx: &mut Tx, taken: &Taken, quiet: &Quiet, clock: &Clock) -> Result<bool> {
    let now = clock.civil_of(clock.now());
    let open = if taken.urgent {
        quiet.by_day_from(now)
    } else {
        quiet.open_from(now, &outbox::working_days(now.date()))
    };
    if open > now {
        messages::put_off(tx, &taken.id, clock.instant_of(open.date(), open.time()))?;
    }
    Ok(open > now)
}

fn mark_letter(tx: &mut Tx, taken: &Taken, outcome: &Result<(), Trouble>, now: i64) -> Result<()> {
    match outcome {
        Ok(()) => {
            address::accepted(tx, &taken.to)?;
            messages::end(tx, &taken.id, "sent", now)
        }
        Err(trouble @ Trouble::Never(_)) => {
            address::refused(tx, &taken.to, trouble.code())?;
            messages::give_up(tx, &taken.id, trouble.code(), now)
        }
        Err(trouble) => {
            let doubt = matches!(trouble, Trouble::Doubt(_));
            if !messages::try_again(tx, taken, trouble.code(), doubt, now)? {
                address::missed(tx, &taken.to, trouble.code())?;
            }
            Ok(())
        }
    }
}

/// What robots say, each by itself: one that fails holds no other up, but a network that fails does.
fn say(app: &App) -> anyhow::Result<i64> {
    let (mut told, mut failed) = (0, 0);
    while failed < MOST_FAILURES && !app.watch.is_ending() {
        let next = app.db.write_blocking(|tx| next_said(tx, &app.clock, &app.sending))?;
        let Some((taken, robot, said)) = next else { break };
        let outcome = robots::say(&robot, &said, words(), app.clock.now())?;
        match &outcome {
            Ok(()) => told += 1,
            Err(untold) => {
                failed += 1;
                tracing::warn!(id = %taken.id, %untold, "a robot could not say it");
            }
        }
        let now = app.clock.now();
        app.db.write_blocking(|tx| mark_said(tx, &taken, &robot, &outcome, now))?;
    }
    Ok(told)
}

fn next_said(tx: &mut Tx, clock: &Clock, sending: &Sending) -> Result<Option<(Taken, Robot, Said)>> {
    let now = clock.now();
    while let Some(taken) = messages::next(tx, Way::Robot, now)? {
        if put_off(tx, &taken, &Quiet::default(), clock)? {
            continue;
        }
        // The list of hosts may have become shorter since it was set.
        let robot = robots::of(tx, &taken.to)?.filter(|robot| robot.may_be_called(sending));
        let Some(robot) = robot else {
            messages::end(tx, &taken.id, "dropped", now)?;
            continue;
        };
        messages::hold(tx, &taken.id, now)?;
        let said = messages::said(tx, &taken.id)?;
        let link = format!("{}{}", sending.address, said.href);
        let said = Said { kind: said.kind, title: said.title, body: said.body, link };
        return Ok(Some((taken, robot, said)));
    }
    Ok(None)
}

fn mark_said(
    tx: &mut Tx,
    taken: &Taken,
    robot: &Robot,
    outcome: &Result<(), Untold>,
    now: i64,
) -> Result<()> {
    let Err(untold) = outcome else {
        robots::told(tx, &robot.id, now)?;
        return messages::end(tx, &taken.id, "sent", now);
    };
    robots::failed(tx, &robot.id, untold.code())?;
    match untold {
        Untold::Never(code) => messages::give_up(tx, &taken.id, code, now),
        Untold::Later(code) => messages::try_again(tx, taken, code, false, now).map(drop),
        Untold::Doubt(code) => messages::try_again(tx, taken, code, true, now).map(drop),
    }
}
