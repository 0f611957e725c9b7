//! Connections: accepted up to a number, read with patience that ends, and finished in order at the end.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{Instant, Sleep, sleep, sleep_until};
use tower::ServiceExt as _;

use crate::shell::proxies::Peer;

/// As many as a machine of an office holds open without effort; further ones wait to be accepted.
const MOST: usize = 4096;
/// Within this the head of a request is there, or the connection is closed; unused ones are closed then, too.
const HEAD_WITHIN: Duration = Duration::from_secs(20);
/// The largest head, or little more: addresses and cookies of ours are far below.
const LARGEST_HEAD: usize = 32 * 1024;
/// Whoever takes nothing of an answer for so long is gone.
const TAKEN_WITHIN: Duration = Duration::from_mins(1);
/// After a failure to accept, as when the system has no more files to give.
const BREATH: Duration = Duration::from_secs(1);

/// Serves every connection until the end is asked for and those under way are answered.
pub(crate) async fn serve(listener: TcpListener, router: Router, ending: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(MOST));
    let (alive, mut all_gone) = mpsc::channel::<Infallible>(1);
    let mut asked = ending.clone();
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            accepted = accepted => accepted,
            () = is_asked(&mut asked) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (router, ending, alive) = (router.clone(), ending.clone(), alive.clone());
                tokio::spawn(async move {
                    one(stream, peer, router, ending).await;
                    drop((place, alive));
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(BREATH).await;
            }
        }
    }
    drop((listener, alive));
    // Ends when the last connection has dropped its end of the channel.
    let _ = all_gone.recv().await;
}

/// The end is asked for, or nobody is left who could.
async fn is_asked(ending: &mut watch::Receiver<bool>) {
    let _ = ending.wait_for(|asked| *asked).await;
}

async fn one(stream: TcpStream, peer: SocketAddr, router: Router, mut ending: watch::Receiver<bool>) {
    // Answers are written whole: waiting for more to send with them gains nothing.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        let router = router.clone();
        async move { router.oneshot(request.map(Body::new)).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Patient::new(stream)), answer);
    let mut connection = pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = is_asked(&mut ending) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        // Broken lines are everyday life.
        tracing::debug!(%error, "a connection ended");
    }
}

/// A stream whose other end must take what is written.
struct Patient {
    stream: TcpStream,
    /// While the other end takes nothing: until when it may.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream) -> Self {
        Self { stream, waiting: None }
    }

    /// What `written` came to, unless nothing came of it for too long.
    fn bounded<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let waiting =
            self.waiting.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + TAKEN_WITHIN)));
        ready!(waiting.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bounded(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.bounded(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.bounded(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
