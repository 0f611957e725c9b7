//! The steps: read, comments, return, handed in again, done; and what a round counts for.

use jiff::civil::date;

use super::{TEXT, act, ask, called, entry, found, handed_in, in_work, part_of, read_all, shown};
use crate::authorization_tests::actor_of;
use crate::inspections::{State, Way, call, log, margin, steps, store};
use crate::notes::{self, Draft};
use crate::people;
use crate::records::{self, Subject};
use crate::shell::{Error, Id};
use crate::testing::{TestApp, on_both};

fn state(app: &TestApp, id: &Id) -> State {
    found(app, id).inspection.state
}

/// The inspection of li's one note.
fn of_li(app: &TestApp) -> (Id, Id, Id) {
    let note = handed_in(app, "li", "1", date(2026, 2, 3), TEXT);
    let chosen = Way::Choice(vec![app.sample.person("li")], "看看".to_owned());
    let round = called(app, "zhao", ask(app, "r", chosen)).unwrap();
    let id = part_of(app, &round, "li").id;
    (round, id, note)
}

fn comment(app: &TestApp, id: &Id, typed: &[(&str, &str)]) -> Result<(), Error> {
    act(app, "zhao", id, typed, |work, actor, entry, id, typed| {
        steps::comment(work, actor, entry, id, typed).map(drop)
    })
}

fn inspected(app: &TestApp) -> Vec<records::Record> {
    let zhao = Subject::Person(app.sample.person("zhao"));
    let all = app.app.read_blocking(move |tx| records::latest_of(tx, &zhao, 50)).unwrap();
    all.into_iter().filter(|record| record.activity == "note-inspection").collect()
}

#[tokio::test]
async fn reading_is_told_to_the_author_once_a_sitting() {
    on_both(async |app| {
        let (_, id, note) = of_li(app);
        assert_eq!(state(app, &id), State::Called);
        read_all(app, "zhao", &id).unwrap();
        read_all(app, "zhao", &id).unwrap();
        assert_eq!(state(app, &id), State::Read);
        let readings = |app: &TestApp| {
            let note = note.clone();
            app.app.read_blocking(move |tx| notes::readings(tx, &note)).unwrap()
        };
        let read = readings(app);
        assert_eq!((read.len(), read[0].who.as_str(), read[0].number), (1, "赵书明", 1));
        app.app.clock.pass(3 * 60 * 60 * 1000);
        read_all(app, "zhao", &id).unwrap();
        assert_eq!(readings(app).len(), 2, "whoever comes back later reads it again");
    })
    .await;
}

#[tokio::test]
async fn what_is_returned_is_written_on_handed_in_again_and_read_again() {
    use log::Done::{Again, Called, Finished, Read, Reread, Returned};
    on_both(async |app| {
        let (_, id, note) = of_li(app);
        read_all(app, "zhao", &id).unwrap();
        assert!(
            matches!(act(app, "zhao", &id, &[], steps::return_with), Err(Error::Invalid(_))),
            "a reason is due"
        );
        act(app, "zhao", &id, &[("reason", "请结合工作谈")], steps::return_with).unwrap();
        assert_eq!(state(app, &id), State::Returned);
        // The author writes on; nobody else sees it before it is handed in again.
        let draft = Draft {
            happened_on: date(2026, 2, 3),
            title: "改后".to_owned(),
            text: "结合工作。".to_owned(),
            ..Draft::default()
        };
        let (whose, text) = (note.clone(), draft.clone());
        in_work(app, move |work| {
            let old = notes::find(work, &whose)?.expect("the note");
            write_on(work, &old, &text)
        })
        .unwrap();
        let read = |app: &TestApp| {
            let note = note.clone();
            app.app.read_blocking(move |tx| notes::handed_in(tx, &note)).unwrap().unwrap().text
        };
        assert_eq!(read(app), TEXT);
        act(app, "li", &id, &[("answer", "已补充")], steps::hand_in_again).unwrap();
        assert_eq!((state(app, &id), read(app).as_str()), (State::Again, "结合工作。"));
        read_all(app, "zhao", &id).unwrap();
        act(app, "zhao", &id, &[("remarks", "写得实在")], steps::finish).unwrap();
        let done = found(app, &id).inspection;
        assert_eq!((done.state, done.remarks.as_deref()), (State::Done, Some("写得实在")));
        let id = id.clone();
        let steps = app.app.read_blocking(move |tx| log::of(tx, &id)).unwrap();
        let steps: Vec<log::Done> = steps.into_iter().map(|step| step.done).collect();
        assert_eq!(steps, [Called, Read, Returned, Again, Reread, Finished]);
    })
    .await;
}

/// The author's next version, as the editor keeps it.
fn write_on(work: &mut crate::shell::Work<'_>, old: &notes::Note, draft: &Draft) -> crate::shell::Result<()> {
    let which = notes::Which::There(old.id.clone());
    notes::keep(work, &old.person_id, &Id::from_text("someone"), &which, old.saves, draft).map(drop)
}

#[tokio::test]
async fn comments_stand_at_a_passage_a_paragraph_or_the_whole() {
    on_both(async |app| {
        let (_, id, note) = of_li(app);
        let note = note.as_str();
        comment(app, &id, &[("note", note), ("quote", "谋事之基"), ("text", "好")]).unwrap();
        comment(app, &id, &[("note", note), ("paragraph", "3")]).unwrap();
        comment(app, &id, &[("note", note), ("text", "总的不错")]).unwrap();
        for wrong in [
            [("quote", "原文没有"), ("text", "?")],
            [("paragraph", "9"), ("text", "?")],
            [("quote", ""), ("text", "")],
        ] {
            let typed: Vec<(&str, &str)> = std::iter::once(("note", note)).chain(wrong).collect();
            assert!(matches!(comment(app, &id, &typed), Err(Error::Invalid(_))), "{wrong:?}");
        }
        let whose = id.clone();
        let comments = app.app.read_blocking(move |tx| margin::of(tx, &whose)).unwrap();
        let quotes: Vec<&str> = comments.iter().map(|one| one.quote.as_str()).collect();
        assert_eq!(quotes, ["谋事之基", "没有调查，就没有发言权。", ""]);
        assert_eq!((comments[0].start, comments[0].number), (8, 1));
    })
    .await;
}

#[tokio::test]
async fn the_author_shows_more_of_what_they_handed_in_until_it_is_done() {
    on_both(async |app| {
        let more = handed_in(app, "li", "2", date(2025, 11, 3), TEXT);
        let another = handed_in(app, "chen", "1", date(2026, 2, 3), TEXT);
        let (_, id, _) = of_li(app);
        act(app, "li", &id, &[("note", more.as_str())], steps::show).unwrap();
        let pages = shown(app, &id);
        assert_eq!(pages.iter().map(|page| page.shown.by_author).collect::<Vec<_>>(), [false, true]);
        let refused = act(app, "li", &id, &[("note", another.as_str())], steps::show);
        assert!(matches!(refused, Err(Error::Invalid(_))), "nobody shows another's");
        let (li, account) = (app.sample.person("li"), actor_of(app, "li").account_id);
        let kept = in_work(app, move |work| {
            let which = notes::Which::Begun("draft".to_owned());
            notes::keep(work, &li, &account, &which, 0, &Draft { text: "秘".to_owned(), ..Draft::default() })
        });
        let draft = kept.unwrap().id;
        let refused = act(app, "li", &id, &[("note", draft.as_str())], steps::show);
        assert!(matches!(refused, Err(Error::Invalid(_))), "drafts are never shown");
        read_all(app, "zhao", &id).unwrap();
        // Once it is read, once it is returned, and once it is handed in again.
        let mut rest =
            ["3", "4", "5"].map(|key| handed_in(app, "li", key, date(2025, 11, 3), TEXT)).into_iter();
        let mut add = || act(app, "li", &id, &[("note", rest.next().unwrap().as_str())], steps::show);
        add().unwrap();
        act(app, "zhao", &id, &[("reason", "请补")], steps::return_with).unwrap();
        add().unwrap();
        act(app, "li", &id, &[], steps::hand_in_again).unwrap();
        add().unwrap();
        assert_eq!(shown(app, &id).iter().filter(|page| page.is_unread()).count(), 3);
        read_all(app, "zhao", &id).unwrap();
        let whose = id.clone();
        let steps = app.app.read_blocking(move |tx| log::times(tx, &whose, log::Done::Reread)).unwrap();
        assert_eq!(steps, 1, "what was shown meanwhile does not hide that it was handed in again");
        act(app, "zhao", &id, &[], steps::finish).unwrap();
        let late = act(app, "li", &id, &[("note", more.as_str())], steps::show);
        assert!(matches!(late, Err(Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn a_round_counts_once_for_whoever_made_it_when_everybody_has_an_answer_and_not_when_taken_back() {
    on_both(async |app| {
        handed_in(app, "li", "1", date(2026, 2, 3), TEXT);
        let round = called(app, "zhao", ask(app, "r", Way::Draw(3))).unwrap();
        let [li, wang, chen] = ["li", "wang", "chen"].map(|name| part_of(app, &round, name).id);
        let unread = act(app, "zhao", &li, &[], steps::finish);
        assert!(matches!(unread, Err(Error::Invalid(_))), "nobody is done with what was not opened");
        read_all(app, "zhao", &li).unwrap();
        act(app, "zhao", &wang, &[("remarks", "没有笔记")], steps::finish).unwrap();
        act(app, "zhao", &chen, &[("reason", "请补")], steps::return_with).unwrap();
        assert!(inspected(app).is_empty(), "one waits");
        act(app, "zhao", &li, &[], steps::finish).unwrap();
        let records = inspected(app);
        assert_eq!(records.len(), 1);
        assert!(
            records[0].title.contains("第一小学党支部") && records[0].title.contains("3人"),
            "{}",
            records[0].title
        );
        act(app, "chen", &chen, &[], steps::hand_in_again).unwrap();
        act(app, "zhao", &chen, &[("remarks", "好")], steps::finish).unwrap();
        assert_eq!(inspected(app).len(), 1, "once a round, not once a person");
        let (actor, entry, id) = (actor_of(app, "zhao"), entry(app, "zhao"), round.clone());
        in_work(app, move |work| call::take_back(work, &actor, &entry, &id, "抽错了")).unwrap();
        assert!(inspected(app).is_empty());
        let kept = app.app.read_blocking(move |tx| store::round(tx, &round)).unwrap();
        assert_eq!(kept.taken_back.as_deref(), Some("抽错了"), "it stays in sight with the reason");
        let after = act(app, "zhao", &li, &[], steps::finish);
        assert!(matches!(after, Err(Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn each_of_two_who_inspect_is_told_to_the_author() {
    on_both(async |app| {
        let (_, id, note) = of_li(app);
        let (wang, school) = (app.sample.person("wang"), app.sample.school.id.clone());
        in_work(app, move |work| {
            people::appoint(work, &wang, &school, "deputy-secretary", date(2026, 1, 1), None).map(drop)
        })
        .unwrap();
        read_all(app, "zhao", &id).unwrap();
        read_all(app, "wang", &id).unwrap();
        let read = app.app.read_blocking(move |tx| notes::readings(tx, &note)).unwrap();
        let mut who: Vec<&str> = read.iter().map(|one| one.who.as_str()).collect();
        who.sort_unstable();
        assert_eq!(who, ["王立文", "赵书明"]);
    })
    .await;
}

#[tokio::test]
async fn two_who_read_at_once_begin_it_once_and_undo_nothing_that_is_done() {
    on_both(async |app| {
        let (wang, school) = (app.sample.person("wang"), app.sample.school.id.clone());
        in_work(app, move |work| {
            people::appoint(work, &wang, &school, "deputy-secretary", date(2026, 1, 1), None).map(drop)
        })
        .unwrap();
        handed_in(app, "li", "1", date(2026, 2, 3), TEXT);
        for turn in 0..6 {
            let chosen = Way::Choice(vec![app.sample.person("li")], "看看".to_owned());
            let round = called(app, "zhao", ask(app, &format!("r{turn}"), chosen)).unwrap();
            let id = part_of(app, &round, "li").id;
            // Each read is a new reading.
            app.app.clock.pass(3 * 60 * 60 * 1000);
            std::thread::scope(|scope| {
                let readers =
                    ["zhao", "wang", "zhao", "wang"].map(|name| scope.spawn(|| read_all(app, name, &id)));
                let done = scope.spawn(|| {
                    // Refused as long as nobody has opened a note.
                    while act(app, "zhao", &id, &[("remarks", "好")], steps::finish).is_err() {}
                });
                for reader in readers {
                    reader.join().unwrap().unwrap();
                }
                done.join().unwrap();
            });
            assert_eq!(state(app, &id), State::Done);
            let steps = app.app.read_blocking(move |tx| log::of(tx, &id)).unwrap();
            let steps: Vec<log::Done> = steps.into_iter().map(|step| step.done).collect();
            assert_eq!(steps, [log::Done::Called, log::Done::Read, log::Done::Finished]);
        }
    })
    .await;
}
