//! What a connection may cost: heads and forms that are too large, too many or too slow, each on a real socket.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixDatagram;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::county;
use crate::server::Server;
use crate::visitor::Visitor;

/// No sender of single bytes is heard for longer: the server's own limits are 20 and 35 seconds.
const SLOWEST: Duration = Duration::from_secs(50);

#[test]
fn whoever_sends_byte_after_byte_is_cut_off_and_others_are_served_meanwhile() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let server = Server::start(&folder.path().join("demo.db"))?;
    let address = server.address;
    let head = "GET /sign-in HTTP/1.1\r\nhost: localhost\r\nx-slow: ";
    let form = "POST /sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\
                content-type: application/x-www-form-urlencoded\r\n\r\nname=";
    let slow = [head, form].map(|begin| thread::spawn(move || dribble(address, begin)));
    for _ in 0..20 {
        let answer = Visitor::connect(address)?.open("/sign-in", None, "")?;
        ensure!(answer.status == 200, "somebody else was answered {}", answer.status);
    }
    for sender in slow {
        let lasted = sender.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        ensure!(lasted < SLOWEST, "a sender of single bytes was heard for {lasted:?}");
    }
    Ok(())
}

/// Sends `begin` and then a byte every half second until the server closes; how long that took.
fn dribble(address: SocketAddr, begin: &str) -> Result<Duration> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    let begun = Instant::now();
    stream.write_all(begin.as_bytes())?;
    while begun.elapsed() < SLOWEST {
        match stream.read(&mut [0; 4096]) {
            Ok(0) => break,
            // What it was told on the way out.
            Ok(_) => continue,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => break,
        }
        if stream.write_all(b"a").is_err() {
            break;
        }
    }
    Ok(begun.elapsed())
}

#[test]
fn what_is_too_large_or_too_much_is_refused_and_said_so() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let server = Server::start(&folder.path().join("demo.db"))?;
    let status = |request: String| -> Result<u16> {
        Ok(Visitor::connect(server.address)?.say(request.as_bytes())?.status)
    };
    let get = |path: &str, more: &str| {
        format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\n{more}\r\n")
    };
    let long = Visitor::connect(server.address)?.open(&format!("/plan?q={}", "a".repeat(9000)), None, "")?;
    ensure!(long.status == 414 && long.body.contains("网址过长"), "{}: {}", long.status, long.body);
    // The connection may be gone before all of it is written.
    let refused = |request| status(request).map_or(true, |status| status == 431);
    ensure!(refused(get("/", &format!("x-large: {}\r\n", "a".repeat(100_000)))), "a large header");
    let many = "x-many: a\r\n".repeat(200);
    ensure!(refused(get("/", &many)), "200 headers");
    ensure!(status(get("/", "content-length: 5\r\ntransfer-encoding: chunked\r\n"))? != 200, "two lengths");
    ensure!(status("TRACE / HTTP/1.1\r\nhost: localhost\r\n\r\n".to_owned())? == 404, "nothing is echoed");

    let mut visitor = Visitor::connect(server.address)?;
    let member = visitor.sign_in("member", "xueji-demo")?;
    let fields: Vec<_> = (0..20_001).map(|_| ("a", "")).collect();
    let many = visitor.submit("/look", &member, &fields)?;
    ensure!(many.status == 422 && many.body.contains("表单内容过大"), "{}: {}", many.status, many.body);
    let large = "a".repeat(1_500_000);
    let large = visitor.submit("/look", &member, &[("a", &large)])?;
    ensure!(large.status == 422 && large.body.contains("表单内容过大"), "{}: {}", large.status, large.body);
    Ok(())
}

#[test]
fn whoever_runs_services_is_told_once_the_server_listens() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let socket = folder.path().join("notify");
    let ear = UnixDatagram::bind(&socket)?;
    ear.set_read_timeout(Some(Duration::from_mins(1)))?;
    let server = Server::start_with(&folder.path().join("demo.db"), &[], &[("NOTIFY_SOCKET", &socket)])?;
    let mut heard = [0; 64];
    let length = ear.recv(&mut heard)?;
    ensure!(heard.get(..length) == Some(b"READY=1".as_slice()), "{heard:?}");
    ensure!(
        Visitor::connect(server.address)?.open("/healthz", None, "")?.status == 200,
        "it does not answer"
    );
    Ok(())
}
