//! What the made-up records are about.

use rand::Rng;
use rand::seq::IndexedRandom;
use xueji_plan::Unit;

const STUDY: &[&str] = &[
    "党章第一章",
    "中央一号文件要点",
    "县委全会报告",
    "师德师风建设意见",
    "义务教育课程标准",
    "党内监督条例",
    "家庭教育促进法",
    "实事求是的思想路线",
    "群众路线专题",
    "廉洁自律准则",
    "体教融合意见",
    "教育评价改革方案",
];
const BOOKS: &[&str] = &[
    "《毛泽东选集》第一卷",
    "《共产党宣言》",
    "《给教师的建议》",
    "《论语译注》",
    "《乡土中国》",
    "《万物简史》",
    "《苏东坡传》",
    "《中国教育史》",
    "《科学的历程》",
    "《平凡的世界》",
    "《教育的目的》",
    "《红星照耀中国》",
];
const TEXTS: &[&str] = &[
    "立足岗位育新人",
    "从一堂课谈起",
    "读书随想",
    "下沉一线的启示",
    "把学习变成习惯",
    "一次家访之后",
    "薄弱学校的三个变化",
];
const PLACES: &[&str] = &["城关镇", "两河镇", "柳林镇", "石泉村", "白杨小学", "沙河幼儿园", "云台初级中学"];
const MEETINGS: &[&str] =
    &["形势政策", "教育高质量发展", "党史专题", "校园安全", "乡村振兴", "作风建设", "“双减”落实", "阳光体育"];

/// A title for a record of an activity in this unit.
pub(super) fn title(activity: &str, unit: Unit, organization: bool, rng: &mut impl Rng) -> String {
    let words = match (organization, unit) {
        (true, _) => MEETINGS,
        (false, Unit::Books) => BOOKS,
        (false, Unit::Articles) => TEXTS,
        (false, Unit::Days) => PLACES,
        (false, _) => STUDY,
    };
    let topic = words.choose(rng).copied().unwrap_or(activity);
    if organization { format!("{activity}：{topic}") } else { topic.to_owned() }
}

const LATE: &[&str] = &["出差在外", "忘记登记", "工作忙，集中补录", "生病休息", "网络不通"];

/// Why something was entered late.
pub(super) fn late_reason(rng: &mut impl Rng) -> String {
    LATE.choose(rng).copied().unwrap_or_default().to_owned()
}

const NOTES: &[&str] = &[
    "要点：学用结合，先从本职工作改起。",
    "记下三条：问题在一线，办法在一线，感情也在一线。",
    "对照检查：备课不够细，下周改进。",
    "与同组老师交流，约定每月互相听课。",
    "原文抄录两段，旁批体会。",
];

/// A line of a notebook.
pub(super) fn note(rng: &mut impl Rng) -> String {
    NOTES.choose(rng).copied().unwrap_or_default().to_owned()
}
