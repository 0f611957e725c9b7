//! The columns of the roster sheet (党员花名册, one wide sheet), and its empty template.

use xueji_office::{Choice, Column, Kind, Language, Title, WriteError, write_template};
use xueji_plan::Named;

use crate::people::Vocabulary;

const BLANK: Column = Column {
    key: "",
    title: Title::new("", ""),
    aliases: &[],
    required: false,
    kind: Kind::Text,
    note: Title::new("", ""),
    example: "",
    width: 14,
};
const DAY: Column = Column { kind: Kind::Date { month_alone: false }, width: 13, ..BLANK };

pub(super) const CODE: Column = Column {
    key: "code",
    title: Title::new("工号", "Staff number"),
    aliases: &["学工号", "职工号", "工作证号", "人员编码"],
    required: true,
    kind: Kind::Code,
    note: Title::new(
        "每人一个且不变，凭它判断是新增还是更新",
        "one per person, never changed: it tells who is new and who is updated",
    ),
    example: "01023",
    ..BLANK
};
pub(super) const NAME: Column = Column {
    key: "name",
    title: Title::new("姓名", "Name"),
    required: true,
    note: Title::new("", ""),
    example: "张某某",
    width: 10,
    ..BLANK
};
pub(super) const BORN_ON: Column = Column {
    key: "born_on",
    title: Title::new("出生日期", "Born on"),
    aliases: &["出生年月"],
    kind: Kind::Date { month_alone: true },
    note: Title::new("用于按年龄区分的要求", "for duties that depend on age"),
    example: "1980-05-12",
    ..DAY
};
pub(super) const ORGANIZATION_CODE: Column = Column {
    key: "organization_code",
    title: Title::new("组织编码", "Organization code"),
    aliases: &["所在党支部编码", "党支部编码", "支部编码"],
    required: true,
    kind: Kind::Code,
    note: Title::new("编码不存在时新建该组织", "an unknown code makes a new organization"),
    example: "07",
    ..BLANK
};
pub(super) const ORGANIZATION_NAME: Column = Column {
    key: "organization_name",
    title: Title::new("组织名称", "Organization"),
    aliases: &["所在党支部", "党支部名称", "党支部"],
    required: true,
    note: Title::new("同一编码各行名称须一致", "the same in every row of one code"),
    example: "第一中学党支部",
    width: 24,
    ..BLANK
};
pub(super) const PARENT_CODE: Column = Column {
    key: "parent_code",
    title: Title::new("上级组织编码", "Parent's code"),
    aliases: &["二级党委编码", "所属分党委编码", "所属党总支编码"],
    kind: Kind::Code,
    note: Title::new("新组织不填时隶属最上级组织", "a new organization without one stands below the root"),
    example: "00",
    ..BLANK
};
pub(super) const PARENT_NAME: Column = Column {
    key: "parent_name",
    title: Title::new("上级组织名称", "Parent"),
    aliases: &["二级党委名称", "所属分党委", "所属党总支"],
    note: Title::new("上级组织本身也是新建时填写", "needed where the parent is new as well"),
    example: "县教体局党委",
    width: 24,
    ..BLANK
};
pub(super) const LEVEL: Column = Column {
    key: "level",
    title: Title::new("组织层级", "Level"),
    aliases: &["支部类别", "党组织类别"],
    kind: Kind::Choice(LEVELS),
    note: Title::new("新组织不填时按名称判断", "judged by the name where a new one has none"),
    example: "党支部",
    ..BLANK
};
pub(super) const UNIT_TYPE: Column = Column {
    key: "unit_type",
    title: Title::new("单位类型", "Type of unit"),
    aliases: &["所在单位属性", "单位属性"],
    note: Title::new("填现行计划中的名称或编码", "a name or code of the plan in force"),
    example: "学校",
    ..BLANK
};
pub(super) const KIND: Column = Column {
    key: "kind",
    title: Title::new("党籍", "Membership"),
    aliases: &["党籍状态", "人员类别"],
    kind: Kind::Choice(KINDS),
    note: Title::new("新增人员不填时为正式党员", "a new person without one is a full member"),
    example: "正式党员",
    ..BLANK
};
pub(super) const FROM_ON: Column = Column {
    key: "from_on",
    title: Title::new("加入本组织日期", "In it since"),
    aliases: &["组织关系转入时间", "转入日期"],
    required: true,
    note: Title::new(
        "组织变动时填转入新组织的日期，原组织的记载保留",
        "for a transfer, the first day in the new organization; the old one stays on record",
    ),
    example: "2026-03-05",
    ..DAY
};
pub(super) const TO_ON: Column = Column {
    key: "to_on",
    title: Title::new("离开日期", "Until"),
    aliases: &["转出日期"],
    note: Title::new("在本组织的最后一天", "the last day in it"),
    example: "",
    ..DAY
};
pub(super) const POSTS: Column = Column {
    key: "posts",
    title: Title::new("职务", "Posts"),
    aliases: &["党内职务"],
    note: Title::new(
        "可填多项，用顿号隔开；填现行计划中的名称或编码；不再列出的职务即告结束；\
         不在本组织任职的写成“职务@组织编码”",
        "any of the plan's names or codes, separated by commas; a post no longer listed ends; \
         a post held in another organization is written post@code",
    ),
    example: "书记、教师",
    width: 24,
    ..BLANK
};
pub(super) const POSTS_FROM_ON: Column = Column {
    key: "posts_from_on",
    title: Title::new("任职日期", "Posts since"),
    aliases: &["任命时间"],
    note: Title::new("只用于新列出的职务", "for newly listed posts only"),
    example: "2026-03-05",
    ..DAY
};
pub(super) const LEAVE_KIND: Column = Column {
    key: "leave_kind",
    title: Title::new("长期请假类别", "Long leave"),
    note: Title::new("如产假、长期病假、脱产学习", "such as maternity, illness, full-time study"),
    example: "产假",
    ..BLANK
};
pub(super) const LEAVE_FROM_ON: Column = Column {
    key: "leave_from_on",
    title: Title::new("请假起", "Leave from"),
    aliases: &["长期请假起"],
    ..DAY
};
pub(super) const LEAVE_TO_ON: Column =
    Column {
        key: "leave_to_on", title: Title::new("请假止", "Leave to"), aliases: &["长期请假止"], ..DAY
    };
pub(super) const EXEMPT: Column = Column {
    key: "exempt",
    title: Title::new("免除要求", "Exempt from"),
    note: Title::new(
        "填要求的编码或标题，可填多项，或填“全部”；本年度内有效",
        "codes or titles of duties, or “all”; for this year",
    ),
    example: "全部",
    width: 18,
    ..BLANK
};
pub(super) const EXEMPT_REASON: Column =
    Column { key: "exempt_reason", title: Title::new("免除原因", "Exempt because"), width: 18, ..BLANK };
const REMARKS: Column = Column {
    key: "remarks",
    title: Title::new("备注", "Remarks"),
    note: Title::new("供填表人自用，不导入", "for your own use, not imported"),
    ..BLANK
};

/// Every column, in the order of the template.
pub(super) const COLUMNS: &[Column] = &[
    CODE,
    NAME,
    BORN_ON,
    ORGANIZATION_CODE,
    ORGANIZATION_NAME,
    PARENT_CODE,
    PARENT_NAME,
    LEVEL,
    UNIT_TYPE,
    KIND,
    FROM_ON,
    TO_ON,
    POSTS,
    POSTS_FROM_ON,
    LEAVE_KIND,
    LEAVE_FROM_ON,
    LEAVE_TO_ON,
    EXEMPT,
    EXEMPT_REASON,
    REMARKS,
];

const LEVELS: &[Choice] = &[
    choice("committee", "党委", "committee", &["委员会", "党工委"]),
    choice("general-branch", "党总支", "general branch", &["总支", "总支部"]),
    choice("branch", "党支部", "branch", &["支部"]),
    choice("group", "党小组", "group", &["小组"]),
];
const KINDS: &[Choice] = &[
    choice("full", "正式党员", "full member", &["党员", "中共党员"]),
    choice("probationary", "预备党员", "probationary member", &["中共预备党员"]),
    choice("other", "群众", "no member", &["非党员"]),
];

const fn choice(
    value: &'static str,
    chinese: &'static str,
    english: &'static str,
    aliases: &'static [&'static str],
) -> Choice {
    Choice { value, title: Title::new(chinese, english), aliases }
}

/// The empty sheet, with the words that the plan in force knows.
pub(crate) fn template(vocabulary: &Vocabulary, language: Language) -> Result<Vec<u8>, WriteError> {
    let chinese = language == Language::Chinese;
    let list = |words: &[Named]| {
        let titles = words.iter().map(|word| match &word.title_en {
            Some(english) if !chinese => english.as_str(),
            _ => word.title.as_str(),
        });
        titles.collect::<Vec<_>>().join(if chinese { "、" } else { ", " })
    };
    let (posts, unit_types) = (list(&vocabulary.posts), list(&vocabulary.unit_types));
    let lines = if chinese {
        [
            "每人一行，带*的栏目必填。重复导入时按工号更新人员、按组织编码更新组织，不会重复增加；有一处错误则全部不保存。".to_owned(),
            format!("可填的职务：{posts}。可填的单位类型：{unit_types}。"),
        ]
    } else {
        [
            "One row per person; columns with * are required. Importing again updates people by staff number and \
             organizations by code; with one mistake nothing is stored."
                .to_owned(),
            format!("Posts: {posts}. Types of unit: {unit_types}."),
        ]
    };
    let title = if chinese { "党员花名册" } else { "Roster" };
    write_template(COLUMNS, title, &[&lines[0], &lines[1]], language)
}
