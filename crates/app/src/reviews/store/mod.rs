//! The SQL of the reading exchange.

mod exchanges;
mod replies;
mod reviews;

pub(super) use exchanges::{
    answered, close_exchange, exchange, exchange_by_key, exchanges, insert_exchange, spoke,
};
pub(crate) use replies::{count_replied, replied};
pub(super) use replies::{insert_reply, remove_reply, replies, reply, reply_by_key, withdraw_reply};
pub(super) use reviews::{
    Filter, authors, by_entry_key, find, insert, list, move_reviews, own, remove, shared, withdraw,
};
pub(crate) use reviews::{count_written, written};
