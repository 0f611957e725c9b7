//! The bureau, or any part of the tree: one line of truth, the tree, each duty, what is stuck and where.

use askama::Template;
use xueji_plan::Named;
use xueji_standing::{CompiledDuty, State};

use crate::people::Organization;
use crate::plans::InForce;
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Lang, Page, page};
use crate::standings::bureau::{Bureau, ByState, Unit, by_state};
use crate::standings::say::{self, StateWord};

/// What the page is narrowed to, as its address says.
#[derive(Clone, Debug)]
pub(in crate::standings) struct Selection {
    pub(in crate::standings) plan_id: String,
    pub(in crate::standings) organization_id: String,
    pub(in crate::standings) unit_type: Option<String>,
    pub(in crate::standings) duty: Option<String>,
    pub(in crate::standings) state: Option<State>,
}

impl Selection {
    /// The list of what a figure counts.
    pub(in crate::standings) fn list_href(&self) -> String {
        self.href("/standings")
    }

    /// The same selection on another page.
    pub(in crate::standings) fn href(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("plan", &self.plan_id).append_pair("organization", &self.organization_id);
        let parts = [
            ("duty", self.duty.as_deref()),
            ("state", self.state.map(State::code)),
            ("unit_type", self.unit_type.as_deref()),
        ];
        for (name, value) in parts.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            query.append_pair(name, value);
        }
        format!("{path}?{}", query.finish())
    }

    fn with_state(&self, state: State) -> Self {
        Self { state: Some(state), ..self.clone() }
    }

    fn with_duty(&self, duty: &CompiledDuty) -> Self {
        Self { duty: Some(duty.duty().code.clone()), ..self.clone() }
    }

    fn at(&self, organization: &Organization) -> Self {
        Self { organization_id: organization.id.to_string(), ..self.clone() }
    }
}

#[derive(Template)]
#[template(path = "standings/bureau.html")]
pub(in crate::standings) struct BureauPage {
    page: Page,
    lead: String,
    total: Figure,
    truth: Vec<Truth>,
    chips: Vec<Chip>,
    units: Vec<UnitRow>,
    states: Vec<StateWord>,
    duties: Vec<DutyRow>,
    stuck_duties: Vec<Stuck>,
    stuck_units: Vec<Stuck>,
    open_points: Vec<String>,
    own_href: String,
}

/// A number that opens its list.
struct Figure {
    count: u64,
    href: String,
}

struct Truth {
    state: StateWord,
    figure: Figure,
}

struct Chip {
    label: String,
    href: String,
    current: bool,
}

struct Part {
    x: u64,
    width: u64,
    code: &'static str,
}

struct Stack {
    parts: Vec<Part>,
    label: String,
}

/// A line of the tree; `closes` lists end after it.
struct UnitRow {
    name: String,
    href: String,
    stack: Stack,
    met: String,
    figure: Figure,
    has_children: bool,
    open: bool,
    closes: usize,
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

/// How many lines "what is stuck" has.
const MOST_STUCK: usize = 5;
const STUCK: [State; 3] = [State::Behind, State::Unreachable, State::Missed];

/// Past so many organizations only the upper levels are shown; their pages unfold the rest.
const MOST_UNITS: usize = 400;

impl BureauPage {
    pub(in crate::standings) fn new(
        context: &Context,
        plan: &InForce,
        bureau: &Bureau,
        above: &[Organization],
        selection: &Selection,
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
            href: Some(format!("/organizations/{}", above.id)),
            label: above.short_name.clone(),
        });
        let title = top.map_or_else(|| t.standings_bureau_title(), |top| top.organization.name.clone());
        Self {
            page: page(context, title).with_crumbs(crumbs.collect()),
            lead: format!(
                "{} · {as_of}",
                say::choose(lang, &plan.plan().title, plan.plan().title_en.as_ref())
            ),
            total: Figure { count: by_state_of_all.iter().sum(), href: selection.list_href() },
            truth: truths(&by_state_of_all, &states, selection, t),
            chips: chips(plan, bureau, selection, lang, t),
            units: units(bureau, selection, t),
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

fn truths(counts: &ByState, states: &[State], selection: &Selection, t: &Messages) -> Vec<Truth> {
    let counted =
        State::ALL.into_iter().zip(counts).filter(|(state, count)| states.contains(state) && **count > 0);
    counted
        .map(|(state, count)| Truth {
            state: say::state(state, t),
            figure: Figure { count: *count, href: selection.with_state(state).list_href() },
        })
        .collect()
}

fn chips(plan: &InForce, bureau: &Bureau, selection: &Selection, lang: Lang, t: &Messages) -> Vec<Chip> {
    let here = format!("/organizations/{}", selection.organization_id);
    let name = |code: &str| {
        let known = plan.plan().unit_types.iter().find(|named: &&Named| named.code == code);
        known
            .map_or_else(|| code.to_owned(), |named| say::choose(lang, &named.title, named.title_en.as_ref()))
    };
    let mut chips = vec![Chip {
        label: t.standings_all(),
        href: Selection { unit_type: None, duty: None, ..selection.clone() }.href(&here),
        current: selection.unit_type.is_none() && selection.duty.is_none(),
    }];
    chips.extend(bureau.unit_types.iter().map(|code| Chip {
        label: name(code),
        href: Selection { unit_type: Some(code.clone()), ..selection.clone() }.href(&here),
        current: selection.unit_type.as_ref() == Some(code),
    }));
    let duty = selection.duty.as_ref().and_then(|code| plan.rules.duty(code));
    chips.extend(duty.map(|(_, duty)| Chip {
        label: say::title(duty.duty(), lang),
        href: Selection { duty: None, ..selection.clone() }.href(&here),
        current: true,
    }));
    chips
}

fn units(bureau: &Bureau, selection: &Selection, t: &Messages) -> Vec<UnitRow> {
    let deepest = if bureau.units.len() > MOST_UNITS { 2 } else { usize::MAX };
    let shown: Vec<&Unit> = bureau.units.iter().filter(|unit| unit.depth <= deepest).collect();
    let next_depths = shown.iter().skip(1).map(|unit| unit.depth).chain([0]);
    shown
        .iter()
        .zip(next_depths)
        .map(|(unit, next)| {
            let total: u64 = unit.by_state.iter().sum();
            let name = unit.organization.short_name.clone();
            UnitRow {
                href: format!("/organizations/{}", unit.organization.id),
                stack: stack(&unit.by_state, &name, t),
                met: share(&unit.by_state, total),
                figure: Figure { count: total, href: selection.at(&unit.organization).list_href() },
                has_children: next > unit.depth,
                open: unit.depth == 0,
                closes: unit.depth.saturating_sub(next),
                name,
            }
        })
        .collect()
}

fn share(counts: &ByState, total: u64) -> String {
    let met =
        State::ALL.into_iter().zip(counts).find(|(state, _)| *state == State::Met).map_or(0, |(_, met)| *met);
    (met * 100).checked_div(total).map_or_else(|| "–".to_owned(), |percent| format!("{percent}%"))
}

fn duties(
    plan: &InForce,
    bureau: &Bureau,
    selection: &Selection,
    states: &[State],
    lang: Lang,
    t: &Messages,
) -> Vec<DutyRow> {
    let here = format!("/organizations/{}", selection.organization_id);
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
            href: selected.href(&here),
            stack: stack(&counts, &title, t),
            total: Figure { count: counts.iter().sum(), href: selected.list_href() },
            figures: figures.collect(),
            title,
        }
    });
    rows.collect()
}

/// The duties that somebody here owes, each with its figures.
fn each_duty<'a>(
    plan: &'a InForce,
    bureau: &'a Bureau,
    selection: &'a Selection,
) -> impl Iterator<Item = (&'a CompiledDuty, ByState)> {
    let duties = plan.rules.duties().iter().enumerate();
    duties
        .filter(|(_, duty)| selection.duty.as_ref().is_none_or(|code| *code == duty.duty().code))
        .map(|(index, duty)| (duty, by_state(&bureau.whole, plan, Some(index))))
        .filter(|(_, counts)| counts.iter().sum::<u64>() > 0)
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
    let next_depths = bureau.units.iter().skip(1).map(|unit| unit.depth).chain([0]);
    let leaves = bureau.units.iter().zip(next_depths).filter(|(unit, next)| *next <= unit.depth);
    let mut stuck: Vec<&Unit> =
        leaves.map(|(unit, _)| unit).filter(|unit| weight(&unit.by_state) > 0).collect();
    stuck.sort_by_key(|unit| std::cmp::Reverse(weight(&unit.by_state)));
    let lines = stuck.into_iter().take(MOST_STUCK);
    lines
        .map(|unit| Stuck {
            title: unit.organization.short_name.clone(),
            figures: truths(&unit.by_state, &STUCK, &selection.at(&unit.organization), t),
        })
        .collect()
}

fn weight(counts: &ByState) -> u64 {
    State::ALL
        .into_iter()
        .zip(counts)
        .filter(|(state, _)| STUCK.contains(state))
        .map(|(_, count)| count)
        .sum()
}

/// A bar of every state that occurs, the best first, and the same in words.
fn stack(counts: &ByState, name: &str, t: &Messages) -> Stack {
    const ORDER: [State; 8] = [
        State::Met,
        State::OnTrack,
        State::Due,
        State::Behind,
        State::Unreachable,
        State::Missed,
        State::NotYetBegun,
        State::Exempt,
    ];
    let total: u64 = counts.iter().sum();
    let (mut parts, mut said, mut before) = (Vec::new(), Vec::new(), 0_u64);
    for state in ORDER {
        let count = State::ALL
            .into_iter()
            .zip(counts)
            .find(|(known, _)| *known == state)
            .map_or(0, |(_, count)| *count);
        if count == 0 {
            continue;
        }
        // Ends are rounded, not widths: the parts always fill the bar.
        let x = (before * 100).checked_div(total).unwrap_or(0);
        before += count;
        let end = (before * 100).checked_div(total).unwrap_or(0);
        parts.push(Part { x, width: end.saturating_sub(x), code: state.code() });
        said.push(format!("{} {count}", say::state(state, t).word));
    }
    Stack { parts, label: t.standings_stack_label(name, said.join("、")) }
}
