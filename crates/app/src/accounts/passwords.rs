//! Passwords: what is accepted, how they are stored and checked.

use std::fmt::Display;
use std::sync::{LazyLock, Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use rand::TryRng as _;
use rand::rngs::SysRng;
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

use crate::shell::lang::Messages;
use crate::shell::{Error, Mistakes, Result};

/// The shortest accepted, in characters.
const SHORTEST: usize = 8;
/// The longest accepted: more only costs time.
const LONGEST: usize = 128;

/// Words that those who guess try here first, beside the account's own name and what everybody tries.
const OURS: [&str; 14] = [
    "xueji", "学记", "xuexi", "学习", "dangyuan", "党员", "dangjian", "党建", "zhibu", "shuji", "mima",
    "woaini", "1314", "5201314",
];

/// So many passwords are worked on at once; each takes 19 MiB for some 20 ms.
static WORKING: Semaphore = Semaphore::const_new(4);

/// Checked where there is no account, so that an unknown name takes as long as a known one.
static NOBODYS: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody signs in with this").ok());

/// The memory of those that were worked on, for the next ones: freed each time, it would leave holes that soon fit none.
static ROOMS: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

fn wrong(error: impl Display) -> Error {
    Error::Internal(anyhow::anyhow!("a password's hash: {error}"))
}

/// Argon2id of a password.
fn digest(password: &str, salt: &[u8], params: Params) -> Result<Output> {
    let rooms = || ROOMS.lock().unwrap_or_else(PoisonError::into_inner);
    let mut room = rooms().pop().unwrap_or_default();
    room.resize(params.block_count(), Block::new());
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let done = argon.hash_password_into_with_memory(password.as_bytes(), salt, &mut out, &mut room);
    rooms().push(room);
    done.map_err(wrong)?;
    Output::new(&out).map_err(wrong)
}

/// What is stored of a password, with the parameters that OWASP recommends: 19 MiB, 2 passes, 1 lane.
///
/// Takes some 20 ms: never inside a transaction, never on an async thread.
pub(crate) fn hash(password: &str) -> Result<String> {
    let params = Params::new(19_456, 2, 1, None).map_err(wrong)?;
    let mut salt = [0; Salt::RECOMMENDED_LENGTH];
    SysRng.try_fill_bytes(&mut salt).map_err(anyhow::Error::from)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(wrong)?,
        salt: Some(Salt::new(&salt).map_err(wrong)?),
        hash: Some(digest(password, &salt, params)?),
    };
    Ok(hash.to_string())
}

fn verify(password: &str, stored: Option<&str>) -> Result<bool> {
    let Some(against) = stored.or(NOBODYS.as_deref()) else { return Ok(false) };
    let parsed = PasswordHash::new(against).map_err(wrong)?;
    if parsed.algorithm != Algorithm::Argon2id.ident() || parsed.version != Some(Version::V0x13.into()) {
        return Err(wrong("neither Argon2id nor of its version 19"));
    }
    let (Some(salt), Some(hash)) = (&parsed.salt, &parsed.hash) else {
        return Err(wrong("it has no salt or no output"));
    };
    let params = Params::try_from(&parsed).map_err(wrong)?;
    // The comparison takes the same time wherever the two differ.
    let right = digest(password, salt, params)? == *hash;
    Ok(right && stored.is_some())
}

/// [`hash`] on a thread for such work.
pub(crate) async fn hash_apart(password: String) -> Result<String> {
    apart(move || hash(&password)).await
}

/// Whether the password is the one stored, found out on a thread for such work.
pub(super) async fn verify_apart(password: String, stored: Option<String>) -> Result<bool> {
    apart(move || verify(&password, stored.as_deref())).await
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _permit = WORKING.acquire().await.map_err(|error| Error::Internal(error.into()))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.into()))?
}

/// Names what makes a new password unfit: its length, or that a million guesses find it (among them the thirty thousand
/// passwords that leaked most often).
pub(super) fn check(password: &str, account: &str, mistakes: &mut Mistakes) {
    let length = password.chars().count();
    if length < SHORTEST {
        mistakes.add("new", Messages::accounts_password_too_short);
    } else if length > LONGEST {
        mistakes.add("new", Messages::accounts_password_too_long);
    } else if zxcvbn(password, &[&[account][..], &OURS].concat()).score() < Score::Two {
        mistakes.add("new", Messages::accounts_password_too_easy);
    }
}

/// A first password that is read out or written down: no letters that look alike.
pub(crate) fn generate() -> Result<String> {
    const LETTERS: [char; 32] = [
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'u', 'v',
        'w', 'x', 'y', 'z', '2', '3', '4', '5', '6', '7', '8', '9',
    ];
    let mut bytes = [0_u8; 12];
    SysRng.try_fill_bytes(&mut bytes).map_err(anyhow::Error::from)?;
    // 32 letters divide 256 evenly: each is as likely.
    Ok(bytes.iter().filter_map(|byte| LETTERS.get(usize::from(byte % 32))).collect())
}

#[cfg(test)]
mod tests {
    use super::{check, generate, hash, verify};
    use crate::shell::{Lang, Mistakes};

    #[test]
    fn a_password_is_stored_as_argon2id_and_only_itself_matches() {
        let stored = hash("一二三four").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("一二三four", Some(&stored)).unwrap());
        assert!(!verify("一二三five", Some(&stored)).unwrap());
        assert!(!verify("nobody signs in with this", None).unwrap());
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for (password, fits) in [
            ("short", false),
            ("12345678", false),
            ("88888888", false),
            ("Passw0rd", false),
            ("hgfedcba", false),
            ("sunshine1", false),
            ("woaini1314", false),
            ("wangfang2026", false),
            ("Xueji2026", false),
            ("读书 every day", true),
            (&generate().unwrap(), true),
        ] {
            let mut mistakes = Mistakes::default();
            check(password, "wangfang", &mut mistakes);
            assert_eq!(
                mistakes.is_empty(),
                fits,
                "{password}: {:?}",
                mistakes.said(Lang::English.messages())
            );
        }
    }
}
