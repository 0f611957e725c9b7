//! The key of an account's one-time codes (RFC 6238): made, written, drawn, held against a code.
//!
//! Where the configuration has a secret key, the database keeps only what the key is made of together with it.

use totp_rs::{Builder, Totp};

use crate::shell::secret::{hex, in_fours, mac};
use crate::shell::sign_in::Secret;
use crate::shell::{Result, qr};

/// Bytes of a key: as many as SHA-1 gives, which all authenticators expect.
const LENGTH: usize = 20;
/// How long a code is shown, in milliseconds.
const STEP: i64 = 30_000;
/// The side of the drawing, in pixels of the page.
const SIDE: u32 = 232;

/// The key of an account's one-time codes.
pub(super) struct Key(Totp);

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Key")
    }
}

/// By what one knows the secret key with which a key was made; empty where there is none.
pub(super) fn mark(secret: Option<&Secret>) -> String {
    let mark = secret.map(|secret| mac(secret.reveal().as_bytes(), &[b"mark"]));
    mark.map(|mark| hex(&mark[..8])).unwrap_or_default()
}

impl Key {
    /// The key that is made of `seed`; with the secret key, where there is one.
    pub(super) fn of(seed: &[u8], secret: Option<&Secret>) -> Result<Self> {
        let bytes = match secret {
            Some(secret) => mac(secret.reveal().as_bytes(), &[b"one-time code", seed]).to_vec(),
            None => seed.to_vec(),
        };
        let bytes = bytes.get(..LENGTH).unwrap_or_default().to_vec();
        let totp = Builder::new().with_secret(bytes).with_skew(1).build();
        Ok(Self(totp.map_err(|error| anyhow::anyhow!("a key of one-time codes: {error}"))?))
    }

    /// The step of which `code` is, now or one step beside; a clock may be half a minute off.
    pub(super) fn step_of(&self, code: &str, at: i64) -> Option<i64> {
        let seconds = u64::try_from(at / 1000).ok()?;
        self.0.check(code, seconds).and_then(|step| i64::try_from(step).ok())
    }

    /// As it is typed into an authenticator: in groups of four.
    pub(super) fn written(&self) -> String {
        in_fours(&self.0.secret().to_base32())
    }

    /// The address that an authenticator reads.
    pub(super) fn address(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let key = self.0.secret().to_base32();
        format!(
            "otpauth://totp/{issuer}:{account}?secret={key}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
        )
    }

    /// That address as a drawing.
    pub(super) fn drawn(&self, issuer: &str, account: &str) -> Result<String> {
        qr::drawn(&self.address(issuer, account), SIDE)
    }

    /// The code of an instant, for tests.
    #[cfg(test)]
    pub(super) fn code(&self, at: i64) -> String {
        self.0.generate(u64::try_from(at / 1000).unwrap()).to_string()
    }
}

/// When the code that is shown now is replaced by the next.
pub(super) fn next_at(at: i64) -> i64 {
    (at / STEP + 1) * STEP
}

fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::{Key, mark};
    use crate::shell::sign_in::Secret;

    #[test]
    fn the_database_alone_tells_no_key_where_there_is_a_secret_key() {
        let (seed, secret) = ([7_u8; 20], Secret::new("0123456789abcdef0123456789abcdef"));
        let (open, sealed) = (Key::of(&seed, None).unwrap(), Key::of(&seed, Some(&secret)).unwrap());
        assert_ne!(open.written(), sealed.written());
        assert_eq!(sealed.written(), Key::of(&seed, Some(&secret)).unwrap().written());
        let other = Secret::new("another key of thirty-two letters");
        assert_ne!(mark(Some(&secret)), mark(Some(&other)));
        assert_eq!(mark(None), "");
    }

    #[test]
    fn the_address_is_one_that_authenticators_read() {
        let key = Key::of(b"12345678901234567890", None).unwrap();
        assert_eq!(
            key.address("学记", "li ming"),
            "otpauth://totp/%E5%AD%A6%E8%AE%B0:li%20ming?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=%E5%AD%A6%E8%AE%B0&algorithm=SHA1&digits=6&period=30"
        );
        // The last six digits of the first vector of RFC 6238, appendix B.
        assert_eq!(key.code(59_000), "287082");
        let drawing = key.drawn("学记", "li ming").unwrap();
        assert!(!drawing.contains("style"), "the content policy forbids inline styles");
    }
}
