//! What official rules forbid as an input of assessment: traces left on platforms instead of learning.
//!
//! Source: 中央网络安全和信息化委员会《关于防治“指尖上的形式主义”的若干意见》 of December 2023, which forbids making
//! clock-ins, points, time online and likes into requirements or measures of work.

use super::{Finding, FindingKind, finding, places};
use crate::text::Text;

const TRACES: &[&str] = &[
    "在线时长",
    "在线学习时长",
    "上线时长",
    "登录时长",
    "登录次数",
    "登陆次数",
    "打卡",
    "点赞",
    "转发量",
    "转发数",
    "积分排名",
    "积分排行",
    "截图上报",
    "截屏上报",
    "阅读量",
    "关注率",
    "活跃度",
];

pub(super) fn findings(text: &Text) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for word in TRACES {
        for span in places(text, text.span(), word) {
            found.push(finding(
                FindingKind::Forbidden,
                span,
                (format!("“{word}”不得作为考核依据"), format!("“{word}” may not be assessed")),
                (
                    "见《关于防治“指尖上的形式主义”的若干意见》：不得以打卡、积分、在线时长、点赞转发等作为要求或考核",
                    "see the rules of December 2023 against formalism at the fingertips",
                ),
            ));
        }
    }
    found
}
