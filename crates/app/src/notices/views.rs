//! What the pages of notices show.

use askama::Template;
use jiff::civil::Date;

use crate::notices::address::Known;
use crate::notices::choices::Choices;
use crate::notices::kinds::{Choice, Group, Kind};
use crate::notices::routes::Came;
use crate::notices::store::{Told, clock_time, rhythm_code};
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Mistakes, Page, Right, page};

/// The list.
#[derive(Debug, Template)]
#[template(path = "notices/index.html")]
pub(super) struct Index {
    page: Page,
    days: Vec<Day>,
    unread: bool,
    /// Whether anything is, on whatever page.
    any_unread: bool,
    /// Whether the visitor may keep robots.
    robots: bool,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Day {
    title: String,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    id: String,
    kind: String,
    title: String,
    body: String,
    time: String,
    read: bool,
}

impl Index {
    pub(super) fn new(
        context: &Context,
        (told, more): (Vec<Told>, bool),
        unread: bool,
        number: usize,
    ) -> Self {
        let t = context.t();
        let at =
            |number: usize| format!("/notices?page={number}{}", if unread { "&show=unread" } else { "" });
        let actor = context.visitor.as_ref();
        Self {
            page: page(context, t.nav_notices()),
            days: days(context, told),
            unread,
            any_unread: actor.is_some_and(|actor| actor.unread > 0),
            robots: actor.is_some_and(|actor| actor.may_anywhere(Right::RecordForOrganization)),
            back: if number > 1 { at(number - 1) } else { String::new() },
            on: if more { at(number + 1) } else { String::new() },
            place: t.people_page_alone(number.to_string()),
        }
    }
}

fn days(context: &Context, told: Vec<Told>) -> Vec<Day> {
    let (t, clock) = (context.t(), &context.app.clock);
    let mut days: Vec<(Date, Day)> = Vec::new();
    for one in told {
        let date = clock.date_of(one.at);
        let row = Row {
            id: one.id.to_string(),
            kind: one.kind.map(|kind| kind.title(t)).unwrap_or_default(),
            title: one.title,
            body: one.body,
            time: clock_time(clock.civil_of(one.at).time()),
            read: one.read,
        };
        match days.last_mut() {
            Some((last, day)) if *last == date => day.rows.push(row),
            _ => days.push((date, Day { title: said_of_day(context, date), rows: vec![row] })),
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

fn said_of_day(context: &Context, date: Date) -> String {
    let (t, today) = (context.t(), context.app.clock.today());
    match date {
        today_ if today_ == today => t.notices_today(),
        before if today.yesterday().is_ok_and(|yesterday| before == yesterday) => t.notices_yesterday(),
        other => context.lang.day(other),
    }
}

/// What is told of a failure that was stored: a word and the code that came back.
pub(crate) fn said_of_failure(failure: &str, t: &Messages) -> String {
    let (word, code) = failure.split_once(' ').unwrap_or((failure, ""));
    let said = match word {
        "unreachable" => t.notices_failed_unreachable(),
        "tls" => t.notices_failed_tls(),
        "login" => t.notices_failed_login(),
        "sender" => t.notices_failed_sender(),
        "busy" => t.notices_failed_busy(),
        "refused" => t.notices_failed_refused(),
        "strange" => t.notices_failed_strange(),
        _ => t.notices_failed_doubt(),
    };
    if code.is_empty() { said } else { t.notices_failed_code(said, code.to_owned()) }
}

/// What one chose.
#[derive(Debug, Template)]
#[template(path = "notices/choices.html")]
pub(super) struct ChoicesPage {
    page: Page,
    /// Whether this server writes to anybody.
    mail: bool,
    address: String,
    confirmed: bool,
    /// Until when the code on its way is good; empty where none is.
    code_until: String,
    failure: String,
    typed: String,
    code: String,
    rhythm: &'static str,
    hour: i8,
    quiet_from: String,
    quiet_to: String,
    rest_days: bool,
    most: u32,
    groups: Vec<Kinds>,
    wrong: Wrong,
}

/// What is wrong, by field.
#[derive(Debug, Default)]
struct Wrong {
    all: Vec<(&'static str, String)>,
    address: String,
    code: String,
    hour: String,
    quiet_from: String,
    quiet_to: String,
    most: String,
}

/// Kinds under one heading.
#[derive(Debug)]
struct Kinds {
    title: String,
    kinds: Vec<Switch>,
}

#[derive(Debug)]
struct Switch {
    code: &'static str,
    title: String,
    /// Value, words, whether it is chosen.
    options: Vec<(&'static str, String, bool)>,
}

impl ChoicesPage {
    pub(super) fn new(context: &Context, choices: &Choices, known: Option<Known>, came: Came) -> Self {
        let (t, clock) = (context.t(), &context.app.clock);
        let done = match came.done.as_str() {
            "saved" => Some(t.notices_saved()),
            "sent" => Some(t.notices_code_sent()),
            "confirmed" => Some(t.notices_confirmed()),
            "removed" => Some(t.notices_removed()),
            _ => None,
        };
        let way = vec![
            Crumb { href: Some("/notices".to_owned()), label: t.nav_notices() },
            Crumb { href: None, label: t.notices_choices() },
        ];
        let now = clock.now();
        let open = known.as_ref().and_then(|known| known.code_until).filter(|until| *until > now);
        let mail = context.app.sending.mail.is_some();
        let page = Self {
            page: page(context, t.notices_choices()).with_crumbs(way).with_flash(done),
            mail,
            confirmed: known.as_ref().is_some_and(|known| known.confirmed),
            code_until: open.map(|until| clock.minute_of(until)).unwrap_or_default(),
            failure: known
                .as_ref()
                .and_then(|known| known.failure.as_deref())
                .map(|failure| said_of_failure(failure, t))
                .unwrap_or_default(),
            address: known.map(|known| known.address).unwrap_or_default(),
            typed: came.typed,
            code: came.code.chars().filter(char::is_ascii_digit).take(8).collect(),
            rhythm: "",
            hour: 0,
            quiet_from: String::new(),
            quiet_to: String::new(),
            rest_days: false,
            most: 0,
            groups: Vec::new(),
            wrong: Wrong::default(),
        };
        page.showing(context, choices)
    }

    /// With these choices.
    fn showing(self, context: &Context, choices: &Choices) -> Self {
        let manner = &choices.manner;
        Self {
            rhythm: rhythm_code(manner.rhythm),
            hour: manner.hour,
            quiet_from: clock_time(manner.quiet.from),
            quiet_to: clock_time(manner.quiet.to),
            rest_days: manner.quiet.rest_days,
            most: manner.most,
            groups: groups(context, choices, self.mail),
            ..self
        }
    }

    /// As it was sent, with what is wrong.
    pub(super) fn refused(self, context: &Context, typed: Option<&Choices>, mistakes: &Mistakes) -> Self {
        let t = context.t();
        let page = match typed {
            Some(typed) => self.showing(context, typed),
            None => self,
        };
        let at = |field: &str| mistakes.at(field, t);
        let wrong = Wrong {
            all: mistakes.by_field(t).collect(),
            address: at("address"),
            code: at("code"),
            hour: at("hour"),
            quiet_from: at("quiet_from"),
            quiet_to: at("quiet_to"),
            most: at("most"),
        };
        Self { wrong, ..page }
    }

    /// The code did not go out, for this reason.
    pub(super) fn code_not_sent(mut self, reason: String) -> Self {
        self.typed.clone_from(&self.address);
        self.code_until = String::new();
        self.wrong.all.push(("address", reason.clone()));
        self.wrong.address = reason;
        self
    }
}

/// The kinds that the visitor can be told, under their headings.
fn groups(context: &Context, choices: &Choices, mail: bool) -> Vec<Kinds> {
    let t = context.t();
    let decides = context.visitor.as_ref().is_some_and(|actor| !actor.scopes.is_empty());
    let mut groups = vec![(Group::Own, t.notices_group_own())];
    if decides {
        groups.push((Group::ToDo, t.notices_group_to_do()));
    }
    groups.push((Group::Decided, t.notices_group_decided()));
    let switch = |kind: Kind| {
        let chosen = choices.of(kind);
        let options = if mail {
            Choice::ALL.map(|choice| (choice.code(), said_of_choice(choice, t), choice == chosen)).to_vec()
        } else {
            // Without a mail server what would come by mail is here, and stays chosen.
            let shown = match (chosen, kind.usual()) {
                (Choice::Off, usual) => usual,
                (chosen, _) => chosen,
            };
            let off = chosen == Choice::Off;
            vec![
                (shown.code(), said_of_choice(Choice::Here, t), !off),
                (Choice::Off.code(), said_of_choice(Choice::Off, t), off),
            ]
        };
        Switch { code: kind.code(), title: kind.title(t), options }
    };
    let of = |group: Group| Kind::ALL.iter().copied().filter(move |kind| kind.group() == group);
    groups.into_iter().map(|(group, title)| Kinds { title, kinds: of(group).map(switch).collect() }).collect()
}

fn said_of_choice(choice: Choice, t: &Messages) -> String {
    match choice {
        Choice::Mail => t.notices_choice_mail(),
        Choice::Here => t.notices_choice_here(),
        Choice::Off => t.notices_choice_off(),
    }
}
