//! Posted forms: bounded, CSRF-checked, read field by field, with mistakes named at the field.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use xueji_plan::Bilingual;

use crate::shell::app::App;
use crate::shell::context::Context;
use crate::shell::error::{Error, Result};
use crate::shell::interrupted::Interrupted;
use crate::shell::lang::{Lang, Messages};

/// The largest form accepted: the longest note, of 100,000 characters, each of which takes twelve bytes at most as a form
/// is sent (nine in Chinese), with room for the rest, also for the marks of a form sent on.
pub(crate) const LARGEST_FORM: usize = 12 * 100_000 + 128 * 1024;

/// The most fields accepted: a choice among all people of the largest branch is a tenth of it.
pub(crate) const MOST_FIELDS: usize = 20_000;

/// The years of the dates that a form takes.
const YEARS: RangeInclusive<i16> = 1900..=2199;

/// The field that carries the CSRF token.
pub(crate) const CSRF_FIELD: &str = "_csrf";

/// What is wrong, by field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mistakes(BTreeMap<&'static str, Mistake>);

/// One mistake.
#[derive(Clone, Debug)]
pub(crate) enum Mistake {
    /// The message is the same for all.
    Plain(fn(&Messages) -> String),
    /// Longer than so many characters.
    TooLong(usize),
    /// What a checker said, and how to mend it.
    Told(Bilingual, Option<Bilingual>),
}

impl Mistakes {
    /// Names a mistake at a field; the first one named stays.
    pub(crate) fn add(&mut self, field: &'static str, message: fn(&Messages) -> String) {
        self.0.entry(field).or_insert(Mistake::Plain(message));
    }

    /// Names a text of more than `most` characters at its field; the first mistake named stays.
    pub(crate) fn too_long(&mut self, field: &'static str, most: usize) {
        self.0.entry(field).or_insert(Mistake::TooLong(most));
    }

    /// Names what a checker found at a field; the first one named stays.
    pub(crate) fn say(&mut self, field: &'static str, message: Bilingual, hint: Option<Bilingual>) {
        self.0.entry(field).or_insert(Mistake::Told(message, hint));
    }

    /// Whether all is well.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One mistake.
    pub(crate) fn of(field: &'static str, message: fn(&Messages) -> String) -> Self {
        let mut mistakes = Self::default();
        mistakes.add(field, message);
        mistakes
    }

    /// One mistake as an error.
    pub(crate) fn one(field: &'static str, message: fn(&Messages) -> String) -> Error {
        Error::Invalid(Self::of(field, message))
    }

    /// What to say at `field`, empty where nothing is wrong.
    pub(crate) fn at(&self, field: &str, messages: &Messages) -> String {
        self.0.get(field).map(|mistake| mistake.say(messages)).unwrap_or_default()
    }

    /// Every mistake with its field.
    pub(crate) fn by_field(&self, messages: &Messages) -> impl Iterator<Item = (&'static str, String)> {
        self.0.iter().map(|(field, mistake)| (*field, mistake.say(messages)))
    }

    /// Every mistake, said.
    pub(crate) fn said(&self, messages: &Messages) -> Vec<String> {
        self.0.values().map(|mistake| mistake.say(messages)).collect()
    }

    /// Goes on only where nothing is wrong.
    pub(crate) fn check(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

impl Mistake {
    fn say(&self, messages: &Messages) -> String {
        match self {
            Self::Plain(message) => message(messages),
            Self::TooLong(most) => messages.field_too_long(most.to_string()),
            Self::Told(message, hint) => {
                let lang = Lang::of(messages).of_plan();
                let hint = hint.as_ref().map_or("", |hint| hint.get(lang));
                messages.field_told(message.get(lang), hint)
            }
        }
    }
}

/// The fields of a form as they were typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `a=1&b=2`.
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// Reads a request's body, up to the largest form.
    pub(crate) async fn read(body: Body) -> Result<Self> {
        let too_large = || Mistakes::one(CSRF_FIELD, Messages::error_form_too_large);
        let bytes = to_bytes(body, LARGEST_FORM).await.map_err(|_| too_large())?;
        if bytes.split(|byte| *byte == b'&').nth(MOST_FIELDS).is_some() {
            return Err(too_large());
        }
        Ok(Self::parse(&bytes))
    }

    /// These names and values.
    pub(crate) fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// One more.
    pub(crate) fn add(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }

    /// Every name and value, as typed.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What was typed into a field, trimmed; empty where it was absent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value.trim())
    }

    /// What was typed into a field, or what it usually has where nothing was.
    pub(crate) fn or(&self, name: &str, usual: impl Display) -> String {
        match self.get(name) {
            "" => usual.to_string(),
            typed => typed.to_owned(),
        }
    }

    /// Every value of a repeated field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter().filter(move |(key, _)| *key == name).map(|(_, value)| value.trim())
    }

    /// A text of at most `most` characters; absent where empty.
    pub(crate) fn text(&self, name: &'static str, most: usize, mistakes: &mut Mistakes) -> Option<String> {
        let text = self.get(name);
        if text.chars().count() > most {
            mistakes.too_long(name, most);
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A text that must be there.
    pub(crate) fn required(&self, name: &'static str, most: usize, mistakes: &mut Mistakes) -> String {
        self.text(name, most, mistakes).unwrap_or_else(|| {
            mistakes.add(name, Messages::field_required);
            String::new()
        })
    }

    /// A civil date; absent where empty.
    pub(crate) fn date(&self, name: &'static str, mistakes: &mut Mistakes) -> Option<Date> {
        let text = self.get(name);
        if text.is_empty() {
            return None;
        }
        // A year of our age: others are slips of the hand, and no column keeps what has more than four digits.
        let date = text.parse().ok().filter(|date: &Date| YEARS.contains(&date.year()));
        if date.is_none() {
            mistakes.add(name, Messages::field_not_a_date);
        }
        date
    }

    /// A civil date that must be there; any where it is not.
    pub(crate) fn required_date(&self, name: &'static str, mistakes: &mut Mistakes) -> Date {
        self.date(name, mistakes).unwrap_or_else(|| {
            mistakes.add(name, Messages::field_required);
            Date::default()
        })
    }
}

/// A posted form whose CSRF token was right, and the request it came with.
#[derive(Debug)]
pub(crate) struct Posted {
    /// The request.
    pub(crate) context: Context,
    /// The fields.
    pub(crate) fields: Fields,
}

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let context = Context::of(&parts, app);
        let fields = Fields::read(body).await.map_err(Error::into_response)?;
        if context.accepts_token(fields.get(CSRF_FIELD)) {
            return Ok(Self { context, fields });
        }
        tracing::warn!("a form came with a token that is not this visitor's");
        Err(Interrupted { target: context.path, fields }.answer(Error::Stale))
    }
}
