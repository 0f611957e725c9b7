//! What can be wrong with a cell, told in both languages together with how to mend it.

use std::fmt;

use crate::column::Choice;
use crate::language::{Language, Title};

/// Something wrong with one cell, or with a column's cells from this one on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The row, as Excel shows it.
    pub row: u32,
    /// The column's letters, as Excel shows them.
    pub column: String,
    /// The column's heading.
    pub title: Title,
    /// What is wrong.
    pub kind: ProblemKind,
    /// Whether the value was dropped or only looked at twice.
    pub severity: Severity,
    /// What stands in the cell.
    pub shown: Shown,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The cell has no usable value.
    Error,
    /// The cell was used; somebody should look at it.
    Warning,
}

/// What can be wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A required cell is empty.
    Missing,
    /// The cell belongs to a merged block; the value stands in the block's first cell.
    Merged {
        /// The block's first cell, as Excel names it.
        first: String,
    },
    /// A formula that was never calculated.
    Uncalculated,
    /// A formula's error value, such as #N/A.
    ErrorValue,
    /// Not a date in any known form.
    NotADate,
    /// A month where a day is needed.
    MonthAlone,
    /// A value of another kind than the column's.
    WrongKind(Found),
    /// Not in the column's list.
    NotInList(&'static [Choice]),
    /// A number that Excel shortened to scientific notation.
    ScientificNotation,
    /// A number too long for Excel, which keeps fifteen digits.
    DigitsLost,
    /// A code that Excel keeps as a number: zeros in front of it are gone. Reported once a column.
    CodeAsNumber {
        /// How many cells of the column.
        cells: u32,
    },
    /// More text than a cell can hold.
    TooLong,
    /// A rule of the caller's that the value breaks.
    Rule(Explanation),
}

/// What is wrong and how to mend it, in both languages; may be personal, so it stays out of logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Explanation {
    /// 中文
    pub chinese: String,
    /// English
    pub english: String,
}

impl Explanation {
    /// An explanation in both languages.
    pub fn new(chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self { chinese: chinese.into(), english: english.into() }
    }
}

impl fmt::Debug for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Explanation")
    }
}

/// What kind of value stood in a cell of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A number.
    Number,
    /// Excel's date.
    Date,
    /// Excel's duration.
    Duration,
    /// TRUE or FALSE.
    Truth,
}

/// The beginning of what stands in a cell; may be personal, so it stays out of logs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// Keeps the beginning of a cell's text.
    pub(crate) fn new(text: &str) -> Self {
        const LONGEST: usize = 40;
        let mut shown: String = text.chars().take(LONGEST).collect();
        if text.chars().nth(LONGEST).is_some() {
            shown.push('…');
        }
        Self(shown)
    }

    /// For showing to whoever brought the sheet.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({} characters)", self.0.chars().count())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}: {}", self.column, self.row, self.kind)
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "required value missing",
            Self::Merged { .. } => "covered by a merged block",
            Self::Uncalculated => "formula without a stored value",
            Self::ErrorValue => "error value",
            Self::NotADate => "not a date",
            Self::MonthAlone => "month without a day",
            Self::WrongKind(Found::Number) => "number in a column of another kind",
            Self::WrongKind(Found::Date) => "date in a column of another kind",
            Self::WrongKind(Found::Duration) => "duration in a column of another kind",
            Self::WrongKind(Found::Truth) => "truth value in a column of another kind",
            Self::NotInList(_) => "not in the list",
            Self::ScientificNotation => "number in scientific notation",
            Self::DigitsLost => "number of more than fifteen digits",
            Self::CodeAsNumber { cells } => return write!(f, "code stored as a number in {cells} cells"),
            Self::TooLong => "text longer than a cell can hold",
            Self::Rule(_) => "breaks a rule of the table's",
        })
    }
}

impl Problem {
    /// What is wrong and how to mend it, without the place.
    pub fn describe(&self, language: Language) -> String {
        let (chinese, english) = match &self.kind {
            ProblemKind::Missing => ("此项必填，请补填", "this must be filled in"),
            ProblemKind::Merged { first } => return merged(first, language),
            ProblemKind::Uncalculated => (
                "公式没有计算结果，请在 Excel 中打开并保存，或改为直接填写的值",
                "the formula has no stored result: open and save the file in Excel, or type the value",
            ),
            ProblemKind::ErrorValue => {
                ("公式出错，请改正公式或直接填写", "the formula gives an error: correct it or type the value")
            }
            ProblemKind::NotADate => {
                ("不是有效的日期，请写成 2026-03-05 的形式", "not a date: write it like 2026-03-05")
            }
            ProblemKind::MonthAlone => {
                ("缺少日，请写到年月日，如 2026-03-05", "the day is missing: write it like 2026-03-05")
            }
            ProblemKind::WrongKind(found) => return wrong_kind(*found, language),
            ProblemKind::NotInList(choices) => return not_in_list(choices, language),
            ProblemKind::ScientificNotation => (
                "号码已被 Excel 改成科学计数法，请先把该列设为“文本”格式再重新填写",
                "Excel turned the number into scientific notation: set the column's format to Text and enter it again",
            ),
            ProblemKind::DigitsLost => (
                "号码按数字存放，超过15位的部分已丢失，请先把该列设为“文本”格式再重新填写",
                "stored as a number, digits after the fifteenth are lost: set the column's format to Text and enter it again",
            ),
            ProblemKind::CodeAsNumber { cells } => return code_as_number(*cells, language),
            ProblemKind::Rule(explanation) => (explanation.chinese.as_str(), explanation.english.as_str()),
            ProblemKind::TooLong => {
                ("文字过长，每格最多32767个字符", "too long: a cell holds at most 32,767 characters")
            }
        };
        language.pick(chinese, english).to_owned()
    }
}

fn merged(first: &str, language: Language) -> String {
    language.pick(
        format!("属于合并单元格，值只在 {first}，请取消合并后逐行填写"),
        format!(
            "part of a merged block whose value stands in {first} only: unmerge it and fill in every row"
        ),
    )
}

fn wrong_kind(found: Found, language: Language) -> String {
    let what = match found {
        Found::Number => language.pick("数字", "a number"),
        Found::Date => language.pick("日期", "a date"),
        Found::Duration => language.pick("时长", "a duration"),
        Found::Truth => language.pick("逻辑值（TRUE/FALSE）", "a truth value (TRUE/FALSE)"),
    };
    language.pick(
        format!("此处是{what}，与本列不符，请设好单元格格式后重新填写"),
        format!("this is {what}, which does not belong here: correct the cell's format and enter it again"),
    )
}

fn not_in_list(choices: &[Choice], language: Language) -> String {
    let names: Vec<_> = choices.iter().map(|choice| choice.title.in_language(language)).collect();
    language.pick(
        format!("不在可选范围内，可填：{}", names.join("、")),
        format!("not in the list; possible are: {}", names.join(", ")),
    )
}

fn code_as_number(cells: u32, language: Language) -> String {
    language.pick(
        format!("本列有{cells}格按数字存放，开头的0可能已丢失，请核对；最好把该列设为“文本”格式"),
        format!(
            "{cells} cells of this column are stored as numbers, so zeros in front may be lost: check them, best set the format to Text"
        ),
    )
}
