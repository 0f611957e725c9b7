//! Lessons as people have them: brought, heard, left and gone on with, answered, done; and nobody else's business.

mod brought;
mod done;
mod heard;
mod moments;
mod quiz;
mod told;

use axum::http::StatusCode;

use crate::attachments::samples::pdf;
use crate::lessons::quiz::{Question, Sort};
use crate::lessons::{Facts, add_file, add_question, make, publish};
use crate::shell::{Author, Id};
use crate::testing::{Answer, TestApp, Visitor};

/// A published lesson of an organization with a text and a question: its id, and those of the part, its file and the
/// question.
pub(crate) fn of_test(app: &TestApp, organization: &Id) -> [Id; 4] {
    use std::io::Write as _;
    let mut incoming = app.app.blobs.incoming().expect("the folder can be written");
    incoming.write_all(&sound()).expect("it is written");
    let arrived = incoming.end().expect("it is whole");
    let someone = Id::from_text("someone");
    let put = crate::attachments::put_media(&app.app, Author::Command, someone.clone(), "a.wav", arrived);
    let file = put.expect("it is stored").expect("it is accepted");
    let (organization, today) = (organization.clone(), app.app.clock.today());
    let made = app.app.write_blocking(Author::Command, move |work| {
        let facts = Facts { title: "党课".to_owned(), ..Facts::default() };
        let id = make(work, Id::fresh().as_str(), &organization, facts)?;
        add_file(work, &id, &someone, &file)?;
        let question = question();
        let asked = question.id.clone();
        add_question(work, &id, question)?;
        publish(work, &id, today)?;
        let part = super::store::parts(work, &id)?.remove(0).id;
        Ok([id, part, file, asked])
    });
    made.expect("it is made")
}

fn question() -> Question {
    Question {
        id: Id::fresh(),
        sort: Sort::Single,
        text: "预备期多久".to_owned(),
        choices: ["半年", "一年"].map(str::to_owned).to_vec(),
        answer: vec![1],
        explanation: "党章第七条".to_owned(),
    }
}

/// A second of a tone.
fn sound() -> Vec<u8> {
    let mut out =
        b"RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0"
            .to_vec();
    out.extend((0..8000).map(|at| if at / 16 % 2 == 0 { 124 } else { 132 }));
    out
}

const NEW: [(&str, &str); 4] =
    [("entry_key", "l1"), ("title", "上周党课录音"), ("teacher", "赵书明"), ("pass_right", "0")];

/// What a secretary brings in one form; `more` are fields beside, or in place of, those of every one.
async fn brought(by: &Visitor<'_>, more: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    let fields: Vec<_> = more.iter().chain(&NEW).copied().collect();
    by.bring("/lessons/new", &fields, files).await
}

/// A published lesson of the school with a sound and its papers, made through the form: its address.
async fn lecture(app: &TestApp, more: &[(&str, &str)]) -> String {
    let school = app.sample.school.id.to_string();
    let fields: Vec<_> = [("organization", school.as_str()), ("do", "publish")]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    let zhao = app.as_person("zhao").await;
    let made = brought(&zhao, &fields, &[("党课.wav", &sound()), ("课件.pdf", &pdf())]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.outline());
    made.location().trim_end_matches("?published=1").to_owned()
}

/// The first address on a page that begins like this.
fn address(page: &Answer, beginning: &str) -> String {
    let rest = page.body.split(&format!("\"{beginning}")).nth(1).expect("such an address is on the page");
    format!("{beginning}{}", rest.split(['"', '#']).next().unwrap_or_default())
}

/// The id of the first player's part.
fn part(page: &Answer) -> String {
    let rest = page.body.split("data-part=\"").nth(1).expect("a player");
    rest.split('"').next().unwrap_or_default().to_owned()
}
