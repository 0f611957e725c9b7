//! What the rules see of one gathering that is still to come.

use jiff::civil::Date;
use xueji_plan::LeaveKind;

/// A gathering that is planned, and at which the subject is expected (R9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned<'a> {
    /// The activity that the records of those who come will carry.
    pub activity: &'a str,
    /// The category that they will carry, where one is named.
    pub category: Option<&'a str>,
    /// Its day.
    pub on: Date,
    /// The leave from it that was granted.
    pub leave: Option<LeaveKind>,
}
