//! What became of one's work stands in the book, in every form of it: remarks, returns, field days, books; and nothing of
//! what others keep for themselves.

use axum::http::StatusCode;

use super::{noted, opened, text};
use crate::reviews;
use crate::testing::{TestApp, Visitor, on_both};
use crate::{inspections, works};

/// What the book says, by chapter.
const SAID: [(&str, &[&str]); 5] = [
    (
        "research",
        &[
            "石桥村小学：村小师资",
            "实地走访",
            "王立文、赵书明（待确认）",
            "发现问题：师资不足",
            "统筹走教",
            "责任单位：人事科",
            "成果转化：写入师资方案",
            "调研发现：见学习笔记“村小师资”",
        ],
    ),
    ("books", &["《乡土中国》", "费孝通", "正在读 · 读到第46页，共184页", "《实践论》", "已搁置"]),
    (
        "works",
        &[
            "读《实践论》的体会",
            "第1稿送审（",
            "第1稿退回修改（赵书明，2026-03-05 12:00）：请举一所学校的例子",
            "第1稿第1段“我对校长轮岗有不同看法。”批注（赵书明，2026-03-05 12:00）：写具体些",
            "正文：见学习笔记",
        ],
    ),
    ("reviews", &["参与讨论", "陈一诺评《乡土中国》", "我也有同感"]),
    (
        "inspections",
        &[
            "第一小学党支部笔记调阅",
            "指定原因：专看",
            "批注“没有调查就没有发言权”中“谋事之基”（赵书明，2026-03-05 12:00）：这句抓得准",
            "退回（赵书明，2026-03-05 12:00）：请补一段自己的做法",
            "改后再交（李思学，2026-03-05 12:00）：补好了",
            "签阅（赵书明，2026-03-05 12:00）：有进步",
            "已签阅",
        ],
    ),
];

/// What others keep for themselves, and what was taken back.
const OF_OTHERS: [&str; 6] =
    ["王立文自己的发现", "只写给王立文", "专说陈一诺", "再补一句", "抽错了的批注", "没有去成的地方"];

async fn done(visitor: &Visitor<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = visitor.post(path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.outline());
    answer.location().split('?').next().unwrap().to_owned()
}

/// A note of somebody's is called in, remarked on, returned, handed in again and done with.
async fn inspected(app: &TestApp, who: &str, note: &str, (remark, reason): (&str, &str)) -> String {
    let (round, id) = inspections::of_test(app, "zhao", who, &app.sample.school.id);
    let zhao = app.as_person("zhao").await;
    zhao.get(&format!("/inspections/{id}?note={note}")).await;
    let comment = [("note", note), ("quote", "谋事之基"), ("text", remark)];
    done(&zhao, &format!("/inspections/{id}/comment"), &comment).await;
    done(&zhao, &format!("/inspections/{id}/return"), &[("reason", reason)]).await;
    done(&app.as_person(who).await, &format!("/inspections/{id}/again"), &[("answer", "补好了")]).await;
    done(&zhao, &format!("/inspections/{id}/done"), &[("remarks", "先看看")]).await;
    done(&zhao, &format!("/inspections/{id}/done"), &[("remarks", "有进步")]).await;
    round.to_string()
}

/// Somebody's days in the field, with companions and what should be done.
async fn travelled(visitor: &Visitor<'_>, on: &str, more: &[(&str, &str)]) -> String {
    let key = visitor.get("/research/new").await.field("entry_key").unwrap();
    let mut fields = vec![("entry_key", key.as_str()), ("first_on", on), ("last_on", on), ("form", "visit")];
    fields.extend_from_slice(more);
    done(visitor, "/research", &fields).await
}

/// What became of li's work in a year, with others' beside it.
async fn judged(app: &TestApp) {
    let [li, chen, wang, zhao] = ["li", "chen", "wang", "zhao"].map(|name| app.as_person(name));
    let (li, chen, wang, zhao) = (li.await, chen.await, wang.await, zhao.await);
    let words = "调查研究是谋事之基。";
    let note = noted(&li, ("k1", "2026-03-05"), "没有调查就没有发言权", words, true).await;
    inspected(app, "li", &note, ("这句抓得准", "请补一段自己的做法")).await;
    let round = inspected(app, "li", &note, ("抽错了的批注", "抽错了的批注")).await;
    done(&zhao, &format!("/inspections/rounds/{round}/take-back"), &[("why", "抽错了")]).await;
    let theirs = noted(&chen, ("k1", "2026-03-05"), "陈的笔记", words, true).await;
    inspected(app, "chen", &theirs, ("专说陈一诺", "专说陈一诺")).await;

    for (who, reason, remark) in
        [("li", "请举一所学校的例子", "写具体些"), ("wang", "只写给王立文", "只写给王立文")]
    {
        let id = works::of_test(app, &app.sample.person(who));
        done(&zhao, &format!("/works/{id}/read"), &[]).await;
        let number = zhao.get(&format!("/works/{id}")).await.field("number").unwrap();
        let fields = [("number", number.as_str()), ("reason", reason), ("remark-0", remark)];
        done(&zhao, &format!("/works/{id}/return"), &fields).await;
    }

    let stay = [
        ("place-1", "石桥村小学"),
        ("topic-1", "村小师资"),
        ("companions", "wang zhao"),
        ("findings", "全校只有一名音乐教师"),
        ("problem-1", "师资不足"),
        ("measure-1", "统筹走教"),
        ("unit-1", "人事科"),
        ("outcome", "写入师资方案"),
    ];
    let stay = travelled(&li, "2026-03-03", &stay).await;
    let joined = done(&wang, &format!("{stay}/answer"), &[("went", "yes")]).await;
    done(&wang, &format!("{joined}/findings"), &[("text", "王立文自己的发现")]).await;
    let gone = travelled(&li, "2026-03-04", &[("place-1", "没有去成的地方"), ("topic-1", "食堂")]).await;
    done(&li, &format!("{gone}/withdraw"), &[("reason", "下雨没去")]).await;

    let far: &[(&str, &str)] = &[("page", "46"), ("pages", "184")];
    for (title, author, act, fields) in
        [("乡土中国", "费孝通", "progress", far), ("实践论", "毛泽东", "put-away", &[])]
    {
        let book = [("entry_key", title), ("title", title), ("author", author), ("category", "general")];
        let reading = done(&li, "/books/new", &book).await;
        done(&li, &format!("{reading}/{act}"), fields).await;
    }
    let (review, _) = reviews::tests::of_test(app, "chen", &app.sample.school.id);
    let answer = [("entry_key", "a"), ("answer", "我也有同感")];
    done(&li, &format!("/reviews/{review}/answers"), &answer).await;
}

#[tokio::test]
async fn what_was_said_of_one_s_work_stands_in_every_form_of_the_book() {
    on_both(async |app| {
        judged(app).await;
        let li = app.as_person("li").await;
        let whole = li.get("/portfolio/2026/whole").await.body;
        let files = opened(&li.get("/portfolio/archive.zip").await);
        let offline = text(&files, "2026.html");
        let document = li.get("/portfolio/2026/book.docx").await;
        let limits = xueji_office::DocumentLimits::default();
        let document = xueji_office::read_document(&document.bytes, &limits).unwrap().text;
        for (chapter, said) in SAID {
            let page = li.get(&format!("/portfolio/2026/{chapter}")).await.body;
            for said in said {
                assert!(page.contains(said), "{chapter} lacks {said}: {page}");
                assert!(whole.contains(said), "the whole lacks {said}");
                assert!(offline.contains(said), "the archive lacks {said}: {offline}");
                assert!(document.contains(said), "the document lacks {said}: {document}");
            }
        }
        for (name, text) in [("whole", whole.as_str()), ("archive", offline), ("document", document.as_str())]
        {
            for theirs in OF_OTHERS {
                assert!(!text.contains(theirs), "the {name} has {theirs}");
            }
            assert!(!text.contains("先看看"), "remarks that were changed stand as they are now");
        }
        // What was said of a note goes with it, and what was found is one step away.
        let note = files.iter().find(|(name, bytes)| {
            name.starts_with("notes/") && String::from_utf8_lossy(bytes).contains("没有调查就没有发言权")
        });
        let note = String::from_utf8_lossy(note.unwrap().1).into_owned();
        assert!(note.contains("remarks:\n  - ") && note.contains("这句抓得准"), "{note}");
        assert!(!note.contains("抽错了的批注"), "{note}");
        // The same of a manuscript's.
        assert!(files.iter().any(|(name, bytes)| {
            name.starts_with("notes/") && String::from_utf8_lossy(bytes).contains("写具体些")
        }));
        let cited = offline.split("调研发现：").next().unwrap().rsplit("href=\"#").next().unwrap();
        let cited = cited.split('"').next().unwrap();
        assert!(offline.contains(&format!("id=\"{cited}\"")), "{cited} leads nowhere");
    })
    .await;
}

#[tokio::test]
async fn a_companion_has_days_of_their_own_and_nothing_of_what_the_other_found() {
    on_both(async |app| {
        judged(app).await;
        let wang = app.as_person("wang").await;
        let whole = wang.get("/portfolio/2026/whole").await.body;
        for said in ["石桥村小学：村小师资", "李思学", "只写给王立文", "王立文自己的发现"]
        {
            assert!(whole.contains(said), "{said}");
        }
        for theirs in
            ["全校只有一名音乐教师", "师资不足", "写入师资方案", "写具体些", "这句抓得准", "我也有同感"]
        {
            assert!(!whole.contains(theirs), "{theirs}");
        }
        let zhao = app.as_person("zhao").await.get("/portfolio/2026/whole").await.body;
        for theirs in ["这句抓得准", "写具体些", "读到第46页"] {
            assert!(!zhao.contains(theirs), "who said it has it in the other's book alone: {theirs}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_book_stands_in_the_years_in_which_it_lay_open() {
    let app = TestApp::in_memory();
    let li = app.as_person("li").await;
    let book =
        [("entry_key", "b"), ("title", "乡土中国"), ("category", "general"), ("began_on", "2025-11-03")];
    let reading = done(&li, "/books/new", &book).await;
    for year in [2025, 2026] {
        assert!(li.get(&format!("/portfolio/{year}/books")).await.body.contains("《乡土中国》"), "{year}");
    }
    for year in [2024, 2027] {
        assert!(!li.get(&format!("/portfolio/{year}/books")).await.body.contains("《乡土中国》"), "{year}");
    }
    let cover = li.get("/portfolio/2026").await.body;
    assert!(cover.contains("href=\"/portfolio/2025\""), "the year in which it was begun is offered");
    done(&li, &format!("{reading}/put-away"), &[]).await;
    assert!(li.get("/portfolio/2026/books").await.body.contains("已搁置"));
}
