//! Amounts, times and subjects as people say them, in Chinese and English.
//!
//! What is written here is read back by plan files to the same value.

mod number;
mod subject;

pub(crate) use subject::each;
pub use subject::subject;

use jiff::civil::Date;

use crate::duty::{Amount, Cadence, Timing};
use crate::lang::Lang;
use crate::lexicon::{self, CADENCES, UNITS};
use crate::quantity::{Quantity, Unit};
use crate::span::Span;

/// A unit's name: 学时, class hours.
pub fn unit(unit: Unit, lang: Lang) -> String {
    let word = lexicon::write(UNITS, &unit, lang);
    match lang {
        Lang::Zh => word.to_owned(),
        Lang::En => format!("{word}s"),
    }
}

/// An amount: 1.5小时, 30分钟, 2 articles.
pub fn quantity(quantity: Quantity, lang: Lang) -> String {
    let grain = quantity.unit.grains();
    // Minutes that make no short decimal of an hour are said as minutes.
    let minutes = quantity.unit == Unit::Hours && (quantity.grains < 60 || quantity.grains % 15 != 0);
    if minutes {
        return match lang {
            Lang::Zh => format!("{}分钟", quantity.grains),
            Lang::En if quantity.grains == 1 => "1 minute".to_owned(),
            Lang::En => format!("{} minutes", quantity.grains),
        };
    }
    let number = number::decimal(quantity.grains, grain);
    let word = lexicon::write(UNITS, &quantity.unit, lang);
    match lang {
        Lang::Zh => format!("{number}{word}"),
        Lang::En if quantity.grains == grain => format!("{number} {word}"),
        Lang::En => format!("{number} {word}s"),
    }
}

/// How much: 至少1次, 1 to 2 articles, at least 90%.
pub fn amount(amount: &Amount, lang: Lang) -> String {
    match (amount, lang) {
        (Amount::AtLeast(least), Lang::Zh) => format!("至少{}", quantity(*least, lang)),
        (Amount::AtLeast(least), Lang::En) => format!("at least {}", quantity(*least, lang)),
        (Amount::Exactly(exact), _) => quantity(*exact, lang),
        (Amount::AtMost(most), Lang::Zh) => format!("最多{}", quantity(*most, lang)),
        (Amount::AtMost(most), Lang::En) => format!("at most {}", quantity(*most, lang)),
        (Amount::Between { owed, target }, Lang::Zh) => {
            format!("{}至{}", number_before(*owed, *target, lang), quantity(*target, lang))
        }
        (Amount::Between { owed, target }, Lang::En) => {
            format!("{} to {}", number_before(*owed, *target, lang), quantity(*target, lang))
        }
        (Amount::Rate(rate), Lang::Zh) => format!("不低于{}%", rate.at_least_percent),
        (Amount::Rate(rate), Lang::En) => format!("at least {}%", rate.at_least_percent),
        (Amount::Open, Lang::Zh) => "数量未定".to_owned(),
        (Amount::Open, Lang::En) => "amount left open".to_owned(),
    }
}

/// The lower bound without its unit, which follows the upper one: 1至2篇. Minutes keep theirs, hours may follow.
fn number_before(owed: Quantity, target: Quantity, lang: Lang) -> String {
    if owed.unit == Unit::Hours {
        return quantity(owed, lang);
    }
    number::decimal(owed.grains, target.unit.grains())
}

/// How often, or by when: 每季度, every quarter, 2026-11-30前.
pub fn timing(timing: &Timing, lang: Lang) -> String {
    match (timing, lang) {
        (Timing::Every(cadence), _) => every(*cadence, lang),
        (Timing::Within(window), _) => span(*window, lang),
        (Timing::By(day), Lang::Zh) => format!("{day}前"),
        (Timing::By(day), Lang::En) => format!("by {day}"),
        (Timing::WholePlan, Lang::Zh) => "全年".to_owned(),
        (Timing::WholePlan, Lang::En) => "over the whole plan".to_owned(),
        (Timing::Open, Lang::Zh) => "时间未定".to_owned(),
        (Timing::Open, Lang::En) => "time left open".to_owned(),
    }
}

/// A recurring period: 每个工作日, every working day.
pub fn every(cadence: Cadence, lang: Lang) -> String {
    let word = lexicon::write(CADENCES, &cadence, lang);
    match (cadence, lang) {
        (Cadence::WorkingDay, Lang::Zh) => format!("每个{word}"),
        (_, Lang::Zh) => format!("每{word}"),
        (_, Lang::En) => format!("every {word}"),
    }
}

/// A run of days: 2026-01-05至2026-02-04.
pub fn span(span: Span, lang: Lang) -> String {
    let (first, last): (Date, Date) = (span.first(), span.last());
    match lang {
        _ if first == last => first.to_string(),
        Lang::Zh => format!("{first}至{last}"),
        Lang::En => format!("{first} to {last}"),
    }
}

/// How much and how often in one phrase: 每季度至少1次, at least 1 time a quarter.
pub fn owed(how_much: &Amount, when: &Timing, lang: Lang) -> String {
    let (much, time) = (amount(how_much, lang), timing(when, lang));
    match (how_much, when, lang) {
        (Amount::Open, Timing::Open, Lang::Zh) => "数量、时间未定".to_owned(),
        (Amount::Open, Timing::Open, Lang::En) => "amount and time left open".to_owned(),
        (Amount::Open, _, Lang::Zh) | (_, Timing::Within(_) | Timing::By(_) | Timing::Open, Lang::Zh) => {
            format!("{time}，{much}")
        }
        (_, _, Lang::Zh) => format!("{time}{much}"),
        (Amount::Open, _, Lang::En) | (_, Timing::Open, Lang::En) => format!("{much}, {time}"),
        (_, Timing::Every(cadence), Lang::En) if *cadence != Cadence::TwoWeeks => {
            format!("{much} a {}", lexicon::write(CADENCES, cadence, lang))
        }
        (_, Timing::Within(_), Lang::En) => format!("{much} from {time}"),
        (_, _, Lang::En) => format!("{much} {time}"),
    }
}
