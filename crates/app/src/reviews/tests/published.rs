//! Publishing, answering, taking back.

use super::{actor, book, publish, text, write};
use crate::people::Sought;
use crate::reviews::{self, Answer};
use crate::shell::{Error, Id};
use crate::testing::{TestApp, on_both};

fn finds(app: &TestApp, who: &str, words: &str) -> bool {
    let (actor, words) = (actor(app, who), words.to_owned());
    let found = app.app.read_blocking(move |tx| reviews::titled(tx, &actor, &Sought::new(&words), 5));
    !found.unwrap().is_empty()
}

#[tokio::test]
async fn what_is_published_to_a_branch_is_found_there_and_by_who_runs_it_and_by_nobody_else() {
    on_both(async |app| {
        let book = book(app, "乡土中国");
        publish(app, "li", &text(&book, &app.sample.school.id, "差序格局说得透")).unwrap();
        for (who, reads) in
            [("chen", true), ("zhao", true), ("zhou", true), ("zheng", false), ("sun", false), ("wu", false)]
        {
            assert_eq!(finds(app, who, "差序"), reads, "{who}");
        }
        publish(app, "li", &text(&book, &app.sample.committee.id, "全局都来读")).unwrap();
        for who in ["zheng", "sun", "wu", "chen"] {
            assert!(finds(app, who, "全局都来读"), "{who} belongs to the bureau");
        }
        let stranger = publish(app, "zheng", &text(&book, &app.sample.school.id, "别家支部"));
        assert!(matches!(stranger, Err(Error::Forbidden)), "one publishes where one belongs");
    })
    .await;
}

#[tokio::test]
async fn a_request_that_comes_twice_publishes_once_and_pictures_stay_with_the_note() {
    on_both(async |app| {
        let book = book(app, "乡土中国");
        let new = text(&book, &app.sample.school.id, "好书\n![页](files/01A)\n再读");
        let first = publish(app, "li", &new).unwrap();
        assert_eq!(publish(app, "li", &new).unwrap(), first);
        let review =
            app.app.read_blocking(move |tx| Ok(crate::reviews::store::find(tx, &first)?.unwrap())).unwrap();
        assert_eq!(review.text, "好书\n再读");
        assert_eq!(review.title, "读《乡土中国》有感", "a title of its own is not asked for");
        let only = publish(app, "li", &text(&book, &app.sample.school.id, "![页](files/01A)"));
        assert!(matches!(only, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn another_s_note_is_no_source_of_ones_review() {
    on_both(async |app| {
        let book = book(app, "乡土中国");
        let mut new = text(&book, &app.sample.school.id, "好书");
        let chen = app.sample.person("chen");
        let note = write(app, move |work| {
            let draft = crate::notes::Draft { text: "私".to_owned(), ..Default::default() };
            Ok(crate::notes::keep(work, &chen, &Id::from_text("a"), "k", 0, &draft)?.id)
        });
        new.note_id = Some(note.unwrap());
        assert!(matches!(publish(app, "li", &new), Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn an_answer_tells_the_author_once() {
    on_both(async |app| {
        let book = book(app, "乡土中国");
        let review = publish(app, "li", &text(&book, &app.sample.school.id, "好书")).unwrap();
        let (chen, new) =
            (actor(app, "chen"), Answer { entry_key: "once".to_owned(), text: "同感".to_owned() });
        for _ in 0..2 {
            let (chen, new, review) = (chen.clone(), new.clone(), review.clone());
            write(app, move |work| reviews::answer(work, &chen, &review, &new)).unwrap();
        }
        let bell = app.as_person("li").await.get("/notices").await.outline();
        assert_eq!(bell.matches("陈一诺回复了您关于《乡土中国》的书评").count(), 1, "{bell}");
        let (zheng, review) = (actor(app, "zheng"), review.clone());
        let stranger = write(app, move |work| reviews::answer(work, &zheng, &review, &new));
        assert!(matches!(stranger, Err(Error::Forbidden)));
    })
    .await;
}
