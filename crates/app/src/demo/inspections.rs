//! Notes called in in the first branch: a round that is done, and one that waits for its secretary.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::accounts;
use crate::demo::SignIn;
use crate::inspections::{self, Ask, Circle, Way};
use crate::records::Entry;
use crate::shell::{App, Author, Fields, Result};

/// What the secretary says of notes, one after the other.
const REMARKS: [&str; 3] = [
    "学得扎实，能联系本职工作。",
    "要点抓得准，建议多写自己的体会。",
    "坚持得好；下次请谈谈怎样用到教学中。",
];

/// Draws for the demo's secretary, as the desk does.
pub(super) fn call_in(app: &App, sign_ins: &[SignIn]) -> Result<()> {
    let Some(sign_in) = sign_ins.iter().find(|sign_in| sign_in.role == "secretary") else { return Ok(()) };
    let (name, today, clock) = (sign_in.name.clone(), app.clock.today(), app.clock.clone());
    app.write_blocking(Author::Command, |work| {
        let Some(account) = accounts::account_of(work, &name)? else { return Ok(()) };
        let actor = accounts::acting(work, account.id, account.person_id, account.name, today)?;
        let Some(home) = &actor.home else { return Ok(()) };
        let before = today.saturating_sub(30.days()).max(today.first_of_year());
        for (on, size) in [(before, REMARKS.len()), (today, 4)] {
            let account_id = actor.account_id.clone();
            let entry = if on == today {
                Entry::now(&clock, account_id, "demo")
            } else {
                Entry::on(&clock, account_id, "demo", on)
            };
            let ask = Ask {
                entry_key: format!("demo:{on}"),
                organization_id: home.organization_id.clone(),
                circle: Circle::Members,
                way: Way::Draw(size),
                from_on: quarter_before(on),
                to_on: on,
                notes_each: 4,
            };
            let round = inspections::call_in(work, &actor, &entry, &ask)?;
            if on == today {
                continue;
            }
            for (id, remarks) in inspections::parts(work, &round)?.iter().zip(REMARKS) {
                inspections::read_through(work, &actor, &entry, id)?;
                let typed = Fields::of([("remarks".to_owned(), remarks.to_owned())]);
                inspections::finish(work, &actor, &entry, id, &typed)?;
            }
        }
        Ok(())
    })
}

/// The first day of three months that end here.
fn quarter_before(on: Date) -> Date {
    on.saturating_sub(3.months())
}
