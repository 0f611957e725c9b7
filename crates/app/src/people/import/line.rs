//! The sheet's rows with their words resolved, and what is wrong within a row or between rows of one person.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use xueji_office::{Column, Explanation, Problem, Sheet, SheetRow};
use xueji_plan::Level;
use xueji_standing::MemberKind;

use crate::people::import::columns as at;
use crate::people::vocabulary::{code_of, titles};
use crate::people::{Vocabulary, kind_of, level_of};

/// One person's row.
#[derive(Debug)]
pub(super) struct Line<'s> {
    pub(super) row: &'s SheetRow,
    pub(super) code: &'s str,
    pub(super) name: &'s str,
    pub(super) born_on: Option<Date>,
    pub(super) organization: Stated<'s>,
    /// The one above, as far as the row says anything of it.
    pub(super) parent_name: Option<&'s str>,
    pub(super) kind: Option<MemberKind>,
    pub(super) from_on: Date,
    pub(super) to_on: Option<Date>,
    /// Nothing where the sheet has no such column: then posts stay as they are.
    pub(super) posts: Option<Vec<WrittenPost<'s>>>,
    pub(super) posts_from_on: Option<Date>,
    pub(super) leave: Option<WrittenLeave<'s>>,
    /// Codes of duties; nothing within means all of them.
    pub(super) exempt: Vec<Option<&'s str>>,
    pub(super) exempt_reason: &'s str,
    /// Whether the sheet says until when people belong: then an empty cell means until further notice.
    pub(super) says_until: bool,
}

/// What a row says of its organization.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stated<'s> {
    pub(super) code: &'s str,
    pub(super) name: &'s str,
    pub(super) parent_code: Option<&'s str>,
    pub(super) level: Option<Level>,
    pub(super) unit_type: Option<&'s str>,
}

/// A post as written: its code, and in which organization where that is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenPost<'s> {
    pub(super) code: &'s str,
    pub(super) organization_code: Option<&'s str>,
}

/// A long leave as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrittenLeave<'s> {
    pub(super) kind: &'s str,
    pub(super) from_on: Date,
    pub(super) to_on: Option<Date>,
}

/// The problems found so far: those of the cells, and those that rules find.
#[derive(Debug)]
pub(super) struct Found<'s> {
    sheet: &'s Sheet,
    problems: Vec<Problem>,
}

impl<'s> Found<'s> {
    pub(super) fn new(sheet: &'s Sheet) -> Self {
        Self { sheet, problems: Vec::new() }
    }

    /// Reports a cell.
    pub(super) fn at(
        &mut self,
        row: &SheetRow,
        column: &Column,
        chinese: impl Into<String>,
        english: impl Into<String>,
    ) {
        self.problems.push(self.sheet.broken(row, column, Explanation::new(chinese, english)));
    }

    /// All problems, by row.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        let mut all = self.sheet.problems.clone();
        all.extend(self.problems);
        all.sort_by_key(|problem| problem.row);
        all
    }
}

/// The rows that have what every row must have, each staff number once.
pub(super) fn lines<'s>(
    sheet: &'s Sheet,
    vocabulary: &'s Vocabulary,
    today: Date,
    found: &mut Found<'_>,
) -> Vec<Line<'s>> {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let mut lines = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let Some(line) = line(sheet, row, vocabulary, found) else { continue };
        if let Some(first) = seen.insert(line.code, row.number) {
            found.at(
                row,
                &at::CODE,
                format!("工号与第{first}行重复，同一人只能有一行；请改正工号或删去一行"),
                format!("the same staff number as in row {first}; a person has one row: mend the number or delete a row"),
            );
            continue;
        }
        check(&line, today, found);
        lines.push(line);
    }
    lines
}

fn line<'s>(
    sheet: &'s Sheet,
    row: &'s SheetRow,
    vocabulary: &'s Vocabulary,
    found: &mut Found<'_>,
) -> Option<Line<'s>> {
    let unit_type = row.text(at::UNIT_TYPE.key).and_then(|written| {
        let code = code_of(&vocabulary.unit_types, written);
        if code.is_none() {
            unknown_word(row, &at::UNIT_TYPE, written, &titles(&vocabulary.unit_types), found);
        }
        code
    });
    let posts = sheet.has(at::POSTS.key).then(|| posts(row, vocabulary, found));
    let leave = leave(row, found);
    let exempt = exempt(row, vocabulary, found);
    Some(Line {
        row,
        code: row.text(at::CODE.key)?,
        name: row.text(at::NAME.key)?,
        born_on: row.date(at::BORN_ON.key),
        organization: Stated {
            code: row.text(at::ORGANIZATION_CODE.key)?,
            name: row.text(at::ORGANIZATION_NAME.key)?,
            parent_code: row.text(at::PARENT_CODE.key),
            level: row.choice(at::LEVEL.key).and_then(level_of),
            unit_type,
        },
        parent_name: row.text(at::PARENT_NAME.key),
        kind: row.choice(at::KIND.key).and_then(kind_of),
        from_on: row.date(at::FROM_ON.key)?,
        to_on: row.date(at::TO_ON.key),
        posts,
        posts_from_on: row.date(at::POSTS_FROM_ON.key),
        leave,
        exempt,
        exempt_reason: row.text(at::EXEMPT_REASON.key).unwrap_or_default(),
        says_until: sheet.has(at::TO_ON.key),
    })
}

fn posts<'s>(row: &'s SheetRow, vocabulary: &'s Vocabulary, found: &mut Found<'_>) -> Vec<WrittenPost<'s>> {
    let mut posts = Vec::new();
    let written = row.text(at::POSTS.key).unwrap_or_default();
    for part in
        written.split(['、', ',', '，', ';', '；', '/', '\n']).map(str::trim).filter(|part| !part.is_empty())
    {
        let (word, organization_code) = match part.split_once(['@', '＠']) {
            Some((word, code)) => (word.trim(), Some(code.trim())),
            None => (part, None),
        };
        match code_of(&vocabulary.posts, word) {
            Some(code) => {
                let post = WrittenPost { code, organization_code };
                if !posts.contains(&post) {
                    posts.push(post);
                }
            }
            None => unknown_word(row, &at::POSTS, word, &titles(&vocabulary.posts), found),
        }
    }
    posts
}

fn leave<'s>(row: &'s SheetRow, found: &mut Found<'_>) -> Option<WrittenLeave<'s>> {
    let (kind, from_on) = (row.text(at::LEAVE_KIND.key), row.date(at::LEAVE_FROM_ON.key));
    let to_on = row.date(at::LEAVE_TO_ON.key);
    match (kind, from_on) {
        (Some(kind), Some(from_on)) => {
            if to_on.is_some_and(|to_on| to_on < from_on) {
                reversed(row, &at::LEAVE_TO_ON, at::LEAVE_FROM_ON.title, found);
            }
            Some(WrittenLeave { kind, from_on, to_on })
        }
        (Some(_), None) => {
            found.at(
                row,
                &at::LEAVE_FROM_ON,
                "填了请假类别，请补填请假起",
                "a leave is named: say from when",
            );
            None
        }
        (None, _) if from_on.or(to_on).is_some() => {
            found.at(
                row,
                &at::LEAVE_KIND,
                "填了请假日期，请补填类别",
                "a leave has dates: say of which kind",
            );
            None
        }
        (None, _) => None,
    }
}

fn exempt<'s>(row: &'s SheetRow, vocabulary: &'s Vocabulary, found: &mut Found<'_>) -> Vec<Option<&'s str>> {
    let written = row.text(at::EXEMPT.key).unwrap_or_default();
    if written.is_empty() {
        return Vec::new();
    }
    if row.text(at::EXEMPT_REASON.key).is_none() {
        found.at(row, &at::EXEMPT_REASON, "免除要求须写明原因", "say why the duties are waived");
    }
    // Titles may hold commas, but only a list has these marks between its parts.
    let mut exempt = Vec::new();
    for part in written.split(['、', ';', '；', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        if matches!(part, "全部" | "all" | "All") {
            return vec![None];
        }
        match code_of(&vocabulary.duties, part) {
            Some(code) => exempt.push(Some(code)),
            None => found.at(
                row,
                &at::EXEMPT,
                format!("现行计划中没有要求“{part}”，请填要求的编码或标题，或填“全部”"),
                format!("the plans in force have no duty “{part}”: write a duty's code or title, or “all”"),
            ),
        }
    }
    exempt
}

fn check(line: &Line<'_>, today: Date, found: &mut Found<'_>) {
    /// Nobody on a roster was born or joined before this day.
    const EARLIEST: Date = date(1900, 1, 1);
    let latest = Date::new(today.year().saturating_add(5), 12, 31).unwrap_or(Date::MAX);
    let row = line.row;
    let dates = [
        (&at::BORN_ON, line.born_on),
        (&at::FROM_ON, Some(line.from_on)),
        (&at::TO_ON, line.to_on),
        (&at::POSTS_FROM_ON, line.posts_from_on),
        (&at::LEAVE_FROM_ON, line.leave.map(|leave| leave.from_on)),
        (&at::LEAVE_TO_ON, line.leave.and_then(|leave| leave.to_on)),
    ];
    for (column, day) in dates {
        if day.is_some_and(|day| day < EARLIEST || day > latest) {
            found.at(
                row,
                column,
                format!("日期须在 {EARLIEST} 至 {latest} 之间，请核对年份"),
                format!("the date must lie between {EARLIEST} and {latest}: check the year"),
            );
        }
    }
    for (column, text, most) in [
        (&at::CODE, line.code, 64),
        (&at::NAME, line.name, 64),
        (&at::ORGANIZATION_CODE, line.organization.code, 64),
        (&at::ORGANIZATION_NAME, line.organization.name, 128),
        (&at::PARENT_NAME, line.parent_name.unwrap_or_default(), 128),
        (&at::LEAVE_KIND, line.leave.map_or("", |leave| leave.kind), 32),
        (&at::EXEMPT_REASON, line.exempt_reason, 256),
    ] {
        if text.chars().count() > most {
            found.at(
                row,
                column,
                format!("过长，最多{most}字"),
                format!("too long: at most {most} characters"),
            );
        }
    }
    if line.to_on.is_some_and(|to_on| to_on < line.from_on) {
        reversed(row, &at::TO_ON, at::FROM_ON.title, found);
    }
    if line.born_on.is_some_and(|born_on| born_on >= line.from_on) {
        reversed(row, &at::FROM_ON, at::BORN_ON.title, found);
    }
    if line.to_on.zip(line.posts_from_on).is_some_and(|(to_on, from_on)| to_on < from_on) {
        reversed(row, &at::TO_ON, at::POSTS_FROM_ON.title, found);
    }
}

fn reversed(row: &SheetRow, column: &Column, earlier: xueji_office::Title, found: &mut Found<'_>) {
    found.at(
        row,
        column,
        format!("早于“{}”，请核对两个日期", earlier.chinese),
        format!("before “{}”: check both dates", earlier.english),
    );
}

fn unknown_word(
    row: &SheetRow,
    column: &Column,
    written: &str,
    (chinese, english): &(String, String),
    found: &mut Found<'_>,
) {
    if chinese.is_empty() {
        found.at(
            row,
            column,
            format!("没有现行计划，无法识别“{written}”；请先发布计划，或留空"),
            format!(
                "no plan is in force, so “{written}” is unknown: publish a plan first, or leave it empty"
            ),
        );
    } else {
        found.at(
            row,
            column,
            format!("现行计划中没有“{written}”，可填：{chinese}"),
            format!("the plans in force do not know “{written}”; possible are: {english}"),
        );
    }
}
