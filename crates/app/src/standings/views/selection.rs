//! What a page of the bureau is narrowed to, as its address says.

use xueji_standing::{CompiledDuty, State};

use crate::people::Organization;

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
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("plan", &self.plan_id).append_pair("organization", &self.organization_id);
        self.narrow(query, "/standings")
    }

    /// The organization's own page, narrowed in the same way.
    pub(in crate::standings) fn page_href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("plan", &self.plan_id);
        self.narrow(query, &format!("/organizations/{}", self.organization_id))
    }

    fn narrow(&self, mut query: form_urlencoded::Serializer<'_, String>, path: &str) -> String {
        let parts = [
            ("duty", self.duty.as_deref()),
            ("state", self.state.map(State::code)),
            ("unit_type", self.unit_type.as_deref()),
        ];
        query.extend_pairs(parts.into_iter().filter_map(|(name, value)| Some((name, value?))));
        format!("{path}?{}", query.finish())
    }

    pub(super) fn with_state(&self, state: State) -> Self {
        Self { state: Some(state), ..self.clone() }
    }

    pub(super) fn with_duty(&self, duty: &CompiledDuty) -> Self {
        Self { duty: Some(duty.duty().code.clone()), ..self.clone() }
    }

    pub(in crate::standings) fn at(&self, organization: &Organization) -> Self {
        Self { organization_id: organization.id.to_string(), ..self.clone() }
    }
}
