//! Sheets for chosen weeks and people: made once, printed as often as one likes with the same codes.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use xueji_store::Tx;

use crate::people::{self, Start};
use crate::sheets::views::{PrintPage, SheetView};
use crate::sheets::{MOST_PAGES, MOST_SHEETS, MOST_WEEKS, Sheet, monday_of, read, store, week_said};
use crate::shell::layout::{Crumb, render};
use crate::shell::secret::in_fours;
use crate::shell::{
    Actor, Context, Error, Id, OrNotFound, Place, Posted, Query, Result, Right, Work, page, qr, secret,
};

/// The side of the drawing on the screen, in pixels; on paper it is 28 mm.
const SIDE: u32 = 120;

/// What is asked for, in the form and in the address.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Asked {
    /// A day of the first week.
    from: String,
    weeks: i64,
    pages: i64,
    /// An organization; oneself where it is empty.
    whose: String,
    /// The staff number of the person before the first.
    after: String,
}

impl Asked {
    fn weeks(&self) -> i64 {
        self.weeks.clamp(1, MOST_WEEKS)
    }

    fn pages(&self) -> i64 {
        self.pages.clamp(1, MOST_PAGES)
    }

    /// The Mondays of the weeks.
    fn mondays(&self, today: Date) -> Vec<Date> {
        let first = monday_of(self.from.parse().unwrap_or(today));
        (0..self.weeks()).map(|week| first.saturating_add(week.weeks())).collect()
    }

    fn address(&self) -> String {
        let weeks = (self.weeks().to_string(), self.pages().to_string());
        let pairs = [
            ("from", self.from.as_str()),
            ("weeks", &weeks.0),
            ("pages", &weeks.1),
            ("whose", &self.whose),
            ("after", &self.after),
        ];
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("/sheets/print?{query}")
    }
}

/// Whoever sheets are printed for, with the name of their unit.
struct Holder {
    id: Id,
    code: String,
    name: String,
    unit: String,
}

/// A page of people, and whether more follow.
fn holders(tx: &mut Tx, actor: &Actor, asked: &Asked, today: Date) -> Result<(Vec<Holder>, bool)> {
    if asked.whose.is_empty() {
        let id = actor.person_id.clone().ok_or(Error::Forbidden)?;
        let person = people::person(tx, &id)?.or_not_found()?;
        let unit = people::home(tx, &id, today)?.map(|home| home.short_name).unwrap_or_default();
        return Ok((vec![Holder { id, code: person.code, name: person.name, unit }], false));
    }
    let organization = people::organization(tx, &Id::from_text(asked.whose.as_str()))?.or_not_found()?;
    if !actor.may(Right::RecordForPerson, Place::Organization { path: &organization.path }) {
        return Err(Error::Forbidden);
    }
    let most = (MOST_SHEETS / (asked.weeks() * asked.pages())).max(1);
    let start = if asked.after.is_empty() { Start::Front } else { Start::After(&asked.after) };
    let most = usize::try_from(most).unwrap_or(1);
    let roster = people::roster(tx, &organization.path, "", today, &start, most)?;
    let holder = |row: people::Listed| Holder {
        id: row.person.id,
        code: row.person.code,
        name: row.person.name,
        unit: row.organization,
    };
    Ok((roster.rows.into_iter().map(holder).collect(), roster.on))
}

/// Makes the sheets that are not there yet, and shows all of them.
pub(super) async fn make(Posted { context, fields }: Posted) -> Result<Response> {
    let number = |name: &str| fields.get(name).parse().unwrap_or(1);
    let asked = Asked {
        from: fields.get("from").to_owned(),
        weeks: number("weeks"),
        pages: number("pages"),
        whose: fields.get("whose").to_owned(),
        after: fields.get("after").to_owned(),
    };
    let (actor, today, wanted) = (context.actor()?.clone(), context.app.clock.today(), asked.clone());
    context.write(move |work| prepare(work, &actor, &wanted, today)).await?;
    Ok(Redirect::to(&asked.address()).into_response())
}

fn prepare(work: &mut Work<'_>, actor: &Actor, asked: &Asked, today: Date) -> Result<()> {
    let (holders, _) = holders(work, actor, asked, today)?;
    for holder in &holders {
        for monday in asked.mondays(today) {
            let there = store::of_week(work, &holder.id, monday, asked.pages())?;
            for page in (1..=asked.pages()).filter(|page| !there.iter().any(|sheet| sheet.page == *page)) {
                store::add(work, &fresh(&holder.id, monday, page)?)?;
            }
        }
    }
    Ok(())
}

/// A sheet that was not printed yet, with a code that nobody guesses.
pub(super) fn fresh(person_id: &Id, week_on: Date, page: i64) -> Result<Sheet> {
    let code: String = secret::token()?.to_uppercase().chars().take(read::LENGTH).collect();
    Ok(Sheet { id: Id::fresh(), code, person_id: person_id.clone(), week_on, page, note_id: None })
}

/// The sheets as they are printed.
pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, today, wanted) = (context.actor()?.clone(), context.app.clock.today(), asked.clone());
    let (found, more) = context
        .app
        .read(move |tx| {
            let (holders, more) = holders(tx, &actor, &wanted, today)?;
            let mut found = Vec::new();
            for holder in holders {
                for monday in wanted.mondays(today) {
                    let sheets = store::of_week(tx, &holder.id, monday, wanted.pages())?;
                    found.push((holder.code.clone(), holder.name.clone(), holder.unit.clone(), sheets));
                }
            }
            Ok((found, more))
        })
        .await?;
    let t = context.t();
    let after = found.last().filter(|_| more).map(|(code, ..)| code.clone());
    let mut sheets = Vec::new();
    for (_, name, unit, of_week) in &found {
        for sheet in of_week {
            sheets.push(SheetView {
                name: name.clone(),
                unit: unit.clone(),
                week: week_said(sheet.week_on, context.lang),
                page: t.sheets_page(sheet.page.to_string(), asked.pages().to_string()),
                code: in_fours(&sheet.code),
                drawing: qr::drawn(&read::drawn(&sheet.code), SIDE)?,
            });
        }
    }
    let way = vec![
        Crumb { href: Some("/sheets".to_owned()), label: t.sheets() },
        Crumb { href: None, label: t.sheets_print() },
    ];
    render(&PrintPage {
        page: page(&context, t.sheets_print()).with_crumbs(way),
        told: t.sheets_ready(sheets.len().to_string()),
        sheets,
        from: asked.from.clone(),
        weeks: asked.weeks(),
        pages: asked.pages(),
        whose: asked.whose.clone(),
        after,
    })
}
