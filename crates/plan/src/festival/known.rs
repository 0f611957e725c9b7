//! The days that are known, each with who set it.
//!
//! 放假办法 is 《全国年节及纪念日放假办法》 (State Council, as of 2024); NPCSC is the Standing Committee of the National People's
//! Congress. The year is the first in which a day was kept, where that lies after 1949.

use super::FestivalKind::{Memorial, National, Party, Theme, Traditional};
use super::When::{Civil, Eve, Lunar, Term};
use super::{Festival, FestivalKind, When};

const fn of(
    code: &'static str,
    kind: FestivalKind,
    when: When,
    since: i16,
    (zh, en): (&'static str, &'static str),
    (theme_zh, theme_en): (&'static str, &'static str),
) -> Festival {
    Festival { code, kind, zh, en, theme_zh, theme_en, when, since }
}

/// In the order of the year, by and large.
pub(super) const KNOWN: &[Festival] = &[
    // 放假办法, 2 (1).
    of(
        "new-year",
        National,
        Civil(1, 1),
        1949,
        ("元旦", "New Year's Day"),
        ("总结上年学习，安排全年学习计划", "Look back on last year's learning and plan this year's"),
    ),
    // 放假办法, 2 (2).
    of(
        "spring-festival-eve",
        Traditional,
        Eve,
        1949,
        ("除夕", "Spring Festival's Eve"),
        ("弘扬优良家风，廉洁文明过节", "Good family traditions; a clean and modest festival"),
    ),
    // 放假办法, 2 (2).
    of(
        "spring-festival",
        Traditional,
        Lunar(1, 1),
        1949,
        ("春节", "Spring Festival"),
        ("弘扬中华优秀传统文化，走访慰问党员群众", "Chinese tradition; calls on members and neighbors"),
    ),
    // By custom, the fifteenth day of the first lunar month.
    of(
        "lantern-festival",
        Traditional,
        Lunar(1, 15),
        1949,
        ("元宵节", "Lantern Festival"),
        ("弘扬中华优秀传统文化，文明过节", "Chinese tradition; a modest festival"),
    ),
    // Mao Zedong's inscription of 5 March 1963.
    of(
        "lei-feng",
        Theme,
        Civil(3, 5),
        1963,
        ("学雷锋纪念日", "Learn from Lei Feng Day"),
        ("学习雷锋精神，开展志愿服务", "Lei Feng's spirit; volunteering"),
    ),
    // 放假办法, 3 (1).
    of(
        "womens-day",
        National,
        Civil(3, 8),
        1949,
        ("妇女节", "Women's Day"),
        ("学习先进女性事迹，关心关爱女党员", "Outstanding women; care for women members"),
    ),
    // NPCSC, 23 February 1979; Forest Law, 10.
    of(
        "tree-planting",
        Theme,
        Civil(3, 12),
        1979,
        ("植树节", "Tree Planting Day"),
        (
            "学习习近平生态文明思想，参加义务植树",
            "Xi Jinping Thought on Ecological Civilization; planting trees",
        ),
    ),
    // 放假办法, 2 (3); the solar term, by GB/T 33661-2017.
    of(
        "qingming",
        Traditional,
        Term(7),
        1949,
        ("清明节", "Tomb Sweeping Day"),
        ("缅怀革命先烈，传承红色基因", "Remember those who gave their lives; carry on their spirit"),
    ),
    // National Security Law (2015), 14; kept from 2016 on.
    of(
        "national-security",
        Theme,
        Civil(4, 15),
        2016,
        ("全民国家安全教育日", "National Security Education Day"),
        ("学习总体国家安全观和国家安全法", "The holistic view of national security, and its law"),
    ),
    // UNESCO, 28 C/Resolution 3.18 (1995).
    of(
        "book-day",
        Theme,
        Civil(4, 23),
        1996,
        ("世界读书日", "World Book Day"),
        ("开展读书交流，推动全民阅读", "Talk about books; reading for everybody"),
    ),
    // 放假办法, 2 (4).
    of(
        "labor-day",
        National,
        Civil(5, 1),
        1949,
        ("劳动节", "Labor Day"),
        ("学习劳模精神、劳动精神、工匠精神", "The spirit of model workers, of work, of craft"),
    ),
    // 放假办法, 3 (2).
    of(
        "youth-day",
        National,
        Civil(5, 4),
        1949,
        ("五四青年节", "Youth Day"),
        ("弘扬五四精神，引领青年成长成才", "The spirit of the May Fourth Movement; help the young grow"),
    ),
    // 放假办法, 3 (3).
    of(
        "childrens-day",
        National,
        Civil(6, 1),
        1949,
        ("儿童节", "Children's Day"),
        ("关心关爱少年儿童，落实立德树人根本任务", "Care for children; education that forms character"),
    ),
    // 放假办法, 2 (5).
    of(
        "dragon-boat",
        Traditional,
        Lunar(5, 5),
        1949,
        ("端午节", "Dragon Boat Festival"),
        ("弘扬爱国主义精神和优秀传统文化，廉洁过节", "Love of country and tradition; a clean festival"),
    ),
    // Central Committee, 30 June 1941.
    of(
        "party-founding",
        Party,
        Civil(7, 1),
        1949,
        ("七一建党纪念日", "Founding of the Communist Party of China"),
        ("重温入党誓词，学习党的历史", "Renew the oath of admission; the Party's history"),
    ),
    // 放假办法, 5.
    of(
        "war-of-resistance",
        Memorial,
        Civil(7, 7),
        1949,
        ("七七抗战纪念日", "Outbreak of the War of Resistance"),
        ("铭记全民族抗战历史，弘扬伟大抗战精神", "The history and the spirit of the War of Resistance"),
    ),
    // 放假办法, 3 (4).
    of(
        "army-founding",
        Party,
        Civil(8, 1),
        1949,
        ("八一建军节", "Army Day"),
        ("学习人民军队历史，做好拥军优属工作", "The history of the people's army; care for its families"),
    ),
    // NPCSC, 28 June 2023.
    of(
        "ecology-day",
        Theme,
        Civil(8, 15),
        2023,
        ("全国生态日", "National Ecology Day"),
        (
            "学习习近平生态文明思想，践行绿色发展理念",
            "Xi Jinping Thought on Ecological Civilization; green growth",
        ),
    ),
    // NPCSC, 27 February 2014.
    of(
        "war-victory",
        Memorial,
        Civil(9, 3),
        2014,
        ("抗战胜利纪念日", "Victory in the War of Resistance"),
        ("铭记历史，缅怀先烈，珍爱和平，开创未来", "Remember history and the fallen; treasure peace"),
    ),
    // NPCSC, 21 January 1985; Teachers Law, 6.
    of(
        "teachers-day",
        National,
        Civil(9, 10),
        1985,
        ("教师节", "Teachers' Day"),
        ("学习教育家精神，加强师德师风建设", "The spirit of great educators; teachers' ethics"),
    ),
    // 放假办法, 5.
    of(
        "september-18",
        Memorial,
        Civil(9, 18),
        1949,
        ("九一八纪念日", "September 18 Incident"),
        ("勿忘国耻，开展爱国主义教育", "Never forget the humiliation; love of country"),
    ),
    // 放假办法, 2 (6).
    of(
        "mid-autumn",
        Traditional,
        Lunar(8, 15),
        1949,
        ("中秋节", "Mid-Autumn Festival"),
        ("弘扬中华优秀传统文化，廉洁过节", "Chinese tradition; a clean festival"),
    ),
    // NPCSC, 31 August 2014.
    of(
        "martyrs-day",
        Memorial,
        Civil(9, 30),
        2014,
        ("烈士纪念日", "Martyrs' Day"),
        ("缅怀英雄烈士，学习英烈事迹", "Remember heroes and martyrs; what they did"),
    ),
    // 放假办法, 2 (7).
    of(
        "national-day",
        National,
        Civil(10, 1),
        1949,
        ("国庆节", "National Day"),
        ("开展爱国主义教育，学习新中国史", "Love of country; the history of the People's Republic"),
    ),
    // By custom; as a day of the old, Law on the Rights of Older People (2012), 12.
    of(
        "double-ninth",
        Traditional,
        Lunar(9, 9),
        1949,
        ("重阳节", "Double Ninth Festival"),
        ("走访慰问老党员，弘扬敬老传统", "Calls on old members; respect for the old"),
    ),
    // Central Committee, 1951: the first battle of the Chinese People's Volunteers, 25 October 1950.
    of(
        "aid-korea",
        Memorial,
        Civil(10, 25),
        1951,
        ("抗美援朝纪念日", "War to Resist U.S. Aggression and Aid Korea"),
        ("学习伟大抗美援朝精神", "The spirit of the volunteers"),
    ),
    // NPCSC, 1 November 2014.
    of(
        "constitution-day",
        Theme,
        Civil(12, 4),
        2014,
        ("国家宪法日", "Constitution Day"),
        ("学习宪法，弘扬宪法精神", "The Constitution and its spirit"),
    ),
    // The movement of 9 December 1935.
    of(
        "december-9",
        Party,
        Civil(12, 9),
        1949,
        ("一二·九运动纪念日", "December 9 Movement"),
        ("学习一二·九运动历史，激发爱国报国之志", "The history of the movement; serve the country"),
    ),
    // NPCSC, 27 February 2014.
    of(
        "nanjing-memorial",
        Memorial,
        Civil(12, 13),
        2014,
        ("国家公祭日", "National Memorial Day"),
        ("铭记南京大屠杀历史，悼念遇难同胞", "Remember the Nanjing Massacre; mourn its victims"),
    ),
];
