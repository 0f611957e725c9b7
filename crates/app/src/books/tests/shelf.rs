//! The catalog, and a book on its way.

use jiff::civil::date;

use super::{TODAY, add, found, take_up, typed, write};
use crate::books::{self, Progress};
use crate::shell::{Error, Lang};
use crate::testing::on_both;

#[tokio::test]
async fn a_book_is_one_by_its_number_or_by_title_and_author() {
    on_both(async |app| {
        let first = add(app, typed("978-7-01-000922-3", "《论共产党员的修养》", "刘少奇")).unwrap();
        for again in [
            typed("7-01-000922-8", "", ""),
            typed("", "论共产党员的修养", "刘少奇 著"),
            typed("9787010009223", "别的题名", "别人"),
            typed("", "论共产党员的修养", ""),
            // Another edition has another number.
            typed("978-7-02-000220-7", "论共产党员的修养", "刘少奇"),
            typed("9787020002207", "", ""),
        ] {
            assert_eq!(add(app, again.clone()).unwrap(), first, "{again:?}");
        }
        let other = add(app, typed("", "论共产党员的修养", "某某解读")).unwrap();
        assert_ne!(other, first);
        let third = add(app, typed("", "论共产党员的修养", "")).unwrap();
        assert!(third != first && third != other, "nobody can say which of two is meant");
    })
    .await;
}

#[tokio::test]
async fn a_number_that_cannot_be_one_is_told_at_its_field_and_an_unknown_one_asks_for_the_title() {
    on_both(async |app| {
        let wrong = |isbn: &str, title: &str, field: &str| match add(app, typed(isbn, title, "")) {
            Err(Error::Invalid(mistakes)) => mistakes.at(field, Lang::Chinese.messages()),
            other => panic!("{other:?}"),
        };
        assert!(wrong("9787010009224", "书", "isbn").contains("校验位"));
        assert!(wrong("97870100092", "书", "isbn").contains("13位"));
        assert!(wrong("9787010009223", "", "title").contains("补写书名"));
        assert!(wrong("", "《》", "title").contains("书名"));
    })
    .await;
}

#[tokio::test]
async fn the_catalog_finds_by_number_title_author_and_initials() {
    on_both(async |app| {
        let first = add(app, typed("9787010009223", "论共产党员的修养", "刘少奇")).unwrap();
        add(app, typed("", "乡土中国", "费孝通")).unwrap();
        let find = |text: &str| {
            let text = text.to_owned();
            let found = app.app.read_blocking(move |tx| books::search(tx, &text, 0, 10)).unwrap();
            found.into_iter().map(|book| book.title).collect::<Vec<_>>()
        };
        for text in ["7-01-000922-8", "修养", "刘少奇", "gcdy", "《论共产党员的修养》"] {
            assert_eq!(find(text), ["论共产党员的修养"], "{text}");
        }
        assert_eq!(find("中国"), ["乡土中国"]);
        assert_eq!(find("").len(), 2, "without a word the whole shelf");
        assert!(find("9787020002207").is_empty() && find("没有的书").is_empty());
        let known = app.app.read_blocking(move |tx| books::find(tx, &first)).unwrap().unwrap();
        assert_eq!(known.marked(), "《论共产党员的修养》");
    })
    .await;
}

#[tokio::test]
async fn a_book_lies_open_once_and_its_progress_is_kept() {
    on_both(async |app| {
        let book = add(app, typed("", "乡土中国", "费孝通")).unwrap();
        let id = take_up(app, "li", &book, Some("science-humanities"), date(2026, 2, 1)).unwrap();
        assert_eq!(take_up(app, "li", &book, None, TODAY).unwrap(), id, "two taps are one reading");
        assert_ne!(take_up(app, "chen", &book, None, TODAY).unwrap(), id);
        let going = id.clone();
        write(app, move |work| books::progress(work, &going, Progress::Page(46, 184))).unwrap();
        let reading = found(app, &id);
        assert_eq!((reading.page, reading.pages, reading.percent), (Some(46), Some(184), 25));
        let going = id.clone();
        write(app, move |work| books::progress(work, &going, Progress::Percent(60))).unwrap();
        let reading = found(app, &id);
        assert_eq!((reading.page, reading.pages, reading.percent), (None, Some(184), 60));
    })
    .await;
}

#[tokio::test]
async fn what_others_chose_presets_the_category_and_a_strange_one_is_refused() {
    on_both(async |app| {
        let book = add(app, typed("", "乡土中国", "费孝通")).unwrap();
        take_up(app, "chen", &book, Some("science-humanities"), TODAY).unwrap();
        let id = take_up(app, "li", &book, None, TODAY).unwrap();
        assert_eq!(found(app, &id).category.as_deref(), Some("science-humanities"));
        let refused = take_up(app, "zheng", &book, Some("theory-lecture"), TODAY);
        assert!(matches!(refused, Err(Error::Invalid(_))), "a lecture's category is none of a book");
        let ahead = take_up(app, "zheng", &book, None, date(2026, 3, 6));
        assert!(matches!(ahead, Err(Error::Invalid(_))), "nobody began tomorrow");
    })
    .await;
}
