//! One duty of one subject: its periods, and the records behind them.

use askama::Template;

use crate::records::Record;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Id, Page, page};
use crate::standings::say::{self, StateWord};
use crate::standings::views::Pager;
use crate::standings::views::line::{self, Line, RecordFor};
use crate::standings::year::{OneDuty, Year};

#[derive(Template)]
#[template(path = "standings/duty.html")]
pub(in crate::standings) struct DutyPage {
    page: Page,
    line: Line,
    periods: Vec<PeriodRow>,
    records: Vec<RecordRow>,
    pager: Option<Pager>,
}

struct PeriodRow {
    when: String,
    state: StateWord,
    amount: String,
}

struct RecordRow {
    href: String,
    on: String,
    title: String,
    amount: String,
    late: bool,
}

impl DutyPage {
    /// Nothing where the plan does not know the duty any more.
    pub(in crate::standings) fn new(
        context: &Context,
        name: &str,
        subject_id: &Id,
        (year, one): (&Year, &OneDuty),
        (records, total, number): (&[Record], usize, usize),
        record_for: &RecordFor,
    ) -> Option<Self> {
        let (lang, t, today) = (context.lang, context.t(), context.app.clock.today());
        let line = line::line(year, one, subject_id, record_for, context)?;
        let unit = year.duty(one)?.unit();
        let is_rate = one.standing.rate.is_some();
        let periods =
            year.periods(one, today).into_iter().rev().filter(|period| period.span.first() <= today);
        let back = Crumb { href: Some(format!("/people/{subject_id}/year")), label: name.to_owned() };
        let is_person = matches!(record_for, RecordFor::Me | RecordFor::Person(_));
        let title = t.standings_duty_of(name, &line.title);
        let href = format!("{}?page=", line.href);
        Some(Self {
            page: page(context, title).with_crumbs(if is_person { vec![back] } else { Vec::new() }),
            periods: periods
                .map(|period| PeriodRow {
                    when: say::days(period.span, lang),
                    state: say::state(period.state, t),
                    amount: if is_rate {
                        format!("{}/{}", period.done, period.owed)
                    } else {
                        format!(
                            "{} / {}",
                            say::amount(period.done, unit, lang),
                            say::amount(period.owed, unit, lang)
                        )
                    },
                })
                .collect(),
            records: records
                .iter()
                .map(|record| RecordRow {
                    href: format!("/records/{}", record.id),
                    on: say::day(record.last_on, lang),
                    title: record.title.clone(),
                    amount: say::amount(record.quantity.grains, record.quantity.unit, lang),
                    late: record.late,
                })
                .collect(),
            pager: Pager::new(&href, number, crate::standings::list::PAGE, total, t),
            line,
        })
    }
}
