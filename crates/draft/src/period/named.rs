//! Times that have a name: “七一”前后, 暑期, 期末, 第6周, and occasions that no plan dates.

use std::sync::LazyLock;

use super::{Kind, Said};
use crate::table::Table;
use crate::text::{Span, Text, starts_with};

/// Days of the year, and what they are called.
const DAYS: &[(&str, &str)] = &[
    ("07-01", "“七一” 建党节 七一"),
    ("05-04", "“五四” 青年节"),
    ("08-01", "“八一” 建军节"),
    ("10-01", "“十一” 国庆节 国庆"),
    ("05-01", "“五一” 劳动节"),
    ("06-01", "“六一” 儿童节"),
    ("03-08", "“三八” 妇女节"),
    ("11-09", "“119”"),
    ("12-04", "“12·4” “12.4” 国家宪法日 宪法日"),
    ("03-15", "“3·15”"),
    ("04-23", "世界读书日 读书日"),
    ("09-10", "教师节"),
    ("01-01", "元旦"),
    ("05-12", "护士节"),
    ("08-19", "医师节"),
    ("04-15", "全民国家安全教育日"),
    ("11-08", "记者节"),
    ("09-30", "烈士纪念日"),
];

/// Times without dates of their own: code, kind, words.
const SEASONS: &[(&str, Kind, &str)] = &[
    ("P3M", Kind::Recurs, "一季度一次 一季一次 季度一次"),
    ("P1M", Kind::Recurs, "一月一次"),
    ("P1W", Kind::Recurs, "一周一次"),
    ("P6M", Kind::Recurs, "半年1次 半年两次 半年2次"),
    ("P1Y", Kind::Recurs, "一个年度 每一年 一年一次"),
    ("W:year-start/P1M", Kind::Dated, "年初利用一个月时间 年初利用一个月 年初"),
    ("SEASON:summer-vacation", Kind::Dated, "暑假期间 暑期 暑假"),
    ("SEASON:winter-vacation", Kind::Dated, "寒假期间 寒假"),
    ("SEASON:slack", Kind::Dated, "农闲时节 农闲季节 农闲"),
    ("BY:TERM-END", Kind::Deadline, "学期结束前 学期末前 学期末 期末前 期末 学年末"),
    ("TERM", Kind::Whole, "一个学期 一学期"),
    ("P1SY", Kind::Recurs, "一学年"),
];

/// Occasions that no plan dates.
const OCCASIONS: &str = "节庆日 纪念日 传统节日 重大政策出台 重要会议 重大活动 节假日前 恶劣天气前 重要时间节点 重大节日 重要节点 重大部署 重要讲话发表 节假日";

/// Days that have a name, where the clause says before, around or on them.
pub(super) fn named_days(text: &Text, clause: Span) -> Vec<Said> {
    const AFTER: &[(&str, bool)] = &[
        ("前后", false),
        ("之前", true),
        ("前夕", true),
        ("前", true),
        ("期间", false),
        ("当天", false),
        ("当日", false),
        ("来临之际", false),
        ("之际", false),
        ("到来之际", false),
    ];
    static TABLE: LazyLock<Table<&str>> = LazyLock::new(|| {
        Table::of(DAYS.iter().flat_map(|(day, names)| names.split(' ').map(|name| (name, *day))))
    });
    let table = &*TABLE;
    let symbols = text.plain(clause);
    let mut found: Vec<Said> = Vec::new();
    for at in 0..symbols.len() {
        let rest = symbols.get(at..).unwrap_or_default();
        let Some((length, day)) = table.longest(rest) else { continue };
        let mut end = at + length;
        for more in [
            "消防宣传日",
            "消防日",
            "国家宪法日",
            "宪法日",
            "建党节",
            "国庆节",
            "青年节",
            "妇女节",
            "劳动节",
            "全国消防日",
            "节",
            "法制宣传日",
        ] {
            if starts_with(symbols.get(end..).unwrap_or_default(), more) {
                end += more.chars().count();
                break;
            }
        }
        let after = AFTER.iter().find(|(word, _)| starts_with(symbols.get(end..).unwrap_or_default(), word));
        let Some((word, is_before)) = after else { continue };
        let words = Span::new(clause.start + at, clause.start + end + word.chars().count());
        let (code, kind) = if *is_before {
            (format!("BY:--{day}"), Kind::Deadline)
        } else {
            (format!("ON:--{day}"), Kind::Dated)
        };
        if found.last().is_none_or(|last| last.words.end <= words.start) {
            found.push(Said { code, words, anchor: None, event: None, kind });
        }
    }
    found
}

/// 暑期, 年初, 期末: times without dates of their own.
pub(super) fn seasons(text: &Text, clause: Span) -> Vec<Said> {
    static TABLE: LazyLock<Table<(&str, &str, Kind)>> = LazyLock::new(|| {
        Table::of(
            SEASONS
                .iter()
                .flat_map(|(code, kind, words)| words.split(' ').map(|word| (word, (word, *code, *kind)))),
        )
    });
    let table = &*TABLE;
    let symbols = text.plain(clause);
    let mut found: Vec<Said> = Vec::new();
    for at in 0..symbols.len() {
        let rest = symbols.get(at..).unwrap_or_default();
        // 每学期末 recurs; 汛期末 is none of these.
        if at > 0 && matches!(symbols.get(at - 1), Some('每' | '汛' | '学' | '中')) {
            continue;
        }
        let Some((length, (word, code, kind))) = table.longest(rest) else { continue };
        let end = at + length - if word.ends_with('次') { 2 } else { 0 };
        let words = Span::new(clause.start + at, clause.start + end);
        if found.last().is_none_or(|last| last.words.end <= words.start) {
            found.push(Said { code: code.to_owned(), words, anchor: None, event: None, kind });
        }
    }
    if let Some(said) = teaching_weeks(symbols, clause) {
        found.push(said);
    }
    found
}

/// 第2周、第6周.
fn teaching_weeks(symbols: &[char], clause: Span) -> Option<Said> {
    let mut weeks: Vec<String> = Vec::new();
    let (mut first, mut last, mut at) = (None, 0, 0);
    while at < symbols.len() {
        let digits: String =
            symbols.iter().skip(at + 1).take_while(|symbol| symbol.is_ascii_digit()).collect();
        let end = at + 1 + digits.len();
        if symbols.get(at) == Some(&'第') && !digits.is_empty() && symbols.get(end) == Some(&'周') {
            first = first.or(Some(at));
            last = end + 1;
            weeks.push(digits);
            at = end;
        }
        at += 1;
    }
    let words = Span::new(clause.start + first?, clause.start + last);
    Some(Said {
        code: format!("TERMWEEK:{}", weeks.join(",")),
        words,
        anchor: None,
        event: None,
        kind: Kind::Dated,
    })
}

/// 围绕重要节庆日, 遇重大会议, 节假日前: on occasions that the plan does not date.
pub(super) fn occasion(text: &Text, clause: Span) -> Option<Said> {
    static TABLE: LazyLock<Table<()>> =
        LazyLock::new(|| Table::of(OCCASIONS.split(' ').map(|word| (word, ()))));
    let symbols = text.plain(clause);
    let (at, length, ()) = TABLE.all(symbols).into_iter().next()?;
    let begins =
        ["围绕", "结合", "遇", "逢", "每逢", "利用", "在"].iter().any(|word| starts_with(symbols, word));
    let words = Span::new(clause.start + at, clause.start + at + length);
    (begins || at == 0).then(|| Said {
        code: "EVENT".to_owned(),
        words,
        anchor: None,
        event: Some(words),
        kind: Kind::Occasion,
    })
}
