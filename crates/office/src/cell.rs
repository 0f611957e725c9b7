//! One cell: what stands in it, and what that means in its column.

use calamine::{DataRef, ExcelDateTime};
use unicode_normalization::UnicodeNormalization;

use crate::column::{Choice, Kind};
use crate::date::{self, Written};
use crate::heading::{is_invisible, plain};
use crate::problem::{Found, ProblemKind, Shown};
use crate::sheet::Value;

/// Excel keeps fifteen digits of a number.
const EXACT_BELOW: f64 = 1e15;
/// Excel keeps so many characters in a cell.
const LONGEST_TEXT: usize = 32_767;

/// What stands in a cell, whatever its column.
#[derive(Debug)]
pub(crate) enum Raw {
    Text(String),
    Number(f64),
    Date(ExcelDateTime),
    Truth(bool),
    Fault(String),
    Uncalculated,
}

/// What a cell means in its column.
#[derive(Debug, PartialEq)]
pub(crate) enum Meaning {
    Is(Value),
    /// Used, but a code should not be a number.
    IsNumber(Value),
    Wrong(ProblemKind),
}

impl Raw {
    /// What stands in a cell; nothing if it is blank to the eye.
    pub(crate) fn new(value: DataRef<'_>, has_formula: bool) -> Option<Self> {
        Some(match value {
            DataRef::SharedString(text) => return Self::of_text(text),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                return Self::of_text(&text);
            }
            #[expect(
                clippy::cast_precision_loss,
                clippy::as_conversions,
                reason = "a cell's number is a double in Excel too"
            )]
            DataRef::Int(number) => Self::Number(number as f64),
            DataRef::Float(number) => Self::Number(number),
            DataRef::DateTime(date) => Self::Date(date),
            DataRef::Bool(truth) => Self::Truth(truth),
            DataRef::Error(error) => Self::Fault(error.to_string()),
            DataRef::Empty if has_formula => Self::Uncalculated,
            DataRef::Empty => return None,
        })
    }

    fn of_text(text: &str) -> Option<Self> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        (!text.is_empty()).then(|| Self::Text(text.to_owned()))
    }

    /// What the eye sees, near enough.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Text(text) | Self::Fault(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => {
                date::read_excel(date).map_or_else(|| date.to_string(), |day| day.to_string())
            }
            Self::Truth(truth) => truth.to_string().to_uppercase(),
            Self::Uncalculated => String::new(),
        }
    }

    /// The beginning of what the eye sees.
    pub(crate) fn shown(&self) -> Shown {
        Shown::new(&self.to_text())
    }

    /// What the cell means in a column of this kind.
    pub(crate) fn meaning(&self, kind: Kind) -> Meaning {
        match self {
            Self::Fault(_) => return Meaning::Wrong(ProblemKind::ErrorValue),
            Self::Uncalculated => return Meaning::Wrong(ProblemKind::Uncalculated),
            Self::Truth(_) => return wrong_kind(Found::Truth),
            Self::Date(date) if date.is_duration() => return wrong_kind(Found::Duration),
            Self::Text(text) if text.chars().count() > LONGEST_TEXT => {
                return Meaning::Wrong(ProblemKind::TooLong);
            }
            _ => {}
        }
        match kind {
            Kind::Text => Meaning::Is(Value::Text(self.to_text())),
            Kind::Code => self.as_code(),
            Kind::Date { month_alone } => self.as_date(month_alone),
            Kind::Choice(choices) => match chosen(&self.to_text(), choices) {
                Some(value) => Meaning::Is(Value::Choice(value)),
                None => Meaning::Wrong(ProblemKind::NotInList(choices)),
            },
            Kind::Choices(choices) => self.as_choices(choices),
        }
    }

    fn as_code(&self) -> Meaning {
        match self {
            Self::Number(number) if number.abs() >= EXACT_BELOW => Meaning::Wrong(ProblemKind::DigitsLost),
            Self::Number(_) => Meaning::IsNumber(Value::Text(self.to_text())),
            Self::Date(_) => wrong_kind(Found::Date),
            _ => {
                let code: String = self.to_text().nfkc().filter(|c| !is_invisible(*c)).collect();
                // Other systems put the mark that keeps Excel from calculating into the text itself.
                let code = code.trim_start_matches('\'').trim();
                if is_scientific(code) {
                    return Meaning::Wrong(ProblemKind::ScientificNotation);
                }
                Meaning::Is(Value::Text(code.to_owned()))
            }
        }
    }

    fn as_date(&self, month_alone: bool) -> Meaning {
        let written = match self {
            Self::Date(date) => date::read_excel(date).map(Written::Day),
            Self::Number(number) => return number_as_date(*number),
            _ => date::read_text(&self.to_text()),
        };
        match written {
            Some(Written::Day(day)) => Meaning::Is(Value::Date(day)),
            Some(Written::Month(first)) if month_alone => Meaning::Is(Value::Date(first)),
            Some(Written::Month(_)) => Meaning::Wrong(ProblemKind::MonthAlone),
            None => Meaning::Wrong(ProblemKind::NotADate),
        }
    }

    fn as_choices(&self, choices: &'static [Choice]) -> Meaning {
        let mut values = Vec::new();
        for word in self.to_text().nfkc().collect::<String>().split(['、', ',', ';', '/', '|', '\n']) {
            if plain(word).is_empty() {
                continue;
            }
            match chosen(word, choices) {
                Some(value) if values.contains(&value) => {}
                Some(value) => values.push(value),
                None => return Meaning::Wrong(ProblemKind::NotInList(choices)),
            }
        }
        Meaning::Is(Value::Choices(values))
    }
}

fn wrong_kind(found: Found) -> Meaning {
    Meaning::Wrong(ProblemKind::WrongKind(found))
}

/// 20260305 is a date written as a number; 46086 may be one that lost its format, or no date at all.
fn number_as_date(number: f64) -> Meaning {
    let digits = (number.fract() == 0.0 && number > 0.0).then(|| number.to_string());
    match digits.and_then(|digits| digits.parse().ok()).and_then(date::read_digits) {
        Some(Written::Day(day)) => Meaning::Is(Value::Date(day)),
        _ => wrong_kind(Found::Number),
    }
}

/// Whether Excel's notation for long numbers, 1.38E+10, has become the text; a code such as 1E5 has not.
fn is_scientific(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.to_ascii_uppercase().split_once("E+").is_some_and(|(number, power)| {
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        is_digits(whole) && is_digits(fraction) && is_digits(power)
    })
}

fn chosen(word: &str, choices: &'static [Choice]) -> Option<&'static str> {
    let word = plain(word);
    let named = |choice: &&Choice| {
        let own = [choice.title.chinese, choice.title.english];
        own.iter().chain(choice.aliases).any(|name| plain(name) == word)
    };
    choices.iter().find(named).map(|choice| choice.value)
}
