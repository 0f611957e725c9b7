//! What a duty asks to be done, in the kinds of the corpus.

/// A kind of learning action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionKind {
    /// 集中学习, 政治学习, 例会.
    StudyCollective,
    /// 自学.
    StudySelf,
    /// 读书.
    Read,
    /// 笔记, by characters.
    Notes,
    /// 撰写.
    Write,
    /// 调研.
    Research,
    /// 讲课, 党课, 宣讲.
    Teach,
    /// 听课, 观摩.
    AttendClass,
    /// 参加培训, 进修.
    AttendTraining,
    /// 办班, 请人授课.
    HoldTraining,
    /// 研讨, 交流.
    Exchange,
    /// 会议.
    Meeting,
    /// 考试, 考核.
    Exam,
    /// 演练, 训练.
    Drill,
    /// 竞赛.
    Contest,
    /// 参观, 走访.
    Visit,
    /// 检查, 通报, 评议.
    Inspect,
    /// 报送, 上交.
    Report,
    /// 制定, 部署, 安排.
    Plan,
    /// 建档, 考勤.
    Record,
    /// 宣传, 发布.
    Publicize,
    /// 学时, 学分.
    Credit,
    /// A ratio.
    Rate,
    /// 带教, 结对.
    Mentor,
    /// 评选, 表彰.
    Award,
    /// 配备, 开放.
    Provide,
    /// Anything else.
    Activity,
}

impl ActionKind {
    /// The code of the corpus.
    pub fn code(self) -> &'static str {
        match self {
            Self::StudyCollective => "study-collective",
            Self::StudySelf => "study-self",
            Self::Read => "read",
            Self::Notes => "notes",
            Self::Write => "write",
            Self::Research => "research",
            Self::Teach => "teach",
            Self::AttendClass => "attend-class",
            Self::AttendTraining => "attend-training",
            Self::HoldTraining => "hold-training",
            Self::Exchange => "exchange",
            Self::Meeting => "meeting",
            Self::Exam => "exam",
            Self::Drill => "drill",
            Self::Contest => "contest",
            Self::Visit => "visit",
            Self::Inspect => "inspect",
            Self::Report => "report",
            Self::Plan => "plan",
            Self::Record => "record",
            Self::Publicize => "publicize",
            Self::Credit => "credit",
            Self::Rate => "rate",
            Self::Mentor => "mentor",
            Self::Award => "award",
            Self::Provide => "provide",
            Self::Activity => "activity",
        }
    }

    /// Whether people do it, each for himself.
    pub(crate) fn is_of_people(self) -> bool {
        matches!(
            self,
            Self::Rate
                | Self::Credit
                | Self::StudySelf
                | Self::Read
                | Self::Notes
                | Self::Write
                | Self::AttendTraining
                | Self::AttendClass
        )
    }

    /// Whether a unit does it as a whole: it is held, arranged or given out, and nobody does it for himself.
    pub(crate) fn is_of_a_body(self) -> bool {
        matches!(
            self,
            Self::HoldTraining
                | Self::Meeting
                | Self::Contest
                | Self::Inspect
                | Self::Plan
                | Self::Award
                | Self::Provide
                | Self::Publicize
                | Self::Activity
                | Self::Drill
                | Self::Exam
        )
    }
}
