//! My year: what needs me, what comes next, how each duty stands, the year day by day, my records.

use std::collections::BTreeMap;

use askama::Template;
use jiff::civil::Date;
use xueji_plan::{Activity, RecordedFor, Span, words};
use xueji_standing::State;

use crate::meetings::{Ahead, AheadView};
use crate::people::{Organization, Person};
use crate::records::Record;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Id, Page, page};
use crate::standings::say;
use crate::standings::views::heat::Heat;
use crate::standings::views::line::{self, Coming, Group, Line, OpenPoint, RecordFor};
use crate::standings::year::Year;

/// What the questions of the page found.
#[derive(Debug)]
pub(in crate::standings) struct Found {
    pub(in crate::standings) person: Person,
    /// From the top of the tree to where the person belongs.
    pub(in crate::standings) homes: Vec<Organization>,
    pub(in crate::standings) years: Vec<Year>,
    pub(in crate::standings) span: Span,
    pub(in crate::standings) days: BTreeMap<Date, i64>,
    pub(in crate::standings) latest: Vec<Record>,
    /// The meetings of whoever looks at their own year.
    pub(in crate::standings) ahead: Option<Ahead>,
    /// Inspections of their notes that ask something of whoever looks at their own year.
    pub(in crate::standings) called_in: i64,
}

#[derive(Template)]
#[template(path = "standings/year.html")]
pub(in crate::standings) struct YearPage {
    page: Page,
    is_mine: bool,
    ahead: Option<AheadView>,
    called_in: String,
    lead: String,
    needs: Vec<Line>,
    coming: Vec<Coming>,
    groups: Vec<Group>,
    open_points: Vec<OpenPoint>,
    heat: Option<Heat>,
    latest: Vec<Latest>,
    quick: Option<Quick>,
    entry_key: String,
    today: String,
}

/// One of the latest records.
struct Latest {
    href: String,
    on: String,
    activity: String,
    title: String,
    amount: String,
    late: bool,
}

/// The form for recording in one step.
struct Quick {
    activity: String,
    amount: String,
    unit: String,
    unit_word: String,
    categories: Vec<(String, String)>,
    choices: Vec<Choice>,
}

/// An activity that the form can record instead.
struct Choice {
    code: String,
    title: String,
    href: String,
    current: bool,
}

impl YearPage {
    pub(in crate::standings) fn new(
        context: &Context,
        mut found: Found,
        record_for: &RecordFor,
        chosen: &str,
    ) -> Self {
        let ahead = found.ahead.take().map(|ahead| ahead.view(context));
        let found = &found;
        let (lang, t, id) = (context.lang, context.t(), &found.person.id);
        let is_mine = matches!(record_for, RecordFor::Me);
        let duties = || found.years.iter().flat_map(|year| &year.duties);
        let met = duties().filter(|one| one.standing.state == State::Met).count();
        let title = if is_mine { t.standings_year_title() } else { t.standings_year_of(&found.person.name) };
        let crumbs = found.homes.iter().map(|home| Crumb {
            href: Some(format!("/organizations/{}", home.id)),
            label: home.short_name.clone(),
        });
        let page = page(context, title);
        Self {
            page: if is_mine { page } else { page.with_crumbs(crumbs.collect()) },
            is_mine,
            ahead,
            called_in: match found.called_in {
                0 => String::new(),
                count => t.inspections_wait_mine(count.to_string()),
            },
            lead: t.standings_year_lead(duties().count().to_string(), met.to_string()),
            needs: line::needs(&found.years, id, record_for, context),
            coming: line::coming(&found.years, id, context),
            groups: line::groups(&found.years, id, record_for, context),
            open_points: line::open_points(&found.years, lang),
            heat: Heat::new(found.span, &found.days, is_mine, context),
            latest: found.latest.iter().map(|record| latest(record, &found.years, context)).collect(),
            quick: if is_mine { quick(found, chosen, context) } else { None },
            entry_key: Id::fresh().to_string(),
            today: context.app.clock.today().to_string(),
        }
    }
}

fn latest(record: &Record, years: &[Year], context: &Context) -> Latest {
    let activity = years.iter().find_map(|year| year.plan.plan().activity(&record.activity));
    Latest {
        href: format!("/records/{}", record.id),
        on: say::day(record.last_on, context.lang),
        activity: activity.map_or_else(
            || record.activity.clone(),
            |activity| context.lang.title(&activity.name).to_owned(),
        ),
        title: record.title.clone(),
        amount: say::amount(record.quantity.grains, record.quantity.unit, context.lang),
        late: record.late,
    }
}

/// The form for the chosen activity, else for the first that the plan offers for quick entry.
fn quick(found: &Found, chosen: &str, context: &Context) -> Option<Quick> {
    let (lang, plans) = (context.lang, || found.years.iter().map(|year| year.plan.plan()));
    let offered: Vec<&Activity> = plans()
        .flat_map(|plan| &plan.activities)
        .filter(|activity| activity.quick && activity.recorded_for == RecordedFor::Person)
        .collect();
    let current = offered.iter().find(|activity| activity.name.code == chosen).or_else(|| offered.first())?;
    let categories = plans().flat_map(|plan| &plan.categories).map(|category| &category.name);
    Some(Quick {
        activity: current.name.code.clone(),
        amount: say::number(current.usual.grains, current.usual.unit),
        unit: current.usual.unit.code().to_owned(),
        unit_word: words::unit(current.usual.unit, lang.of_plan()),
        categories: categories
            .filter(|category| current.categories.contains(&category.code))
            .map(|category| (category.code.clone(), lang.title(category).to_owned()))
            .collect(),
        choices: offered
            .iter()
            .map(|activity| Choice {
                code: activity.name.code.clone(),
                title: lang.title(&activity.name).to_owned(),
                href: format!("/year?activity={}#quick", activity.name.code),
                current: activity.name.code == current.name.code,
            })
            .collect(),
    })
}
