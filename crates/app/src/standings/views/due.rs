//! What falls due before the month ends, from the plan's periods and the roll-ups alone.

use jiff::civil::Date;
use xueji_standing::{CompiledDuty, State};

use crate::plans::InForce;
use crate::shell::{Context, Lang};
use crate::standings::bureau::Bureau;
use crate::standings::say;
use crate::standings::views::figure::{Truth, each_duty, truths};
use crate::standings::views::selection::Selection;

/// A duty with a period that ends this month, and those who have not met it.
pub(super) struct DueRow {
    pub(super) on: String,
    pub(super) title: String,
    pub(super) figures: Vec<Truth>,
}

/// Those who still have something to do for it.
const WAITING: [State; 2] = [State::Due, State::Behind];

/// The duties that fall due from today to the end of the month and that somebody still has to do, the nearest first.
pub(super) fn due(plan: &InForce, bureau: &Bureau, selection: &Selection, context: &Context) -> Vec<DueRow> {
    let (today, lang, t): (Date, Lang, _) = (context.app.clock.today(), context.lang, context.t());
    let falls = |duty: &CompiledDuty| {
        let mut ends = duty.periods().iter().map(|period| period.last());
        ends.find(|end| *end >= today).filter(|end| *end <= today.last_of_month())
    };
    let mut rows: Vec<(Date, DueRow)> = each_duty(plan, bureau, selection)
        .filter_map(|(duty, counts)| {
            let on = falls(duty)?;
            let figures = truths(&counts, &WAITING, &selection.with_duty(duty), t);
            let row = DueRow { on: say::day(on, lang), title: say::title(duty.duty(), lang), figures };
            (!row.figures.is_empty()).then_some((on, row))
        })
        .collect();
    rows.sort_by_key(|(on, _)| *on);
    rows.into_iter().map(|(_, row)| row).collect()
}
