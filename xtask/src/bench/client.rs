//! Somebody with a connection: as much HTTP as signing in, reading and recording take; shares nothing with the product.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

/// One connection, kept for all its requests, and the cookie of whoever uses it.
#[derive(Debug)]
pub(super) struct Client {
    stream: BufReader<TcpStream>,
    cookie: String,
}

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
    cookie: Option<String>,
}

impl Client {
    pub(super) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(6)))?;
        Ok(Self { stream: BufReader::new(stream), cookie: String::new() })
    }

    /// A new connection of somebody who has signed in.
    pub(super) fn sign_in(address: SocketAddr, name: &str, password: &str) -> Result<Self> {
        let mut client = Self::connect(address)?;
        let form = client.send("GET", "/sign-in", "")?;
        client.cookie = form.cookie.context("a guest gets a cookie")?;
        let csrf = value_of(&form.body, "_csrf")?;
        let entered = client.post("/sign-in", &[("_csrf", csrf), ("name", name), ("password", password)])?;
        ensure!(entered.status == 303, "signing in as {name} was answered {}", entered.status);
        client.cookie = entered.cookie.context("who signs in gets a cookie")?;
        Ok(client)
    }

    /// A page; anything but success is an error.
    pub(super) fn get(&mut self, path: &str) -> Result<String> {
        let page = self.send("GET", path, "")?;
        ensure!(page.status == 200, "{path} was answered {}", page.status);
        Ok(page.body)
    }

    /// A file, and how large it is; anything but success is an error.
    pub(super) fn download(&mut self, path: &str) -> Result<usize> {
        self.write("GET", path, "")?;
        let (status, _, body) = self.whole()?;
        ensure!(status == 200, "{path} was answered {status}");
        Ok(body.len())
    }

    pub(super) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.send("POST", path, &pairs.join("&"))
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Result<Answer> {
        self.write(method, path, body)?;
        let (status, cookie, body) = self.whole()?;
        Ok(Answer { status, cookie, body: String::from_utf8(body)? })
    }

    fn write(&mut self, method: &str, path: &str, body: &str) -> Result<()> {
        let accept = if path == "/records" && method == "POST" { "application/json" } else { "text/html" };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\naccept: {accept}\r\ncookie: {}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.cookie,
            body.len()
        );
        Ok(self.stream.get_mut().write_all(request.as_bytes())?)
    }

    /// Uncompressed answers come with their length, so that is all that is understood here.
    fn whole(&mut self) -> Result<(u16, Option<String>, Vec<u8>)> {
        let status = self.line()?.split(' ').nth(1).context("no status")?.parse()?;
        let (mut cookie, mut length) = (None, 0);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name {
                "content-length" => length = value.parse()?,
                "set-cookie" => cookie = value.split(';').next().map(str::to_owned),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((status, cookie, body))
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the connection was closed");
        Ok(line.trim_end().to_owned())
    }
}

/// What the field called `name` holds in a page.
pub(super) fn value_of<'a>(html: &'a str, name: &str) -> Result<&'a str> {
    let field = format!("name=\"{name}\"");
    let (_, rest) = html.split_once(&field).with_context(|| format!("no field {name}"))?;
    let (_, rest) = rest.split_once("value=\"").context("the field has no value")?;
    Ok(rest.split_once('"').context("the value does not end")?.0)
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_where_other_attributes_stand_between() {
        let html = r#"<input name="_csrf" value="a1"><input name="last_on" required value="2026-11-24">"#;
        assert_eq!(value_of(html, "last_on").unwrap(), "2026-11-24");
        assert!(value_of(html, "title").is_err());
    }

    #[test]
    fn chinese_and_spaces_travel_in_a_form() {
        assert_eq!(encoded("读 1"), "%E8%AF%BB%201");
    }
}
