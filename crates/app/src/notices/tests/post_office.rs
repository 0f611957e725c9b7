//! A mail server on a loopback port that speaks SMTP, keeps what it is given, and can be told to misbehave.

use std::io::{BufRead as _, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use mail_parser::{Message, MessageParser};

/// How it behaves.
#[derive(Clone, Debug, Default)]
pub(super) struct Manner {
    /// What it answers to recipients, one after the other; then it takes them.
    pub(super) recipients: Vec<&'static str>,
    /// What it answers to whoever writes; empty: it takes them.
    pub(super) sender: &'static str,
    /// Name and password that it asks for; empty: it asks for none.
    pub(super) login: Option<(&'static str, &'static str)>,
    /// How often it closes the connection after a message without saying that it took it.
    pub(super) mute: usize,
}

/// A letter as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Arrived {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) bytes: Vec<u8>,
}

impl Arrived {
    /// Read by a parser that has nothing to do with what wrote it.
    pub(super) fn parsed(&self) -> Message<'_> {
        MessageParser::default().parse(&self.bytes).expect("a message")
    }
}

#[derive(Debug, Default)]
struct Shared {
    manner: Manner,
    arrived: Vec<Arrived>,
    connections: usize,
}

/// The server.
#[derive(Clone, Debug)]
pub(super) struct PostOffice {
    pub(super) port: u16,
    shared: Arc<Mutex<Shared>>,
}

impl PostOffice {
    /// Serves until the tests end.
    pub(super) fn open(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Mutex::new(Shared { manner, ..Shared::default() }));
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serving.lock().unwrap().connections += 1;
                // A visitor that goes away ends its own conversation and nothing else.
                let _ = converse(&stream.unwrap(), &serving);
            }
        });
        Self { port, shared }
    }

    /// What arrived since the last call.
    pub(super) fn arrived(&self) -> Vec<Arrived> {
        std::mem::take(&mut self.shared.lock().unwrap().arrived)
    }

    pub(super) fn connections(&self) -> usize {
        self.shared.lock().unwrap().connections
    }

    pub(super) fn behave(&self, manner: Manner) {
        self.shared.lock().unwrap().manner = manner;
    }
}

fn converse(stream: &TcpStream, shared: &Mutex<Shared>) -> std::io::Result<()> {
    let (mut reader, mut out) = (BufReader::new(stream), stream);
    let mut say = |text: &str| write!(out, "{text}\r\n");
    say("220 post.example.org ready")?;
    let (mut from, mut to, mut known) = (String::new(), String::new(), false);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        let asks = shared.lock().unwrap().manner.login;
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" if asks.is_some() => say("250-post.example.org\r\n250 AUTH PLAIN LOGIN")?,
            "EHLO" => say("250 post.example.org")?,
            "AUTH" => {
                known = asks.is_some_and(|(name, password)| {
                    use base64::Engine as _;
                    let plain = format!("\0{name}\0{password}");
                    line == format!("AUTH PLAIN {}", base64::engine::general_purpose::STANDARD.encode(plain))
                });
                say(if known { "235 welcome" } else { "535 no" })?;
            }
            "MAIL" if asks.is_some() && !known => say("530 sign in first")?,
            "MAIL" => {
                let sender = shared.lock().unwrap().manner.sender;
                from = line;
                say(if sender.is_empty() { "250 go on" } else { sender })?;
            }
            "RCPT" => {
                let recipients = &mut shared.lock().unwrap().manner.recipients;
                let answer = if recipients.is_empty() { "250 go on" } else { recipients.remove(0) };
                to = line;
                say(answer)?;
            }
            "DATA" => {
                say("354 write")?;
                let bytes = read_message(&mut reader)?;
                let mut shared = shared.lock().unwrap();
                shared.arrived.push(Arrived { from: from.clone(), to: to.clone(), bytes });
                if shared.manner.mute > 0 {
                    shared.manner.mute -= 1;
                    return Ok(());
                }
                say("250 taken")?;
            }
            "RSET" => say("250 forgotten")?,
            "QUIT" => return say("221 goodbye"),
            _ => say("500 what")?,
        }
    }
}

/// The lines up to the dot.
fn read_message(reader: &mut BufReader<&TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line)?;
        if line == b".\r\n" || line.is_empty() {
            return Ok(bytes);
        }
        bytes.extend(line.strip_prefix(b".").unwrap_or(&line));
    }
}
