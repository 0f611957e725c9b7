//! The provider of single sign-on (OpenID Connect): found, sent to, asked who somebody is, and believed only when
//! everything matches.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreGenderClaim, CoreIdToken,
    CoreIdTokenVerifier, CoreJwsSigningAlgorithm, CoreTokenResponse,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError,
    ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    LogoutRequest, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, SubjectIdentifier, TokenResponse as _, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::accounts::single::errand::Errand;
use crate::accounts::single::fetch::fetch;
use crate::shell::sign_in::Provider;

/// What the provider says of itself is asked for anew after so long, in milliseconds.
const KNOWN_FOR: i64 = 60 * 60 * 1000;
/// Before a browser is sent there it answered this lately, so that nobody is sent to a provider that is down.
const SEEN_UP: i64 = 60 * 1000;
/// The longest name of somebody at the provider that is looked at.
const LONGEST: usize = 255;
/// So many questions are on their way at once; each holds a thread.
static ASKING: Semaphore = Semaphore::const_new(8);
/// What providers say of themselves, by issuer: any process may ask anew, so no other needs to know.
static KNOWN: Mutex<Option<HashMap<String, Known>>> = Mutex::new(None);

#[derive(Clone, Debug)]
struct Known {
    at: i64,
    metadata: Arc<ProviderMetadataWithLogout>,
}

/// Signatures that only the provider can make.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Who somebody is, as the provider proves it.
#[derive(Clone, Debug)]
pub(super) struct Proven {
    /// The provider's own name for them, which never changes.
    pub(super) subject: String,
    /// What the claim says; absent where the provider does not tell it.
    pub(super) called: Option<String>,
}

/// Why the provider's answer is of no use. What it says is for the log: nothing of a person, no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It does not answer, or not as a provider would.
    Down(String),
    /// It answered, and something does not match.
    Refused(&'static str),
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Claims that the standard does not name.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct OtherClaims {
    #[serde(flatten)]
    all: BTreeMap<String, Value>,
}

impl AdditionalClaims for OtherClaims {}

/// Asks the provider on a thread for such work.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let down = |error: &dyn std::fmt::Display| Trouble::Down(error.to_string());
    let _permit = ASKING.acquire().await.map_err(|error| down(&error))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| down(&error))?
}

/// What the provider says of itself, no older than `age`.
fn metadata(provider: &Provider, now: i64, age: i64) -> Result<Arc<ProviderMetadataWithLogout>, Trouble> {
    let known = {
        // Not held while the provider is asked.
        let all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        all.as_ref().and_then(|all| all.get(&provider.issuer).cloned())
    };
    if let Some(known) = known.filter(|known| now - known.at < age) {
        return Ok(known.metadata);
    }
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|error| Trouble::Down(error.to_string()))?;
    let found = ProviderMetadataWithLogout::discover(&issuer, &fetch).map_err(|error| {
        let error = anyhow::Error::from(error);
        Trouble::Down(format!("{error:#}"))
    })?;
    let metadata = Arc::new(found);
    let mut all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let fresh = Known { at: now, metadata: metadata.clone() };
    all.get_or_insert_default().insert(provider.issuer.clone(), fresh);
    Ok(metadata)
}

fn client(provider: &Provider, metadata: &ProviderMetadataWithLogout) -> Result<Client, Trouble> {
    let secret = provider.client_secret.reveal();
    let secret = (!secret.is_empty()).then(|| ClientSecret::new(secret.to_owned()));
    let back = RedirectUrl::new(format!("{}/single-sign-on/back", provider.address));
    let back = back.map_err(|_| Trouble::Refused("the address of this server cannot be led back to"))?;
    // Basic is what the standard presumes; some providers take the secret in the body alone.
    let methods = metadata.token_endpoint_auth_methods_supported();
    let basic = methods.is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
    let by = if basic { AuthType::BasicAuth } else { AuthType::RequestBody };
    let client = CoreClient::from_provider_metadata(
        metadata.clone(),
        ClientId::new(provider.client_id.clone()),
        secret,
    );
    Ok(client.set_redirect_uri(back).set_auth_type(by))
}

/// The address of the provider to which the browser goes.
pub(super) fn way_there(provider: &Provider, errand: &Errand, now: i64) -> Result<String, Trouble> {
    let metadata = metadata(provider, now, SEEN_UP)?;
    let client = client(provider, &metadata)?;
    let (state, nonce) = (CsrfToken::new(errand.state()), Nonce::new(errand.nonce()));
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(errand.verifier()));
    let (address, _, _) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    Ok(address.to_string())
}

/// The address at which the provider ends its own session, if it has one.
pub(super) fn way_out(provider: &Provider, now: i64) -> Result<Option<String>, Trouble> {
    let metadata = metadata(provider, now, SEEN_UP)?;
    let Some(end) = metadata.additional_metadata().end_session_endpoint.clone() else { return Ok(None) };
    let request = LogoutRequest::from(end).set_client_id(ClientId::new(provider.client_id.clone()));
    Ok(match PostLogoutRedirectUrl::new(format!("{}/sign-in", provider.address)) {
        Ok(back) => Some(request.set_post_logout_redirect_uri(back).http_get_url().to_string()),
        Err(_) => None,
    })
}

/// Redeems the code and proves who it is about.
pub(super) fn redeem(
    provider: &Provider,
    errand: &Errand,
    code: String,
    now: i64,
) -> Result<Proven, Trouble> {
    let known = metadata(provider, now, KNOWN_FOR)?;
    let found = client(provider, &known)?;
    let request = found
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|_| Trouble::Down("the provider has no token endpoint".to_owned()))?;
    let verifier = PkceCodeVerifier::new(errand.verifier());
    let answer: CoreTokenResponse =
        request.set_pkce_verifier(verifier).request(&fetch).map_err(|error| match error {
            RequestTokenError::ServerResponse(_) => Trouble::Refused("the provider does not redeem the code"),
            RequestTokenError::Request(error) => Trouble::Down(error.to_string()),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                Trouble::Down("the answer of the token endpoint cannot be read".to_owned())
            }
        })?;
    let id_token = answer.id_token().ok_or(Trouble::Refused("there is no ID token"))?;
    let nonce = Nonce::new(errand.nonce());
    let subject = match verified(&found, id_token, &nonce, answer.access_token(), now) {
        Err(Unproven::UnknownKey) => {
            // Providers change their keys: what they say of themselves is asked for once more.
            let known = metadata(provider, now, 0)?;
            let found = client(provider, &known)?;
            verified(&found, id_token, &nonce, answer.access_token(), now)
        }
        verdict => verdict,
    };
    let subject = subject.map_err(|unproven| match unproven {
        Unproven::UnknownKey => Trouble::Refused("the signature is by no key of the provider's"),
        Unproven::Because(why) => Trouble::Refused(why),
    })?;
    let mut called = said_by(id_token, &provider.claim);
    if called.is_none() {
        called = told_by_userinfo(&found, answer.access_token().clone(), &subject, &provider.claim)?;
    }
    if subject.as_str().is_empty() || subject.as_str().len() > LONGEST {
        return Err(Trouble::Refused("the subject is empty or too long"));
    }
    Ok(Proven { subject: subject.to_string(), called: called.filter(|called| called.len() <= LONGEST) })
}

enum Unproven {
    UnknownKey,
    Because(&'static str),
}

/// Issuer, audience, signature, expiry, nonce and the hash of the access token, in the words of the standard.
fn verified(
    client: &Client,
    id_token: &CoreIdToken,
    nonce: &Nonce,
    access_token: &AccessToken,
    now: i64,
) -> Result<SubjectIdentifier, Unproven> {
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now).unwrap_or(0));
    let verifier: CoreIdTokenVerifier<'_> =
        client.id_token_verifier().set_allowed_algs(ALGORITHMS).set_time_fn(move || now.into());
    let claims = id_token.claims(&verifier, nonce).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            Unproven::UnknownKey
        }
        ClaimsVerificationError::SignatureVerification(_) => Unproven::Because("the signature is wrong"),
        ClaimsVerificationError::Expired(_) => Unproven::Because("the ID token has expired"),
        ClaimsVerificationError::InvalidAudience(_) => Unproven::Because("the ID token is for another"),
        ClaimsVerificationError::InvalidIssuer(_) => Unproven::Because("the ID token is by another issuer"),
        ClaimsVerificationError::InvalidNonce(_) => Unproven::Because("the nonce is another"),
        _ => Unproven::Because("the ID token is not right"),
    })?;
    if let Some(expected) = claims.access_token_hash() {
        let because = |_| Unproven::Because("the hash of the access token cannot be checked");
        let algorithm = id_token.signing_alg().map_err(|_| Unproven::Because("the algorithm is unknown"))?;
        let key = id_token.signing_key(&verifier).map_err(|_| Unproven::UnknownKey)?;
        let actual = AccessTokenHash::from_token(access_token, algorithm, key).map_err(because)?;
        if actual != *expected {
            return Err(Unproven::Because("the access token is another"));
        }
    }
    Ok(claims.subject().clone())
}

/// A claim of a token that was verified.
fn said_by(id_token: &CoreIdToken, claim: &str) -> Option<String> {
    let text = id_token.to_string();
    let payload = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    text_of(serde_json::from_slice::<Value>(&payload).ok()?.get(claim)?)
}

/// Many providers tell names only at their userinfo endpoint.
fn told_by_userinfo(
    client: &Client,
    token: AccessToken,
    subject: &SubjectIdentifier,
    claim: &str,
) -> Result<Option<String>, Trouble> {
    let Ok(request) = client.user_info(token, Some(subject.clone())) else { return Ok(None) };
    let claims: UserInfoClaims<OtherClaims, CoreGenderClaim> = request.request(&fetch).map_err(|error| {
        tracing::debug!(error = %error, "the userinfo endpoint");
        Trouble::Down("the userinfo endpoint does not answer rightly".to_owned())
    })?;
    let claims = serde_json::to_value(&claims).map_err(|error| Trouble::Down(error.to_string()))?;
    Ok(claims.get(claim).and_then(text_of))
}

/// Staff numbers come as texts and as numbers.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
