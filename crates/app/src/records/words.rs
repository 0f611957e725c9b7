//! Days, outcomes and marks as these pages say them.

use jiff::civil::Date;
use xueji_plan::LeaveKind;
use xueji_standing::Outcome;

use crate::records::{Attestation, Record};
use crate::shell::Lang;
use crate::shell::lang::Messages;

/// A day: 2026年3月5日(周四), Thu 5 Mar 2026.
pub(crate) fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Chinese => {
            let weekday = match date.weekday() {
                jiff::civil::Weekday::Monday => "周一",
                jiff::civil::Weekday::Tuesday => "周二",
                jiff::civil::Weekday::Wednesday => "周三",
                jiff::civil::Weekday::Thursday => "周四",
                jiff::civil::Weekday::Friday => "周五",
                jiff::civil::Weekday::Saturday => "周六",
                jiff::civil::Weekday::Sunday => "周日",
            };
            format!("{}年{}月{}日({weekday})", date.year(), date.month(), date.day())
        }
        Lang::English => date.strftime("%a %-d %b %Y").to_string(),
    }
}

/// The days of a record, one or from–to.
pub(crate) fn days(record: &Record, lang: Lang) -> String {
    let last = day(record.last_on, lang);
    if record.first_on == record.last_on {
        return last;
    }
    let first = day(record.first_on, lang);
    match lang {
        Lang::Chinese => format!("{first}至{last}"),
        Lang::English => format!("{first} to {last}"),
    }
}

/// How somebody took part.
pub(crate) fn outcome(outcome: Outcome, t: &Messages) -> String {
    match outcome {
        Outcome::Done => t.records_outcome_done(),
        Outcome::Present => t.records_outcome_present(),
        Outcome::Late => t.records_outcome_late(),
        Outcome::LeftEarly => t.records_outcome_left_early(),
        Outcome::Remote => t.records_outcome_remote(),
        Outcome::Leave(LeaveKind::PublicDuty) => t.records_outcome_leave_public_duty(),
        Outcome::Leave(LeaveKind::Illness) => t.records_outcome_leave_illness(),
        Outcome::Leave(LeaveKind::Personal) => t.records_outcome_leave_personal(),
        Outcome::Absent => t.records_outcome_absent(),
        Outcome::MadeUp => t.records_outcome_made_up(),
        Outcome::Invited => t.records_outcome_invited(),
    }
}

/// What others said of it.
pub(super) fn attestation(kind: Attestation, t: &Messages) -> String {
    match kind {
        Attestation::Attested => t.records_mark_attested(),
        Attestation::Reviewed => t.records_mark_reviewed(),
    }
}
