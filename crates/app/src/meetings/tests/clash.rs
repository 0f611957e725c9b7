//! Clashes on a day on which a whole county meets.

use jiff::civil::{Date, DateTime, date};

use super::arranged;
use crate::meetings::{Meeting, Role, Seat, Time, clash, store};
use crate::shell::{Author, Id, OrNotFound};
use crate::testing::on_both;

#[tokio::test]
async fn a_clash_is_found_however_many_meet_at_the_same_time() {
    on_both(async |app| {
        let day = date(2026, 3, 20);
        let first = arranged(app, "collective-study", date(2026, 3, 6), &["zhao"], None);
        let wang = app.sample.person("wang");
        let (first, clashes) = app
            .app
            .write_blocking(Author::Command, move |work| {
                let sample = store::find(work, &first)?.or_not_found()?;
                let mut add = |id: String, time: Time, seats: &[Seat]| {
                    let of_nobody =
                        Meeting { place: None, host_id: None, recorder_id: None, ..sample.clone() };
                    let meeting = Meeting { id: Id::from_text(id.as_str()), planned: time, ..of_nobody };
                    store::insert(work, &meeting, &id, (&sample.organization_id, 0))?;
                    store::seat_all(work, &meeting.id, seats)?;
                    Ok::<Meeting, crate::shell::Error>(meeting)
                };
                let seat = [Seat::fresh(wang.clone(), Role::Expected)];
                let other = add("z-other".to_owned(), Time { first: at(day, 8), last: at(day, 18) }, &seat)?;
                for number in 0..450 {
                    add(format!("a{number}"), Time { first: at(day, 13), last: at(day, 17) }, &[])?;
                }
                let own = add("z-own".to_owned(), Time { first: at(day, 14), last: at(day, 16) }, &seat)?;
                Ok((other.id, clash::clashes(work, &own)?))
            })
            .unwrap();
        let [(other, clash)] = clashes.as_slice() else { panic!("one clash: {clashes:?}") };
        assert_eq!(other.id, first);
        assert_eq!(clash.meetings, [first, Id::from_text("z-own")]);
        assert_eq!(clash.people, [(app.sample.person("wang"), "王立文".to_owned())]);
        assert!(!clash.place);
    })
    .await;
}

fn at(day: Date, hour: i8) -> DateTime {
    day.at(hour, 0, 0, 0)
}
