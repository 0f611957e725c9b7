//! The two forms: a deputy, and an inspector from outside.

use jiff::ToSpan as _;
use xueji_store::Tx;

use crate::people::{self, Organization};
use crate::roster::{Choice, Field, Form, organization_field, person_field};
use crate::shell::actor::Role;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Place, Result, Right};

/// What is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Deputy,
    Inspector,
}

impl Kind {
    fn right(self) -> Right {
        match self {
            Self::Deputy => Right::Deputize,
            Self::Inspector => Right::AdmitInspectors,
        }
    }
}

/// The form, empty.
pub(super) async fn form(context: &Context, kind: Kind) -> Result<Form> {
    let asking = context.clone();
    context.app.read(move |tx| fields(tx, &asking, kind)).await
}

fn fields(tx: &mut Tx, context: &Context, kind: Kind) -> Result<Form> {
    let (t, actor, today) = (context.t(), context.actor()?, context.app.clock.today());
    let mut places: Vec<Organization> = Vec::new();
    // An administrator's account belongs nowhere and reaches everything.
    let tops = match people::reach(tx, actor, kind.right())? {
        none if none.is_empty() => people::root(tx)?.into_iter().collect(),
        tops => tops,
    };
    for top in tops {
        places.extend(people::organizations(tx, &top.path)?);
    }
    places.retain(|one| actor.may(kind.right(), Place::Organization { path: &one.path }));
    let own = actor.scopes.iter().find(|scope| !scope.lent && scope.role != Role::Inspector);
    let here =
        places.iter().find(|one| own.is_some_and(|own| own.organization_id == one.id)).or(places.first());
    let code = here.map(|one| one.code.clone()).unwrap_or_default();
    let of = |label: String| organization_field(context, ("of", label), &code, &places);
    let from = Field::date("from_on", t.mandates_from(), Some(today));
    let until = |hint: String| {
        let month = today.checked_add(1.month()).unwrap_or(today);
        Field::date("to_on", t.mandates_until(), Some(month)).saying(hint)
    };
    let (title, action, lead, fields) = match kind {
        Kind::Deputy => {
            let mut fields = vec![of(t.mandates_of())];
            if actor.scopes.iter().any(|scope| scope.role == Role::Office) {
                let role = |value: &str, label: String| Choice { value: value.to_owned(), label };
                let roles =
                    vec![role("secretary", t.mandates_secretary()), role("office", t.mandates_office())];
                let at_office = own.is_some_and(|own| own.role == Role::Office);
                let chosen = if at_office { "office" } else { "secretary" };
                fields.push(Field::select("role", t.mandates_role(), chosen, roles));
            }
            // A branch chooses among its own; whoever keeps many branches types a number.
            let mut near = match places.as_slice() {
                [one] => people::members(tx, &one.id, today)?,
                _ => Vec::new(),
            };
            near.retain(|one| actor.person_id.as_ref() != Some(&one.id));
            let code = person_field(("code", t.mandates_deputy_person(), t.mandates_deputy_code()), &near);
            fields.extend([
                code.saying(t.mandates_deputy_hint()),
                from,
                until(t.mandates_deputy_until()),
                Field::area("reason", t.mandates_reason()),
            ]);
            (t.mandates_deputy(), "/mandates/deputy", t.mandates_deputy_lead(), fields)
        }
        Kind::Inspector => {
            let fields = vec![
                Field::text("name", t.mandates_inspector_name(), "").saying(t.mandates_inspector_hint()),
                of(t.mandates_inspected()),
                from,
                until(t.mandates_inspector_until()),
                Field::area("reason", t.mandates_basis()),
            ];
            (t.mandates_inspector(), "/mandates/inspector", t.mandates_inspector_lead(), fields)
        }
    };
    let way = vec![Crumb { href: Some("/mandates".to_owned()), label: t.nav_mandates() }];
    let form = Form::below(context, title, way, (action.to_owned(), "/mandates".to_owned()), fields);
    Ok(form.leading(lead).ending(t.mandates_give()))
}
