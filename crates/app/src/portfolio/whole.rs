//! The whole book on one page, to be printed: sent slice by slice while it is read, so that it stays light.

use std::io;

use askama::Template as _;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc::{self, Sender};

use crate::portfolio::Of;
use crate::portfolio::book::cover;
use crate::portfolio::chapter::{ALL, Chapter};
use crate::portfolio::piece::{self, Place};
use crate::portfolio::views::WholePage;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Error, Path, Result, page, stream};

/// Slices that are ready before they are sent.
const READY: usize = 2;

pub(super) async fn show(context: Context, Path(year): Path<i16>) -> Result<Response> {
    let of = Of::own(&context, year)?;
    let asked = of.clone();
    let cover = context.app.read(move |tx| cover(tx, &asked)).await?;
    let way = vec![
        Crumb { href: Some(format!("/portfolio/{year}")), label: cover.title.clone() },
        Crumb { href: None, label: context.t().portfolio_whole() },
    ];
    let page = page(&context, cover.title.clone()).of_year(year).with_crumbs(way);
    let frame = WholePage { page, cover, year };
    let html = frame.render().map_err(|error| Error::Internal(error.into()))?;
    let (sender, made) = mpsc::channel(READY);
    tokio::spawn(async move {
        let sent = send(&context, &of, &frame, &html, &sender).await;
        if let Err(error) = sent {
            tracing::warn!(cause = %error, "a whole book was cut off");
            let _ = sender.send(Err(io::Error::other("cut off"))).await;
        }
    });
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], stream::texts(made)).into_response())
}

/// Sends the frame with the chapters in it; ends early where nobody listens any more.
async fn send(
    context: &Context,
    of: &Of,
    frame: &WholePage,
    html: &str,
    sender: &Sender<io::Result<String>>,
) -> Result<()> {
    let (head, tail) = html.split_once(WholePage::MARK).unwrap_or((html, ""));
    let mut next = head.to_owned();
    for (chapter, entry) in ALL.iter().zip(&frame.cover.contents) {
        next.push_str(&opening(of, chapter));
        if entry.things == 0 {
            next.push_str(&nothing(of, chapter));
        }
        let (parts, size) = (chapter.parts, context.page_size(chapter.page));
        for from in (0..entry.things).step_by(size) {
            let whose = of.clone();
            let slice = context.app.read(move |tx| parts(tx, &whose, from, size)).await?;
            next.push_str(&piece::html(of, chapter, &slice, Place::Whole(&frame.page))?);
            if sender.send(Ok(std::mem::take(&mut next))).await.is_err() {
                return Ok(());
            }
        }
        next.push_str("</section>");
    }
    next.push_str(tail);
    let _ = sender.send(Ok(next)).await;
    Ok(())
}

/// What a chapter begins with; its title is ours and holds no marks.
pub(super) fn opening(of: &Of, chapter: &Chapter) -> String {
    let (code, title) = (chapter.code, (chapter.title)(of.t()));
    format!("<section class=\"sheet portfolio-chapter\" id=\"{code}\"><h2>{title}</h2>")
}

/// What stands in a chapter without anything.
pub(super) fn nothing(of: &Of, chapter: &Chapter) -> String {
    format!("<p class=\"soft\">{}</p>", (chapter.none)(of.t()))
}
