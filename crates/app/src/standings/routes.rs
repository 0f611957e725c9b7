//! The addresses of standings.

use crate::shell::{Access, Right, Routes};
use crate::standings::{listed, one, unit};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/year", Access::Person, one::my_year)
        .page("/people/{id}/year", Access::SignedIn, one::year_of)
        .page("/duties/{plan_id}/{code}/of/{subject_id}", Access::SignedIn, one::duty)
        .page("/branch", Access::Holding(Right::SeeOrganization), unit::my_branch)
        .page("/bureau", Access::Holding(Right::SeeOrganization), unit::my_bureau)
        .page("/organizations/{id}", Access::Holding(Right::SeeOrganization), unit::organization)
        .page("/organizations/{id}/branch", Access::Holding(Right::SeeOrganization), unit::own_people)
        .page("/standings", Access::Holding(Right::SeeOrganization), listed::index)
}
