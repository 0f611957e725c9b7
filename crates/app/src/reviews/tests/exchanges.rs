//! Exchanges held in writing.

use jiff::civil::date;

use super::{TODAY, actor, book, publish, text, write};
use crate::records::{self, Entry, Filter, Record, Subject};
use crate::reviews::{self, Answer, NewExchange, exchange};
use crate::shell::{Error, Id};
use crate::testing::{TestApp, on_both};

fn opened(app: &TestApp) -> Id {
    let new = NewExchange {
        entry_key: "form".to_owned(),
        organization_id: app.sample.school.id.clone(),
        activity: "reading-exchange".to_owned(),
        theme: "一季度共读交流".to_owned(),
        from_on: date(2026, 2, 1),
        to_on: date(2026, 3, 31),
    };
    write(app, move |work| {
        let first = reviews::open(work, &Id::from_text("account"), &new)?;
        assert_eq!(
            reviews::open(work, &Id::from_text("account"), &new)?,
            first,
            "a form sent twice opens one"
        );
        Ok(first)
    })
    .unwrap()
}

fn entry(app: &TestApp) -> Entry {
    Entry::now(&app.app.clock, Id::from_text("account"), "web")
}

fn close(app: &TestApp, id: &Id) -> Result<Id, Error> {
    let (id, entry) = (id.clone(), entry(app));
    write(app, move |work| reviews::close(work, &entry, &id, None))
}

fn of(app: &TestApp, subject: Subject) -> Vec<Record> {
    app.app.read_blocking(move |tx| Ok(records::of_subject(tx, &subject, &Filter::default(), 0)?.0)).unwrap()
}

#[tokio::test]
async fn closing_records_for_the_branch_and_for_everybody_who_wrote_once() {
    on_both(async |app| {
        let (id, book) = (opened(app), book(app, "乡土中国"));
        assert!(matches!(close(app, &id), Err(Error::Conflict(_))), "nobody took part yet");
        let mut new = text(&book, &app.sample.school.id, "差序格局说得透");
        new.exchange_id = Some(id.clone());
        let review = publish(app, "li", &new).unwrap();
        let answer = Answer { entry_key: "a".to_owned(), text: "同感".to_owned() };
        let chen = actor(app, "chen");
        write(app, move |work| reviews::answer(work, &chen, &review, &answer)).unwrap();

        let event = close(app, &id).unwrap();
        assert_eq!(close(app, &id).unwrap(), event, "once");
        let own = of(app, Subject::Organization(app.sample.school.id.clone()));
        let [held] = own.as_slice() else { panic!("{own:?}") };
        assert_eq!((held.activity.as_str(), held.title.as_str()), ("reading-exchange", "一季度共读交流"));
        assert_eq!((held.first_on, held.last_on), (date(2026, 2, 1), TODAY), "to today, where it still ran");
        let activities = |who: &str| {
            let records = of(app, Subject::Person(app.sample.person(who)));
            let mut codes: Vec<String> = records.into_iter().map(|record| record.activity).collect();
            codes.sort();
            codes
        };
        assert_eq!(activities("li"), ["reading-exchange-attendance", "reading-shared"]);
        assert_eq!(activities("chen"), ["reading-exchange-attendance"], "who answered took part");
        assert!(activities("wang").is_empty());

        let (again, by) = (id.clone(), entry(app));
        write(app, move |work| exchange::reopen(work, &by, &again, "漏了人")).unwrap();
        assert!(activities("li").is_empty() && activities("chen").is_empty());
        close(app, &id).unwrap();
        assert_eq!(activities("li").len(), 2, "and closed again");
    })
    .await;
}

#[tokio::test]
async fn an_exchange_takes_what_its_own_people_publish_to_where_all_of_them_read_it() {
    on_both(async |app| {
        let (id, book) = (opened(app), book(app, "乡土中国"));
        let mut new = text(&book, &app.sample.committee.id, "给全局看的");
        new.exchange_id = Some(id.clone());
        assert!(publish(app, "li", &new).is_ok(), "the branch reads what the bureau reads");
        new.entry_key = "other".to_owned();
        assert!(matches!(publish(app, "zheng", &new), Err(Error::Invalid(_))), "another branch's exchange");
        close(app, &id).unwrap();
        new.entry_key = "late".to_owned();
        assert!(matches!(publish(app, "li", &new), Err(Error::Invalid(_))), "it is closed");
    })
    .await;
}

#[tokio::test]
async fn only_what_the_plan_names_as_an_exchange_can_be_held() {
    on_both(async |app| {
        let new = NewExchange {
            entry_key: "form".to_owned(),
            organization_id: app.sample.school.id.clone(),
            activity: "retreat".to_owned(),
            theme: "务虚".to_owned(),
            from_on: date(2026, 2, 1),
            to_on: date(2026, 12, 31),
        };
        let refused = write(app, move |work| reviews::open(work, &Id::from_text("account"), &new));
        let Err(Error::Invalid(mistakes)) = refused else { panic!("{refused:?}") };
        let t = crate::shell::Lang::Chinese.messages();
        assert!(!mistakes.at("activity", t).is_empty() && !mistakes.at("to_on", t).is_empty());
    })
    .await;
}
