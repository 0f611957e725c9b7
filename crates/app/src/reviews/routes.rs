//! stub
use crate::shell::Routes;
pub(crate) fn routes() -> Routes { Routes::default() }
