//! What another's calendar reads: the reader here is a library that has nothing to do with the writer.

use ical::IcalParser;
use ical::parser::Component as _;
use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn event(title: &str) -> FeedEvent {
    FeedEvent {
        uid: "gathering-7@learn.example".to_owned(),
        sequence: 2,
        changed_at: "2026-03-01T08:00:00+08:00".parse().unwrap(),
        time: EventTime::Span {
            from: "2026-03-06T15:00:00+08:00".parse().unwrap(),
            until: "2026-03-06T16:30:00+08:00".parse().unwrap(),
        },
        title: title.to_owned(),
        description: String::new(),
        location: String::new(),
        url: String::new(),
        is_cancelled: false,
    }
}

fn feed(events: Vec<FeedEvent>) -> Feed {
    Feed { name: "第一支部学习".to_owned(), refresh_hours: 6, events }
}

fn read(bytes: &[u8]) -> IcalCalendar {
    let mut calendars = IcalParser::new(bytes);
    let calendar = calendars.next().unwrap().unwrap();
    assert!(calendars.next().is_none());
    calendar
}

fn read_event(event: FeedEvent) -> IcalEvent {
    read(&feed(vec![event]).write()).events.remove(0)
}

fn value(event: &IcalEvent, name: &str) -> Option<String> {
    event.get_property(name).map(|property| property.value.clone().unwrap_or_default())
}

/// The value of a property, its parameter VALUE in front.
fn typed(event: &IcalEvent, name: &str) -> String {
    let property = event.get_property(name).unwrap();
    let parameters = property.params.iter().flatten().map(|(name, of)| format!("{name}={} ", of.join(",")));
    parameters.chain(property.value.clone()).collect()
}

/// Text as RFC 5545 says that a reader has to take it.
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut symbols = value.chars();
    while let Some(symbol) = symbols.next() {
        match symbol {
            '\\' => match symbols.next().unwrap() {
                'n' | 'N' => text.push('\n'),
                escaped @ ('\\' | ';' | ',') => text.push(escaped),
                other => panic!("\\{other}"),
            },
            ';' | ',' => panic!("{symbol} is not escaped"),
            _ => text.push(symbol),
        }
    }
    text
}

#[test]
fn a_calendar_says_what_it_is_called_and_when_to_look_again() {
    let calendar = read(&feed(vec![event("甲"), event("乙")]).write());
    let value = |name| calendar.get_property(name).unwrap().value.clone().unwrap();
    assert_eq!(value("VERSION"), "2.0");
    assert_eq!(value("NAME"), "第一支部学习");
    assert_eq!(value("X-WR-CALNAME"), "第一支部学习");
    assert_eq!(value("REFRESH-INTERVAL"), "PT6H");
    assert_eq!(calendar.events.len(), 2);
    let hurried = Feed { refresh_hours: 0, ..feed(Vec::new()) };
    assert_eq!(
        read(&hurried.write()).get_property("X-PUBLISHED-TTL").unwrap().value.as_deref(),
        Some("PT1H")
    );
}

#[test]
fn an_event_is_told_in_universal_time() {
    let read = read_event(event("集中学习"));
    assert_eq!(typed(&read, "DTSTART"), "20260306T070000Z");
    assert_eq!(typed(&read, "DTEND"), "20260306T083000Z");
    assert_eq!(typed(&read, "DTSTAMP"), "20260301T000000Z");
    assert_eq!(typed(&read, "LAST-MODIFIED"), "20260301T000000Z");
    assert_eq!(typed(&read, "SEQUENCE"), "2");
    assert_eq!(typed(&read, "UID"), "gathering-7@learn.example");
    assert_eq!(typed(&read, "SUMMARY"), "集中学习");
    assert_eq!(typed(&read, "STATUS"), "CONFIRMED");
    assert!(read.get_property("DESCRIPTION").is_none() && read.get_property("URL").is_none());
}

#[test]
fn an_event_of_whole_days_ends_on_the_day_after() {
    let days =
        |first, last| read_event(FeedEvent { time: EventTime::Days { first, last }, ..event("调研") });
    let three = days(date(2026, 2, 27), date(2026, 3, 1));
    assert_eq!(typed(&three, "DTSTART"), "VALUE=DATE 20260227");
    assert_eq!(typed(&three, "DTEND"), "VALUE=DATE 20260302");
    assert_eq!(typed(&three, "TRANSP"), "TRANSPARENT", "nobody is busy all day");
    assert!(days(date(2026, 3, 1), date(2026, 3, 1)).get_property("DTEND").is_none());
    assert!(days(date(2026, 3, 2), date(2026, 3, 1)).get_property("DTEND").is_none());
    assert!(days(date(2026, 3, 2), Date::MAX).get_property("DTEND").is_none());
}

#[test]
fn an_event_that_ends_before_it_begins_has_no_end() {
    let at: Timestamp = "2026-03-06T15:00:00+08:00".parse().unwrap();
    let read = read_event(FeedEvent { time: EventTime::Span { from: at, until: at }, ..event("学习") });
    assert!(read.get_property("DTEND").is_none());
}

#[test]
fn what_is_called_off_stays_and_says_so() {
    let read = read_event(FeedEvent { is_cancelled: true, sequence: 3, ..event("集中学习") });
    assert_eq!(typed(&read, "STATUS"), "CANCELLED");
    assert_eq!(typed(&read, "SEQUENCE"), "3");
}

#[test]
fn marks_that_mean_something_are_escaped() {
    let read = read_event(FeedEvent {
        description: "学习《条例》；讨论, 表决;\r\n带上笔记\\本".to_owned(),
        location: "机关,三楼".to_owned(),
        ..event("a;b")
    });
    assert_eq!(typed(&read, "DESCRIPTION"), r"学习《条例》；讨论\, 表决\;\n带上笔记\\本");
    assert_eq!(typed(&read, "LOCATION"), r"机关\,三楼");
    assert_eq!(typed(&read, "SUMMARY"), r"a\;b");
}

#[test]
fn an_address_holds_only_what_addresses_may() {
    let url = |url: &str| typed(&read_event(FeedEvent { url: url.to_owned(), ..event("学习") }), "URL");
    assert_eq!(
        url("https://learn.example/meetings/7?a=1,2;3#x"),
        "https://learn.example/meetings/7?a=1,2;3#x"
    );
    assert_eq!(
        url("https://learn.example/学 习\r\nX:1"),
        "https://learn.example/%E5%AD%A6%20%E4%B9%A0%0D%0AX:1"
    );
}

#[test]
fn a_text_cannot_begin_a_line_of_its_own() {
    let forged = "学习\r\nEND:VEVENT\nBEGIN:VEVENT\rSTATUS:CANCELLED";
    let calendar = read(&feed(vec![FeedEvent { uid: forged.to_owned(), ..event(forged) }]).write());
    assert_eq!(calendar.events.len(), 1);
    assert_eq!(value(&calendar.events[0], "STATUS").as_deref(), Some("CONFIRMED"));
}

#[test]
fn lines_are_short_and_cut_no_character() {
    let bytes = feed(vec![FeedEvent { description: "学习😀".repeat(200), ..event("学习") }]).write();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line}");
    }
    assert_eq!(text.replace("\r\n ", "").matches(&"学习😀".repeat(200)).count(), 1);
}

#[test]
fn the_same_calendar_gives_the_same_bytes() {
    let one = feed(vec![event("集中学习")]);
    assert_eq!(one.write(), one.clone().write());
}

/// What of a text a calendar shows: the reader here trims the blanks of the lines that it puts together, and colons in front.
fn shown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    text.chars()
        .filter(|symbol| *symbol == '\n' || !(symbol.is_control() || symbol.is_whitespace()))
        .collect()
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x1f\\\\;,:\"学😀 \u{85}\u{2028}]{0,200}",
        "[学, ]{1,4}".prop_map(|text| text.repeat(500)),
    ]
}

proptest! {
    #[test]
    fn whatever_is_said_is_read_by_others(title in any_text(), other in any_text()) {
        let said = FeedEvent { description: format!("述{other}"), location: format!("地{title}"), ..event(&format!("题{title}")) };
        let feed = Feed { name: title.clone(), ..feed(vec![said, event("后")]) };
        let bytes = feed.write();
        for line in bytes.split(|byte| *byte == b'\n') {
            prop_assert!(line.len() <= 76, "{:?}", String::from_utf8_lossy(line));
        }
        let calendar = read(&bytes);
        prop_assert_eq!(calendar.events.len(), 2);
        let read = |name| shown(&unescaped(&value(&calendar.events[0], name).unwrap()));
        prop_assert_eq!(read("SUMMARY"), shown(&format!("题{title}")));
        prop_assert_eq!(read("DESCRIPTION"), shown(&format!("述{other}")));
        prop_assert_eq!(read("LOCATION"), shown(&format!("地{title}")));
        prop_assert_eq!(value(&calendar.events[1], "SUMMARY"), Some("后".to_owned()));
    }
}
