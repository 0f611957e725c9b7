//! What every slice stands on: requests, rights, errors, forms, layout and the unit of work.
//!
//! The shell knows none of the slices; `main` puts them together.

pub(crate) mod actor;
pub(crate) mod apart;
pub(crate) mod app;
pub(crate) mod assets;
pub(crate) mod blobs;
pub(crate) mod choice;
pub(crate) mod clock;
pub(crate) mod connections;
pub(crate) mod context;
pub(crate) mod error;
pub(crate) mod exporting;
pub(crate) mod failure;
pub(crate) mod file_name;
pub(crate) mod form;
pub(crate) mod frame;
pub(crate) mod id;
pub(crate) mod interrupted;
pub(crate) mod jobs;
pub(crate) mod lang;
pub(crate) mod layout;
pub(crate) mod limits;
pub(crate) mod listed;
pub(crate) mod looks;
pub(crate) mod markdown;
pub(crate) mod metrics;
pub(crate) mod policy;
pub(crate) mod proxies;
pub(crate) mod qr;
pub(crate) mod request_id;
pub(crate) mod routes;
pub(crate) mod secret;
pub(crate) mod sending;
pub(crate) mod sign_in;
pub(crate) mod stream;
#[cfg(test)]
mod tests;
pub(crate) mod trail;
pub(crate) mod upload;
pub(crate) mod watch;
pub(crate) mod work;

pub(crate) use actor::{Actor, Scope};
pub(crate) use app::{App, Ending};
pub(crate) use blobs::Blobs;
pub(crate) use choice::Choice;
pub(crate) use clock::Clock;
pub(crate) use context::{Context, Path, Query};
pub(crate) use error::{Error, OrNotFound, Result};
pub(crate) use form::{Fields, Mistakes, Posted};
pub(crate) use id::Id;
pub(crate) use lang::Lang;
pub(crate) use layout::{Page, page};
pub(crate) use policy::{Place, Right};
pub(crate) use routes::{Access, Routes};
pub(crate) use sending::Sending;
pub(crate) use sign_in::SignIn;
pub(crate) use trail::{Author, Deed, Note};
pub(crate) use upload::{Filed, MediaFiled, Stacked, Upload};
pub(crate) use work::{Touch, Work};
