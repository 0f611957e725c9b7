//! The load per person-year as a table.

use super::Grid;
use crate::lang::Lang;
use crate::load::{Role, RoleLoad, load};
use crate::plan::Plan;
use crate::quantity::{Quantity, Unit};
use crate::words;

/// The load of a plan, and behind each number that of the year before where it was another.
///
/// Roles are compared by name: codes may have changed. A role that is gone is not shown.
pub fn load_against(plan: &Plan, before: Option<&Plan>, lang: Lang) -> Grid {
    let mut grid = load_grid(plan, &load(plan), lang);
    let Some(before) = before else { return grid };
    let old = load_grid(before, &load(before), lang);
    for row in &mut grid.rows {
        let then = old.rows.iter().find(|then| then.first() == row.first());
        for (column, cell) in grid.columns.iter().zip(row.iter_mut()).skip(1) {
            let at = old.columns.iter().position(|other| other == column);
            let was = at.and_then(|at| then?.get(at)).map_or("—", String::as_str);
            if was != cell {
                *cell = match lang {
                    Lang::Zh => format!("{cell}（上年{was}）"),
                    Lang::En => format!("{cell} (the year before: {was})"),
                };
            }
        }
    }
    grid
}

/// One row a role, one column a unit; what numbers set locally add is marked.
pub fn load_grid(plan: &Plan, loads: &[RoleLoad], lang: Lang) -> Grid {
    let used = |unit: &Unit| loads.iter().flat_map(|load| &load.lines).any(|line| line.total.unit == *unit);
    let units: Vec<Unit> = Unit::ALL.into_iter().filter(used).collect();
    let mut columns = vec![match lang {
        Lang::Zh => "每人每年".to_owned(),
        Lang::En => "per person and year".to_owned(),
    }];
    columns.extend(units.iter().map(|unit| match (unit, lang) {
        (Unit::Times, Lang::Zh) => "集中活动、听课等".to_owned(),
        (Unit::Times, Lang::En) => "meetings, classes …".to_owned(),
        _ => words::unit(*unit, lang),
    }));
    let rows = loads.iter().map(|load| {
        let totals = load.totals();
        let cells = units.iter().map(|unit| {
            let total = totals.iter().find(|total| total.all.unit == *unit);
            total.map_or_else(|| "—".to_owned(), |total| cell(total.all, total.local, lang))
        });
        std::iter::once(role(&load.role, plan, lang)).chain(cells).collect()
    });
    Grid { columns, rows: rows.collect() }
}

fn cell(all: Quantity, local: Quantity, lang: Lang) -> String {
    let all = words::quantity(all, lang);
    match lang {
        _ if local.grains == 0 => all,
        Lang::Zh => format!("{all}（本地确定{}）", words::quantity(local, lang)),
        Lang::En => format!("{all} ({} set locally)", words::quantity(local, lang)),
    }
}

fn role(role: &Role, plan: &Plan, lang: Lang) -> String {
    let named = match role {
        Role::Person => return words::each(&crate::Each::Person, plan, lang),
        Role::Member => return words::each(&crate::Each::Member, plan, lang),
        Role::Post(code) => plan.posts.iter().find(|post| post.code == *code),
    };
    named.map_or_else(String::new, |named| match lang {
        Lang::Zh => named.title.clone(),
        Lang::En => named.title_en.clone().unwrap_or_else(|| named.title.clone()),
    })
}
