//! Names for people and units, put together from common parts.

use rand::Rng;
use rand::seq::IndexedRandom;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓",
    "许", "傅", "沈", "曾", "彭", "吕",
];
const FIRST: &[&str] = &[
    "建", "志", "晓", "文", "海", "玉", "春", "秋", "雪", "雨", "思", "佳", "明", "永", "立", "宏", "新",
    "景", "亚", "子", "嘉", "梓", "婉", "书", "若", "一", "云", "青", "向", "乐",
];
const SECOND: &[&str] = &[
    "峰", "梅", "兰", "华", "军", "芳", "丽", "涛", "静", "杰", "娟", "宁", "辉", "琳", "博", "航", "怡",
    "涵", "坤", "瑶", "岩", "颖", "川", "霞", "凯", "雯", "阳", "晴", "松", "柏",
];
const PLACES: &[&str] = &[
    "东街", "西街", "南关", "北关", "城关", "河湾", "桥头", "青峰", "柳林", "石泉", "枣园", "两河", "双塔",
    "白杨", "清溪", "安平", "新民", "永丰", "凤鸣", "崇文", "明德", "育才", "太平", "长岭", "杏林", "松坪",
    "沙河", "高塬", "云台", "临川",
];
const SCHOOLS: &[&str] = &["小学", "中心小学", "初级中学", "幼儿园", "九年制学校", "高级中学", "职教中心"];
const UNITS: &[&str] = &[
    "教研室",
    "电教馆",
    "招生办公室",
    "体育场",
    "少年宫",
    "教师进修学校",
    "学生资助中心",
    "业余体校",
    "项目办公室",
    "会计核算中心",
];
const OFFICES: &[&str] = &["局机关", "人事股", "基础教育股", "体育股", "督导室", "计财股", "安全股"];

fn pick<'a>(words: &[&'a str], rng: &mut impl Rng) -> &'a str {
    words.choose(rng).copied().unwrap_or_default()
}

/// A person's name.
pub(super) fn person(rng: &mut impl Rng) -> String {
    use rand::RngExt;
    let surname = pick(SURNAMES, rng);
    let first = if rng.random_bool(0.75) { pick(FIRST, rng) } else { "" };
    format!("{surname}{first}{}", pick(SECOND, rng))
}

/// The name of the unit with this place among those of its type; no two are the same.
pub(super) fn unit(unit_type: &str, place: usize) -> String {
    let at =
        |words: &[&'static str], index: usize| words.get(index % words.len()).copied().unwrap_or_default();
    let numbered =
        |name: String, round: usize| if round == 0 { name } else { format!("{name}第{}", round + 1) };
    match unit_type {
        "school" => {
            let round = place / (PLACES.len() * SCHOOLS.len());
            let kind = at(SCHOOLS, place % SCHOOLS.len() + place / PLACES.len());
            numbered(format!("{}{kind}", at(PLACES, place)), round)
        }
        "second-level-unit" => numbered(at(UNITS, place).to_owned(), place / UNITS.len()),
        _ => numbered(at(OFFICES, place).to_owned(), place / OFFICES.len()),
    }
}
