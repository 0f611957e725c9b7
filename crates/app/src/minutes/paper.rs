//! What goes on paper: minutes, the sheet to sign before, the list of attendance after. Always Chinese.

use jiff::civil::Date;
use xueji_office::{Block, Fact, FactRow, List, ListColumn, Orientation, Paper, Rank};
use xueji_standing::Outcome;

use crate::meetings::{Meeting, Role, Seat, clock_said};
use crate::minutes::{self, Kind, in_order, text};
use crate::records;
use crate::shell::{Id, Lang};

/// What every paper of a meeting has in its head.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) meeting: Meeting,
    /// The name of the organization.
    pub(super) organization: String,
    pub(super) host: String,
    pub(super) recorder: String,
    pub(super) people: Vec<Attendee>,
    /// Whether it names who was away and why: for those who see the list, and for nobody else.
    pub(super) names_absent: bool,
}

/// Somebody on the list.
#[derive(Clone, Debug)]
pub(super) struct Attendee {
    pub(super) seat: Seat,
    pub(super) name: String,
    /// Where they belong, and what they hold there.
    pub(super) home: String,
    pub(super) posts: String,
    /// When they signed in by themselves.
    pub(super) arrived: String,
    /// Why they are on leave.
    pub(super) reason: String,
}

impl Head {
    /// Those who were expected and of whom the list says something like this.
    fn expected(&self, is: impl Fn(Outcome) -> bool) -> Vec<&Attendee> {
        let expected = self.people.iter().filter(|one| one.seat.role == Role::Expected);
        expected.filter(|one| one.seat.outcome.is_some_and(&is)).collect()
    }

    fn invited(&self) -> Vec<&Attendee> {
        let came = |one: &&Attendee| one.seat.outcome.is_none_or(Outcome::took_part);
        self.people.iter().filter(|one| one.seat.role == Role::Invited).filter(came).collect()
    }

    fn expected_count(&self) -> usize {
        self.people.iter().filter(|one| one.seat.role == Role::Expected).count()
    }

    fn when(&self) -> String {
        let time = self.meeting.time();
        format!("{} {}—{}", day(time.day()), clock_said(time.first), clock_said(time.last))
    }

    fn place(&self) -> String {
        self.meeting.place.clone().unwrap_or_default()
    }

    /// Time, place, host and recorder.
    fn facts(&self) -> Vec<FactRow> {
        vec![
            FactRow::Whole(Fact::new("会议名称", &self.meeting.title)),
            FactRow::Halves(Fact::new("时间", self.when()), Fact::new("地点", self.place())),
            FactRow::Halves(Fact::new("主持人", &self.host), Fact::new("记录人", &self.recorder)),
        ]
    }
}

fn day(on: Date) -> String {
    on.strftime("%Y年%-m月%-d日").to_string()
}

fn came(outcome: Outcome) -> bool {
    outcome.took_part() && outcome != Outcome::MadeUp
}

fn is_leave(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Leave(_))
}

fn is_absent(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Absent | Outcome::MadeUp)
}

fn outcome_said(outcome: Outcome) -> String {
    records::outcome_said(outcome, Lang::Chinese.messages())
}

/// Names with what else is to be said of each; nobody is 无.
fn names(people: &[&Attendee], more: impl Fn(&Attendee) -> String) -> String {
    if people.is_empty() {
        return "无".to_owned();
    }
    let one = |one: &&Attendee| match more(one) {
        more if more.is_empty() => one.name.clone(),
        more => format!("{}（{more}）", one.name),
    };
    people.iter().map(one).collect::<Vec<_>>().join("、")
}

/// A signature in the product, as the line for it says.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    pub(super) name: String,
    pub(super) on: Date,
}

/// The minutes in the layout of official documents; `signed` are host and recorder, where they have signed.
pub(super) fn minutes(head: &Head, blocks: &[minutes::Block], signed: [Option<Signed>; 2]) -> Paper {
    let seats: Vec<(Seat, String)> =
        head.people.iter().map(|one| (one.seat.clone(), one.name.clone())).collect();
    let mut parts = vec![Block::Facts(minutes_facts(head))];
    let mut last: Option<Kind> = None;
    for block in in_order(&head.meeting.agenda, blocks) {
        let kind = block.slot.kind();
        let speech = |kind| matches!(kind, Kind::Lead | Kind::Talk);
        let name = text::name_of(&seats, block.person_id.as_ref()).to_owned();
        if last != Some(kind) {
            let both = last.is_some_and(speech) && speech(kind);
            if speech(kind) && !both {
                parts.push(Block::Heading(Rank::First, "发言情况".to_owned()));
            }
            let rank = if speech(kind) { Rank::Second } else { Rank::First };
            parts.push(Block::Heading(rank, text::heading(kind)));
            last = Some(kind);
        }
        match kind {
            Kind::Agenda if !block.heading.is_empty() => {
                parts.push(Block::Heading(Rank::Second, block.heading.clone()));
            }
            Kind::Lead | Kind::Talk if !name.is_empty() => {
                parts.push(Block::Heading(Rank::Third, topic(head, &block, name.clone())));
            }
            _ => {}
        }
        if kind != Kind::Measure {
            parts.push(Block::Paragraph(block.text.trim().to_owned()));
        }
    }
    let measures: Vec<Vec<String>> = in_order(&head.meeting.agenda, blocks)
        .into_iter()
        .filter(|block| block.slot.kind() == Kind::Measure)
        .map(|block| {
            let owner = text::name_of(&seats, block.person_id.as_ref()).to_owned();
            vec![block.text.trim().to_owned(), owner, block.due_on.map(day).unwrap_or_default()]
        })
        .collect();
    if !measures.is_empty() {
        let columns = vec![
            ListColumn::left("举措", 6),
            ListColumn::centered("责任人", 2),
            ListColumn::centered("完成时限", 3),
        ];
        parts.push(Block::List(List { columns, rows: measures, numbered: true, abreast: 1 }));
    }
    let lines = ["主持人", "记录人"].into_iter().zip(signed).map(|(role, signed)| match signed {
        Some(signed) => format!("{role}（签字）{}，已于{}在系统签字", signed.name, day(signed.on)),
        None => format!("{role}（签字）"),
    });
    parts.push(Block::Signatures(lines.collect()));
    Paper {
        title: format!("{}会议记录", head.organization),
        subtitle: format!("（{}）", day(head.meeting.time().day())),
        blocks: parts,
        ..Paper::default()
    }
}

/// Who spoke, and on what, where the list says so.
fn topic(head: &Head, block: &minutes::Block, name: String) -> String {
    let of = |one: &&Attendee| Some(&one.seat.person_id) == block.person_id.as_ref();
    let topic = head.people.iter().find(of).and_then(|one| one.seat.topic.clone());
    match topic.filter(|_| block.slot.kind() == Kind::Lead) {
        Some(topic) => format!("{name}：{topic}"),
        None => name,
    }
}

fn minutes_facts(head: &Head) -> Vec<FactRow> {
    let (there, leave, absent) = (head.expected(came), head.expected(is_leave), head.expected(is_absent));
    let count = |people: &[&Attendee]| format!("{}人", people.len());
    let away = |people: &[&Attendee], said: String| {
        if head.names_absent { format!("{}：{said}", count(people)) } else { count(people) }
    };
    let expected = format!("{}人", head.expected_count());
    let mut facts = head.facts();
    let known = head.people.iter().any(|one| one.seat.outcome.is_some());
    if known {
        let said = |one: &Attendee| {
            let kind = one.seat.outcome.map(outcome_said).unwrap_or_default();
            if one.reason.is_empty() { kind } else { format!("{kind}，{}", one.reason) }
        };
        let late = |one: &Attendee| match one.seat.outcome {
            Some(Outcome::Present) | None => String::new(),
            Some(other) => outcome_said(other),
        };
        facts.push(FactRow::Halves(Fact::new("应到", expected), Fact::new("实到", count(&there))));
        facts.push(FactRow::Whole(Fact::new("出席", names(&there, late))));
        facts.push(FactRow::Whole(Fact::new("请假", away(&leave, names(&leave, said)))));
        facts
            .push(FactRow::Whole(Fact::new("缺席", away(&absent, names(&absent, |one| one.reason.clone())))));
    } else {
        facts.push(FactRow::Whole(Fact::new("应到", expected)));
    }
    facts.push(FactRow::Whole(Fact::new(
        "列席",
        names(&head.invited(), |one| if one.posts.is_empty() { one.home.clone() } else { one.posts.clone() }),
    )));
    facts
}

/// The sheet on which people sign when they arrive.
pub(super) fn sign_in_sheet(head: &Head) -> Paper {
    let columns = vec![
        ListColumn::centered("签到（亲笔）", 6),
        ListColumn::centered("到会时间", 4),
        ListColumn::left("备注", 5),
    ];
    let row = |one: &Attendee| {
        let remark = if one.seat.role == Role::Invited { "列席" } else { "" };
        vec![String::new(), String::new(), remark.to_owned()]
    };
    list("签到表", head, (columns, row), |_| "      人".to_owned())
}

/// The list of who was there, once the meeting is confirmed.
pub(super) fn attendance(head: &Head) -> Paper {
    let columns = vec![
        ListColumn::centered("应到/列席", 3),
        ListColumn::centered("出勤", 4),
        ListColumn::centered("签到时间", 3),
        ListColumn::left("备注", 6),
    ];
    let row = |one: &Attendee| {
        let role = if one.seat.role == Role::Invited { "列席" } else { "应到" };
        let outcome = one.seat.outcome.map(outcome_said).unwrap_or_default();
        vec![role.to_owned(), outcome, one.arrived.clone(), one.reason.clone()]
    };
    let mut paper =
        list("考勤登记表", head, (columns, row), |is| format!("{}人", head.expected(is).len()));
    paper.blocks.push(Block::Signatures(vec!["登记人（签字）".to_owned()]));
    paper
}

/// Everybody on the list with what more there is to say of each, and how many they are.
fn list(
    title: &str,
    head: &Head,
    (more_columns, more): (Vec<ListColumn>, impl Fn(&Attendee) -> Vec<String>),
    count: impl Fn(fn(Outcome) -> bool) -> String,
) -> Paper {
    let mut columns = vec![
        ListColumn::centered("姓名", 4),
        ListColumn::centered("支部/单位", 6),
        ListColumn::centered("职务", 4),
    ];
    columns.extend(more_columns);
    let row = |one: &Attendee| {
        let mut row = vec![one.name.clone(), one.home.clone(), one.posts.clone()];
        row.extend(more(one));
        row
    };
    let rows = head.people.iter().map(row).collect();
    Paper {
        title: title.to_owned(),
        subtitle: head.organization.clone(),
        orientation: Orientation::Landscape,
        blocks: vec![
            Block::Facts(head.facts()),
            Block::List(List { columns, rows, numbered: true, abreast: 1 }),
            Block::Facts(vec![
                FactRow::Halves(
                    Fact::new("应到", format!("{}人", head.expected_count())),
                    Fact::new("实到", count(came)),
                ),
                FactRow::Halves(Fact::new("请假", count(is_leave)), Fact::new("缺席", count(is_absent))),
            ]),
        ],
    }
}

/// The name of somebody by whom a paper is signed or led.
pub(super) fn named(people: &[(Seat, String)], id: Option<&Id>) -> Option<String> {
    Some(text::name_of(people, id)).filter(|name| !name.is_empty()).map(str::to_owned)
}
