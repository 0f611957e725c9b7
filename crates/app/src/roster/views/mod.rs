//! What the pages of the roster's desk show.

mod form;
mod imports;
mod node;
mod requests;

pub(crate) use form::{Choice, Field, Form, organization_field, person_field};
pub(super) use form::{kind_field, level_word, named, posts};
pub(super) use imports::{ImportPage, ImportsPage};
pub(super) use node::{Node, NodePage};
pub(super) use requests::RequestsPage;
