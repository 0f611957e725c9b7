//! The body of an answer that is read or made piece by piece while it is sent: memory does not grow with it.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use http_body::{Frame, SizeHint};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::shell::blobs::Reading;

/// Bytes that are read at once.
const PIECE: u64 = 128 << 10;

/// Sends exactly `bytes` of what `reading` gives; where it ends early the answer is cut off, so that nobody takes it
/// for whole.
pub(crate) fn body(reading: Reading, bytes: u64) -> Body {
    let next = (bytes > 0).then(|| read(reading, bytes));
    Body::new(Streamed { left: bytes, next })
}

/// How many bytes a file has that was just written, and the body that sends them.
pub(crate) fn written(mut file: File) -> io::Result<(u64, Body)> {
    let bytes = file.seek(SeekFrom::End(0))?;
    file.rewind()?;
    Ok((bytes, body(Box::new(file), bytes)))
}

/// Sends texts as they are made; where making them fails the answer is cut off.
pub(crate) fn texts(made: mpsc::Receiver<io::Result<String>>) -> Body {
    Body::new(Made(made))
}

struct Made(mpsc::Receiver<io::Result<String>>);

impl http_body::Body for Made {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let made = ready!(self.0.poll_recv(context));
        Poll::Ready(made.map(|text| text.map(|text| Frame::data(text.into()))))
    }
}

/// A piece, and where the next one comes from.
type Piece = io::Result<(Reading, Vec<u8>)>;

struct Streamed {
    left: u64,
    /// The piece that is being read on a thread that may block.
    next: Option<JoinHandle<Piece>>,
}

fn read(mut reading: Reading, left: u64) -> JoinHandle<Piece> {
    spawn_blocking(move || {
        let mut piece = Vec::new();
        reading.by_ref().take(left.min(PIECE)).read_to_end(&mut piece)?;
        Ok((reading, piece))
    })
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let Some(next) = &mut self.next else { return Poll::Ready(None) };
        let piece = ready!(Pin::new(next).poll(context));
        self.next = None;
        let (reading, piece) = piece.map_err(io::Error::other)??;
        if piece.is_empty() {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        self.left = self.left.saturating_sub(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if self.left > 0 {
            self.next = Some(read(reading, self.left));
        }
        Poll::Ready(Some(Ok(Frame::data(piece.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.next.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
