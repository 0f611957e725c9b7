//! Saying something by a robot, as its vendor documents it: the form of the message, the signature, what an answer means.
//!
//! 企业微信: developer.work.weixin.qq.com/document/path/91770. 钉钉: open.dingtalk.com/document/orgapp/custom-robot-access,
//! with its page on signatures. 飞书: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot. Each takes 20 messages a
//! minute or more; how many it gets is counted in `messages`.

use std::sync::LazyLock;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use crate::notices::robots::{Robot, Vendor};
use crate::shell::lang::Messages;
use crate::shell::{Result, secret};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest answer that is read.
const LARGEST: u64 = 64 << 10;
/// The longest text, in bytes: what the strictest of them takes (企业微信: 2048).
const LONGEST: usize = 2000;

/// What a robot says: words and where they lead.
#[derive(Clone, Debug)]
pub(in crate::notices) struct Said {
    /// A code of the kind, for machines.
    pub(in crate::notices) kind: String,
    pub(in crate::notices) title: String,
    pub(in crate::notices) body: String,
    /// The whole address.
    pub(in crate::notices) link: String,
}

/// Why it was not said, as it is stored: a word, and the code that came back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::notices) enum Untold {
    #[error("put off: {0}")]
    Later(String),
    #[error("refused: {0}")]
    Never(String),
    /// No answer came: it may have been said.
    #[error("in doubt: {0}")]
    Doubt(String),
}

impl Untold {
    pub(in crate::notices) fn code(&self) -> &str {
        match self {
            Self::Later(code) | Self::Never(code) | Self::Doubt(code) => code,
        }
    }
}

static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .build();
    Agent::new_with_config(config)
});

impl Said {
    /// As it stands in the chat. It begins with the product's name, which may serve as the keyword that some vendors ask for.
    fn text(&self, t: &Messages) -> String {
        let head = t.notices_robot_head(self.title.clone());
        let parts = [head.as_str(), self.body.as_str()];
        let mut text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
        let room = LONGEST.saturating_sub(self.link.len() + 1);
        while text.len() > room && text.pop().is_some() {}
        format!("{text}\n{}", self.link)
    }
}

/// Says something; blocks.
pub(in crate::notices) fn say(
    robot: &Robot,
    said: &Said,
    t: &Messages,
    at: i64,
) -> Result<Result<(), Untold>> {
    let (address, body, signature) = request(robot, said, t, at)?;
    let bytes = serde_json::to_vec(&body).map_err(anyhow::Error::from)?;
    let mut request = AGENT.post(&address).content_type("application/json; charset=utf-8");
    if signature {
        let key = robot.secret.0.as_bytes();
        request = request
            .header("X-Xueji-Signature", format!("sha256={}", secret::hex(&secret::mac(key, &[&bytes]))));
    }
    Ok(match request.send(&bytes) {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let read = answer.into_body().into_with_config().limit(LARGEST).read_to_vec();
            judged(robot.vendor, status, &read.unwrap_or_default())
        }
        Err(error) => Err(unanswered(&error)),
    })
}

/// Where it goes, what it says, and whether a header signs it.
fn request(robot: &Robot, said: &Said, t: &Messages, at: i64) -> Result<(String, Value, bool)> {
    let (address, key) = (robot.address.0.clone(), robot.secret.0.as_str());
    let text = said.text(t);
    Ok(match robot.vendor {
        Vendor::Wecom => (address, json!({ "msgtype": "text", "text": { "content": text } }), false),
        Vendor::Dingtalk => {
            let body = json!({ "msgtype": "text", "text": { "content": text } });
            if key.is_empty() {
                return Ok((address, body, false));
            }
            // Milliseconds and the secret are signed with the secret.
            let sign = STANDARD.encode(secret::mac(key.as_bytes(), &[format!("{at}\n{key}").as_bytes()]));
            let sign: String = form_urlencoded::byte_serialize(sign.as_bytes()).collect();
            (format!("{address}&timestamp={at}&sign={sign}"), body, false)
        }
        Vendor::Feishu => {
            let mut body = json!({ "msg_type": "text", "content": { "text": text } });
            if let Some(fields) = body.as_object_mut().filter(|_| !key.is_empty()) {
                // Nothing is signed, with seconds and the secret as the key.
                let seconds = (at / 1000).to_string();
                let sign = STANDARD.encode(secret::mac(format!("{seconds}\n{key}").as_bytes(), &[]));
                fields.insert("timestamp".to_owned(), Value::String(seconds));
                fields.insert("sign".to_owned(), Value::String(sign));
            }
            (address, body, false)
        }
        Vendor::Json => {
            let Said { kind, title, body, link } = said;
            let body = json!({ "kind": kind, "title": title, "body": body, "link": link, "text": text });
            (address, body, !key.is_empty())
        }
    })
}

/// What an answer means. Vendors answer 200 and tell what is wrong by a number.
fn judged(vendor: Vendor, status: u16, body: &[u8]) -> Result<(), Untold> {
    if status == 429 || status >= 500 {
        return Err(Untold::Later(format!("busy {status}")));
    }
    if !(200..300).contains(&status) {
        return Err(Untold::Never(format!("refused {status}")));
    }
    let key = match vendor {
        Vendor::Json => return Ok(()),
        Vendor::Wecom | Vendor::Dingtalk => "errcode",
        Vendor::Feishu => "code",
    };
    let told: Option<Value> = serde_json::from_slice(body).ok();
    match told.as_ref().and_then(|told| told.get(key)?.as_i64()) {
        Some(0) => Ok(()),
        Some(busy) if is_busy(vendor, busy) => Err(Untold::Later(format!("busy {busy}"))),
        Some(other) => Err(Untold::Never(format!("refused {other}"))),
        // It spoke, but not as documented: saying it again might say it twice.
        None => Err(Untold::Never("strange".to_owned())),
    }
}

/// Whether a number says that too much was said, or that the vendor cannot now.
fn is_busy(vendor: Vendor, code: i64) -> bool {
    match vendor {
        Vendor::Wecom => matches!(code, -1 | 45_009),
        Vendor::Dingtalk => matches!(code, -1 | 130_101),
        Vendor::Feishu => code == 11_232,
        Vendor::Json => false,
    }
}

/// What no answer means: before the connection nothing was said.
fn unanswered(error: &ureq::Error) -> Untold {
    match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => Untold::Later("unreachable".to_owned()),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Untold::Later("tls".to_owned()),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            Untold::Later("unreachable".to_owned())
        }
        _ => Untold::Doubt("unanswered".to_owned()),
    }
}
