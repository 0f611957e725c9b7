//! Minutes as those who write, sign and read them meet them.

mod measures;
mod papers;
mod signing;
mod writing;

use xueji_standing::Outcome;

use crate::meetings;
use crate::minutes::write::{Typed, write};
use crate::minutes::{Kind, Slot};
use crate::records::Entry;
use crate::shell::{Author, Id, OrNotFound};
use crate::testing::{TestApp, Visitor};

/// A confirmed meeting of an organization with a measure that this person sees to: its id, and the measure's slot.
pub(crate) fn of_test(app: &TestApp, organization: &Id, person: &Id) -> (Id, String) {
    let (id, _) = meetings::of_test(app, organization, person, true);
    let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
    let typed = Typed {
        slot: Slot::fresh(Kind::Measure),
        began_from: 0,
        person_id: Some(person.clone()),
        due_on: Some(app.app.clock.today()),
        text: "每月组织一次送教下乡".to_owned(),
    };
    let (meeting_id, slot) = (id.clone(), typed.slot.as_str().to_owned());
    let written = app.app.write_blocking(Author::Command, move |work| {
        let meeting = meetings::find(work, &meeting_id)?.or_not_found()?;
        write(work, &entry, &meeting, "", &[typed])
    });
    written.expect("the measure is written");
    (id, slot)
}

const AGENDA: [&str; 2] = ["传达精神", "交流讨论"];

/// A meeting of the school today from 14:30 to 16:00, which the secretary arranges through the form: zhao hosts and
/// li records; zhao and wang are expected, wang speaks, li sits in.
async fn arranged(app: &TestApp, host: &str, recorder: &str) -> Id {
    let secretary = app.as_person("zhao").await;
    let [zhao, wang, li] = ["zhao", "wang", "li"].map(|name| app.sample.person(name));
    let on = app.app.clock.today().to_string();
    let (host, recorder) = (app.sample.person(host).to_string(), app.sample.person(recorder).to_string());
    let (roles, key) = ([zhao, wang.clone(), li].map(|id| format!("role-{id}")), Id::fresh().to_string());
    let (speaks, topic) = (format!("speaks-{wang}"), format!("topic-{wang}"));
    let organization = app.sample.school.id.to_string();
    let agenda = AGENDA.join("\n");
    let announced = secretary
        .post(
            "/meetings",
            &[
                ("entry_key", key.as_str()),
                ("organization", organization.as_str()),
                ("activity", "collective-study"),
                ("title", "学习全会精神"),
                ("agenda", agenda.as_str()),
                ("on", on.as_str()),
                ("from", "14:30"),
                ("to", "16:00"),
                ("place", "会议室"),
                ("host", host.as_str()),
                ("recorder", recorder.as_str()),
                (roles[0].as_str(), "expected"),
                (roles[1].as_str(), "expected"),
                (roles[2].as_str(), "invited"),
                (speaks.as_str(), "1"),
                (topic.as_str(), "教育强国"),
            ],
        )
        .await;
    let id = announced.location().trim_start_matches("/meetings/").to_owned();
    assert!(!id.is_empty(), "{}", announced.outline());
    Id::from_text(id)
}

/// Confirms a meeting of today; `said` are the lines that are not "present".
async fn confirm(app: &TestApp, id: &Id, said: &[(&str, Outcome)]) {
    let lines: Vec<(String, &str)> = said
        .iter()
        .map(|(name, outcome)| (format!("outcome-{}", app.sample.person(name)), outcome.code()))
        .collect();
    let on = app.app.clock.today().to_string();
    let mut fields = vec![("on", on.as_str()), ("from", "14:30"), ("to", "16:00"), ("confirm", "1")];
    fields.extend(lines.iter().map(|(name, code)| (name.as_str(), *code)));
    let answer = app.as_person("zhao").await.post(&format!("/meetings/{id}/list"), &fields).await;
    assert_eq!(answer.location(), format!("/meetings/{id}"), "{}", answer.outline());
}

/// What a window sends of one block: its text, and the version that it began from.
async fn send(
    by: &Visitor<'_>,
    id: &Id,
    slot: &str,
    (from, text): (i64, &str),
    more: &[(&str, &str)],
) -> serde_json::Value {
    let (text_field, from_field) = (format!("text-{slot}"), format!("from-{slot}"));
    let from = from.to_string();
    let more: Vec<(String, &str)> =
        more.iter().map(|(name, value)| (name.replace("SLOT", slot), *value)).collect();
    let mut fields = vec![(text_field.as_str(), text), (from_field.as_str(), from.as_str())];
    fields.extend(more.iter().map(|(name, value)| (name.as_str(), *value)));
    let answer = by.post_json(&format!("/meetings/{id}/minutes/blocks"), &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let mut json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    json["blocks"][0].take()
}

/// The slot of an item of the agenda.
fn item(index: usize) -> String {
    Slot::of_item(AGENDA[index]).as_str().to_owned()
}
