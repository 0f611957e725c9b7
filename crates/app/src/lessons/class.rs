//! The activity of classes (听课), as which a lesson counts.

use jiff::civil::Date;
use xueji_plan::{Activity, Kind};
use xueji_store::Tx;

use crate::people;
use crate::plans;
use crate::shell::{Id, Result};

/// As the plans over a path have it on a day; none where they know no classes.
pub(super) fn over(tx: &mut Tx, path: &str, on: Date) -> Result<Option<Activity>> {
    Ok(plans::of_kind(tx, path, on, Kind::Class)?.into_iter().next())
}

/// As the plans over a person have it, where they belong on a day.
pub(super) fn of(tx: &mut Tx, person_id: &Id, on: Date) -> Result<Option<Activity>> {
    match people::home(tx, person_id, on)? {
        Some(home) => over(tx, &home.path, on),
        None => Ok(None),
    }
}
