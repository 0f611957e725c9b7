//! The words of the genre, and a clause cut into those of them that it has: the longest first, from left to right.

mod words;

use std::sync::LazyLock;

use crate::action::ActionKind;
use crate::table::Table;
use crate::text::{Span, Text};

/// What a word does in a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// The last word of a name of people: 党员, 负责人.
    Person,
    /// The last word of a name of a unit: 支部, 股室.
    Body,
    /// A meeting that is its own subject: 党员大会.
    Gathering,
    /// 每名, 各, 全体: those that follow are asked one by one.
    Each,
    /// 每人, 人均, 各自: those that stand before are.
    PerHead,
    /// A verb that says by itself what is done, whatever its object is.
    Act(ActionKind),
    /// A verb of holding: what is held says what is done.
    Hold,
    /// 邀请, 聘请: others are asked to teach.
    Invite,
    /// A verb of taking part.
    Attend,
    /// A verb that leaves everything to its object: 完成, 作, 上.
    Make,
    /// What is held or made; also a verb of its own where no other is there.
    Thing(ActionKind),
    /// 培训: held by units, attended by people.
    Training,
    /// A gathering with a beginning and an end: 竞赛, 大讨论.
    Event(ActionKind),
    /// What proves that something was done.
    Evidence,
    /// A ratio.
    Rate,
    /// 制定, 建立: what is made of paper once.
    Draw,
    /// 计划, 方案; 档案, 台账; the object says the kind.
    Paper(ActionKind),
    /// 要, 应, 须.
    Must,
    /// 鼓励, 提倡.
    Encouraged,
    /// 原则上.
    ByDefault,
    /// 力争.
    Aim,
    /// 可: a permission.
    May,
    /// 有计划地: how often is left open.
    Vague,
    /// 已, 现有: how things are, not what is asked.
    State,
    /// 取消, 缺席: what happens to those who fail.
    Sanction,
    /// 视为, 折算: what words mean.
    Meaning,
    /// 为了, 通过: why or how, not what.
    Purpose,
    /// 由: who does it comes next.
    By,
    /// 牵头, 负责: who does it stands before.
    Lead,
    /// Named containers of activities: 工程, 行动, 论坛.
    Container,
    /// Words of units of learning: 学时, 学分.
    Neutral,
}

/// A word of the lexicon in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) span: Span,
    pub(crate) word: Word,
    /// Within quotation marks: a name, not something said.
    pub(crate) quoted: bool,
}

/// All words of the genre.
fn lexicon() -> &'static Table<Word> {
    static LEXICON: LazyLock<Table<Word>> = LazyLock::new(|| {
        Table::of(
            words::WORDS
                .iter()
                .flat_map(|(word, spellings)| spellings.split_whitespace().map(|said| (said, *word))),
        )
    });
    &LEXICON
}

fn is_verb(word: Word) -> bool {
    matches!(word, Word::Act(_) | Word::Hold | Word::Make | Word::Invite | Word::Attend)
}

/// A verb of one character is one where a number or a noun of the genre follows it: 讲一次, 听党课, but not 提拔.
fn takes_object(rest: &[char], verb: char) -> bool {
    const ALWAYS: &str = "赴报交";
    let Some(next) = rest.first() else { return false };
    let is_noun = |word: &Word| {
        matches!(
            word,
            Word::Thing(_)
                | Word::Training
                | Word::Event(_)
                | Word::Person
                | Word::Body
                | Word::Evidence
                | Word::Paper(_)
                | Word::Rate
        )
    };
    // 讲安全课, 听示范课: whatever stands before the class.
    let of_a_class = "讲上听".contains(verb) && rest.iter().take(5).any(|symbol| *symbol == '课');
    ALWAYS.contains(verb)
        || of_a_class
        || next.is_ascii_digit()
        || "一二两三四五六七八九十不《“".contains(*next)
        || lexicon().longest(rest).is_some_and(|(_, word)| is_noun(&word))
}

/// The words of the genre in a stretch of the text, in order and apart from each other.
pub(crate) fn tokens(text: &Text, span: Span) -> Vec<Token> {
    let (symbols, lexicon) = (text.plain(span), lexicon());
    let mut found = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(symbol) = symbols.get(at) {
        match symbol {
            '“' | '《' => depth += 1,
            '”' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = symbols.get(at..).unwrap_or_default();
        let Some((length, word)) = lexicon.longest(rest) else {
            at += 1;
            continue;
        };
        let end = at + length;
        if length == 1 && is_verb(word) && !takes_object(symbols.get(end..).unwrap_or_default(), *symbol) {
            at = end;
            continue;
        }
        found.push(Token { span: Span::new(span.start + at, span.start + end), word, quoted: depth > 0 });
        at = end;
    }
    found
}
