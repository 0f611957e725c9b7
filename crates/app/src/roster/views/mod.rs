//! What the pages of the roster's desk show.

mod form;
mod imports;
mod node;
mod requests;

pub(super) use form::{Choice, Field, Form, kind_field, level_word, named, organization_field, posts};
pub(super) use imports::{ImportPage, ImportsPage};
pub(super) use node::{Node, NodePage};
pub(super) use requests::RequestsPage;
