//! Books on a few shelves, a reading list, and an exchange in writing: made with the product's own operations.

use jiff::civil::Date;

use crate::accounts;
use crate::books::{self, Begin, Finish, NewBook, Progress, Recommendation, Shelf};
use crate::demo::SignIn;
use crate::demo::county::days_after;
use crate::notes::{self, Draft};
use crate::records::Entry;
use crate::reviews::{self, Answer, Form, NewExchange, NewReview};
use crate::shell::actor::Home;
use crate::shell::{Actor, App, Author, Error, Id, Lang, Result, Work};

/// Title, author, publisher, and the place of its category in the plan's order.
const BOOKS: [(&str, &str, &str, usize); 7] = [
    ("实践论", "毛泽东", "人民出版社", 0),
    ("论共产党员的修养", "刘少奇", "人民出版社", 0),
    ("给教师的建议", "苏霍姆林斯基", "教育科学出版社", 1),
    ("教育的目的", "怀特海", "", 1),
    ("乡土中国", "费孝通", "北京大学出版社", 2),
    ("科学的历程", "吴国盛", "", 2),
    ("平凡的世界", "路遥", "北京十月文艺出版社", 3),
];
const LISTED: [(usize, &str); 5] = [
    (0, "理论学习，三月前读完"),
    (1, "对照自己写一点体会"),
    (2, "结合班主任工作，每人谈一条建议"),
    (4, "一季度共读，交流会围绕“差序格局”"),
    (5, "科技月推荐"),
];
const BOARD: &str =
    "费老从“捏着泥土”讲起，讲透了熟人社会。走访学生家庭前重读一遍，开口说什么、先听什么，心里有数多了。";
const BLOG: &str = "## 三点体会\n\n一是看问题先到现场去。\n\n> 你对于那个问题不能解决么？那么，你就去调查那个问题的现状和它的历史吧！\n\n二是把话说短，把事做实。\n\n三是**每周固定半天听课**，回来当天写反馈。";

struct Reader {
    actor: Actor,
    person_id: Id,
    home: Home,
}

/// Puts books on the shelves of those who sign in to the demo.
pub(super) fn shelve(app: &App, sign_ins: &[SignIn]) -> Result<()> {
    let today = app.clock.today();
    let of = |role: &str| -> Result<Option<Reader>> {
        let Some(sign_in) = sign_ins.iter().find(|one| one.role == role) else { return Ok(None) };
        let name = sign_in.name.clone();
        app.write_blocking(Author::Command, move |work| reader(work, &name, today))
    };
    let (Some(secretary), Some(member)) = (of("secretary")?, of("member")?) else { return Ok(()) };
    let leader = of("leader")?;
    app.write_blocking(Author::Command, |work| {
        let mut ids = Vec::new();
        for (title, author, publisher, _) in BOOKS {
            let publisher = Some(publisher.to_owned()).filter(|name| !name.is_empty());
            let (title, author) = (title.to_owned(), author.to_owned());
            let new = NewBook { title, author, publisher, ..NewBook::default() };
            ids.push(books::add(work, &secretary.actor.account_id, &new)?);
        }
        let shelf = Shelf::over(work, &secretary.home.path, today)?;
        let codes: Vec<String> = shelf.categories(Lang::Chinese).into_iter().map(|(code, _)| code).collect();
        let made = Made { app, today, ids, codes };
        made.list(work, &secretary)?;
        made.read(work, &member)?;
        if let Some(reader) = &leader {
            made.read(work, reader)?;
        }
        made.exchange(work, &secretary, &member, leader.as_ref())
    })
}

fn reader(work: &mut Work<'_>, name: &str, today: Date) -> Result<Option<Reader>> {
    let Some(account) = accounts::account_of(work, name)? else { return Ok(None) };
    let Some(person_id) = account.person_id else { return Ok(None) };
    let actor = accounts::acting(work, account.id, Some(person_id.clone()), account.name, today)?;
    Ok(actor.home.clone().map(|home| Reader { actor, person_id, home }))
}

/// The catalog, and the categories of the plan.
struct Made<'a> {
    app: &'a App,
    today: Date,
    ids: Vec<Id>,
    codes: Vec<String>,
}

impl Made<'_> {
    fn book(&self, index: usize) -> Result<(&Id, Option<String>)> {
        let id = self.ids.get(index).ok_or(Error::NotFound)?;
        let place = BOOKS.get(index).map_or(0, |book| book.3);
        Ok((id, self.codes.get(place).or(self.codes.last()).cloned()))
    }

    fn list(&self, work: &mut Work<'_>, secretary: &Reader) -> Result<()> {
        for (index, why) in LISTED {
            let (book_id, category) = self.book(index)?;
            let new = Recommendation {
                entry_key: Id::fresh().to_string(),
                organization_id: secretary.home.organization_id.clone(),
                book_id: book_id.clone(),
                category,
                why: why.to_owned(),
                quotable: None,
                from_on: days_after(self.today, -20),
                to_on: days_after(self.today, 40),
            };
            books::recommend(work, &secretary.actor.account_id, &new)?;
        }
        Ok(())
    }

    fn begin(&self, work: &mut Work<'_>, reader: &Reader, index: usize, ago: i64) -> Result<Id> {
        let (book_id, category) = self.book(index)?;
        let begin = Begin {
            entry_key: Id::fresh().to_string(),
            book_id: book_id.clone(),
            category,
            began_on: days_after(self.today, -ago),
        };
        books::begin(work, &reader.person_id, &begin, self.today)
    }

    /// One book on its way with a note beside it, one just begun, one finished.
    fn read(&self, work: &mut Work<'_>, reader: &Reader) -> Result<()> {
        let going = self.begin(work, reader, 4, 9)?;
        books::progress(work, &going, Progress::Page(96, 184))?;
        let draft = Draft {
            happened_on: days_after(self.today, -2),
            title: "读《乡土中国》".to_owned(),
            text: "“差序格局”一章：以己为中心，像石子投入水面，推出一圈圈波纹。".to_owned(),
            ..Draft::default()
        };
        let key = format!("demo:{going}");
        let kept = notes::keep(
            work,
            &reader.person_id,
            &reader.actor.account_id,
            &notes::Which::Begun(key),
            0,
            &draft,
        )?;
        if let Some(reading) = books::reading(work, &going)? {
            books::attach_note(work, &reading, &kept.id)?;
        }
        let begun = self.begin(work, reader, 6, 3)?;
        books::progress(work, &begun, Progress::Percent(12))?;
        let done = self.begin(work, reader, 2, 18)?;
        let entry = Entry::now(&self.app.clock, reader.actor.account_id.clone(), "demo");
        let form = Finish {
            finished_on: days_after(self.today, -1),
            category: self.book(2)?.1,
            note_id: None,
            late_reason: None,
        };
        books::finish(work, &entry, &done, &form).map(drop)
    }

    /// An exchange of the secretary's branch, where its plan has one.
    fn exchange(
        &self,
        work: &mut Work<'_>,
        secretary: &Reader,
        member: &Reader,
        leader: Option<&Reader>,
    ) -> Result<()> {
        let new = NewExchange {
            entry_key: Id::fresh().to_string(),
            organization_id: secretary.home.organization_id.clone(),
            activity: "reading-exchange".to_owned(),
            theme: "共读《乡土中国》，谈家校共育".to_owned(),
            from_on: days_after(self.today, -14),
            to_on: days_after(self.today, 21),
        };
        // A plan without such an activity has no exchange; the texts stand by themselves.
        let opened = match reviews::open(work, &secretary.actor.account_id, &new) {
            Ok(id) => Some(id),
            Err(Error::Invalid(_)) => None,
            Err(error) => return Err(error),
        };
        let within = |reader: &Reader| reader.home.path.starts_with(&secretary.home.path);
        let text = |reader: &Reader, index: usize, form: Form, text: &str| -> Result<NewReview> {
            Ok(NewReview {
                entry_key: Id::fresh().to_string(),
                book_id: self.book(index)?.0.clone(),
                organization_id: reader.home.organization_id.clone(),
                exchange_id: opened.clone().filter(|_| within(reader)),
                form,
                title: String::new(),
                text: text.to_owned(),
                note_id: None,
            })
        };
        let board = text(member, 4, Form::Board, BOARD)?;
        let board = reviews::publish(work, &member.actor, &board, self.today)?;
        let answer = Answer {
            entry_key: Id::fresh().to_string(),
            text: "走访回来，把案例也写上来吧。".to_owned(),
        };
        if within(member) {
            reviews::answer(work, &secretary.actor, &board, &answer)?;
        }
        let Some(leader) = leader else { return Ok(()) };
        let mut blog = text(leader, 0, Form::Blog, BLOG)?;
        "在一线找答案".clone_into(&mut blog.title);
        reviews::publish(work, &leader.actor, &blog, self.today).map(drop)
    }
}
