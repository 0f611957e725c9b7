//! What has a day: meetings, duties that fall due, campaigns, festivals, holidays; by month, as a list, and as a calendar
//! to subscribe to.
//!
//! Nothing is planned here, and nothing judged: see `meetings` and `standings`.

mod asked;
mod events;
mod feed;
mod feed_page;
mod gather;
mod known;
mod list;
mod month;
mod routes;
mod store;
#[cfg(test)]
mod tests;
mod views;
mod words;

pub(crate) use routes::routes;
#[cfg(test)]
pub(crate) use tests::of_test;
