//! The addresses of sheets.

use crate::sheets::{assign, print, scan, show};
use crate::shell::{Access, Routes};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/sheets", Access::Person, show::index)
        .form("/sheets/print", Access::Person, print::make)
        .page("/sheets/print", Access::Person, print::show)
        .form("/sheets/scan", Access::Person, scan::take)
        .form("/sheets/assign", Access::Person, assign::assign)
        .page("/sheets/waiting/{file}", Access::Person, show::waiting)
}
