//! A book read to its end, and its record.

use jiff::civil::date;
use xueji_plan::Evidence;

use super::{TODAY, add, end, entry, finished, found, take_up, typed, write};
use crate::books;
use crate::notes::{self, Draft};
use crate::records::{self, Filter, Record, Subject};
use crate::shell::{Error, Id, Lang};
use crate::testing::{TestApp, on_both};

fn books_of(app: &TestApp, who: &str) -> Vec<Record> {
    let person = Subject::Person(app.sample.person(who));
    let filter = Filter { activities: vec!["book".to_owned()], ..Filter::default() };
    app.app.read_blocking(move |tx| Ok(records::of_subject(tx, &person, &filter, 0)?.0)).unwrap()
}

fn jotted(app: &TestApp, who: &str, text: &str) -> Id {
    let (person, text) = (app.sample.person(who), text.to_owned());
    let key = Id::fresh().to_string();
    let draft = Draft { title: "读书笔记".to_owned(), text, happened_on: TODAY, ..Draft::default() };
    write(app, move |work| {
        Ok(notes::keep(
            work,
            &person,
            &Id::from_text("account"),
            &notes::Which::Begun(key.clone()),
            0,
            &draft,
        )?
        .id)
    })
    .unwrap()
}

fn beside(app: &TestApp, reading: &Id, note: &Id) -> Result<(), Error> {
    let (reading, note) = (reading.clone(), note.clone());
    write(app, move |work| {
        let reading = books::reading(work, &reading)?.unwrap();
        books::attach_note(work, &reading, &note)
    })
}

#[tokio::test]
async fn finishing_records_once_and_counts_where_the_plan_wants_it() {
    on_both(async |app| {
        let book = add(app, typed("", "实践论", "毛泽东")).unwrap();
        let id = take_up(app, "wang", &book, Some("political-theory"), date(2026, 2, 1)).unwrap();
        let record = end(app, &id, finished(TODAY, "political-theory")).unwrap().expect("it is recorded");
        assert_eq!(end(app, &id, finished(TODAY, "professional")).unwrap(), Some(record), "once");
        let records = books_of(app, "wang");
        let [one] = records.as_slice() else { panic!("{records:?}") };
        assert_eq!((one.title.as_str(), one.category.as_deref()), ("《实践论》", Some("political-theory")));
        assert_eq!((one.first_on, one.last_on), (date(2026, 2, 1), TODAY));
        assert!(!one.late && one.note().is_none());
        let page = app.as_person("wang").await.get("/year").await.outline();
        assert!(page.contains("1/1"), "the duty of one theory book is met: {page}");
    })
    .await;
}

#[tokio::test]
async fn a_book_begun_under_last_years_plan_counts_where_it_was_finished() {
    on_both(async |app| {
        let book = add(app, typed("", "实践论", "毛泽东")).unwrap();
        let id = take_up(app, "li", &book, Some("political-theory"), date(2025, 12, 20)).unwrap();
        end(app, &id, finished(TODAY, "political-theory")).unwrap();
        assert_eq!(books_of(app, "li")[0].first_on, date(2026, 1, 1));
        assert_eq!(found(app, &id).began_on, date(2025, 12, 20), "the shelf remembers");
    })
    .await;
}

#[tokio::test]
async fn a_book_finished_long_ago_asks_why_it_comes_late_and_is_marked() {
    on_both(async |app| {
        let book = add(app, typed("", "实践论", "毛泽东")).unwrap();
        let id = take_up(app, "li", &book, None, date(2026, 1, 5)).unwrap();
        let Err(Error::Invalid(mistakes)) = end(app, &id, finished(date(2026, 2, 20), "general")) else {
            panic!("it comes two weeks late")
        };
        assert!(!mistakes.at("late_reason", Lang::Chinese.messages()).is_empty());
        assert!(found(app, &id).finished_on.is_none(), "and nothing was kept of it");
        let mut form = finished(date(2026, 2, 20), "general");
        form.late_reason = Some("出差".to_owned());
        end(app, &id, form).unwrap();
        assert!(books_of(app, "li")[0].late);
        let again = take_up(app, "li", &book, None, TODAY).unwrap();
        let early = end(app, &again, finished(date(2026, 3, 4), "general"));
        assert!(matches!(early, Err(Error::Invalid(_))), "finished before it was begun");
    })
    .await;
}

#[tokio::test]
async fn the_reading_note_goes_in_with_the_book_and_comes_back_with_it() {
    on_both(async |app| {
        let book = add(app, typed("", "实践论", "毛泽东")).unwrap();
        let id = take_up(app, "li", &book, Some("political-theory"), TODAY).unwrap();
        let (note, empty) = (jotted(app, "li", "实践是检验的标准"), jotted(app, "li", " "));
        let stranger = jotted(app, "chen", "别人的");
        beside(app, &id, &note).unwrap();
        beside(app, &id, &empty).unwrap();
        assert!(matches!(beside(app, &id, &stranger), Err(Error::Invalid(_))), "another's note");
        for wrong in [&empty, &stranger] {
            let mut form = finished(TODAY, "political-theory");
            form.note_id = Some(wrong.clone());
            assert!(matches!(end(app, &id, form), Err(Error::Invalid(_))));
        }
        let mut form = finished(TODAY, "political-theory");
        form.note_id = Some(note.clone());
        end(app, &id, form).unwrap();
        let record = books_of(app, "li").remove(0);
        assert_eq!(record.note(), Some(&note));
        assert!(record.evidence.has(Evidence::Note));
        let (asked, secretary) = (note.clone(), app.as_person("zhao").await);
        let entered = app.app.read_blocking(move |tx| Ok(notes::find(tx, &asked)?.unwrap().entered)).unwrap();
        assert_eq!(entered, Some(1), "handed in");
        drop(secretary);

        let (back, by) = (id.clone(), entry(app));
        write(app, move |work| books::take_back(work, &by, &back, "还差一章")).unwrap();
        assert!(books_of(app, "li").is_empty(), "the record is withdrawn");
        let asked = note.clone();
        let entered = app.app.read_blocking(move |tx| Ok(notes::find(tx, &asked)?.unwrap().entered)).unwrap();
        assert_eq!(entered, None, "and the note is its author's alone again");
        assert!(found(app, &id).finished_on.is_none());
        end(app, &id, finished(TODAY, "general")).unwrap();
        assert_eq!(books_of(app, "li").len(), 1, "finished again, recorded again");
    })
    .await;
}

#[tokio::test]
async fn a_book_that_lies_open_again_is_not_opened_twice() {
    on_both(async |app| {
        let book = add(app, typed("", "实践论", "毛泽东")).unwrap();
        let id = take_up(app, "li", &book, Some("general"), TODAY).unwrap();
        end(app, &id, finished(TODAY, "general")).unwrap();
        take_up(app, "li", &book, Some("general"), TODAY).unwrap();
        let by = entry(app);
        let back = write(app, move |work| books::take_back(work, &by, &id, "再读"));
        assert!(matches!(back, Err(Error::Conflict(_))), "{back:?}");
        assert_eq!(books_of(app, "li").len(), 1, "nothing was withdrawn");
    })
    .await;
}

#[tokio::test]
async fn a_correction_of_the_record_is_what_taking_back_withdraws() {
    on_both(async |app| {
        let book = add(app, typed("", "实践论", "毛泽东")).unwrap();
        let id = take_up(app, "li", &book, Some("general"), TODAY).unwrap();
        let record = end(app, &id, finished(TODAY, "general")).unwrap().unwrap();
        let by = entry(app);
        let subject = Subject::Person(app.sample.person("li"));
        write(app, move |work| {
            let old = records::find(work, &record)?.unwrap();
            let new = records::NewRecord {
                entry_key: "corrected".to_owned(),
                subject: subject.clone(),
                activity: old.activity,
                category: Some("professional".to_owned()),
                first_on: old.first_on,
                last_on: old.last_on,
                quantity: old.quantity,
                outcome: old.outcome,
                evidence: old.evidence,
                title: old.title,
                body: None,
                note_id: None,
                notebook_page: None,
                attachment: None,
                files: Vec::new(),
                place: None,
                late_reason: None,
            };
            records::correct(work, &by, &record, &new, "类别选错")
        })
        .unwrap();
        let by = entry(app);
        write(app, move |work| books::take_back(work, &by, &id, "没读完")).unwrap();
        assert!(books_of(app, "li").is_empty());
    })
    .await;
}
