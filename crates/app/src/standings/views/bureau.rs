//! The bureau, or any part of the tree: one line of truth, the tree, each duty, what is stuck and where.

use askama::Template;
use xueji_plan::Named;
use xueji_standing::State;

use crate::people::Organization;
use crate::plans::InForce;
use crate::shell::lang::Messages;
use crate::shell::layout::{Chip, Crumb};
use crate::shell::{Context, Lang, Page, page};
use crate::standings::bureau::{Bureau, MOST_STUCK, STUCK, Unit, WHOLE_TREE, by_state, weight};
use crate::standings::say::{self, StateWord};
use crate::standings::views::Pager;
use crate::standings::views::due::{DueRow, due};
use crate::standings::views::figure::{Figure, Truth, each_duty, truths};
use crate::standings::views::selection::Selection;
use crate::standings::views::stack::{Stack, stack};
use crate::standings::views::tree::{UnitRow, units};

#[derive(Template)]
#[template(path = "standings/bureau.html")]
pub(in crate::standings) struct BureauPage {
    page: Page,
    lead: String,
    total: Figure,
    truth: Vec<Truth>,
    due: Vec<DueRow>,
    chips: Vec<Chip>,
    state_chips: Vec<Chip>,
    units: Vec<UnitRow>,
    pager: Option<Pager>,
    states: Vec<StateWord>,
    duties: Vec<DutyRow>,
    stuck_duties: Vec<Stuck>,
    stuck_units: Vec<Stuck>,
    open_points: Vec<String>,
    own_href: String,
}

struct DutyRow {
    title: String,
    href: String,
    stack: Stack,
    total: Figure,
    figures: Vec<Figure>,
}

struct Stuck {
    title: String,
    figures: Vec<Truth>,
}

impl BureauPage {
    pub(in crate::standings) fn new(
        context: &Context,
        plan: &InForce,
        bureau: &Bureau,
        above: &[Organization],
        (selection, number): (&Selection, usize),
        as_of: &str,
    ) -> Self {
        let (lang, t) = (context.lang, context.t());
        let top = bureau.units.first();
        let by_state_of_all = top.map(|top| top.by_state).unwrap_or_default();
        let states: Vec<State> = State::ALL
            .into_iter()
            .zip(by_state_of_all)
            .filter(|(_, count)| *count > 0)
            .map(|(state, _)| state)
            .collect();
        let crumbs = above.iter().map(|above| Crumb {
            href: Some(selection.at(above).page_href()),
            label: above.short_name.clone(),
        });
        let children = bureau.folded.unwrap_or(0);
        let title = top.map_or_else(|| t.standings_bureau_title(), |top| top.organization.name.clone());
        Self {
            page: page(context, title).of_year(plan.plan().year).with_crumbs(crumbs.collect()),
            lead: format!("{} · {as_of}", lang.choose(&plan.plan().title, plan.plan().title_en.as_ref())),
            total: Figure { count: by_state_of_all.iter().sum(), href: selection.list_href() },
            truth: truths(&by_state_of_all, &states, selection, t),
            due: due(plan, bureau, selection, context),
            chips: chips(plan, bureau, selection, lang, t),
            state_chips: state_chips(plan, bureau, selection, t),
            units: units(bureau, selection, t),
            pager: Pager::new(&format!("{}&page=", selection.page_href()), number, WHOLE_TREE, children, t),
            duties: duties(plan, bureau, selection, &states, lang, t),
            stuck_duties: stuck_duties(plan, bureau, selection, lang, t),
            stuck_units: stuck_units(bureau, selection, t),
            states: states.iter().map(|state| say::state(*state, t)).collect(),
            open_points: plan
                .rules
                .duties()
                .iter()
                .filter(|duty| duty.is_open())
                .map(|duty| say::title(duty.duty(), lang))
                .collect(),
            own_href: top
                .map(|top| format!("/organizations/{}/branch", top.organization.id))
                .unwrap_or_default(),
        }
    }
}

fn chips(plan: &InForce, bureau: &Bureau, selection: &Selection, lang: Lang, t: &Messages) -> Vec<Chip> {
    let name = |code: &str| {
        let known = plan.plan().unit_types.iter().find(|named: &&Named| named.code == code);
        known.map_or_else(|| code.to_owned(), |named| lang.title(named).to_owned())
    };
    let mut chips = vec![Chip {
        label: t.standings_all_units(),
        href: Selection { unit_type: None, duty: None, ..selection.clone() }.page_href(),
        current: selection.unit_type.is_none() && selection.duty.is_none(),
    }];
    chips.extend(bureau.unit_types.iter().map(|code| Chip {
        label: name(code),
        href: Selection { unit_type: Some(code.clone()), ..selection.clone() }.page_href(),
        current: selection.unit_type.as_ref() == Some(code),
    }));
    let duty = selection.duty.as_ref().and_then(|code| plan.rules.duty(code));
    chips.extend(duty.map(|(_, duty)| Chip {
        label: say::title(duty.duty(), lang),
        href: Selection { duty: None, ..selection.clone() }.page_href(),
        current: true,
    }));
    chips
}

/// One for each state that occurs here, whichever is chosen.
fn state_chips(plan: &InForce, bureau: &Bureau, selection: &Selection, t: &Messages) -> Vec<Chip> {
    let duty = selection.duty.as_ref().and_then(|code| plan.rules.duty(code)).map(|(index, _)| index);
    let chip = |label: String, state: Option<State>| Chip {
        label,
        href: Selection { state, ..selection.clone() }.page_href(),
        current: selection.state == state,
    };
    let occurring = State::ALL.into_iter().zip(by_state(&bureau.whole, plan, duty, None));
    let mut chips = vec![chip(t.standings_all_states(), None)];
    chips.extend(occurring.filter(|(_, count)| *count > 0).map(|(state, _)| {
        let said = say::state(state, t);
        chip(format!("{} {}", said.sign, said.word), Some(state))
    }));
    chips
}

fn duties(
    plan: &InForce,
    bureau: &Bureau,
    selection: &Selection,
    states: &[State],
    lang: Lang,
    t: &Messages,
) -> Vec<DutyRow> {
    let rows = each_duty(plan, bureau, selection).map(|(duty, counts)| {
        let selected = selection.with_duty(duty);
        let title = say::title(duty.duty(), lang);
        let figures = states.iter().map(|state| Figure {
            count: State::ALL
                .into_iter()
                .zip(counts)
                .find(|(known, _)| known == state)
                .map_or(0, |(_, count)| count),
            href: selected.with_state(*state).list_href(),
        });
        DutyRow {
            href: selected.page_href(),
            stack: stack(&counts, &title, t),
            total: Figure { count: counts.iter().sum(), href: selected.list_href() },
            figures: figures.collect(),
            title,
        }
    });
    rows.collect()
}

fn stuck_duties(
    plan: &InForce,
    bureau: &Bureau,
    selection: &Selection,
    lang: Lang,
    t: &Messages,
) -> Vec<Stuck> {
    let mut stuck: Vec<_> =
        each_duty(plan, bureau, selection).filter(|(_, counts)| weight(counts) > 0).collect();
    stuck.sort_by_key(|(_, counts)| std::cmp::Reverse(weight(counts)));
    let lines = stuck.into_iter().take(MOST_STUCK);
    lines
        .map(|(duty, counts)| Stuck {
            title: say::title(duty.duty(), lang),
            figures: truths(&counts, &STUCK, &selection.with_duty(duty), t),
        })
        .collect()
}

fn stuck_units(bureau: &Bureau, selection: &Selection, t: &Messages) -> Vec<Stuck> {
    let line = |unit: &Unit| Stuck {
        title: unit.organization.short_name.clone(),
        figures: truths(&unit.by_state, &STUCK, &selection.at(&unit.organization), t),
    };
    bureau.stuck.iter().map(line).collect()
}
