//! One part of a plan as a form.

use askama::Template;
use xueji_plan::edit::{Field, Holds, PlanFile, kinds};

use crate::revisions::Revision;
use crate::revisions::decide::{self, Checked};
use crate::revisions::edit::{self, Which};
use crate::revisions::views::control::{Control, List, Maker, lists, says_something};
use crate::revisions::views::crumbs;
use crate::revisions::views::parts::Parts;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Fields, OrNotFound, Page, Result, page};

#[derive(Debug, Template)]
#[template(path = "revisions/part.html")]
pub(in crate::revisions) struct Part {
    page: Page,
    id: String,
    /// Its address, or that of a new one.
    which: String,
    was: String,
    sections: Vec<Section>,
    lists: Vec<List>,
    /// What is wrong with the part as a whole.
    wrong: Vec<String>,
    remarks: Vec<String>,
    warning: Option<String>,
    may_write: bool,
    may_remove: bool,
    next: String,
}

#[derive(Debug)]
struct Section {
    title: String,
    is_open: bool,
    controls: Vec<Control>,
}

/// What a duty says first, and what is said of it in mid-year; the rest comes behind.
const FIRST: [&str; 10] =
    ["title", "group", "who", "does", "about", "amount", "timing", "evidence", "counts", "source"];
const MID_YEAR: [&str; 3] = ["from", "until", "change"];

impl Part {
    pub(in crate::revisions) fn new(
        context: &Context,
        revision: &Revision,
        checked: &Checked,
        parts: &Parts,
        which: Which,
        typed: Option<&Fields>,
    ) -> Result<Self> {
        let (t, lang) = (context.t(), context.lang.of_plan());
        let (fields, at) = match which {
            Which::There(at) => {
                let fields = match typed {
                    Some(typed) => {
                        let mut file = parts.file.clone();
                        file.set(at, &edit::said(typed));
                        file.fields(at)
                    }
                    None => parts.file.fields(at),
                };
                (fields.or_not_found()?, Some(at))
            }
            Which::New(at) => {
                let mut blank = PlanFile::blank(at.table).or_not_found()?;
                let running = checked.parsed.plan.as_ref().is_some_and(|plan| {
                    let begun = plan.span.first() < context.app.clock.today();
                    begun && (revision.plan_id.is_some() || revision.above_id.is_some())
                });
                // Nobody is late with what was not asked yet.
                if let Some(from) = blank.iter_mut().find(|field| running && field.path == "from") {
                    from.holds = Holds::Line(context.app.clock.today().to_string());
                }
                (blank, None)
            }
        };
        let kind = kinds().into_iter().find(|kind| kind.table == which.table()).or_not_found()?;
        let named = at.and_then(|at| parts.all.iter().find(|part| part.at == at));
        let title =
            named.map(|part| if part.title.is_empty() { part.code.clone() } else { part.title.clone() });
        let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| kind.name.get(lang).to_owned());
        let maker = Maker {
            parts,
            at,
            lang,
            entry: &|number| t.revisions_entry(number.to_string()),
            blank: &t.revisions_entry_new(),
            unset: &t.revisions_unset(),
        };
        let mut way = crumbs(context, revision, parts.file.title());
        way.push(Crumb { href: None, label: kind.name.get(lang).to_owned() });
        let may_write = decide::may_write(context.actor()?, revision) && revision.state.is_open();
        let wrong = at.iter().flat_map(|at| parts.at(*at, "")).filter(|one| one.is_error);
        let remarks = at.iter().flat_map(|at| parts.with(*at)).filter(|(_, one)| !one.is_error);
        let next = at.and_then(|at| {
            parts.all.iter().find(|part| part.at.table == at.table && part.at.index == at.index + 1)
        });
        let mut above = Vec::new();
        if let (Some(plan), Some(part)) = (&checked.above, named)
            && let Some(duty) = plan.plan().duty(&part.code).filter(|_| part.at.table == "duty")
        {
            let owed = xueji_plan::words::owed(&duty.amount, &duty.timing, lang);
            above.push(t.revisions_above_asks(&owed));
        }
        Ok(Self {
            page: page(context, title).with_crumbs(way),
            id: revision.id.to_string(),
            which: at.map_or_else(|| format!("{}.new", which.table()), |at| at.to_string()),
            was: at.map(|at| edit::mark(&parts.file, at)).unwrap_or_default(),
            sections: sections(&fields, which, &maker, context, revision),
            lists: lists(&parts.all),
            wrong: wrong.map(|one| one.said(lang)).collect(),
            remarks: above.into_iter().chain(remarks.map(|(_, one)| one.said(lang))).collect(),
            warning: None,
            may_write,
            may_remove: may_write && at.is_some() && kind.many,
            next: next.map(|part| part.at.to_string()).unwrap_or_default(),
        })
    }

    /// With a sentence on what was just done.
    pub(in crate::revisions) fn told(self, saved: Option<String>) -> Self {
        Self { page: self.page.with_flash(saved), ..self }
    }

    /// With what the reader must know before saving.
    pub(in crate::revisions) fn warned(self, warning: String) -> Self {
        Self { warning: Some(warning), ..self }
    }
}

fn sections(
    fields: &[Field],
    which: Which,
    maker: &Maker<'_>,
    context: &Context,
    revision: &Revision,
) -> Vec<Section> {
    let t = context.t();
    let whole = |title: String, is_open: bool, fields: Vec<Field>| Section {
        title,
        is_open: is_open || says_something(&fields),
        controls: maker.controls(&fields),
    };
    if which.table() != "duty" {
        return vec![whole(String::new(), true, fields.to_vec())];
    }
    let these = |wanted: &[&str]| -> Vec<Field> {
        wanted.iter().filter_map(|path| fields.iter().find(|field| field.path == *path).cloned()).collect()
    };
    let rest = fields
        .iter()
        .filter(|field| !FIRST.contains(&field.path.as_str()) && !MID_YEAR.contains(&field.path.as_str()));
    let rest: Vec<Field> = rest.cloned().collect();
    let running = revision.plan_id.is_some();
    let mut mid_year = whole(t.revisions_mid_year(), running, these(&MID_YEAR));
    for control in mid_year.controls.iter_mut().filter(|control| control.kind == "open") {
        control.is_open |= running;
    }
    vec![
        whole(String::new(), true, these(&FIRST)),
        mid_year,
        Section { title: t.revisions_more(), is_open: false, controls: maker.controls(&rest) },
    ]
}
