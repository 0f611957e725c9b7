//! What can go wrong in a request, as a person meets it.

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::shell::form::Mistakes;
use crate::shell::lang::Messages;
use crate::shell::request_id;

/// Seconds after which what was busy may be free.
const TRY_AGAIN_AFTER: &str = "10";

/// The result of an operation.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// The ways in which an operation fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// There is no such thing, or none that this account may know of.
    #[error("not found")]
    NotFound,
    /// The account's posts do not reach it.
    #[error("forbidden")]
    Forbidden,
    /// Nobody is signed in.
    #[error("not signed in")]
    SignInFirst,
    /// The password that somebody else chose must be changed before anything else.
    #[error("the password must be changed first")]
    ChangePasswordFirst,
    /// One-time codes are demanded of this account and not set up yet.
    #[error("one-time codes must be set up first")]
    SetUpCodesFirst,
    /// A form's token is not the one of this session (any more).
    #[error("the form is stale")]
    Stale,
    /// More was asked for than one visitor may; the seconds after which there is room again.
    #[error("too many requests")]
    TooMany(u64),
    /// The address is longer than any of ours.
    #[error("the address is too long")]
    LongAddress,
    /// Fields of a form are wrong.
    #[error("invalid input: {0:?}")]
    Invalid(Mistakes),
    /// The state of things does not allow it (any more).
    #[error("conflict")]
    Conflict(fn(&Messages) -> String),
    /// The storage failed in a way that an administrator can mend.
    #[error(transparent)]
    Store(#[from] xueji_store::Error),
    /// Ours to mend.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// What the error layer needs to show a page in the visitor's language.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) title: fn(&Messages) -> String,
    pub(crate) text: Text,
}

/// The explanation on an error page.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    /// The same for all.
    Plain(fn(&Messages) -> String),
    /// With the reference number under which the log keeps the cause.
    Reference(String),
    /// One line for each mistake of a form.
    Mistakes(Mistakes),
    /// So many seconds are to be waited.
    Wait(u64),
}

impl Error {
    fn failure(&self) -> Failure {
        use xueji_store::Error as Store;
        let plain = |status, title, text| Failure { status, title, text: Text::Plain(text) };
        match self {
            Self::NotFound => {
                plain(StatusCode::NOT_FOUND, Messages::error_not_found_title, Messages::error_not_found_text)
            }
            Self::Forbidden => {
                plain(StatusCode::FORBIDDEN, Messages::error_forbidden_title, Messages::error_forbidden_text)
            }
            Self::SignInFirst => plain(
                StatusCode::UNAUTHORIZED,
                Messages::error_sign_in_first_title,
                Messages::error_sign_in_first_text,
            ),
            Self::ChangePasswordFirst => plain(
                StatusCode::FORBIDDEN,
                Messages::error_change_password_first_title,
                Messages::error_change_password_first_text,
            ),
            Self::SetUpCodesFirst => plain(
                StatusCode::FORBIDDEN,
                Messages::error_set_up_codes_first_title,
                Messages::error_set_up_codes_first_text,
            ),
            Self::Stale => plain(
                StatusCode::UNPROCESSABLE_ENTITY,
                Messages::error_invalid_title,
                Messages::error_form_stale,
            ),
            Self::TooMany(seconds) => Failure {
                status: StatusCode::TOO_MANY_REQUESTS,
                title: Messages::error_too_many_title,
                text: Text::Wait(*seconds),
            },
            Self::LongAddress => plain(
                StatusCode::URI_TOO_LONG,
                Messages::error_long_address_title,
                Messages::error_long_address_text,
            ),
            Self::Invalid(mistakes) => Failure {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                title: Messages::error_invalid_title,
                text: Text::Mistakes(mistakes.clone()),
            },
            Self::Conflict(text) => plain(StatusCode::CONFLICT, Messages::error_conflict_title, *text),
            Self::Store(Store::Busy(_) | Store::Timeout) => {
                plain(StatusCode::SERVICE_UNAVAILABLE, Messages::error_busy_title, Messages::error_busy_text)
            }
            Self::Store(Store::ReadOnly) => plain(
                StatusCode::SERVICE_UNAVAILABLE,
                Messages::error_read_only_title,
                Messages::error_read_only_text,
            ),
            Self::Store(Store::Full) => {
                plain(StatusCode::INSUFFICIENT_STORAGE, Messages::error_full_title, Messages::error_full_text)
            }
            Self::Store(Store::Unavailable(_) | Store::Closed) => plain(
                StatusCode::SERVICE_UNAVAILABLE,
                Messages::error_unavailable_title,
                Messages::error_unavailable_text,
            ),
            Self::Store(_) | Self::Internal(_) => {
                let reference = request_id::current();
                tracing::error!(reference, cause = ?self, "a request failed");
                Failure {
                    status: StatusCode::INTERNAL_SERVER_ERROR,
                    title: Messages::error_internal_title,
                    text: Text::Reference(reference),
                }
            }
        }
    }
}

impl IntoResponse for Error {
    /// A bare status carrying a [`Failure`]; the error layer makes the page, which needs the request's language.
    fn into_response(self) -> Response {
        let failure = self.failure();
        let mut response = failure.status.into_response();
        match &self {
            Self::Store(error) if error.is_passing() => {
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(TRY_AGAIN_AFTER));
            }
            Self::TooMany(seconds) => {
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
            }
            _ => {}
        }
        response.extensions_mut().insert(failure);
        response
    }
}

/// A column whose text or bytes this program does not know.
pub(crate) const fn unreadable(column: usize, expected: &'static str) -> xueji_store::Error {
    xueji_store::Error::Column { column, expected }
}

/// Turns "nothing there" into the error that says so.
pub(crate) trait OrNotFound<T> {
    /// The value, or [`Error::NotFound`].
    fn or_not_found(self) -> Result<T>;
}

impl<T> OrNotFound<T> for Option<T> {
    fn or_not_found(self) -> Result<T> {
        self.ok_or(Error::NotFound)
    }
}
