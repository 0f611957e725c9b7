//! The calendar that a phone subscribes to, read by a parser that has nothing to do with the writer.

use axum::http::{StatusCode, header};
use ical::IcalParser;
use ical::parser::Component as _;
use ical::parser::ical::component::IcalEvent;
use jiff::civil::date;

use crate::meetings::arranged;
use crate::people;
use crate::shell::{Author, Id};
use crate::testing::{Answer, TestApp, Visitor, on_both};

/// The path of the address that the page shows once.
async fn subscribed(visitor: &Visitor<'_>) -> String {
    let page = visitor.post("/calendar/feed", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    let (_, rest) = page.body.split_once("/feed/").expect("the address is shown");
    let (token, _) = rest.split_once(".ics").expect("its end");
    assert_eq!(token.len(), 32, "128 bits");
    format!("/feed/{token}.ics")
}

fn events(answer: &Answer) -> Vec<IcalEvent> {
    assert_eq!(answer.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
    let mut calendars = IcalParser::new(answer.bytes.as_slice());
    let calendar = calendars.next().expect("a calendar").expect("it can be read");
    assert!(calendars.next().is_none());
    calendar.events
}

fn value(event: &IcalEvent, name: &str) -> String {
    let property = event.get_property(name);
    property.and_then(|property| property.value.clone()).unwrap_or_default()
}

fn event_of<'e>(events: &'e [IcalEvent], id: &Id) -> &'e IcalEvent {
    let uid = format!("meeting-{id}@xueji");
    events.iter().find(|event| value(event, "UID") == uid).expect("the meeting is in the calendar")
}

#[tokio::test]
async fn a_meeting_that_moves_stays_the_same_event_with_a_later_change() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 6), &["wang", "chen"], None);
        let address = subscribed(&app.as_person("wang").await).await;
        let phone = app.as_guest();
        let first = phone.get(&address).await;
        let before = events(&first);
        let event = event_of(&before, &id);
        // 14:30 in Shanghai.
        assert_eq!(value(event, "DTSTART"), "20260306T063000Z");
        assert_eq!(value(event, "SUMMARY"), "学习全会精神");
        assert!(value(event, "DESCRIPTION").contains("赵书明"), "the host is named");
        let whole = first.body.replace("\r\n ", "");
        assert!(!whole.contains("陈一诺") && !whole.contains("王立文"), "nobody else is");
        assert!(
            before.iter().any(|event| value(event, "UID").starts_with("due-")),
            "what falls due is there"
        );

        app.app.clock.pass(60_000);
        let zhao = app.as_person("zhao").await;
        let edit = format!("/meetings/{id}/edit");
        let mut fields = zhao.get(&edit).await.form_fields(&format!("action=\"{edit}\""));
        for (name, field) in &mut fields {
            if name == "on" {
                "2026-03-09".clone_into(field);
            }
        }
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, it)| (name.as_str(), it.as_str())).collect();
        assert_eq!(zhao.post(&edit, &fields).await.status, StatusCode::SEE_OTHER);
        let after = events(&phone.get(&address).await);
        let moved = event_of(&after, &id);
        assert_eq!(value(moved, "DTSTART"), "20260309T063000Z");
        let sequence = |event: &IcalEvent| value(event, "SEQUENCE").parse::<u32>().expect("a number");
        assert!(sequence(moved) > sequence(event));
        assert!(value(moved, "LAST-MODIFIED") > value(event, "LAST-MODIFIED"));

        zhao.post(&format!("/meetings/{id}/cancel"), &[("reason", "另行通知")]).await;
        assert_eq!(value(event_of(&events(&phone.get(&address).await), &id), "STATUS"), "CANCELLED");
        app.app.clock.set(date(2026, 5, 1));
        let long_after = phone.get(&address).await;
        assert!(!long_after.body.contains(id.as_str()), "after a while it is forgotten");
    })
    .await;
}

#[tokio::test]
async fn whoever_looks_again_is_told_that_nothing_changed() {
    let app = TestApp::in_memory();
    let address = subscribed(&app.as_person("wang").await).await;
    let phone = app.as_guest();
    let first = phone.get(&address).await;
    let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
    let again = phone.get_with(&address, (header::IF_NONE_MATCH, &tag)).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    arranged(&app, "collective-study", date(2026, 3, 6), &["wang"], None);
    let changed = phone.get_with(&address, (header::IF_NONE_MATCH, &tag)).await;
    assert_eq!(changed.status, StatusCode::OK);
}

#[tokio::test]
async fn an_address_ends_when_its_owner_says_so_or_is_gone() {
    on_both(async |app| {
        let phone = app.as_guest();
        let unknown = phone.get("/feed/0123456789abcdef0123456789abcdef.ics").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        let is_gone = async |address: &str| phone.get(address).await.status == StatusCode::NOT_FOUND;

        let wang = app.as_person("wang").await;
        let old = subscribed(&wang).await;
        let renewed = subscribed(&wang).await;
        assert!(is_gone(&old).await, "a new address ends the old one");
        assert!(!is_gone(&renewed).await);
        assert!(!wang.get("/calendar/feed").await.body.contains(".ics"), "it is shown once");
        assert_eq!(wang.post("/calendar/feed/end", &[]).await.status, StatusCode::SEE_OTHER);
        assert!(is_gone(&renewed).await);

        let (li, chen) = (app.as_person("li").await, app.as_person("chen").await);
        let (of_li, of_chen) = (subscribed(&li).await, subscribed(&chen).await);
        let at = app.app.clock.now();
        let (left, last) = (app.sample.person("chen"), date(2026, 3, 4));
        app.app
            .write_blocking(Author::Command, move |work| {
                crate::accounts::close(work, "li", at)?;
                people::leave(work, &left, last)
            })
            .expect("one is closed, one leaves");
        assert!(is_gone(&of_li).await, "the account is closed");
        assert!(is_gone(&of_chen).await, "who left has no calendar");
    })
    .await;
}
