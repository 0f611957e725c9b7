//! A few lessons: two of the bureau's office, one of the secretary's branch; a tone for a voice, a page for the papers.

use std::io::Write as _;

use anyhow::Context as _;

use crate::accounts;
use crate::attachments;
use crate::demo::{SignIn, evidence};
use crate::lessons::{self, Facts, Question, QuestionSort};
use crate::people;
use crate::shell::{App, Author, Id, Result, Work};

/// A lesson as it is made up.
struct Made {
    /// Whose sign-in makes it.
    role: &'static str,
    title: &'static str,
    teacher: &'static str,
    description: &'static str,
    /// What its sound is called, and how long it is, in seconds.
    sound: (&'static str, u32),
    papers: &'static str,
    pass_right: i64,
    /// Question, choices, the number of the right one, why.
    questions: &'static [(&'static str, &'static [&'static str], usize, &'static str)],
}

const LESSONS: [Made; 3] = [
    Made {
        role: "office",
        title: "党章学习辅导：怎样理解党员的权利和义务",
        teacher: "党校教员",
        description: "对照党章第一章，逐条学习。建议先听录音，再看提纲，最后做三道小测题。",
        sound: ("第一讲 党员的义务.wav", 95),
        papers: "学习提纲.pdf",
        pass_right: 2,
        questions: &[
            ("年满多少岁可以申请入党？", &["十六岁", "十八岁", "二十岁"], 1, "党章第一条。"),
            ("预备党员的预备期是多久？", &["半年", "一年", "两年"], 1, "党章第七条。"),
            (
                "党员没有正当理由，连续多久不参加党的组织生活，就被认为是自行脱党？",
                &["三个月", "六个月", "一年"],
                1,
                "党章第九条。不交纳党费、不做党所分配的工作，同样如此。",
            ),
        ],
    },
    Made {
        role: "office",
        title: "怎样写好调研报告",
        teacher: "政策研究室",
        description: "从选题、走访到成稿，结合例子讲一遍。",
        sound: ("怎样写好调研报告.wav", 60),
        papers: "讲稿要点.pdf",
        pass_right: 0,
        questions: &[],
    },
    Made {
        role: "secretary",
        title: "上周党课录音：读书笔记怎么记",
        teacher: "支部书记",
        description: "上周没到的同志请补听，课件也在下面。",
        sound: ("党课录音.wav", 60),
        papers: "党课课件.pdf",
        pass_right: 0,
        questions: &[],
    },
];

/// Publishes them as the office and the secretary would.
pub(super) fn publish(app: &App, sign_ins: &[SignIn]) -> Result<()> {
    for made in &LESSONS {
        let Some(sign_in) = sign_ins.iter().find(|sign_in| sign_in.role == made.role) else { continue };
        let account = app.read_blocking(|tx| accounts::account_of(tx, &sign_in.name))?;
        let Some(account) = account else { continue };
        let person = account.person_id.context("the sign-in is a person's")?;
        let today = app.clock.today();
        let organization = app.read_blocking(|tx| match made.role {
            "office" => people::root(tx),
            _ => people::home(tx, &person, today),
        })?;
        let Some(organization) = organization else { continue };
        let files = [(made.sound.0, evidence::sound(made.sound.1)), (made.papers, evidence::page())];
        let mut ids = Vec::new();
        for (name, bytes) in files {
            ids.push(put(app, &account.id, name, &bytes)?);
        }
        app.write_blocking(Author::Command, |work| {
            let id = make(work, made, &account.id, &organization.id, &ids)?;
            lessons::publish(work, &id, today)
        })?;
    }
    Ok(())
}

fn put(app: &App, account_id: &Id, name: &str, bytes: &[u8]) -> Result<Id> {
    let mut incoming = app.blobs.incoming().map_err(anyhow::Error::from)?;
    incoming.write_all(bytes).map_err(anyhow::Error::from)?;
    let arrived = incoming.end().map_err(anyhow::Error::from)?;
    let put = attachments::put_media(app, Author::Command, account_id.clone(), name, arrived)?;
    Ok(put.ok().context("a made-up file is refused")?)
}

fn make(work: &mut Work<'_>, made: &Made, account: &Id, organization: &Id, files: &[Id]) -> Result<Id> {
    let facts = Facts {
        title: made.title.to_owned(),
        teacher: Some(made.teacher.to_owned()),
        description: made.description.to_owned(),
        pass_right: made.pass_right,
        ..Facts::default()
    };
    let id = lessons::make(work, &format!("demo:{}", made.title), organization, facts)?;
    for file in files {
        lessons::add_file(work, &id, account, file)?;
    }
    for (text, choices, right, explanation) in made.questions {
        let question = Question {
            id: Id::fresh(),
            sort: QuestionSort::Single,
            text: (*text).to_owned(),
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            answer: vec![*right],
            explanation: (*explanation).to_owned(),
        };
        lessons::add_question(work, &id, question)?;
    }
    Ok(id)
}
