//! Somebody with a connection: as much HTTP as signing in and recording take.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use form_urlencoded::Serializer;

/// One connection, kept for all its requests.
#[derive(Debug)]
pub(crate) struct Visitor {
    stream: BufReader<TcpStream>,
}

/// What a signed-in person's browser holds.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    cookie: String,
    csrf: String,
    /// The server's today, as its form proposes it.
    today: String,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    cookies: Vec<String>,
    /// Seconds after which to try again, where the server says so.
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: String,
}

impl SignedIn {
    /// The secret of the web session.
    pub(crate) fn token(&self) -> Result<&str> {
        let (_, rest) = self.cookie.split_once("xj_session=").context("no session")?;
        Ok(rest.split(';').next().unwrap_or(rest))
    }
}

impl Visitor {
    pub(crate) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    pub(crate) fn sign_in(&mut self, name: &str, password: &str) -> Result<SignedIn> {
        let form = self.send("GET", "/sign-in", "", "")?;
        let guest = form.cookies.join("; ");
        let csrf = value_of(&form.body, "_csrf")?;
        let fields = [("_csrf", csrf.as_str()), ("name", name), ("password", password)];
        let entered = self.send("POST", "/sign-in", &guest, &encoded(&fields))?;
        ensure!(entered.status == 303, "signing in was answered {}: {}", entered.status, entered.body);
        let cookie = entered.cookies.join("; ");
        let form = self.send("GET", "/records/new?activity=self-study", &cookie, "")?;
        let (csrf, today) = (value_of(&form.body, "_csrf")?, value_of(&form.body, "last_on")?);
        Ok(SignedIn { cookie, csrf, today })
    }

    /// A page, as somebody who may have signed in; `forwarded` is what the request claims to come from.
    pub(crate) fn open(&mut self, path: &str, who: Option<&SignedIn>, forwarded: &str) -> Result<Answer> {
        let cookie = who.map_or("", |who| who.cookie.as_str());
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\ncookie: {cookie}\r\n\
             x-forwarded-for: {forwarded}\r\n\r\n"
        );
        self.say(request.as_bytes())
    }

    /// A form with these fields and the member's token.
    pub(crate) fn submit(&mut self, path: &str, who: &SignedIn, fields: &[(&str, &str)]) -> Result<Answer> {
        let fields: Vec<_> = std::iter::once(("_csrf", &*who.csrf)).chain(fields.iter().copied()).collect();
        self.send("POST", path, &who.cookie, &encoded(&fields))
    }

    /// Sends bytes as they are and hears the answer.
    pub(crate) fn say(&mut self, bytes: &[u8]) -> Result<Answer> {
        self.stream.get_mut().write_all(bytes)?;
        self.answer()
    }

    /// Ten minutes of self-study; returns the id that the server answers with.
    pub(crate) fn record(&mut self, member: &SignedIn, entry_key: &str) -> Result<String> {
        let fields = [
            ("_csrf", member.csrf.as_str()),
            ("entry_key", entry_key),
            ("activity", "self-study"),
            ("last_on", &member.today),
            ("amount", "10"),
            ("unit", "minutes"),
            ("title", entry_key),
            ("body", "读书笔记"),
        ];
        let saved = self.send("POST", "/records", &member.cookie, &encoded(&fields))?;
        ensure!(saved.status == 201, "recording was answered {}: {}", saved.status, saved.body);
        let told: serde_json::Value = serde_json::from_str(&saved.body)?;
        Ok(told.get("id").and_then(|id| id.as_str()).context("the answer names no id")?.to_owned())
    }

    fn send(&mut self, method: &str, path: &str, cookie: &str, body: &str) -> Result<Answer> {
        let accept = if path == "/records" { "application/json" } else { "text/html" };
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\naccept: {accept}\r\ncookie: {cookie}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    /// Uncompressed pages come with their length, so that is all that is understood here.
    fn answer(&mut self) -> Result<Answer> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).context("no status")?.parse()?;
        let (mut cookies, mut length, mut retry_after) = (Vec::new(), 0, None);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name {
                "content-length" => length = value.parse()?,
                "retry-after" => retry_after = value.parse().ok(),
                "set-cookie" => cookies.extend(value.split(';').next().map(str::to_owned)),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, cookies, retry_after, body: String::from_utf8(body)? })
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the connection was closed");
        Ok(line.trim_end().to_owned())
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// What the field called `name` holds in a page.
fn value_of(html: &str, name: &str) -> Result<String> {
    let (_, rest) =
        html.split_once(&format!("name=\"{name}\"")).with_context(|| format!("no field {name}"))?;
    let (_, rest) = rest.split_once("value=\"").context("the field has no value")?;
    let (value, _) = rest.split_once('"').context("the value does not end")?;
    Ok(value.to_owned())
}
