//! What can happen in a county, drawn at random.

use proptest::prelude::*;

/// One thing that happens in a county; numbers choose among whatever is there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Record { who: usize, what: usize, days_ago: i64, length: i64, amount: i64, evidence: u8 },
    Meet { branch: usize, what: usize, days_ago: i64, outcomes: [usize; 4] },
    Correct { which: usize, days_ago: i64, amount: i64 },
    Withdraw { which: usize },
    Arrange { branch: usize, who: usize, in_days: i64 },
    CallOff { which: usize },
    Excuse { which: usize, kind: usize },
    Attest { which: usize, reviewed: bool },
    Transfer { who: usize, branch: usize, in_days: i64 },
    Appoint { who: usize, post: usize, in_days: i64, length: i64 },
    Dismiss { who: usize, in_days: i64 },
    GrantLeave { who: usize, in_days: i64, length: i64 },
    Exempt { who: usize, duty: Option<usize>, in_days: i64, length: i64 },
    Leave { who: usize, in_days: i64 },
    Join { in_days: i64, branch: usize },
    Revise { days: usize, percent: usize },
    Sleep { days: i64, turns: bool },
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let who = || 0_usize..6;
    let near = || -40_i64..40;
    prop_oneof![
        8 => (who(), any::<usize>(), 0_i64..70, 0_i64..5, 1_i64..120, 0_u8..16).prop_map(
            |(who, what, days_ago, length, amount, evidence)| Step::Record { who, what, days_ago, length, amount, evidence }
        ),
        4 => (0_usize..3, any::<usize>(), 0_i64..50, prop::array::uniform4(0_usize..11)).prop_map(
            |(branch, what, days_ago, outcomes)| Step::Meet { branch, what, days_ago, outcomes }
        ),
        3 => (any::<usize>(), 0_i64..60, 1_i64..120)
            .prop_map(|(which, days_ago, amount)| Step::Correct { which, days_ago, amount }),
        3 => any::<usize>().prop_map(|which| Step::Withdraw { which }),
        4 => (0_usize..3, who(), 0_i64..90)
            .prop_map(|(branch, who, in_days)| Step::Arrange { branch, who, in_days }),
        1 => any::<usize>().prop_map(|which| Step::CallOff { which }),
        2 => (any::<usize>(), 0_usize..3).prop_map(|(which, kind)| Step::Excuse { which, kind }),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(which, reviewed)| Step::Attest { which, reviewed }),
        2 => (who(), 0_usize..3, near()).prop_map(|(who, branch, in_days)| Step::Transfer { who, branch, in_days }),
        2 => (who(), 0_usize..6, near(), 1_i64..200)
            .prop_map(|(who, post, in_days, length)| Step::Appoint { who, post, in_days, length }),
        1 => (who(), near()).prop_map(|(who, in_days)| Step::Dismiss { who, in_days }),
        1 => (who(), near(), 1_i64..150).prop_map(|(who, in_days, length)| Step::GrantLeave { who, in_days, length }),
        1 => (who(), prop::option::of(any::<usize>()), near(), 1_i64..150)
            .prop_map(|(who, duty, in_days, length)| Step::Exempt { who, duty, in_days, length }),
        1 => (who(), near()).prop_map(|(who, in_days)| Step::Leave { who, in_days }),
        1 => (near(), 0_usize..2).prop_map(|(in_days, branch)| Step::Join { in_days, branch }),
        1 => (0_usize..4, 0_usize..3).prop_map(|(days, percent)| Step::Revise { days, percent }),
        4 => (0_i64..45, any::<bool>()).prop_map(|(days, turns)| Step::Sleep { days, turns }),
    ]
}
