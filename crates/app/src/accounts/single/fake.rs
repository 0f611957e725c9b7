//! A provider on a loopback port for tests, which can be told to misbehave. The real one is tried in the browser
//! journeys.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessToken, Audience, EmptyAdditionalClaims, EndUserUsername, IssuerUrl, JsonWebKeyId, Nonce,
    PrivateSigningKey as _, StandardClaims, SubjectIdentifier,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::shell::SignIn;
use crate::shell::sign_in::{Matching, Provider, Secret};

/// How it behaves.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    pub(super) subject: String,
    pub(super) username: String,
    /// Whether names are told at the userinfo endpoint alone.
    pub(super) only_userinfo: bool,
    pub(super) audience: String,
    pub(super) issuer: Option<String>,
    pub(super) nonce: Option<String>,
    /// Seconds for which tokens are good, from the tests' noon on.
    pub(super) lifetime: i64,
    /// The number of the key that signs, and of the one that is told.
    pub(super) signs_with: u8,
    pub(super) tells: u8,
    /// Another user is told at the userinfo endpoint.
    pub(super) mixes_up: bool,
    /// What the browser brought: filled in by [`Fake::sees`].
    asked: HashMap<String, String>,
    /// The tests' clock, in milliseconds.
    now: i64,
}

impl Manner {
    /// Its clock, which is the tests'.
    pub(super) fn is_at(&mut self, now: i64) {
        self.now = now;
    }
}

/// A provider on a loopback port.
#[derive(Debug)]
pub(super) struct Fake {
    pub(super) issuer: String,
    pub(super) manner: Arc<Mutex<Manner>>,
}

pub(super) const CLIENT: &str = "xueji";
const CLIENT_SECRET: &str = "a secret of the client";
const ACCESS: &str = "an-access-token";

impl Fake {
    /// Serves until the tests end; `now` is their clock.
    pub(super) fn start(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let manner = Arc::new(Mutex::new(Manner {
            subject: "subject-of-li".to_owned(),
            username: "li".to_owned(),
            only_userinfo: false,
            audience: CLIENT.to_owned(),
            issuer: None,
            nonce: None,
            lifetime: 300,
            signs_with: 1,
            tells: 1,
            mixes_up: false,
            asked: HashMap::new(),
            now,
        }));
        let (shared, own) = (manner.clone(), issuer.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let manner = shared.lock().unwrap().clone();
                answer(stream.unwrap(), &manner, &own);
            }
        });
        Self { issuer, manner }
    }

    /// How one signs in through it.
    pub(super) fn sign_in(&self, matching: Matching) -> SignIn {
        let provider = Provider {
            issuer: self.issuer.clone(),
            client_id: CLIENT.to_owned(),
            client_secret: Secret::new(CLIENT_SECRET),
            claim: "preferred_username".to_owned(),
            matching,
            name: "县统一身份认证".to_owned(),
            address: "https://xueji.example.org".to_owned(),
        };
        SignIn { provider: Some(Arc::new(provider)), ..SignIn::default() }
    }

    /// The browser arrives with this address; what it asks for is told back.
    pub(super) fn sees(&self, address: &str) -> HashMap<String, String> {
        let (path, query) = address.split_once('?').expect("an address with a query");
        assert_eq!(path, format!("{}/authorize", self.issuer));
        let asked: HashMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        self.manner.lock().unwrap().asked = asked.clone();
        asked
    }

    pub(super) fn behaves(&self, change: impl FnOnce(&mut Manner)) {
        change(&mut self.manner.lock().unwrap());
    }
}

/// A key of the provider's; the same number is the same key.
fn key(number: u8) -> CoreEdDsaPrivateSigningKey {
    // The head of an Ed25519 key in PKCS #8, before its 32 bytes.
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend([number; 32]);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(format!("key-{number}"))))
        .unwrap()
}

fn answer(mut stream: TcpStream, manner: &Manner, own: &str) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let header = |name: &str| {
        let found = lines.iter().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then(|| value.to_owned())
        });
        found.unwrap_or_default()
    };
    let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let (status, told) = match path {
        "/.well-known/openid-configuration" => (200, configuration(own)),
        "/jwks" => (200, json!({ "keys": [key(manner.tells).as_verification_key()] })),
        "/token" => token(manner, own, &header("authorization"), &body),
        "/userinfo" => {
            assert_eq!(header("authorization"), format!("Bearer {ACCESS}"));
            let subject = if manner.mixes_up { "somebody-else" } else { &manner.subject };
            (200, json!({ "sub": subject, "preferred_username": manner.username }))
        }
        _ => (404, json!({})),
    };
    let told = told.to_string();
    let head = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\n");
    write!(stream, "{head}content-length: {}\r\n\r\n{told}", told.len()).unwrap();
}

fn configuration(own: &str) -> Value {
    json!({
        "issuer": own,
        "authorization_endpoint": format!("{own}/authorize"),
        "token_endpoint": format!("{own}/token"),
        "userinfo_endpoint": format!("{own}/userinfo"),
        "end_session_endpoint": format!("{own}/leave"),
        "jwks_uri": format!("{own}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    })
}

fn token(manner: &Manner, own: &str, authorization: &str, body: &[u8]) -> (u16, Value) {
    let fields: HashMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
    let of = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let basic = format!("{CLIENT}:{}", CLIENT_SECRET.replace(' ', "+"));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(of("code_verifier")));
    let right = of("code") == "good"
        && authorization == format!("Basic {}", STANDARD.encode(basic))
        && manner.asked.get("code_challenge") == Some(&challenge)
        && manner.asked.get("redirect_uri").map(String::as_str) == Some(of("redirect_uri"));
    if !right {
        return (400, json!({ "error": "invalid_grant" }));
    }
    let instant = |at: i64| SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at).unwrap());
    let subject = SubjectIdentifier::new(manner.subject.clone());
    let named = EndUserUsername::new(manner.username.clone());
    let standard =
        StandardClaims::new(subject).set_preferred_username((!manner.only_userinfo).then_some(named));
    let nonce = manner.nonce.clone().or_else(|| manner.asked.get("nonce").cloned());
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(manner.issuer.clone().unwrap_or_else(|| own.to_owned())).unwrap(),
        vec![Audience::new(manner.audience.clone())],
        instant(manner.now + manner.lifetime * 1000).into(),
        instant(manner.now).into(),
        standard,
        EmptyAdditionalClaims {},
    )
    .set_nonce(nonce.map(Nonce::new));
    let access = AccessToken::new(ACCESS.to_owned());
    let id_token = CoreIdToken::new(
        claims,
        &key(manner.signs_with),
        CoreJwsSigningAlgorithm::EdDsa,
        Some(&access),
        None,
    );
    let told = json!({
        "access_token": ACCESS,
        "token_type": "Bearer",
        "id_token": id_token.unwrap().to_string(),
    });
    (200, told)
}
