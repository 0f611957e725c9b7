//! Notes as their authors keep them, on both databases.

use xueji_store::testing::databases;

use crate::notes::{self, Draft, Kept, Which};
use crate::records;
use crate::records::Entry;
use crate::schema::MIGRATIONS;
use crate::shell::{Author, Error, Id, OrNotFound, Result, Work};
use crate::testing::{TestApp, on_both};

/// A story of some length, as only one person tells it.
pub(crate) const STORY: &str = "上周到村小听课，教室后面坐着三个没有课桌的孩子，他们是跟着哥哥姐姐来的。老师没有赶他们走，\
    只在讲到图画的时候把粉笔递过去，让他们上来画一画自己家的院子。下课以后我问她为什么，她说：他们明年就要来念书了，\
    先认得这间屋子，到时候就不害怕。我把这句话记在了本子的第一页，提醒自己：制度管的是座位，人管的是孩子。";

/// Keys what was handed in, as the job does every minute.
pub(crate) fn keyed(app: &TestApp) -> i64 {
    notes::keys::key_all(&app.app).unwrap()
}

/// A note of a person that was handed in.
pub(crate) fn of_test(app: &TestApp, person: &Id) -> Id {
    let (person, key) = (person.clone(), Id::fresh().to_string());
    let written = app.app.write_blocking(Author::Command, move |work| {
        let at = work.at();
        notes::write(work, &person, &Id::from_text("someone"), &key, at, &draft("记下来的话"))
    });
    written.expect("it is written")
}

fn draft(text: &str) -> Draft {
    Draft { title: "读《实践论》".to_owned(), text: text.to_owned(), ..Draft::default() }
}

/// Saves a text of li's under the key "phone".
fn keep(app: &TestApp, began_from: i64, text: &str) -> Kept {
    let (li, draft) = (app.sample.person("li"), draft(text));
    let account = Id::from_text("account-of-li");
    let kept = app.app.write_blocking(Author::Command, move |work| {
        notes::keep(work, &li, &account, &Which::Begun("phone".to_owned()), began_from, &draft)
    });
    kept.expect("it is kept")
}

fn in_work<T: Send + 'static>(
    app: &TestApp,
    act: impl Fn(&mut Work<'_>) -> Result<T> + Send + Sync + 'static,
) -> Result<T> {
    app.app.write_blocking(Author::Command, act)
}

#[tokio::test]
async fn a_draft_that_is_sent_twice_is_one_note_and_the_later_text_stays() {
    on_both(async |app| {
        let first = keep(app, 0, "一");
        let again = keep(app, 0, "一");
        assert_eq!(first, again, "the same request makes nothing new");
        let more = keep(app, first.saves, "一二");
        assert_eq!((more.id.clone(), more.aside), (first.id.clone(), None));
        let (id, li) = (first.id, app.sample.person("li"));
        let (version, (listed, total)) = app
            .app
            .read_blocking(move |tx| {
                let note = notes::find(tx, &id)?.or_not_found()?;
                let version = notes::version(tx, &id, note.current)?.or_not_found()?;
                Ok((version, notes::list(tx, &li, &notes::Filter::default(), 0, 10)?))
            })
            .unwrap();
        assert_eq!((version.text.as_str(), version.characters, total), ("一二", 2, 1));
        assert_eq!(listed[0].title, "读《实践论》");
    })
    .await;
}

#[tokio::test]
async fn what_another_device_wrote_meanwhile_stays_in_the_history() {
    on_both(async |app| {
        let first = keep(app, 0, "一");
        keep(app, first.saves, "手机上写的");
        let crossed = keep(app, first.saves, "电脑上写的");
        let aside = crossed.aside.expect("the other text is named");
        let texts = app
            .app
            .read_blocking(move |tx| {
                let note = notes::find(tx, &crossed.id)?.or_not_found()?;
                let current = notes::version(tx, &crossed.id, note.current)?.or_not_found()?;
                let other = notes::version(tx, &crossed.id, aside)?.or_not_found()?;
                Ok([current.text, other.text])
            })
            .unwrap();
        assert_eq!(texts, ["电脑上写的", "手机上写的"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_in_stays_as_it_was_while_its_author_writes_on() {
    on_both(async |app| {
        let first = keep(app, 0, "初稿");
        let id = first.id.clone();
        in_work(app, move |work| {
            let at = work.at();
            notes::enter(work, &id, at)
        })
        .unwrap();
        keep(app, first.saves, "改写");
        let id = first.id.clone();
        let (handed_in, note) =
            app.app.read_blocking(move |tx| Ok((notes::handed_in(tx, &id)?, notes::find(tx, &id)?))).unwrap();
        let note = note.unwrap();
        assert_eq!(handed_in.unwrap().text, "初稿");
        assert!(note.has_more(), "its author has written on");
        let put_away = in_work(app, move |work| notes::discard(work, &note));
        assert!(matches!(put_away, Err(Error::Conflict(_))), "a record stands on it");
    })
    .await;
}

#[tokio::test]
async fn an_empty_note_is_not_handed_in() {
    on_both(async |app| {
        let kept = keep(app, 0, "  ");
        let refused = in_work(app, move |work| {
            let at = work.at();
            notes::enter(work, &kept.id, at)
        });
        assert!(matches!(refused, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn nobody_writes_on_another_s_note_by_its_key() {
    on_both(async |app| {
        keep(app, 0, "一");
        let wang = app.sample.person("wang");
        let refused = in_work(app, move |work| {
            let which = Which::Begun("phone".to_owned());
            notes::keep(work, &wang, &Id::from_text("account-of-li"), &which, 1, &draft("二"))
        });
        assert!(matches!(refused, Err(Error::Forbidden)));
    })
    .await;
}

#[tokio::test]
async fn words_are_found_in_texts_and_titles_and_initials_in_titles() {
    on_both(async |app| {
        keep(app, 0, "深入基层，联系群众。\n\n调查研究是谋事之基。");
        let li = app.sample.person("li");
        let found = move |text: &'static str| {
            let li = li.clone();
            app.app
                .read_blocking(move |tx| notes::search(tx, &li, text, &notes::Filter::default(), 0, 10))
                .unwrap()
        };
        let hit = found("群众 调查").pop().expect("both words are there");
        assert_eq!(hit.around.unwrap()[1], "群众");
        assert_eq!((found("实践").len(), found("sjl").len()), (1, 1));
        assert!(found("群众 学校").is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_written_with_a_record_is_a_note_and_its_author_s_alone_again_when_that_is_taken_back() {
    on_both(async |app| {
        let visitor = app.as_person("li").await;
        let at = records::tests::saved(&visitor, "k1").await;
        let id = Id::from_text(at.rsplit('/').next().unwrap());
        let record = {
            let id = id.clone();
            app.app.read_blocking(move |tx| records::find(tx, &id)).unwrap().unwrap()
        };
        assert_eq!(record.body, None, "the text stands in one place");
        let note_id = record.note().expect("it stands on a note").clone();
        let handed_in =
            |note_id: Id| app.app.read_blocking(move |tx| notes::handed_in(tx, &note_id)).unwrap();
        assert_eq!(handed_in(note_id.clone()).unwrap().text, "从实践中来，到实践中去。");
        let account = record.entered_by.clone();
        let entry = Entry::now(&app.app.clock, account, "test");
        in_work(app, move |work| records::withdraw(work, &entry, &id, "k2", "写错了")).unwrap();
        assert!(handed_in(note_id.clone()).is_none(), "nobody else may read it any more");
        let kept = app.app.read_blocking(move |tx| notes::version(tx, &note_id, 1)).unwrap().unwrap();
        assert_eq!(kept.text, "从实践中来，到实践中去。", "its author still has it");
    })
    .await;
}

/// Rows as they were stored before there were notes.
const BEFORE: &str = "
    insert into organization (id, code, name, short_name, level, path, sort_order)
        values ('o', 'o', '县教体局党委', '局党委', 'bureau', '/o/', 1);
    insert into person (id, code, name, initials, created_at) values ('p', 'p', '某同志', 'mtz', 0);
    insert into record (id, entry_key, kind, person_id, organization_id, activity, first_on, last_on, grains, unit,
            outcome, evidence, title, body, late, replaces_id, entered_on, entered_at, entered_by, entered_from)
        values ('first', 'first', 'entry', 'p', 'o', 'self-study', '2025-03-05', '2025-03-05', 60, 'hours',
            'done', 1, '自学', '写错的话', false, null, '2025-03-05', 1, 'a', 'web'),
        ('second', 'second', 'entry', 'p', 'o', 'self-study', '2025-03-05', '2025-03-05', 60, 'hours',
            'done', 1, '自学', '改正后的话', false, 'first', '2025-03-06', 2, 'a', 'web'),
        ('wordless', 'wordless', 'entry', 'p', 'o', 'self-study', '2025-03-07', '2025-03-07', 60, 'hours',
            'done', 0, '自学', null, false, null, '2025-03-07', 3, 'a', 'web'),
        ('minutes', 'minutes', 'entry', null, 'o', 'branch-meeting', '2025-03-08', '2025-03-08', 1, 'times',
            'done', 1, '支部大会', '会议记录', false, null, '2025-03-08', 4, 'a', 'web');";

#[test]
fn what_was_written_with_records_before_stands_in_the_notebook() {
    let first = MIGRATIONS.iter().position(|step| step.name == "notes").unwrap();
    for db in databases(&MIGRATIONS[..first]) {
        db.write_blocking(|tx| {
            for statement in BEFORE.split(';').filter(|statement| !statement.trim().is_empty()) {
                tx.execute(statement, &[])?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
        db.migrate(MIGRATIONS).unwrap();
        let (listed, text, record) = db
            .read_blocking(|tx| {
                let id = Id::from_text("second");
                let (listed, _) = notes::list(tx, &Id::from_text("p"), &notes::Filter::default(), 0, 10)?;
                let record = records::find(tx, &id)?.or_not_found()?;
                Ok::<_, Error>((listed, notes::handed_in(tx, &id)?.or_not_found()?.text, record))
            })
            .unwrap();
        let ids: Vec<&str> = listed.iter().map(|one| one.note.id.as_str()).collect();
        assert_eq!(ids, ["second"], "the last text of each record, and nothing of an organization's");
        assert_eq!((text.as_str(), listed[0].characters), ("改正后的话", 5));
        assert_eq!(record.note(), Some(&Id::from_text("second")));
    }
}
