//! How people sign in at this bureau, as the configuration says: the slice of accounts carries it out.

use std::fmt;
use std::sync::Arc;

/// A text that is shown nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

/// Of whom one-time codes are demanded; everybody may turn them on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OneTimeCodes {
    /// Of those who turned them on.
    #[default]
    Offered,
    /// Of administrators, and of those who hold a right-bearing post above a branch.
    Office,
    /// Of everybody.
    Everybody,
}

/// What the provider's claim is compared with when somebody signs in through it for the first time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Matching {
    /// The name of the account.
    #[default]
    Account,
    /// The staff number of the person.
    StaffNumber,
}

/// The provider of single sign-on.
#[derive(Clone, Debug)]
pub(crate) struct Provider {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    /// Which claim says whose account it is.
    pub(crate) claim: String,
    pub(crate) matching: Matching,
    /// What the button says; empty for the usual words.
    pub(crate) name: String,
    /// Where browsers find this server: never taken from a request.
    pub(crate) address: String,
}

/// How one signs in here; cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct SignIn {
    pub(crate) one_time_codes: OneTimeCodes,
    /// With what the keys of one-time codes are made; without it, they stand in the database.
    pub(crate) secret_key: Option<Secret>,
    pub(crate) provider: Option<Arc<Provider>>,
}
