//! What is changed of the tree, each with its form.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use xueji_plan::Level;
use xueji_standing::MemberKind;
use xueji_store::Tx;

use crate::people::{self, Organization, Reshaped};
use crate::plans;
use crate::roster::people_forms::{day, kind, organization};
use crate::roster::views::{
    Choice, Field, Form, kind_field, level_word, named, organization_field, person_field,
};
use crate::roster::{may_at, organization_for, person_for};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Actor, Clock, Context, Error, Fields, Id, Mistakes, OrNotFound, Path, Posted, Result, Right, Work,
};

/// What is done to an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// Another below it.
    Add,
    Edit,
    Dissolve,
    /// A new person in it.
    Person,
    HandOver,
}

impl Act {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Add, "add"),
        (Self::Edit, "edit"),
        (Self::Dissolve, "dissolve"),
        (Self::Person, "person"),
        (Self::HandOver, "hand-over"),
    ];

    fn of(text: &str) -> Result<Self> {
        Self::ALL.iter().find(|(_, code)| *code == text).map(|(act, _)| *act).or_not_found()
    }

    fn right(self) -> Right {
        match self {
            Self::Person => Right::KeepRoster,
            Self::HandOver => Right::GivePosts,
            Self::Add | Self::Edit | Self::Dissolve => Right::GovernRoster,
        }
    }

    fn title(self, t: &Messages) -> String {
        match self {
            Self::Add => t.roster_do_add(),
            Self::Edit => t.roster_do_reshape(),
            Self::Dissolve => t.roster_do_dissolve(),
            Self::Person => t.roster_do_person(),
            Self::HandOver => t.roster_do_hand_over(),
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
    let (act, id) = (Act::of(&what)?, Id::from_text(id));
    let (actor, clock, typed) = (context.actor()?.clone(), context.app.clock.clone(), fields.clone());
    let which = id.clone();
    let done = context.write(move |work| carry_out(work, &actor, &clock, &which, act, &typed)).await;
    match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = form(&context, id, act).await?.refused(&context, &fields, &mistakes);
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
            let here = organization_for(tx, &actor, &id, act.right())?;
            let fields = fields(tx, &asking, &actor, act, &here)?;
            let (t, back) = (asking.t(), format!("/people/tree/{id}"));
            let code = Act::ALL.iter().find(|(one, _)| *one == act).map_or("", |(_, code)| code);
            let action = format!("/people/tree/{id}/change/{code}");
            let form = Form::new(&asking, act.title(t), (here.name, back), action, fields);
            Ok(match act {
                Act::Dissolve => form.leading(t.roster_dissolve_lead()),
                Act::HandOver => form.leading(t.roster_hand_over_lead()),
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
    here: &Organization,
) -> Result<Vec<Field>> {
    let (t, today) = (context.t(), context.app.clock.today());
    let words = plans::vocabulary(tx, today)?;
    let everything = |tx: &mut Tx| -> Result<Vec<Organization>> {
        let root = people::root(tx)?.or_not_found()?;
        let all = people::organizations(tx, &root.path)?;
        Ok(all.into_iter().filter(|one| may_at(actor, Right::GovernRoster, one)).collect())
    };
    Ok(match act {
        Act::Add | Act::Edit => {
            let old = (act == Act::Edit).then_some(here);
            let text = |read: fn(&Organization) -> &str| old.map_or("", read).to_owned();
            let level = old.map_or(Level::Branch, |old| old.level);
            let mut types = vec![Choice { value: String::new(), label: t.roster_no_type() }];
            types.extend(named(context, &words.unit_types));
            let type_now = old.and_then(|old| old.unit_type.clone()).unwrap_or_default();
            if types.iter().all(|one| one.value != type_now) {
                types.push(Choice { value: type_now.clone(), label: type_now.clone() });
            }
            let mut fields = vec![
                Field::text("name", t.roster_name(), text(|old| &old.name)),
                Field::text("short_name", t.roster_short_name(), text(|old| &old.short_name)).optional(),
                Field::text("code", t.roster_code(), text(|old| &old.code)),
                Field::select("level", t.roster_level(), people::level_code(level), levels(t)),
                Field::select("type", t.roster_type(), type_now, types).optional(),
            ];
            match (act, &here.parent_id) {
                (Act::Edit, Some(parent)) => {
                    let above = people::organization(tx, parent)?.or_not_found()?;
                    let all: Vec<Organization> =
                        everything(tx)?.into_iter().filter(|one| !one.path.starts_with(&here.path)).collect();
                    let label = ("parent", t.roster_parent());
                    fields.push(
                        organization_field(context, label, &above.code, &all).saying(t.roster_parent_hint()),
                    );
                }
                (Act::Add, _) => {
                    fields.push(Field::date("founded_on", t.roster_founded(), Some(today)).optional());
                }
                _ => {}
            }
            fields
        }
        Act::Dissolve => {
            let all: Vec<Organization> =
                everything(tx)?.into_iter().filter(|one| one.id != here.id).collect();
            let label = ("into", t.roster_into());
            let into = organization_field(context, label, "", &all).or_nothing(t.roster_into_nothing());
            vec![Field::date("to_on", t.roster_last_day(), Some(today)), into.saying(t.roster_into_hint())]
        }
        Act::Person => vec![
            Field::text("code", t.people_code(), ""),
            Field::text("name", t.people_name(), ""),
            Field::date("born_on", t.people_born_on(), None).optional(),
            kind_field(context, MemberKind::Full),
            Field::date("from_on", t.roster_first_day(), Some(today)),
        ],
        Act::HandOver => {
            let members = people::members(tx, &here.id, today)?;
            let posts = named(context, &words.posts)
                .into_iter()
                .filter(|one| people::bears_rights(&one.value))
                .collect();
            vec![
                Field::select("post", t.roster_post(), "secretary", posts),
                person_field(("next", t.roster_next(), t.roster_next_code()), &members),
                Field::date("from_on", t.roster_first_day(), Some(today)),
            ]
        }
    })
}

fn levels(t: &Messages) -> Vec<Choice> {
    [Level::Committee, Level::GeneralBranch, Level::Branch, Level::Group]
        .map(|level| Choice { value: people::level_code(level).to_owned(), label: level_word(level, t) })
        .to_vec()
}

/// Does it, and says where to go on.
fn carry_out(
    work: &mut Work<'_>,
    actor: &Actor,
    clock: &Clock,
    id: &Id,
    act: Act,
    typed: &Fields,
) -> Result<String> {
    let here = organization_for(work, actor, id, act.right())?;
    let mut wrong = Mistakes::default();
    match act {
        Act::Add => {
            let new = reshaped(work, typed, Some(here.id), None, clock, &mut wrong)?;
            let founded_on = typed.date("founded_on", &mut wrong);
            wrong.check()?;
            let added = people::add_below(work, new, founded_on)?;
            Ok(format!("/people/tree/{}", added.id))
        }
        Act::Edit => {
            let parent = match &here.parent_id {
                Some(_) => {
                    let parent = organization(work, typed, "parent")?;
                    Some(organization_for(work, actor, &parent.id, Right::GovernRoster)?.id)
                }
                None => None,
            };
            let new = reshaped(work, typed, parent, here.unit_type.as_deref(), clock, &mut wrong)?;
            wrong.check()?;
            people::reshape(work, id, &new)?;
            if new.parent_id != here.parent_id {
                // Other plans may stand above it now: every one is counted anew.
                for plan in plans::all(work)? {
                    work.touch_plan(plan.plan_id.clone());
                }
            }
            Ok(format!("/people/tree/{id}"))
        }
        Act::Dissolve => {
            let last_on = day(typed, "to_on", &mut wrong);
            wrong.check()?;
            if !typed.get("into").is_empty() {
                let into = organization(work, typed, "into")?;
                organization_for(work, actor, &into.id, Right::GovernRoster)?;
                people::absorb(work, id, &into.id, last_on)?;
            }
            people::dissolve(work, id, last_on)?;
            Ok(here
                .parent_id
                .map_or_else(|| "/people/tree".to_owned(), |parent| format!("/people/tree/{parent}")))
        }
        Act::Person => {
            let code = typed.required("code", 64, &mut wrong);
            let name = typed.required("name", 64, &mut wrong);
            let born_on = typed.date("born_on", &mut wrong);
            let from_on = day(typed, "from_on", &mut wrong);
            wrong.check()?;
            let person = people::add_person(work, &code, &name, born_on, clock.now())?;
            people::join(work, &person.id, id, kind(typed), from_on)?;
            Ok(format!("/people/{}", person.id))
        }
        Act::HandOver => {
            let from_on = day(typed, "from_on", &mut wrong);
            let next = people::person_by_code(work, typed.get("next"))?;
            let post = typed.get("post");
            if next.is_none() {
                wrong.add("next", Messages::roster_no_such_person);
            }
            if !people::bears_rights(post) {
                wrong.add("post", Messages::field_unknown_choice);
            }
            wrong.check()?;
            let next = next.or_not_found()?;
            // Rights over an organization do not reach oneself.
            person_for(work, actor, &next.id, Right::GovernRoster)?;
            let last_on = from_on.yesterday().map_err(anyhow::Error::from)?;
            for holder in people::holding(work, id, post, from_on)? {
                if holder.id == next.id {
                    return Err(Mistakes::one("next", Messages::roster_holds_already));
                }
                people::dismiss(work, &holder.id, id, post, last_on)?;
            }
            people::appoint(work, &next.id, id, post, from_on, None)?;
            Ok(format!("/people/tree/{id}?handed=1"))
        }
    }
}

fn reshaped(
    tx: &mut Tx,
    typed: &Fields,
    parent_id: Option<Id>,
    type_now: Option<&str>,
    clock: &Clock,
    wrong: &mut Mistakes,
) -> Result<Reshaped> {
    let name = typed.required("name", 128, wrong);
    let level = people::level_of(typed.get("level")).unwrap_or(Level::Branch);
    let unit_type = typed.text("type", 64, wrong);
    let known = plans::vocabulary(tx, clock.today())?.unit_types;
    let is_known = |code: &str| type_now == Some(code) || known.iter().any(|one| one.code == code);
    if unit_type.as_deref().is_some_and(|code| !is_known(code)) {
        wrong.add("type", Messages::field_unknown_choice);
    }
    Ok(Reshaped {
        parent_id,
        code: typed.required("code", 64, wrong),
        short_name: typed.text("short_name", 64, wrong).unwrap_or_else(|| name.clone()),
        name,
        level,
        unit_type,
    })
}
