//! Lists of planned meetings follow the roster, until somebody adjusts them.

use jiff::civil::date;

use super::arranged;
use crate::meetings::{follow, store};
use crate::people;
use crate::shell::{Author, Id};
use crate::testing::{TestApp, on_both};

fn listed(app: &TestApp, id: &Id) -> Vec<String> {
    let id = id.clone();
    let seats = app.app.read_blocking(move |tx| store::seats(tx, &id)).unwrap();
    seats.into_iter().map(|(_, name)| name).collect()
}

#[tokio::test]
async fn whoever_leaves_or_comes_after_a_meeting_was_arranged_is_expected_as_on_the_day() {
    on_both(async |app| {
        // The leadership of the school, as the plan means it; and a list that somebody adjusted.
        let study = arranged(app, "collective-study", date(2026, 4, 10), &["zhao", "wang"], None);
        let adjusted = arranged(app, "collective-study", date(2026, 4, 17), &["wang"], None);
        assert_eq!(follow::follow(&app.app).await.unwrap(), 0, "nothing has changed");
        let (wang, chen) = (app.sample.person("wang"), app.sample.person("chen"));
        let (school, office) = (app.sample.school.id.clone(), app.sample.office.id.clone());
        app.app
            .write_blocking(Author::Command, move |work| {
                people::transfer(work, &wang, &office, date(2026, 3, 20))?;
                people::appoint(work, &chen, &school, "leadership-member", date(2026, 4, 1), None)
            })
            .unwrap();
        assert_eq!(follow::follow(&app.app).await.unwrap(), 1);
        assert_eq!(listed(app, &study), ["陈一诺", "赵书明"]);
        assert_eq!(listed(app, &adjusted), ["王立文"], "what somebody adjusted stays");
        assert_eq!(follow::follow(&app.app).await.unwrap(), 0, "once");
        // Long leave excuses on its days.
        let chen = app.sample.person("chen");
        app.app
            .write_blocking(Author::Command, move |work| {
                people::grant_leave(work, &chen, "sick", date(2026, 4, 1), None, "住院")
            })
            .unwrap();
        assert_eq!(follow::follow(&app.app).await.unwrap(), 1);
        assert_eq!(listed(app, &study), ["赵书明"]);
    })
    .await;
}
