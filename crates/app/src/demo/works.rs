//! Some field days, and some essays and reports on their way, of those who sign in to the demo.

use jiff::ToSpan as _;

use crate::accounts;
use crate::demo::SignIn;
use crate::notes;
use crate::records::Entry;
use crate::research::{self, Days, Form, Measure, Part};
use crate::shell::{App, Author, Error, Id, OrNotFound, Result};
use crate::works::{self, Audience, Decision, Kind, Terms};

/// Place, topic, what was found, what should be done.
const STAYS: [(&str, &str, &str, &str); 3] = [
    (
        "石泉村小学",
        "村小教师队伍",
        "全校六个班七名教师，音乐、美术由语文教师兼任。",
        "由中心校统筹音体美教师走教",
    ),
    ("沙河幼儿园", "园所安全与食堂管理", "食材台账齐全，留样时间登记不全。", "统一留样登记格式，每月抽查"),
    (
        "云台初级中学",
        "课后服务质量",
        "学生参加率高，社团种类少，家长盼着开书法课。",
        "引入退休教师和文化馆力量办社团",
    ),
];

const ESSAY: &str = "# 一堂课的启示\n\n上周到薄弱班听课，发现学生不是不愿说，而是怕说错。老师把问题拆成三步，人人都有话说，课堂一下子活了。\n\n\
    学习要落到岗位上。备课时多想一想“最后一名学生听懂了没有”，比多写两页教案更有用。\n\n# 打算\n\n这学期坚持每周听一节课、谈一次心，把听到的问题带回教研组一起解决。";
const REPORT: &str = "# 调研情况\n\n走访了三所学校（园），听课、座谈、查看食堂和宿舍。\n\n# 发现的问题\n\n- 村小音体美教师不足\n- 食堂留样登记不全\n\
    - 课后服务社团种类少\n\n# 意见建议\n\n建议由中心校统筹教师走教，统一登记格式，引入校外力量办社团。";
const DRAFT: &str =
    "读了《给教师的建议》前十条，印象最深的是“学习不能只靠记忆”。联系自己的课堂，有三点体会……";

/// Enters all of it with the product's own operations.
pub(super) fn write(app: &App, sign_ins: &[SignIn]) -> Result<()> {
    let who = |role: &str| -> Result<Option<(Id, Id)>> {
        let Some(sign_in) = sign_ins.iter().find(|one| one.role == role) else { return Ok(None) };
        let account = app.read_blocking(|tx| accounts::account_of(tx, &sign_in.name))?;
        Ok(account.and_then(|account| Some((account.id, account.person_id?))))
    };
    let (Some(leader), Some(member), Some(secretary)) = (who("leader")?, who("member")?, who("secretary")?)
    else {
        return Ok(());
    };
    stays(app, &leader, &member.1)?;
    let report = manuscript(app, &leader, Kind::Report, "三所学校（园）调研报告", REPORT, Audience::Branch)?;
    let essay = manuscript(app, &member, Kind::Essay, "从一堂课谈起", ESSAY, Audience::Bureau)?;
    manuscript(app, &member, Kind::Essay, "读《给教师的建议》", DRAFT, Audience::Nobody)?;
    for id in [report, essay] {
        accept(app, &secretary, &id)?;
    }
    Ok(())
}

/// Stays on the latest days that are free, the last one with a companion who has not answered yet.
fn stays(app: &App, (account, person): &(Id, Id), companion: &Id) -> Result<()> {
    let today = app.clock.today();
    let mut back = 1_i64;
    for (index, (place, topic, found, measure)) in STAYS.into_iter().enumerate() {
        while back < 90 {
            let last = today.saturating_sub(back.days());
            back += 1;
            let days = Days { first_on: last, ..Days::one(last) };
            let draft = research::Draft {
                days,
                form: if index == 1 { Form::Talk } else { Form::Visit },
                activity: String::new(),
                parts: vec![Part { place: place.to_owned(), organization_id: None, topic: topic.to_owned() }],
                companions: if index == 0 { vec![companion.clone()] } else { Vec::new() },
                measures: vec![Measure {
                    problem: found.split('，').next_back().unwrap_or(found).trim_end_matches('。').to_owned(),
                    text: measure.to_owned(),
                    unit: "基础教育股".to_owned(),
                    due_on: Some(today.saturating_add(60.days())),
                }],
                outcome: String::new(),
                late_reason: None,
            };
            let entry = Entry::on(&app.clock, account.clone(), "demo", last);
            let key = format!("demo-{index}-{last}");
            match app
                .write_blocking(Author::Command, |work| research::log(work, &entry, person, &key, &draft))
            {
                Ok(_) => break,
                // That day is taken, or the person did not belong yet.
                Err(Error::Invalid(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

fn manuscript(
    app: &App,
    (account, person): &(Id, Id),
    kind: Kind,
    title: &str,
    text: &str,
    audience: Audience,
) -> Result<Id> {
    let entry = Entry::now(&app.clock, account.clone(), "demo");
    app.write_blocking(Author::Command, |work| {
        let draft = notes::Draft {
            activity: None,
            happened_on: entry.on,
            title: title.to_owned(),
            text: text.to_owned(),
            ..notes::Draft::default()
        };
        let kept = notes::keep(work, person, account, &notes::Which::Begun(title.to_owned()), 0, &draft)?;
        let note = notes::find(work, &kept.id)?.or_not_found()?;
        let terms = Terms {
            kind,
            activity: String::new(),
            done_on: entry.on,
            reviewer_id: None,
            audience,
            stays: Vec::new(),
            late_reason: None,
        };
        works::hand_in(work, &entry, &note, &terms)
    })
}

/// The secretary reads it and accepts it.
fn accept(app: &App, (account, person): &(Id, Id), id: &Id) -> Result<()> {
    let entry = Entry::now(&app.clock, account.clone(), "demo");
    app.write_blocking(Author::Command, |work| {
        let actor = accounts::acting(work, account.clone(), Some(person.clone()), String::new(), entry.on)?;
        let number = works::open(work, &actor, id, entry.on)?;
        let decision = Decision {
            accepts: true,
            reason: "联系实际，言之有物。".to_owned(),
            remarks: Vec::new(),
            number,
        };
        works::decide(work, &entry, &actor, id, &decision)
    })
}
