//! A whole plan: one arrangement as data.

use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::duty::{Amount, Duty, Level, OpenField, Source, Subject};
use crate::quantity::{Quantity, Unit};
use crate::span::Span;

/// One arrangement as data: year, issuer, basis, its text, and what it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Unique among plans; kept from year to year: `county-learning`.
    pub code: String,
    /// The arrangement's title.
    pub title: String,
    /// The English title.
    pub title_en: Option<String>,
    /// The plan's year.
    pub year: i16,
    /// The days on which it is in force.
    pub span: Span,
    /// Who issued it.
    pub issuer: String,
    /// The code of the plan above that it refines, where it is a branch's own.
    pub refines: Option<String>,
    /// By when branches hand in their own plans below this one, where they are asked for.
    pub branch_plans_by: Option<Date>,
    /// What a branch makes its own key points (重点).
    pub focus: Vec<String>,
    /// What a branch does in its own way (特色).
    pub features: Vec<String>,
    /// The documents that it rests on.
    pub basis: Vec<Basis>,
    /// The arrangement's text, where given; sources are found in it.
    pub text: Option<String>,
    /// A record entered more than so many days after it happened is marked late (补录); activities may say otherwise.
    pub late_after_days: u16,
    /// Holidays and adjusted working days known to the plan.
    pub calendar: Calendar,
    /// School terms, in order.
    pub terms: Vec<Term>,
    /// Names of levels of the tree in this field, where they are not the Party's: branch = 科室.
    pub levels: Vec<(Level, Named)>,
    /// Posts and statuses that the plan speaks of.
    pub posts: Vec<Named>,
    /// Kinds of unit that the plan speaks of.
    pub unit_types: Vec<Named>,
    /// Categories of objects: books of political theory …
    pub categories: Vec<Category>,
    /// What may be converted into what: 1天 = 8学时.
    pub conversions: Vec<(Quantity, Quantity)>,
    /// What can be recorded.
    pub activities: Vec<Activity>,
    /// What is owed.
    pub duties: Vec<Duty>,
    /// Campaigns.
    pub campaigns: Vec<Campaign>,
    /// Programs.
    pub programs: Vec<Program>,
    /// Awards.
    pub awards: Vec<Award>,
}

/// A code with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Unique among its kind.
    pub code: String,
    /// The Chinese name.
    pub title: String,
    /// The English name.
    pub title_en: Option<String>,
}

/// A category, and the activities whose records carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Code and names.
    pub name: Named,
}

/// A document that the plan rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Its title.
    pub title: String,
    /// Its number: 〔2022〕2号.
    pub number: Option<String>,
}

/// A school term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name.
    pub title: String,
    /// Its days.
    pub span: Span,
}

/// Something that can be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Code and names.
    pub name: Named,
    /// Whose record it is.
    pub recorded_for: RecordedFor,
    /// Units in which it may be recorded, the usual one first.
    pub units: Vec<Unit>,
    /// The amount that forms offer.
    pub usual: Quantity,
    /// Codes of the categories of which one must be named; none where empty.
    pub categories: Vec<String>,
    /// Where an organization's activity is attended: each expected person gets a record of this activity with an outcome.
    pub attendance: Option<String>,
    /// Who is expected at such a gathering; see [`Plan::expected_at`] where it is not said.
    pub expects: Option<Subject>,
    /// What one record of a person counts for the people who were present: a lecture given is a class heard.
    pub audience: Option<String>,
    /// What each person who speaks at it (中心发言、交流) gets a record of besides: the code of a person's activity.
    pub speakers: Option<String>,
    /// Whether it is held with a paired branch (结对共建); it counts for both once both have confirmed it.
    pub paired: bool,
    /// A record entered more than so many days after it happened is marked late; the plan's number unless said.
    pub late_after_days: Option<u16>,
    /// Whether the quick entry form offers it first.
    pub quick: bool,
    /// What sort of learning it is, where a part of the product keeps that sort: a shelf for books, a draw for
    /// inspections.
    pub kind: Option<Kind>,
}

/// The sorts of learning that have a place of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 自学.
    SelfStudy,
    /// 听课、听报告.
    Class,
    /// 读书.
    Book,
    /// 心得体会、文章.
    Essay,
    /// 调研, in days.
    FieldResearch,
    /// 调研报告.
    Report,
    /// 调阅学习笔记: what whoever inspects gets.
    Inspection,
}

/// Whose record an activity makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordedFor {
    /// A person's.
    Person,
    /// An organization's.
    Organization,
}

/// Something with a window, themes and taking part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Code and names.
    pub name: Named,
    /// When, where known.
    pub window: Option<Span>,
    /// Its themes.
    pub themes: Vec<String>,
    /// What the arrangement leaves open.
    pub open: Vec<OpenField>,
    /// Where it comes from.
    pub source: Vec<Source>,
    /// The campaign or program above it.
    pub within: Option<String>,
    /// Whatever the office wants people to read with it.
    pub note: Option<String>,
}

/// A cohort over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Code and names.
    pub name: Named,
    /// What the arrangement leaves open.
    pub open: Vec<OpenField>,
    /// Where it comes from.
    pub source: Vec<Source>,
    /// The program above it.
    pub within: Option<String>,
    /// Whatever the office wants people to read with it.
    pub note: Option<String>,
}

/// A commendation that the arrangement announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// Code and names.
    pub name: Named,
    /// By when it is decided, where known.
    pub by: Option<Date>,
    /// For whom: 党支部, 党员.
    pub to: Vec<String>,
    /// What the arrangement leaves open.
    pub open: Vec<OpenField>,
    /// Where it comes from.
    pub source: Vec<Source>,
    /// The program above it.
    pub within: Option<String>,
}

impl Plan {
    /// The duty of this code.
    pub fn duty(&self, code: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.code == code)
    }

    /// The activity of this code.
    pub fn activity(&self, code: &str) -> Option<&Activity> {
        self.activities.iter().find(|activity| activity.name.code == code)
    }

    /// Who is expected at such a gathering: those whom it names, else those of the first rate that counts its
    /// attendance; where nothing says it, every member of the organization is.
    pub fn expected_at<'p>(&'p self, activity: &'p Activity) -> Option<&'p Subject> {
        let rated = || {
            let attendance = activity.attendance.as_ref()?;
            let mut duties = self.duties.iter();
            duties.find(|duty| matches!(duty.amount, Amount::Rate(_)) && duty.does.contains(attendance))
        };
        activity.expects.as_ref().or_else(|| rated().map(|duty| &duty.who))
    }
}
