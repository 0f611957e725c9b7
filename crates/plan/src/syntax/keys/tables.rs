//! The keys of plan files, written once: the parser, its hints and the JSON Schema all read this list.

use super::{Key, Table, Takes, key, needed};

const ID: Key =
    needed("id", Takes::Text, "编码，同类中唯一，年年不变", "code, unique of its kind, kept over the years");
const TITLE: Key = needed("title", Takes::Text, "名称", "title");
const TITLE_EN: Key = key("title_en", Takes::Text, "英文名称", "English title");
const SOURCE: Key =
    key("source", Takes::Texts, "安排原文中的句子，一字不差", "sentences of the arrangement, word for word");
const OPEN: Key = key(
    "open",
    Takes::Texts,
    "原文未定的内容：数量、时间、牵头",
    "what the arrangement leaves open: amount, period, lead",
);
const BELONGS_TO: Key =
    key("belongs_to", Takes::Text, "所属活动或工程", "the campaign or program it belongs to");
const NOTE: Key = key("note", Takes::Text, "说明", "remark");

const AT_LEAST: Key = key(
    "at_least",
    Takes::Text,
    "至少多少：1次、90学时、1.5小时、2篇",
    "at least: 1 time, 90 class hours, 2 articles",
);
const EXACTLY: Key = key("exactly", Takes::Text, "正好多少", "exactly");
const AT_MOST: Key = key("at_most", Takes::Text, "最多多少", "at most");
const BETWEEN: Key = key(
    "between",
    Takes::Text,
    "从多少到多少，下限必达：1至2篇",
    "from–to, the lower bound is owed: 1 to 2 articles",
);
const RATE: Key = key("rate_at_least", Takes::Text, "参加率至少：90%", "attendance rate at least: 90%");
const LEAVE_KEY: Key = key("leave", Takes::One(&LEAVE), "各类请假如何计算", "how leave counts");
const EVERY: Key = key(
    "every",
    Takes::Text,
    "周期：天、工作日、周、两周、月、季度、半年、年、学期",
    "period: day, working day, week, two weeks, month, quarter, half-year, year, term",
);
const WITHIN: Key = key("within", Takes::Text, "时段：01-05 至 02-04", "window: 01-05 to 02-04");
const OVER: Key = key("over", Takes::Text, "全年：整个计划期内", "plan: over the whole plan");
const ENOUGH: Key =
    key("enough", Takes::Text, "周期达标比例：80%", "share of the periods that suffices: 80%");

/// The whole file.
pub(crate) const FILE: Table = Table {
    name: "file",
    keys: &[
        needed("plan", Takes::One(&PLAN), "计划本身", "the plan itself"),
        key("calendar", Takes::One(&CALENDAR), "日历更正", "corrections of the calendar"),
        key("term", Takes::Many(&TERM), "学期", "school terms"),
        key(
            "level",
            Takes::Many(&LEVEL),
            "组织层级在本行业的名称",
            "what levels of the tree are called in this field",
        ),
        key("post", Takes::Many(&POST), "职务和身份", "posts and statuses"),
        key("unit_type", Takes::Many(&UNIT_TYPE), "单位类型", "kinds of unit"),
        key("category", Takes::Many(&CATEGORY), "类别", "categories"),
        key("activity", Takes::Many(&ACTIVITY), "可以记录的学习活动", "what can be recorded"),
        key("campaign", Takes::Many(&CAMPAIGN), "活动", "campaigns"),
        key("program", Takes::Many(&PROGRAM), "工程", "programs"),
        key("award", Takes::Many(&AWARD), "表彰", "awards"),
        key("duty", Takes::Many(&DUTY), "要求", "duties"),
    ],
};

/// `[plan]`
pub(crate) const PLAN: Table = Table {
    name: "[plan]",
    keys: &[
        ID,
        TITLE,
        TITLE_EN,
        needed("year", Takes::Number, "年度", "year"),
        key("starts_on", Takes::Day, "起始日，默认1月1日", "first day, 1 January unless said"),
        key("ends_on", Takes::Day, "截止日，默认12月31日", "last day, 31 December unless said"),
        needed("issuer", Takes::Text, "制发单位", "who issued it"),
        key(
            "refines",
            Takes::Text,
            "上级计划的编码：支部计划据此细化，只能加严",
            "code of the plan above: a branch's plan refines it, stricter and never weaker",
        ),
        key(
            "branch_plans_by",
            Takes::Day,
            "支部计划报送截止日：3月底",
            "by when branches hand in their own plans: end of March",
        ),
        key("focus", Takes::Texts, "工作重点", "key points"),
        key("features", Takes::Texts, "特色做法", "what is done in an own way"),
        key("basis", Takes::Many(&BASIS), "依据文件", "the documents it rests on"),
        key(
            "text",
            Takes::Text,
            "安排原文的文件名，与本文件同目录",
            "file with the arrangement's text, beside this one",
        ),
        key(
            "late",
            Takes::Text,
            "周期结束后多少天内补录仍计入：30天",
            "for how long after its period a record still counts: 30 days",
        ),
        key(
            "late_after",
            Takes::Text,
            "发生后多少天录入即标为补录：7天",
            "entered so long after it happened it is marked late: 7 days",
        ),
        key("convert", Takes::Texts, "折算：1天 = 8学时", "conversions: 1 day = 8 class hours"),
    ],
};

const BASIS: Table =
    Table { name: "basis", keys: &[TITLE, key("number", Takes::Text, "文号", "document number")] };

/// `[calendar]`
pub(crate) const CALENDAR: Table = Table {
    name: "[calendar]",
    keys: &[
        key("holidays", Takes::Texts, "放假日", "holidays"),
        key("working_days", Takes::Texts, "调休上班日", "adjusted working days"),
    ],
};

const TERM: Table = Table {
    name: "[[term]]",
    keys: &[TITLE, needed("within", Takes::Text, "起止：02-20 至 07-10", "its days: 02-20 to 07-10")],
};

const LEVEL: Table = Table {
    name: "[[level]]",
    keys: &[
        needed(
            "id",
            Takes::Text,
            "层级：党委、党总支、党支部、党小组",
            "level: committee, general branch, branch, group",
        ),
        TITLE,
        TITLE_EN,
    ],
};

const POST: Table = Table { name: "[[post]]", keys: &[ID, TITLE, TITLE_EN] };
const UNIT_TYPE: Table = Table { name: "[[unit_type]]", keys: &[ID, TITLE, TITLE_EN] };
const CATEGORY: Table = Table { name: "[[category]]", keys: &[ID, TITLE, TITLE_EN] };

/// `[[activity]]`
pub(crate) const ACTIVITY: Table = Table {
    name: "[[activity]]",
    keys: &[
        ID,
        TITLE,
        TITLE_EN,
        needed("for", Takes::Text, "谁的记录：个人、组织", "whose record: person, organization"),
        needed(
            "units",
            Takes::Texts,
            "记录单位，常用的在前：小时、次",
            "units of its records, the usual first: hours, times",
        ),
        key("usual", Takes::Text, "表单默认数量：1小时", "the amount that forms offer: 1 hour"),
        key("categories", Takes::Texts, "须注明的类别", "categories of which a record names one"),
        key(
            "attendance",
            Takes::Text,
            "组织活动的出席记为哪项个人活动",
            "the person's activity that attending makes",
        ),
        key(
            "expects",
            Takes::Text,
            "应到人员：每名党员、每名班子成员",
            "who is expected: each member, each secretary",
        ),
        key("audience", Takes::Text, "听众记为哪项个人活动", "the person's activity that the audience gets"),
        key(
            "speakers",
            Takes::Text,
            "发言的人另记哪项个人活动",
            "the person's activity that speaking makes besides",
        ),
        key(
            "paired",
            Takes::Flag,
            "与结对支部共同举办，双方确认后都计入",
            "held with a paired branch: counts for both once both have confirmed",
        ),
        key(
            "late_after",
            Takes::Text,
            "发生后多少天录入即标为补录",
            "entered so long after it happened it is marked late",
        ),
        key("quick", Takes::Flag, "快捷录入时优先", "offered first by quick entry"),
        key(
            "kind",
            Takes::Text,
            "属于哪一种学习，由系统中相应的栏目登记：自学、听课、读书、文章、调研、调研报告、调阅笔记",
            "what sort of learning it is, where a part of the product keeps that sort: self-study, book, essay",
        ),
    ],
};

const CAMPAIGN: Table = Table {
    name: "[[campaign]]",
    keys: &[
        ID,
        TITLE,
        TITLE_EN,
        key("window", Takes::Text, "时段", "when"),
        key("themes", Takes::Texts, "主题", "themes"),
        OPEN,
        SOURCE,
        BELONGS_TO,
        NOTE,
    ],
};

const PROGRAM: Table =
    Table { name: "[[program]]", keys: &[ID, TITLE, TITLE_EN, OPEN, SOURCE, BELONGS_TO, NOTE] };

const AWARD: Table = Table {
    name: "[[award]]",
    keys: &[
        ID,
        TITLE,
        TITLE_EN,
        key("by", Takes::Day, "何时评定", "by when it is decided"),
        key("to", Takes::Texts, "授予谁", "for whom"),
        OPEN,
        SOURCE,
        BELONGS_TO,
    ],
};

/// `[[duty]]`
pub(crate) const DUTY: Table = Table {
    name: "[[duty]]",
    keys: &[
        ID,
        key("group", Takes::Text, "列表中的分组，如五坚持", "the heading it stands under"),
        TITLE,
        TITLE_EN,
        needed(
            "who",
            Takes::Text,
            "谁：每名党员、每个党支部、本单位",
            "who: each member, each branch, the issuer",
        ),
        key("except", Takes::Texts, "除外：退休", "who does not owe it: retired"),
        key(
            "encouraged",
            Takes::Texts,
            "鼓励而不要求：70周岁以上",
            "who is only encouraged: aged 70 or over",
        ),
        needed("does", Takes::Texts, "做什么：活动的编码或名称", "does what: codes or titles of activities"),
        key("about", Takes::Text, "限定类别", "only this category"),
        AT_LEAST,
        EXACTLY,
        AT_MOST,
        BETWEEN,
        RATE,
        LEAVE_KEY,
        EVERY,
        WITHIN,
        key("by", Takes::Day, "截止：11月底、2026-11-30", "deadline: end of November, 2026-11-30"),
        OVER,
        ENOUGH,
        key(
            "evidence",
            Takes::Texts,
            "凭据：笔记、文稿、会议记录、附件",
            "evidence: note, text, minutes, attachment",
        ),
        key("counts", Takes::Text, "何时计入：自报、证明、评审", "counts once: declared, attested, reviewed"),
        key(
            "late",
            Takes::Text,
            "周期结束后多少天内补录仍计入",
            "for how long after its period a record still counts",
        ),
        key(
            "modality",
            Takes::Text,
            "力度：必须、原则上、力争、鼓励",
            "how binding: must, default, aim, encouraged",
        ),
        key("part_of", Takes::Text, "其中：属于哪项要求", "the duty of which it is a part"),
        BELONGS_TO,
        key("from", Takes::Day, "自何日起", "binds from this day"),
        key("until", Takes::Day, "至何日止", "binds to this day"),
        key("change", Takes::Many(&CHANGE), "年中调整", "changes in mid-year"),
        OPEN,
        key(
            "local",
            Takes::One(&LOCAL),
            "原文未定、由本地确定的内容",
            "what was set locally where the arrangement leaves it open",
        ),
        SOURCE,
        NOTE,
    ],
};

const LEAVE: Table = Table {
    name: "[duty.leave]",
    keys: &[
        key("公差", Takes::Text, "公差：出席、不计应到、缺席", "public duty: present, excused, absent"),
        key("病假", Takes::Text, "病假：出席、不计应到、缺席", "illness: present, excused, absent"),
        key("事假", Takes::Text, "事假：出席、不计应到、缺席", "personal leave: present, excused, absent"),
        key(
            "补课",
            Takes::Text,
            "补课：出席、不计应到、缺席",
            "made up afterwards: present, excused, absent",
        ),
        key("public_duty", Takes::Text, "公差", "public duty: present, excused, absent"),
        key("illness", Takes::Text, "病假", "illness: present, excused, absent"),
        key("personal", Takes::Text, "事假", "personal leave: present, excused, absent"),
        key("made_up", Takes::Text, "补课", "made up afterwards: present, excused, absent"),
    ],
};

const CHANGE: Table = Table {
    name: "[[duty.change]]",
    keys: &[
        needed("from", Takes::Day, "自何日起", "from this day"),
        AT_LEAST,
        EXACTLY,
        AT_MOST,
        BETWEEN,
        RATE,
        LEAVE_KEY,
        needed("why", Takes::Text, "理由", "why"),
    ],
};

/// `[duty.local]`
pub(crate) const LOCAL: Table = Table {
    name: "[duty.local]",
    keys: &[
        AT_LEAST,
        EXACTLY,
        AT_MOST,
        BETWEEN,
        RATE,
        LEAVE_KEY,
        EVERY,
        WITHIN,
        key("due", Takes::Day, "截止日", "deadline"),
        OVER,
        ENOUGH,
        needed("by", Takes::Text, "由谁确定", "who decided"),
        key("on", Takes::Day, "何时确定", "when it was decided"),
        needed("why", Takes::Text, "理由", "why"),
    ],
};
