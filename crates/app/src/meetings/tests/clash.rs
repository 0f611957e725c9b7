//! Clashes on a day on which a whole county meets.

use jiff::ToSpan as _;
use jiff::civil::{DateTime, date};

use super::arranged;
use crate::meetings::{Meeting, Role, Seat, Time, clash, store};
use crate::shell::{Author, Error, Id, OrNotFound};
use crate::testing::{TestApp, on_both};

/// Two meetings to which wang comes, and a crowd of others to which nobody does: what clashes with the first is the second.
fn clashes_in_a_crowd(app: &TestApp, own: Time, other: Time, crowd: Vec<Time>) {
    let sample = arranged(app, "collective-study", date(2026, 3, 6), &["zhao"], None);
    let wang = app.sample.person("wang");
    let found = app.app.write_blocking(Author::Command, move |work| {
        let sample = store::find(work, &sample)?.or_not_found()?;
        let mut add = |id: String, time: Time, seats: &[Seat]| -> Result<Meeting, Error> {
            let of_nobody = Meeting { place: None, host_id: None, recorder_id: None, ..sample.clone() };
            let meeting = Meeting { id: Id::from_text(id.as_str()), planned: time, ..of_nobody };
            store::insert(work, &meeting, &id, (&sample.organization_id, 0))?;
            store::seat_all(work, &meeting.id, seats)?;
            Ok(meeting)
        };
        let seat = [Seat::fresh(wang, Role::Expected)];
        for (number, time) in crowd.into_iter().enumerate() {
            add(format!("crowd {number}"), time, &[])?;
        }
        add("other".to_owned(), other, &seat)?;
        let own = add("own".to_owned(), own, &seat)?;
        clash::clashes(work, &own)
    });
    let found = found.unwrap();
    let [(other, clash)] = found.as_slice() else { panic!("one clash: {found:?}") };
    assert_eq!(other.id.as_str(), "other");
    assert_eq!(clash.people, [(app.sample.person("wang"), "王立文".to_owned())]);
    assert!(!clash.place);
}

fn at(hour: i8, minute: i8) -> DateTime {
    date(2026, 3, 20).at(hour, minute, 0, 0)
}

#[tokio::test]
async fn a_clash_is_found_after_hundreds_that_began_before_and_overlap_each_other() {
    on_both(async |app| {
        let crowd = vec![Time { first: at(13, 0), last: at(17, 0) }; 250];
        let (own, other) =
            (Time { first: at(14, 0), last: at(16, 0) }, Time { first: at(14, 30), last: at(18, 0) });
        clashes_in_a_crowd(app, own, other, crowd);
    })
    .await;
}

#[tokio::test]
async fn a_clash_is_found_where_hundreds_of_short_meetings_overlap_with_a_long_one() {
    on_both(async |app| {
        let minute =
            |number: i64| Time { first: at(9, 0) + number.minutes(), last: at(9, 1) + number.minutes() };
        let long = Time { first: at(8, 0), last: at(18, 0) };
        clashes_in_a_crowd(app, long, long, (0..450).map(minute).collect());
    })
    .await;
}
