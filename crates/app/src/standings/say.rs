//! Standings in words and figures: plain, exact, without blame.

use jiff::civil::Date;
use xueji_plan::{Amount, Duty, Quantity, Span, Unit, words};
use xueji_standing::{CompiledDuty, RateStanding, Standing, State};

use crate::shell::Lang;
use crate::shell::lang::Messages;
use crate::standings::Verdict;

/// A state as pages show it: never by color alone.
pub(super) struct StateWord {
    pub(super) code: &'static str,
    pub(super) sign: &'static str,
    pub(super) word: String,
}

/// A state in one word.
pub(crate) fn word(of: State, t: &Messages) -> String {
    state(of, t).word
}

pub(super) fn state(state: State, t: &Messages) -> StateWord {
    let (sign, word) = match state {
        State::NotYetBegun => ("·", t.standings_not_yet_begun()),
        State::OnTrack => ("○", t.standings_on_track()),
        State::Due => ("◔", t.standings_due()),
        State::Behind => ("▲", t.standings_behind()),
        State::Met => ("✓", t.standings_met()),
        State::Missed => ("–", t.standings_missed()),
        State::Unreachable => ("×", t.standings_unreachable()),
        State::Exempt => ("∅", t.standings_exempt()),
    };
    StateWord { code: state.code(), sign, word }
}

/// 6月30日, 30 June.
pub(super) fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{}月{}日", date.month(), date.day()),
        Lang::English => date.strftime("%-d %B").to_string(),
    }
}

/// 3月2日至8日 within a month, 2 March to 8 April over several; a day alone by itself.
pub(super) fn days(span: Span, lang: Lang) -> String {
    let (first, last) = (span.first(), span.last());
    if first == last {
        return day(first, lang);
    }
    match lang {
        Lang::Chinese if first.month() == last.month() => format!("{}至{}日", day(first, lang), last.day()),
        Lang::Chinese => format!("{}至{}", day(first, lang), day(last, lang)),
        Lang::English => format!("{} to {}", day(first, lang), day(last, lang)),
    }
}

pub(super) fn title(duty: &Duty, lang: Lang) -> String {
    lang.choose(&duty.title, duty.title_en.as_ref()).to_owned()
}

/// 38/47: periods where there are several, else the amount.
pub(super) fn figure(duty: &CompiledDuty, verdict: &Verdict) -> String {
    let is_rate = matches!(duty.duty().amount, Amount::Rate(_));
    match (is_rate, verdict.periods_owed > 1) {
        (true, _) => format!("{}/{}", verdict.done, verdict.owed),
        (false, true) => format!("{}/{}", verdict.periods_met, verdict.periods_owed),
        (false, false) => {
            format!("{}/{}", number(verdict.done, duty.unit()), number(verdict.owed, duty.unit()))
        }
    }
}

/// How full the bar is.
pub(super) fn percent(duty: &CompiledDuty, verdict: &Verdict) -> i64 {
    let is_rate = matches!(duty.duty().amount, Amount::Rate(_));
    let (part, whole) = match verdict.state {
        State::Met => (1, 1),
        _ if verdict.periods_owed > 1 && !is_rate => (verdict.periods_met, verdict.periods_owed),
        _ => (verdict.done, verdict.owed),
    };
    part.saturating_mul(100).checked_div(whole).unwrap_or(0).clamp(0, 100)
}

/// What is still to do and by when, or what has become of it: 还差2次，最晚6月30日.
pub(super) fn explain(
    duty: &CompiledDuty,
    standing: &Standing,
    today: Date,
    lang: Lang,
    t: &Messages,
) -> String {
    let mut parts = Vec::new();
    match (&duty.duty().amount, &standing.rate) {
        (Amount::Rate(rate), Some(figures)) => {
            parts.push(rate_words(rate.at_least_percent, figures, standing.state, t));
        }
        (Amount::AtMost(_), _) => parts.push(t.standings_limit(
            amount(standing.done, duty.unit(), lang),
            amount(standing.owed, duty.unit(), lang),
        )),
        _ => parts.extend(still_to_do(duty, standing, today, lang, t)),
    }
    if let Some(target) =
        standing.target.filter(|target| standing.done < *target && standing.state == State::Met)
    {
        parts.push(t.standings_target(amount(target, duty.unit(), lang)));
    }
    let counted = [
        (standing.repairable, t.standings_repairable(standing.repairable.to_string())),
        (standing.missed, t.standings_periods_missed(standing.missed.to_string())),
        (standing.late_records, t.standings_late_records(standing.late_records.to_string())),
    ];
    parts.extend(counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said));
    parts.join(match lang {
        Lang::Chinese => "；",
        Lang::English => "; ",
    })
}

fn still_to_do(
    duty: &CompiledDuty,
    standing: &Standing,
    today: Date,
    lang: Lang,
    t: &Messages,
) -> Option<String> {
    match standing.state {
        State::Met | State::Exempt | State::Missed | State::Unreachable => return None,
        State::NotYetBegun => {
            return standing.period.map(|period| t.standings_begins(day(period.first(), lang)));
        }
        _ => {}
    }
    let running = standing.period.filter(|period| period.contains(today) && standing.done < standing.owed);
    if let Some(period) = running {
        let missing = amount(standing.owed - standing.done, duty.unit(), lang);
        return Some(t.standings_still_to_do(missing, day(period.last(), lang)));
    }
    standing.next_due.map(|due| t.standings_next_by(day(due, lang)))
}

fn rate_words(percent: u8, rate: &RateStanding, state: State, t: &Messages) -> String {
    let came = t.standings_attended(rate.attended.to_string(), rate.expected.to_string());
    let margin = match (state, rate.may_miss) {
        (State::Met | State::Missed | State::Exempt, _) => return came,
        (State::Unreachable, _) => t.standings_rate_unreachable(percent.to_string()),
        (_, Some(spare)) => t.standings_may_miss(spare.to_string()),
        (_, None) => t.standings_to_make_up(percent.to_string(), rate.to_make_up.to_string()),
    };
    format!("{came}{}{margin}", t.standings_comma())
}

/// Of a rate: how many meetings are ahead in its period, and how many of them have a day; empty where there is none.
pub(super) fn ahead(standing: &Standing, t: &Messages) -> String {
    let Some(rate) = standing.rate.filter(|rate| rate.to_come + rate.planned > 0) else {
        return String::new();
    };
    let ahead = rate.to_come + rate.on_leave;
    let mut said = t.standings_to_come(ahead.to_string(), rate.planned.to_string());
    if rate.on_leave > 0 {
        said.push_str(&t.standings_leave_granted(rate.on_leave.to_string()));
    }
    said
}

/// So many grains with their unit.
pub(super) fn amount(grains: i64, unit: Unit, lang: Lang) -> String {
    words::quantity(Quantity { grains, unit }, lang.of_plan())
}

/// So many grains as units, one decimal at most.
pub(super) fn number(grains: i64, unit: Unit) -> String {
    let tenths = grains.saturating_mul(10) / unit.grains();
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}
