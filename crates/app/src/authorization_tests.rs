//! Who may do what, walked through: every right and every route, for every role, inside and outside its reach.
//!
//! The golden tables are the rights as an auditor reads them; a change of a right is a change of these files.

use std::fmt::Write as _;

use axum::http::Method;
use xueji_plan::{Quantity, Unit};
use xueji_standing::{EvidenceSet, Outcome};

use crate::records::{Entry, EventForm, EventPlace};
use crate::shell::{Actor, Author, Id, Place, Right};
use crate::testing::TestApp;
use crate::{
    accounts, attachments, books, calendar, drafts, inspections, lessons, meetings, minutes, notes, notices,
    people, records, research, reviews, revisions, roster, server, works,
};

/// Account of the sample and what it stands for; nobody is a guest.
pub(crate) const ROLES: [(&str, &str); 7] = [
    ("", "guest"),
    ("li", "member"),
    ("wang", "leader"),
    ("zhao", "secretary"),
    ("zhou", "office"),
    ("wu", "inspector"),
    ("admin", "administrator"),
];

fn golden(name: &str, table: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, table));
}

/// Addresses that a route's pattern stands for: inside the school and outside of it, each freshly recorded.
///
/// A parameter that nobody explains here fails the test: a new route must say what it names.
pub(crate) fn addresses(pattern: &str, app: &TestApp) -> Vec<(&'static str, String)> {
    let sample = &app.sample;
    let fill = |id: &Id| {
        let (before, rest) = pattern.split_once('{').expect("a parameter");
        let (_, after) = rest.split_once('}').expect("its end");
        format!("{before}{id}{after}")
    };
    let both = |inside: &Id, outside: &Id| vec![("inside", fill(inside)), ("outside", fill(outside))];
    let (chen, zheng) = (sample.person("chen"), sample.person("zheng"));
    let (school, office) = (&sample.school.id, &sample.office.id);
    match pattern {
        "/calendar" => {
            [("month", ""), ("list", "?view=list&whose=me"), ("inside", "?whose="), ("outside", "?whose=")]
                .map(|(place, asked)| match place {
                    "inside" => (place, format!("{pattern}{asked}{school}")),
                    "outside" => (place, format!("{pattern}{asked}{office}")),
                    _ => (place, format!("{pattern}{asked}")),
                })
                .to_vec()
        }
        "/feed/{file}" => vec![
            ("inside", format!("/feed/{}.ics", calendar::of_test(app, &chen))),
            ("unknown", "/feed/0123456789abcdef0123456789abcdef.ics".to_owned()),
        ],
        plain if !plain.contains('{') => vec![("", plain.to_owned())],
        path if path.starts_with("/sheets/") => vec![("unknown", fill(&Id::from_text("unknown")))],
        path if path.starts_with("/portfolio/") => vec![("", fill_year(path))],
        path if path.starts_with("/people/imports/") => vec![("", fill(&roster::of_test(app)))],
        path if path.starts_with("/people/requests/") => {
            both(&roster::request_of_test(app, &chen), &roster::request_of_test(app, &zheng))
        }
        path if path.starts_with("/people/tree/") => acts("person", both(school, office)),
        path if path.starts_with("/people/") => acts("leave", both(&chen, &zheng)),
        path if path.starts_with("/organizations/") => both(school, office),
        path if path.starts_with("/records/") && path.contains("{file}") => {
            [("inside", school, &chen), ("outside", office, &zheng)]
                .map(|(place, organization, person)| {
                    let file = brought(app);
                    let (_, record) = recorded(app, organization, person, vec![file.clone()]);
                    let path = path.replace("{file}", file.as_str()).replace("{id}", record.as_str());
                    (place, path)
                })
                .to_vec()
        }
        path if path.starts_with("/records/") => {
            both(&recorded(app, school, &chen, Vec::new()).1, &recorded(app, office, &zheng, Vec::new()).1)
        }
        "/notes/files/{file}" => vec![("unknown", fill(&Id::from_text("unknown")))],
        path if path.starts_with("/notes/") => {
            let path = path.replace("{file}", "unknown").replace("{number}", "1");
            [("inside", notes::of_test(app, &chen)), ("outside", notes::of_test(app, &zheng))]
                .map(|(place, id)| (place, path.replace("{id}", id.as_str())))
                .to_vec()
        }
        path if path.starts_with("/meetings/templates/") => {
            vec![("unknown", fill(&Id::from_text("unknown")))]
        }
        path if path.starts_with("/meetings/") => {
            let held = ["{appeal}", "{person}", "take-back", "correct", "attendance.docx"]
                .iter()
                .any(|part| path.contains(part));
            [("inside", school, &chen), ("outside", office, &zheng)]
                .map(|(place, organization, person)| {
                    let (id, waits) = meetings::of_test(app, organization, person, held);
                    let path = path.replacen("{id}", id.as_str(), 1).replace("{person}", person.as_str());
                    let path = path.replace("{leave}", waits.as_str()).replace("{appeal}", waits.as_str());
                    (place, path.replace("{code}", "0123456789").replace("{file}", "unknown"))
                })
                .to_vec()
        }
        path if path.starts_with("/inspections/rounds/") => both(
            &inspections::of_test(app, "zhao", "chen", school).0,
            &inspections::of_test(app, "sun", "zheng", office).0,
        ),
        path if path.starts_with("/inspections/") => both(
            &inspections::of_test(app, "zhao", "chen", school).1,
            &inspections::of_test(app, "sun", "zheng", office).1,
        ),
        path if path.starts_with("/lessons/") => [("inside", school), ("outside", office)]
            .map(|(place, organization)| {
                let [id, part, file, question] = lessons::of_test(app, organization);
                let path = path.replace("{id}", id.as_str()).replace("{part}", part.as_str());
                (place, path.replace("{file}", file.as_str()).replace("{question}", question.as_str()))
            })
            .to_vec(),
        path if path.starts_with("/books/catalog/") => vec![("", fill(&books::tests::book_of_test(app)))],
        path if path.starts_with("/books/") => {
            both(&books::tests::of_test(app, "chen"), &books::tests::of_test(app, "zheng"))
        }
        path if path.starts_with("/reading-lists/") => {
            both(&books::tests::listed_of_test(app, school), &books::tests::listed_of_test(app, office))
        }
        path if path.starts_with("/reviews/exchanges/") => {
            let opened = |organization| reviews::tests::exchange_of_test(app, organization);
            both(&opened(school), &opened(office))
        }
        path if path.starts_with("/reviews/") => [("inside", "chen", school), ("outside", "zheng", office)]
            .map(|(place, who, organization)| {
                let (review, answer) = reviews::tests::of_test(app, who, organization);
                (place, path.replace("{id}", review.as_str()).replace("{answer}", answer.as_str()))
            })
            .to_vec(),
        path if path.starts_with("/pairs/") => vec![("unknown", fill(&Id::from_text("unknown")))],
        path if path.starts_with("/measures/") => [("inside", school, &chen), ("outside", office, &zheng)]
            .map(|(place, organization, person)| {
                let (meeting, slot) = minutes::of_test(app, organization, person);
                (place, format!("/measures/{meeting}/{slot}"))
            })
            .to_vec(),
        path if path.starts_with("/events/") => {
            both(&recorded(app, school, &chen, Vec::new()).0, &recorded(app, office, &zheng, Vec::new()).0)
        }
        path if path.starts_with("/duties/") => [("inside", chen), ("outside", zheng)]
            .map(|(place, who)| (place, format!("/duties/{}/member.book/of/{who}", sample.plan_id)))
            .to_vec(),
        path if path.starts_with("/drafts/") => {
            let draft = path.replace("{part}", "1");
            let (before, rest) = draft.split_once("{id}").expect("a draft");
            [("inside", drafts::of_test(app, school)), ("outside", drafts::of_test(app, office))]
                .map(|(place, id)| (place, format!("{before}{id}{rest}")))
                .to_vec()
        }
        path if path.starts_with("/revisions/") => {
            let (before, rest) = path.split_once("{id}").expect("a revision");
            let (rest, office) = (rest.replace("{part}", "plan.0"), office_actor(app));
            [("inside", school), ("outside", &sample.office.id)]
                .map(|(place, organization)| {
                    let id = revisions::of_test(app, &office, organization);
                    (place, format!("{before}{id}{rest}"))
                })
                .to_vec()
        }
        path if path.starts_with("/plans/") => vec![("", fill(&sample.plan_id))],
        path if path.starts_with("/accounts/") => vec![("unknown", fill(&Id::from_text("unknown")))],
        path if path.starts_with("/notices/robots/") => {
            let robot = |organization: &Id| notices::robot_of_test(app, organization);
            both(&robot(school), &robot(office))
        }
        path if path.starts_with("/notices/") => {
            let told = |person: &str| notices::of_test(app, &sample.person(person));
            vec![("li's", fill(&told("li"))), ("zhao's", fill(&told("zhao")))]
        }
        path if path.starts_with("/research/") => {
            both(&research::of_test(app, &chen), &research::of_test(app, &zheng))
        }
        path if path.starts_with("/works/") => {
            let of = |person: &Id| path.replace("{id}", works::of_test(app, person).as_str());
            vec![("inside", of(&chen)), ("outside", of(&zheng))]
                .into_iter()
                .map(|(place, path)| (place, path.replace("{file}", "unknown")))
                .collect()
        }
        path if path.starts_with("/mandates/") => vec![("unknown", fill(&Id::from_text("unknown")))],
        path if path.starts_with("/account/sessions/") || path.starts_with("/account/identities/") => {
            vec![("unknown", fill(&Id::from_text("unknown")))]
        }
        other => panic!("say in `addresses` what the parameter of {other} names"),
    }
}

/// A page of this year's book.
fn fill_year(path: &str) -> String {
    path.replace("{year}", "2026").replace("{chapter}", "records")
}

/// The same addresses with what is to be done, where the route has a form for it.
fn acts(act: &str, addresses: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    addresses.into_iter().map(|(place, address)| (place, address.replace("{act}", act))).collect()
}

/// A picture that waits for its record.
fn brought(app: &TestApp) -> Id {
    use std::io::Write as _;
    let mut incoming = app.app.blobs.incoming().expect("the folder can be written");
    incoming.write_all(&attachments::samples::photograph(8, 8)).expect("it is written");
    let arrived = incoming.end().expect("it is whole");
    let put = attachments::put(&app.app, Author::Command, Id::from_text("someone"), "a.jpg", arrived);
    put.expect("it is stored").expect("it is accepted")
}

/// An event with one person, who heard a class: the event's id and the record's.
fn recorded(app: &TestApp, organization_id: &Id, person_id: &Id, files: Vec<Id>) -> (Id, Id) {
    let (clock, today) = (&app.app.clock, app.app.clock.today());
    let form = EventForm {
        entry_key: Id::fresh().to_string(),
        organization_id: organization_id.clone(),
        activity: "class".to_owned(),
        category: None,
        first_on: today,
        last_on: today,
        quantity: Quantity::of(1, Unit::Times),
        evidence: EvidenceSet::default(),
        title: "听课".to_owned(),
        body: Some("笔记".to_owned()),
        attachment: None,
        files,
        place: None,
        late_reason: None,
        people: vec![(person_id.clone(), EventPlace::Expected(Outcome::Done))],
    };
    let entry = Entry::now(clock, Id::from_text("someone"), "test");
    let recorded = app.app.write_blocking(Author::Command, |work| {
        let event = records::submit_event(work, &entry, &form)?;
        let record = records::of_event(work, &event)?.pop().expect("the person's record");
        Ok((event, record.id))
    });
    recorded.expect("the class is recorded")
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_golden_table_says() {
    let app = TestApp::in_memory();
    let mut table = format!("{:<52}", "route");
    for (_, role) in ROLES {
        write!(table, "{role:>14}").unwrap();
    }
    table.push('\n');
    let mut routes = server::routes().listed().to_vec();
    routes.sort_by(|left, right| (left.1, left.0.as_str()).cmp(&(right.1, right.0.as_str())));
    for (method, pattern, _) in routes {
        for (index, (place, _)) in addresses(pattern, &app).into_iter().enumerate() {
            write!(table, "{:<52}", format!("{method} {pattern} {place}")).unwrap();
            for (account, _) in ROLES {
                let (_, address) = addresses(pattern, &app).swap_remove(index);
                let visitor = if account.is_empty() { app.as_guest() } else { app.as_person(account).await };
                let answer = if method == Method::GET {
                    visitor.get(&address).await
                } else {
                    visitor.post(&address, &[]).await
                };
                let to_sign_in = account.is_empty() && answer.location().starts_with("/sign-in?");
                let said = if to_sign_in { "sign in".to_owned() } else { answer.status.as_u16().to_string() };
                write!(table, "{said:>14}").unwrap();
            }
            table.push('\n');
        }
    }
    golden("routes", &table);
}

/// The office's own, who may begin plans anywhere below it.
fn office_actor(app: &TestApp) -> Actor {
    actor_of(app, "zhou")
}

/// The actor of an account, as the authentication layer makes it.
pub(crate) fn actor_of(app: &TestApp, name: &str) -> Actor {
    let (name, at, clock) = (name.to_owned(), app.app.clock.now(), app.app.clock.clone());
    let found = app.app.write_blocking(Author::Command, move |work| {
        let account = accounts::account_of(work, &name)?.expect("the sample has this account");
        let token = accounts::open(work, &account.id, "", at)?;
        accounts::actor_of(work, &token, &clock)
    });
    found.unwrap().expect("the session is open")
}

#[tokio::test]
async fn every_right_reaches_exactly_what_the_golden_table_says() {
    let app = TestApp::in_memory();
    let sample = &app.sample;
    let mut table = String::new();
    for (account, role) in ROLES.into_iter().filter(|(account, _)| !account.is_empty()) {
        let actor = actor_of(&app, account);
        let own = actor.person_id.clone();
        let (colleague, stranger) = (sample.person("chen"), sample.person("zheng"));
        let home = |id: &Id| {
            let (id, today) = (id.clone(), app.app.clock.today());
            app.app.read_blocking(move |tx| people::home(tx, &id, today)).unwrap().expect("a home").path
        };
        let (inside, outside) = (home(&colleague), home(&stranger));
        let own_path = own.as_ref().map(home).unwrap_or_default();
        writeln!(table, "{role}").unwrap();
        for right in Right::ALL {
            let person = |id: &Id, path: &str| actor.may(right, Place::Person { id, path });
            let organization = |path: &str| actor.may(right, Place::Organization { path });
            let places = [
                ("oneself", own.as_ref().is_some_and(|id| person(id, &own_path))),
                ("person of the school", person(&colleague, &inside)),
                ("person of the office", person(&stranger, &outside)),
                ("school", organization(&sample.school.path)),
                ("office", organization(&sample.office.path)),
                ("committee", organization(&sample.committee.path)),
            ];
            let reached: Vec<&str> = places.iter().filter(|place| place.1).map(|place| place.0).collect();
            let reached = if reached.is_empty() { "nothing".to_owned() } else { reached.join(", ") };
            writeln!(table, "  {:<22} {reached}", format!("{right:?}")).unwrap();
        }
    }
    golden("rights", &table);
}

#[test]
fn no_route_is_listed_twice() {
    let routes = server::routes();
    let mut seen: Vec<_> = routes.listed().iter().map(|(method, path, _)| (path, method.as_str())).collect();
    seen.sort_unstable();
    let count = seen.len();
    seen.dedup();
    assert_eq!(seen.len(), count);
}
