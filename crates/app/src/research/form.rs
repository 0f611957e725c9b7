//! What was typed into the form of a stay, and the stay that it describes.

use xueji_store::Tx;

use crate::people;
use crate::research::{
    Days, Draft, Form, LONGEST_LINE, LONGEST_MEASURE, MOST_MEASURES, MOST_PARTS, Measure, Part, Stay, change,
    places,
};
use crate::shell::lang::Messages;
use crate::shell::{Fields, Id, Mistakes, Result};

/// Names of the fields of the first line of places, where mistakes of all of them are named.
const PLACE: &str = "place-1";
const TOPIC: &str = "topic-1";

/// Reads the form.
pub(super) fn read(tx: &mut Tx, fields: &Fields) -> Result<Draft> {
    let mut mistakes = Mistakes::default();
    let last_on = fields.date("last_on", &mut mistakes);
    let first_on = fields.date("first_on", &mut mistakes).or(last_on);
    if last_on.is_none() {
        mistakes.add("last_on", Messages::field_required);
    }
    let form = Form::from_code(fields.get("form"));
    if form.is_none() {
        mistakes.add("form", Messages::field_unknown_choice);
    }
    let mut parts = parts(fields, &mut mistakes);
    let measures = measures(fields, &mut mistakes);
    let companions = companions(tx, fields, &mut mistakes)?;
    let outcome = fields.text("outcome", LONGEST_MEASURE, &mut mistakes).unwrap_or_default();
    let late_reason = fields.text("late_reason", 500, &mut mistakes);
    mistakes.check()?;
    places::find_units(tx, &mut parts)?;
    Ok(Draft {
        days: Days {
            first_on: first_on.unwrap_or_default(),
            last_on: last_on.unwrap_or_default(),
            from_noon: !fields.get("from_noon").is_empty(),
            until_noon: !fields.get("until_noon").is_empty(),
        },
        form: form.unwrap_or(Form::Other),
        activity: fields.get("activity").to_owned(),
        parts,
        companions,
        measures,
        outcome,
        late_reason,
    })
}

/// The lines with a place; a line without one takes the place of the line before, so that one visit may have two topics.
fn parts(fields: &Fields, mistakes: &mut Mistakes) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for number in 1..=MOST_PARTS {
        let typed = |name: &str| fields.get(&format!("{name}-{number}")).to_owned();
        let (place, topic) = (typed("place"), typed("topic"));
        if place.chars().count() > LONGEST_LINE {
            mistakes.too_long(PLACE, LONGEST_LINE);
        }
        if topic.chars().count() > LONGEST_LINE {
            mistakes.too_long(TOPIC, LONGEST_LINE);
        }
        if place.is_empty() && topic.is_empty() {
            continue;
        }
        let (before_place, before_topic) =
            parts.last().map(|part| (part.place.clone(), part.topic.clone())).unwrap_or_default();
        let or = |typed: String, before: String| if typed.is_empty() { before } else { typed };
        let part =
            Part { place: or(place, before_place), organization_id: None, topic: or(topic, before_topic) };
        parts.push(part);
    }
    if parts.first().is_none_or(|part| part.place.is_empty()) {
        mistakes.add(PLACE, Messages::field_required);
    }
    if parts.first().is_none_or(|part| part.topic.is_empty()) {
        mistakes.add(TOPIC, Messages::field_required);
    }
    parts
}

fn measures(fields: &Fields, mistakes: &mut Mistakes) -> Vec<Measure> {
    let mut measures = Vec::new();
    for number in 1..=MOST_MEASURES {
        let typed = |name: &str| fields.get(&format!("{name}-{number}")).to_owned();
        let due = typed("due");
        let due_on = due.parse().ok();
        if !due.is_empty() && due_on.is_none() {
            mistakes.add("measures", Messages::field_not_a_date);
        }
        let one = Measure { problem: typed("problem"), text: typed("measure"), unit: typed("unit"), due_on };
        if [&one.problem, &one.text, &one.unit].iter().any(|text| text.chars().count() > LONGEST_MEASURE) {
            mistakes.too_long("measures", LONGEST_MEASURE);
        }
        let nothing = one.problem.is_empty() && one.text.is_empty();
        if nothing && !(one.unit.is_empty() && due.is_empty()) {
            mistakes.add("measures", Messages::research_measure_missing);
        }
        if !nothing {
            measures.push(one);
        }
    }
    measures
}

/// Those ticked, and those whose staff numbers were typed.
fn companions(tx: &mut Tx, fields: &Fields, mistakes: &mut Mistakes) -> Result<Vec<Id>> {
    let mut ids: Vec<Id> = Vec::new();
    for id in fields.all("companion").map(Id::from_text).take(50) {
        if people::person(tx, &id)?.is_some() && !ids.contains(&id) {
            ids.push(id);
        }
    }
    let codes = fields.get("companions");
    let separate = |sign: char| sign.is_whitespace() || matches!(sign, ',' | '，' | '、' | ';' | '；');
    for code in codes.split(separate).filter(|code| !code.is_empty()).take(50) {
        match people::person_by_code(tx, code)? {
            Some(person) if !ids.contains(&person.id) => ids.push(person.id),
            Some(_) => {}
            None => mistakes.add("companions", Messages::research_no_such_person),
        }
    }
    Ok(ids)
}

/// The fields of a stay as the form would have them.
pub(super) fn filled(tx: &mut Tx, stay: &Stay) -> Result<Fields> {
    let draft = change::drafted(tx, stay)?;
    let mut fields = Fields::default();
    let mut add = |name: &str, value: String| fields.add(name.to_owned(), value);
    add("first_on", draft.days.first_on.to_string());
    add("last_on", draft.days.last_on.to_string());
    for (name, half) in [("from_noon", draft.days.from_noon), ("until_noon", draft.days.until_noon)] {
        if half {
            add(name, "1".to_owned());
        }
    }
    add("form", draft.form.code().to_owned());
    add("activity", draft.activity);
    add("outcome", draft.outcome);
    for (number, part) in (1..).zip(draft.parts) {
        add(&format!("place-{number}"), part.place);
        add(&format!("topic-{number}"), part.topic);
    }
    for (number, one) in (1..).zip(draft.measures) {
        add(&format!("problem-{number}"), one.problem);
        add(&format!("measure-{number}"), one.text);
        add(&format!("unit-{number}"), one.unit);
        add(&format!("due-{number}"), one.due_on.map(|on| on.to_string()).unwrap_or_default());
    }
    for id in draft.companions {
        add("companion", id.to_string());
    }
    Ok(fields)
}
