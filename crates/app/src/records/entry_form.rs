//! The form for one record: what was typed, and the record that it describes.

use jiff::civil::Date;
use xueji_plan::{Activity, Evidence, Quantity, Unit};
use xueji_standing::{EvidenceSet, Outcome};

use crate::records::{NewRecord, Record, Subject};
use crate::shell::lang::Messages;
use crate::shell::{Fields, Id, Mistakes, Result};

/// A long note with room to spare.
pub(super) const LONGEST_TEXT: usize = 100_000;
/// Minutes are offered beside hours: nobody writes a third of an hour as a decimal.
pub(super) const MINUTES: &str = "minutes";

/// What stands in the fields, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) entry_key: String,
    pub(super) activity: String,
    pub(super) category: String,
    pub(super) first_on: String,
    pub(super) last_on: String,
    pub(super) amount: String,
    pub(super) unit: String,
    pub(super) outcome: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) notebook_page: String,
    pub(super) attachment: String,
    pub(super) place: String,
    pub(super) late_reason: String,
    pub(super) reason: String,
    /// Whether its author was shown what the text is close to.
    pub(super) seen: String,
}

impl Typed {
    /// An empty form: today, the usual amount.
    pub(super) fn fresh(activity: &Activity, today: Date) -> Self {
        let (amount, unit) = amount_of(activity.usual);
        Self {
            entry_key: Id::fresh().to_string(),
            activity: activity.name.code.clone(),
            first_on: today.to_string(),
            last_on: today.to_string(),
            amount,
            unit,
            ..Self::default()
        }
    }

    /// A form that came back.
    pub(super) fn of_fields(fields: &Fields) -> Self {
        let get = |name| fields.get(name).to_owned();
        Self {
            entry_key: get("entry_key"),
            activity: get("activity"),
            category: get("category"),
            first_on: get("first_on"),
            last_on: get("last_on"),
            amount: get("amount"),
            unit: get("unit"),
            outcome: get("outcome"),
            title: get("title"),
            body: get("body"),
            notebook_page: get("notebook_page"),
            attachment: get("attachment"),
            place: get("place"),
            late_reason: get("late_reason"),
            reason: get("reason"),
            seen: get("seen"),
        }
    }

    /// The same for another activity: what does not fit it gives way to what is usual there.
    pub(super) fn fitted(mut self, activity: &Activity) -> Self {
        self.activity.clone_from(&activity.name.code);
        if !activity.categories.contains(&self.category) {
            self.category.clear();
        }
        let unit = if self.unit == MINUTES { Some(Unit::Hours) } else { Unit::from_code(&self.unit) };
        if !unit.is_some_and(|unit| activity.units.contains(&unit)) {
            (self.amount, self.unit) = amount_of(activity.usual);
        }
        self
    }

    /// A record to be corrected; its text only for those whose it is.
    pub(super) fn of_record(record: &Record, with_text: bool) -> Self {
        let (amount, unit) = amount_of(record.quantity);
        let plain = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            entry_key: Id::fresh().to_string(),
            activity: record.activity.clone(),
            category: plain(&record.category),
            first_on: record.first_on.to_string(),
            last_on: record.last_on.to_string(),
            amount,
            unit,
            outcome: record.outcome.code().to_owned(),
            title: record.title.clone(),
            body: if with_text { plain(&record.body) } else { String::new() },
            notebook_page: plain(&record.notebook_page),
            attachment: plain(&record.attachment),
            place: plain(&record.place),
            late_reason: plain(&record.late_reason),
            reason: String::new(),
            seen: String::new(),
        }
    }
}

/// The amount and the unit that a form shows for a quantity.
pub(crate) fn amount_of(quantity: Quantity) -> (String, String) {
    let grains = quantity.unit.grains();
    let (whole, rest) = (quantity.grains / grains, quantity.grains % grains);
    let hundredths = rest.saturating_mul(100) / grains;
    if hundredths.saturating_mul(grains) != rest.saturating_mul(100) {
        return (quantity.grains.to_string(), MINUTES.to_owned());
    }
    let text = format!("{whole}.{hundredths:02}");
    (text.trim_end_matches('0').trim_end_matches('.').to_owned(), quantity.unit.code().to_owned())
}

/// The files that a form comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    /// Those ticked and those brought, in order.
    pub(super) ids: Vec<Id>,
    /// Whether the record that it corrects had some.
    pub(super) had: bool,
}

/// Reads the form for `subject`; what was typed wrongly is named at its field.
///
/// `old` is the record that it corrects; `with_text` says whether its text was in the form at all.
pub(super) fn read(
    fields: &Fields,
    subject: Subject,
    old: Option<&Record>,
    with_text: bool,
    files: Chosen,
) -> Result<NewRecord> {
    let mut mistakes = Mistakes::default();
    let entry_key = fields.required("entry_key", 64, &mut mistakes);
    let activity = fields.required("activity", 100, &mut mistakes);
    let category = fields.text("category", 100, &mut mistakes);
    let last_on = day(fields, &mut mistakes);
    let first_on = fields.date("first_on", &mut mistakes).unwrap_or(last_on);
    let quantity = quantity(fields, &mut mistakes);
    let body = fields.text("body", LONGEST_TEXT, &mut mistakes);
    let note_id = old.and_then(Record::note).cloned();
    // Written on in the notebook, not here.
    let body =
        if with_text { body } else { old.and_then(|old| old.body.clone()) }.filter(|_| note_id.is_none());
    let notebook_page = fields.text("notebook_page", 100, &mut mistakes);
    let attachment = fields.text("attachment", 300, &mut mistakes);
    let is_person = matches!(subject, Subject::Person(_));
    let attached = attachment.is_some() || !files.ids.is_empty();
    let written = (body.is_some() || note_id.is_some()).then_some(text_of(is_person));
    let written = evidence(written, notebook_page.is_some(), attached);
    let outcome = match old.map_or(Outcome::Done, |old| old.outcome) {
        Outcome::Done => Outcome::Done,
        before => attended(fields.get("outcome"), before, &mut mistakes),
    };
    let new = NewRecord {
        entry_key,
        subject,
        activity,
        category,
        first_on,
        last_on,
        quantity,
        outcome,
        evidence: old.map_or(written, |old| with_unwritten(written, old, files.had)),
        // That there is one is held against all records, together with the rest.
        title: fields.text("title", 200, &mut mistakes).unwrap_or_default(),
        body,
        note_id,
        notebook_page,
        attachment,
        files: files.ids,
        place: fields.text("place", 200, &mut mistakes),
        late_reason: fields.text("late_reason", 500, &mut mistakes),
    };
    mistakes.check()?;
    Ok(new)
}

/// The day on which it ended; a day at random where the mistake is named already.
pub(super) fn day(fields: &Fields, mistakes: &mut Mistakes) -> Date {
    let day = fields.date("last_on", mistakes);
    if day.is_none() {
        mistakes.add("last_on", Messages::field_required);
    }
    day.unwrap_or_default()
}

/// The amount with its unit.
pub(crate) fn quantity(fields: &Fields, mistakes: &mut Mistakes) -> Quantity {
    let (code, typed) = (fields.get("unit"), fields.get("amount"));
    let minutes = code == MINUTES;
    let unit = if minutes { Some(Unit::Hours) } else { Unit::from_code(code) };
    let Some(unit) = unit else {
        mistakes.add("amount", Messages::records_unit_does_not_fit);
        return Quantity::of(0, Unit::Times);
    };
    let per_unit = if minutes { 1 } else { unit.grains() };
    let grains = match hundredths(typed) {
        Some(hundredths) if hundredths.saturating_mul(per_unit) % 100 == 0 => {
            hundredths.saturating_mul(per_unit) / 100
        }
        Some(_) => {
            mistakes.add("amount", Messages::records_amount_too_fine);
            0
        }
        None if typed.is_empty() => 0,
        None => {
            mistakes.add("amount", Messages::field_not_a_number);
            0
        }
    };
    Quantity { grains, unit }
}

/// A decimal of at most two places, in hundredths; full-width digits of a Chinese keyboard too.
fn hundredths(typed: &str) -> Option<i64> {
    let plain: String = typed
        .chars()
        .map(|symbol| match symbol {
            '０'..='９' => char::from_digit(u32::from(symbol) - u32::from('０'), 10).unwrap_or(symbol),
            '．' | '。' => '.',
            other => other,
        })
        .collect();
    let (whole, places) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.chars().all(|symbol| symbol.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || places.len() > 2 || !digits(whole) || !digits(places) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let places: i64 = format!("{places:0<2}").parse().ok()?;
    Some(whole * 100 + places)
}

/// The outcome chosen for somebody expected.
fn attended(code: &str, before: Outcome, mistakes: &mut Mistakes) -> Outcome {
    match Outcome::from_code(code) {
        Some(outcome) if outcome != Outcome::Done => outcome,
        _ => {
            mistakes.add("outcome", Messages::field_unknown_choice);
            before
        }
    }
}

/// What is there besides the act follows from what was written down, and where.
pub(super) fn evidence(written: Option<Evidence>, on_paper: bool, attached: bool) -> EvidenceSet {
    let text = written.map(|_| Evidence::Text);
    let on_paper = on_paper.then_some(Evidence::Note);
    let kept = attached.then_some(Evidence::Attachment);
    [written, text, on_paper, kept].into_iter().flatten().collect()
}

/// What a text is evidence of: of a person a note, of an organization minutes.
fn text_of(is_person: bool) -> Evidence {
    if is_person { Evidence::Note } else { Evidence::Minutes }
}

/// Evidence that an import or another form vouched for stays with the record: no field of this form shows it.
fn with_unwritten(written: EvidenceSet, old: &Record, had_files: bool) -> EvidenceSet {
    let has_text = old.body.is_some() || old.note().is_some();
    let shown = evidence(
        has_text.then_some(text_of(old.person_id.is_some())),
        old.notebook_page.is_some(),
        old.attachment.is_some() || had_files,
    );
    EvidenceSet::from_bits(written.bits() | (old.evidence.bits() & !shown.bits()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(amount: &str, unit: &str) -> (Quantity, bool) {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut mistakes = Mistakes::default();
        let fields = Fields::of([pair("amount", amount), pair("unit", unit)]);
        (quantity(&fields, &mut mistakes), mistakes.is_empty())
    }

    #[test]
    fn an_amount_is_read_as_it_is_said() {
        for (amount, unit, grains, kind) in [
            ("1.5", "hours", 90, Unit::Hours),
            ("20", "minutes", 20, Unit::Hours),
            ("２", "books", 2, Unit::Books),
            ("0.5", "days", 1, Unit::Days),
            ("1.25", "class-hours", 125, Unit::ClassHours),
        ] {
            assert_eq!(typed(amount, unit), (Quantity { grains, unit: kind }, true), "{amount} {unit}");
        }
    }

    #[test]
    fn an_amount_that_cannot_be_kept_whole_is_named() {
        for (amount, unit) in [
            ("-1", "books"),
            ("1.5", "books"),
            ("0.25", "days"),
            ("many", "times"),
            ("1", "acres"),
            ("1e9", "hours"),
        ] {
            assert!(!typed(amount, unit).1, "{amount} {unit}");
        }
    }

    #[test]
    fn an_amount_is_shown_as_it_would_be_typed() {
        for (grains, unit, shown) in [
            (90, Unit::Hours, ("1.5", "hours")),
            (20, Unit::Hours, ("20", "minutes")),
            (120, Unit::Hours, ("2", "hours")),
            (10, Unit::Times, ("10", "times")),
            (3, Unit::Days, ("1.5", "days")),
        ] {
            assert_eq!(amount_of(Quantity { grains, unit }), (shown.0.to_owned(), shown.1.to_owned()));
        }
    }
}
