//! What is changed of one person, each with its form.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use xueji_standing::MemberKind;
use xueji_store::Tx;

use crate::people::{self, Organization, Person, history};
use crate::plans;
use crate::records::Entry;
use crate::roster::requests::{self, Kind};
use crate::roster::views::{Choice, Field, Form, kind_field, named, organization_field, posts};
use crate::roster::{may_at, merge, organization_for, person_for};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Actor, Clock, Context, Error, Fields, Id, Mistakes, OrNotFound, Path, Posted, Result, Right, Work,
};

/// What is done to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Edit,
    Kind,
    Transfer,
    Leave,
    Return,
    Appoint,
    Dismiss,
    Absence,
    AbsenceEnd,
    Exempt,
    ExemptEnd,
    Merge,
}

impl Act {
    const ALL: [(Self, &'static str); 12] = [
        (Self::Edit, "edit"),
        (Self::Kind, "kind"),
        (Self::Transfer, "transfer"),
        (Self::Leave, "leave"),
        (Self::Return, "return"),
        (Self::Appoint, "appoint"),
        (Self::Dismiss, "dismiss"),
        (Self::Absence, "absence"),
        (Self::AbsenceEnd, "absence-end"),
        (Self::Exempt, "exempt"),
        (Self::ExemptEnd, "exempt-end"),
        (Self::Merge, "merge"),
    ];

    fn of(text: &str) -> Result<Self> {
        Self::ALL.iter().find(|(_, code)| *code == text).map(|(act, _)| *act).or_not_found()
    }

    fn right(self) -> Right {
        if self == Self::Merge { Right::GovernRoster } else { Right::KeepRoster }
    }

    fn title(self, t: &Messages) -> String {
        match self {
            Self::Edit => t.roster_do_edit(),
            Self::Kind => t.roster_do_kind(),
            Self::Transfer => t.roster_do_transfer(),
            Self::Leave => t.roster_do_leave(),
            Self::Return => t.roster_do_return(),
            Self::Appoint => t.roster_do_appoint(),
            Self::Dismiss => t.roster_do_dismiss(),
            Self::Absence => t.roster_do_absence(),
            Self::AbsenceEnd => t.roster_do_absence_end(),
            Self::Exempt => t.roster_do_exempt(),
            Self::ExemptEnd => t.roster_do_exempt_end(),
            Self::Merge => t.roster_do_merge(),
        }
    }
}

pub(super) async fn show(context: Context, Path((id, act)): Path<(String, String)>) -> Result<Response> {
    let act = Act::of(&act)?;
    render(&form(&context, Id::from_text(id), act).await?)
}

pub(super) async fn submit(
    Path((id, what)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (act, person_id) = (Act::of(&what)?, Id::from_text(id));
    let (actor, clock, typed) = (context.actor()?.clone(), context.app.clock.clone(), fields.clone());
    let whose = person_id.clone();
    let done = context.write(move |work| carry_out(work, &actor, &clock, &whose, act, &typed)).await;
    match done {
        Ok(true) => Ok(Redirect::to(&format!("/people/{person_id}")).into_response()),
        Ok(false) => Ok(Redirect::to("/people/requests").into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = form(&context, person_id, act).await?.refused(&context, &fields, &mistakes);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn form(context: &Context, id: Id, act: Act) -> Result<Form> {
    let (actor, asking) = (context.actor()?.clone(), context.clone());
    context
        .app
        .read(move |tx| {
            let (person, home) = person_for(tx, &actor, &id, act.right())?;
            let fields = fields(tx, &asking, &actor, act, &person, &home)?;
            let (t, back) = (asking.t(), format!("/people/{id}"));
            let action = Act::ALL.iter().find(|(one, _)| *one == act).map_or("", |(_, code)| code);
            let action = format!("/people/{id}/change/{action}");
            let form = Form::new(&asking, act.title(t), (person.name.clone(), back), action, fields);
            let governs = may_at(&actor, Right::GovernRoster, &home);
            Ok(match act {
                Act::Transfer => form.leading(t.roster_transfer_lead(home.name)).ending(t.roster_propose()),
                Act::Exempt if !governs => form.leading(t.roster_exempt_lead()).ending(t.roster_propose()),
                Act::Leave => form.leading(t.roster_leave_lead()),
                Act::Merge => form.leading(t.roster_merge_lead(person.name)).ending(t.roster_do_merge()),
                _ => form,
            })
        })
        .await
}

fn fields(
    tx: &mut Tx,
    context: &Context,
    actor: &Actor,
    act: Act,
    person: &Person,
    home: &Organization,
) -> Result<Vec<Field>> {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let words = plans::vocabulary(tx, today)?;
    let governs = may_at(actor, Right::GovernRoster, home);
    let span = |from: Date, to: Option<Date>| match to {
        Some(to) => t.people_from_to(lang.day(from), lang.day(to)),
        None => t.people_since(lang.day(from)),
    };
    let ends = |to: Option<Date>| to.is_none_or(|to| to >= today);
    let reason = || Field::area("reason", t.roster_reason());
    let from = |label: String| Field::date("from_on", label, Some(today));
    let until = || Field::date("to_on", t.roster_until(), None).optional().saying(t.roster_until_hint());
    let last = || Field::date("to_on", t.roster_last_day(), Some(today));
    Ok(match act {
        Act::Edit => vec![
            Field::text("code", t.people_code(), &person.code),
            Field::text("name", t.people_name(), &person.name),
            Field::date("born_on", t.people_born_on(), person.born_on).optional(),
        ],
        Act::Kind => vec![kind_field(context, MemberKind::Full), from(t.roster_from())],
        Act::Transfer | Act::Return => {
            let root = people::root(tx)?.or_not_found()?;
            let all = people::organizations(tx, &root.path)?;
            let label = ("to", t.roster_to());
            let mut fields =
                vec![organization_field(context, label, "", &all), from(t.roster_first_day()), reason()];
            if act == Act::Return {
                fields.pop();
                fields.push(kind_field(context, MemberKind::Full));
            } else if governs {
                fields.push(Field::check("alone", t.roster_alone()).saying(t.roster_alone_hint()));
            }
            fields
        }
        Act::Leave => vec![last()],
        Act::Appoint => {
            let top = reach_of(tx, actor, home)?;
            let all = people::organizations(tx, &top.path)?;
            vec![
                Field::select("post", t.roster_post(), "", posts(context, &words, governs)),
                organization_field(context, ("in", t.people_organization()), &home.code, &all),
                from(t.roster_from()),
                until(),
            ]
        }
        Act::Dismiss => {
            let held = history::posts(tx, &person.id)?;
            let options = held.iter().filter(|one| ends(one.to_on)).map(|one| Choice {
                value: one.id.to_string(),
                label: format!("{} · {}", words.post(&one.code, lang), one.organization),
            });
            vec![Field::select("which", t.roster_post(), "", options.collect()), last()]
        }
        Act::Absence => vec![
            Field::text("what", t.roster_absence_kind(), "").saying(t.roster_absence_hint()),
            from(t.roster_from()),
            until(),
            reason().optional(),
        ],
        Act::AbsenceEnd | Act::ExemptEnd => {
            let rows = if act == Act::AbsenceEnd {
                history::leaves(tx, &person.id)?
            } else {
                history::exemptions(tx, &person.id)?
            };
            let called = |what: &Option<String>| match what {
                Some(kind) if act == Act::AbsenceEnd => kind.clone(),
                Some(duty) => words.duty(duty, lang),
                None => t.people_every_duty(),
            };
            let options = rows.iter().filter(|one| ends(one.to_on)).map(|one| Choice {
                value: one.id.to_string(),
                label: format!("{} · {}", called(&one.what), span(one.from_on, one.to_on)),
            });
            vec![Field::select("which", act.title(t), "", options.collect()), last()]
        }
        Act::Exempt => {
            let mut duties = vec![Choice { value: String::new(), label: t.people_every_duty() }];
            duties.extend(named(context, &words.duties));
            vec![
                Field::select("duty", t.roster_duty(), "", duties).optional(),
                from(t.roster_from()),
                Field::date("to_on", t.roster_until(), Some(today.last_of_year())).optional(),
                reason(),
            ]
        }
        Act::Merge => vec![Field::text("code", t.roster_other_code(), "").saying(t.roster_other_hint())],
    })
}

/// The highest organization in which the actor may keep the roster, on the way to this one.
fn reach_of(tx: &mut Tx, actor: &Actor, home: &Organization) -> Result<Organization> {
    let tops = people::reach(tx, actor, Right::KeepRoster)?;
    Ok(tops.into_iter().find(|top| home.path.starts_with(&top.path)).unwrap_or_else(|| home.clone()))
}

/// Does it; false where it waits for somebody else.
fn carry_out(
    work: &mut Work<'_>,
    actor: &Actor,
    clock: &Clock,
    id: &Id,
    act: Act,
    typed: &Fields,
) -> Result<bool> {
    let (person, home) = person_for(work, actor, id, act.right())?;
    let governs = may_at(actor, Right::GovernRoster, &home);
    let mut wrong = Mistakes::default();
    let from = |wrong: &mut Mistakes| day(typed, "from_on", wrong);
    let to_on = typed.date("to_on", &mut wrong);
    match act {
        Act::Edit => {
            let code = typed.required("code", 64, &mut wrong);
            let name = typed.required("name", 64, &mut wrong);
            let born_on = typed.date("born_on", &mut wrong);
            wrong.check()?;
            people::edit_person(work, id, &code, &name, born_on)?;
        }
        Act::Kind => {
            let (kind, from_on) = (kind(typed), from(&mut wrong));
            wrong.check()?;
            people::set_kind(work, id, kind, from_on)?;
        }
        Act::Transfer => {
            let (to, from_on) = (organization(work, typed, "to")?, from(&mut wrong));
            let reason = typed.required("reason", 200, &mut wrong);
            if to.id == home.id {
                wrong.add("to", Messages::roster_same_place);
            }
            wrong.check()?;
            let alone = governs && !typed.get("alone").is_empty() && may_at(actor, Right::GovernRoster, &to);
            let what = (&Kind::Transfer(to.id), from_on, reason.as_str());
            return requests::ask(work, actor, clock, id, &home, what, alone);
        }
        Act::Return => {
            let (to, from_on) = (organization(work, typed, "to")?, from(&mut wrong));
            wrong.check()?;
            organization_for(work, actor, &to.id, Right::KeepRoster)?;
            people::join(work, id, &to.id, kind(typed), from_on)?;
        }
        Act::Leave => {
            let last_on = day(typed, "to_on", &mut wrong);
            wrong.check()?;
            people::leave(work, id, last_on)?;
        }
        Act::Appoint => {
            let (place, from_on) = (organization(work, typed, "in")?, from(&mut wrong));
            let post = typed.required("post", 64, &mut wrong);
            let known = plans::vocabulary(work, clock.today())?.posts.iter().any(|one| one.code == post);
            if !known {
                wrong.add("post", Messages::field_unknown_choice);
            }
            wrong.check()?;
            organization_for(work, actor, &place.id, right_over(&post))?;
            people::appoint(work, id, &place.id, &post, from_on, to_on)?;
        }
        Act::Dismiss => {
            let held = history::posts(work, id)?;
            let held = held.into_iter().find(|one| one.id.as_str() == typed.get("which"));
            let Some(held) = held else { return Err(Mistakes::one("which", Messages::field_required)) };
            organization_for(work, actor, &held.organization_id, right_over(&held.code))?;
            let last_on = day(typed, "to_on", &mut wrong);
            wrong.check()?;
            people::dismiss(work, id, &held.organization_id, &held.code, last_on)?;
        }
        Act::Absence => {
            let (what, from_on) = (typed.required("what", 32, &mut wrong), from(&mut wrong));
            let reason = typed.text("reason", 200, &mut wrong).unwrap_or_default();
            wrong.check()?;
            people::grant_leave(work, id, &what, from_on, to_on, &reason)?;
        }
        Act::AbsenceEnd | Act::ExemptEnd => {
            let last_on = day(typed, "to_on", &mut wrong);
            wrong.check()?;
            let table = if act == Act::AbsenceEnd { "leave" } else { "exemption" };
            let which = Id::from_text(typed.get("which"));
            let ended = people::end_row(work, id, (table, &which), last_on);
            ended.map_err(|error| match error {
                Error::NotFound => Mistakes::one("which", Messages::field_required),
                other => other,
            })?;
        }
        Act::Exempt => {
            let (from_on, duty) = (from(&mut wrong), typed.text("duty", 64, &mut wrong));
            let reason = typed.required("reason", 200, &mut wrong);
            if to_on.is_some_and(|to_on| to_on < from_on) {
                wrong.add("to_on", Messages::people_dates_reversed);
            }
            wrong.check()?;
            let what = (&Kind::Exemption(duty, to_on), from_on, reason.as_str());
            return requests::ask(work, actor, clock, id, &home, what, true);
        }
        Act::Merge => {
            let code = typed.required("code", 64, &mut wrong);
            wrong.check()?;
            if let Some(other) = people::person_by_code(work, &code)? {
                person_for(work, actor, &other.id, Right::GovernRoster)?;
            }
            let entry = Entry::now(clock, actor.account_id.clone(), "web");
            merge::merge(work, &entry, &person.id, &code)?;
        }
    }
    Ok(true)
}

/// The right that giving or ending a post takes.
fn right_over(post: &str) -> Right {
    if people::bears_rights(post) { Right::GivePosts } else { Right::KeepRoster }
}

/// A day that must be told.
pub(crate) fn day(typed: &Fields, name: &'static str, wrong: &mut Mistakes) -> Date {
    typed.date(name, wrong).unwrap_or_else(|| {
        wrong.add(name, Messages::field_required);
        Date::MIN
    })
}

pub(super) fn kind(typed: &Fields) -> MemberKind {
    people::kind_of(typed.get("kind")).unwrap_or(MemberKind::Full)
}

/// The organization whose code was chosen or typed.
pub(crate) fn organization(tx: &mut Tx, typed: &Fields, name: &'static str) -> Result<Organization> {
    let found = people::organization_by_code(tx, typed.get(name))?;
    let found = found.filter(|one| one.dissolved_on.is_none());
    found.ok_or_else(|| Mistakes::one(name, Messages::roster_no_such_organization))
}
