//! The parts that the month and the list have in common.

use jiff::civil::Date;

use crate::calendar::asked::View;
use crate::calendar::gather::Gathered;
use crate::calendar::words;
use crate::shell::layout::Chip;
use crate::shell::{Context, Id};

/// What stands above the days.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) whose: Vec<Chip>,
    pub(super) views: Vec<Chip>,
    /// Addresses of the months before and after, empty at the ends.
    pub(super) before: String,
    pub(super) after: String,
    /// The address of this month, empty on its own page.
    pub(super) now: String,
    pub(super) running: Vec<Running>,
    pub(super) festivals: Vec<Celebrated>,
    /// Whether the visitor is somebody who has a calendar to subscribe to.
    pub(super) subscribes: bool,
    /// Where a meeting is arranged, empty for whoever does not.
    pub(super) arrange: String,
    /// Whose days, as an export names them.
    pub(super) unit: String,
    pub(super) cut: bool,
}

/// A campaign under way.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) when: String,
}

/// A festival with what one might learn about.
#[derive(Debug)]
pub(super) struct Celebrated {
    pub(super) on: String,
    pub(super) day: String,
    pub(super) title: String,
    pub(super) kind: &'static str,
    pub(super) theme: &'static str,
    /// Where something is arranged for it; empty where it is over, and for whoever does not arrange.
    pub(super) arrange: String,
}

impl Head {
    pub(super) fn new(context: &Context, gathered: &Gathered) -> Self {
        let (t, lang, asked) = (context.t(), context.lang, &gathered.asked);
        let own = context.visitor.as_ref().is_some_and(|actor| actor.person_id.is_some());
        let mine = Chip { href: asked.of("me"), label: t.calendar_mine(), current: gathered.whose.is_none() };
        let is_shown = |id: &Id| gathered.whose.as_ref().is_some_and(|one| one.id == *id);
        let other = gathered.whose.iter().filter(|one| gathered.tops.iter().all(|top| top.id != one.id));
        let seen = gathered.tops.iter().chain(other).map(|one| Chip {
            href: asked.of(one.id.as_str()),
            label: one.short_name.clone(),
            current: is_shown(&one.id),
        });
        let view = |view, label| Chip { href: asked.laid_out(view), label, current: asked.view == view };
        let month = |month: Option<Date>| month.map(|month| asked.at(month)).unwrap_or_default();
        let this_month = gathered.today.first_of_month();
        let running = gathered.campaigns().into_iter().map(|(campaign, window)| Running {
            href: format!("/plan#{}", campaign.name.code),
            title: lang.title(&campaign.name).to_owned(),
            when: words::span(window, lang, t),
        });
        Self {
            whose: own.then_some(mine).into_iter().chain(seen).collect(),
            views: vec![view(View::Month, t.calendar_as_month()), view(View::List, t.calendar_as_list())],
            before: month(asked.neighbour(-1)),
            after: month(asked.neighbour(1)),
            now: month(Some(this_month).filter(|month| *month != asked.month)),
            running: running.collect(),
            festivals: festivals(context, gathered),
            subscribes: own,
            arrange: gathered
                .arranges
                .as_ref()
                .map(|id| format!("/meetings/new?organization={id}"))
                .unwrap_or_default(),
            unit: gathered.whose.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
            cut: gathered.is_cut(),
        }
    }
}

fn festivals(context: &Context, gathered: &Gathered) -> Vec<Celebrated> {
    let lang = context.lang;
    let arrange = |on: Date| {
        let organization = gathered.arranges.as_ref().filter(|_| on >= gathered.today)?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("organization", organization.as_str());
        if let Some(kind) = gathered.festival_kind() {
            query.append_pair("activity", kind);
        }
        query.append_pair("on", &on.to_string());
        Some(format!("/meetings/new?{}", query.finish()))
    };
    let celebrated = |(on, festival): &(Date, &'static xueji_plan::Festival)| Celebrated {
        on: on.to_string(),
        day: words::day(*on, lang),
        title: festival.title(lang.of_plan()).to_owned(),
        kind: festival.kind.title(lang.of_plan()),
        theme: festival.theme(lang.of_plan()),
        arrange: arrange(*on).unwrap_or_default(),
    };
    gathered.festivals().iter().map(celebrated).collect()
}
