//! How much one visitor may ask for: told by address before signing in and by account afterwards.

use anyhow::{Context as _, Result, ensure};

use crate::county;
use crate::server::Server;
use crate::visitor::{Answer, Visitor};

/// Asks until it is too much, which it must be after some hundred pages.
fn ask_too_much(mut ask: impl FnMut() -> Result<Answer>) -> Result<Answer> {
    for _ in 0..500 {
        let answer = ask()?;
        if answer.status == 429 {
            return Ok(answer);
        }
    }
    anyhow::bail!("five hundred requests were answered within a minute")
}

#[test]
fn guests_are_told_apart_by_what_a_trusted_proxy_says_and_by_nothing_that_they_say() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let database = folder.path().join("demo.db");
    let few = ["--guest-requests-per-minute", "100"];
    {
        let server = Server::start_with(&database, &few, &[])?;
        let mut visitor = Visitor::connect(server.address)?;
        let refused = ask_too_much(|| visitor.open("/sign-in", None, "203.0.113.9"))?;
        ensure!(refused.retry_after.is_some_and(|after| after > 0), "it is not said when to try again");
        ensure!(refused.body.contains("操作过于频繁"), "{}", refused.body);
        let other = visitor.open("/sign-in", None, "203.0.113.10")?;
        ensure!(other.status == 200, "somebody at another address was answered {}", other.status);
        // What pages are made of is not counted.
        let style = visitor.open("/assets/app.css", None, "203.0.113.9")?;
        ensure!(style.status == 200, "a style sheet was answered {}", style.status);
    }
    let server = Server::start_with(&database, &[&few[..], &["--trusted-proxies", ""]].concat(), &[])?;
    let mut visitor = Visitor::connect(server.address)?;
    let mut nth = 0;
    ask_too_much(|| {
        nth += 1;
        visitor.open("/sign-in", None, &format!("203.0.113.{}", nth % 250))
    })
    .context("a visitor who writes the header gets a fresh measure")?;
    Ok(())
}

#[test]
fn an_account_that_asks_for_too_much_keeps_what_it_typed_and_holds_up_nobody_else() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let server = Server::start_with(&folder.path().join("demo.db"), &["--requests-per-minute", "60"], &[])?;
    let mut visitor = Visitor::connect(server.address)?;
    let member = visitor.sign_in("member", "xueji-demo")?;
    let secretary = visitor.sign_in("secretary", "xueji-demo")?;
    let refused = ask_too_much(|| visitor.open("/search?q=w", Some(&member), ""))?;
    ensure!(refused.body.contains("操作过于频繁"), "{}", refused.body);
    let note = [("title", "《实践论》"), ("body", "从实践中来，到实践中去。")];
    let kept = ask_too_much(|| visitor.submit("/records/many", &member, &note))?;
    ensure!(kept.retry_after.is_some_and(|after| after > 0), "it is not said when to try again");
    let whole =
        kept.body.contains("从实践中来，到实践中去。") && kept.body.contains("action=\"/records/many\"");
    ensure!(whole && kept.body.contains("尚未保存"), "what was typed is gone: {}", kept.body);
    let other = visitor.open("/branch", Some(&secretary), "")?;
    ensure!(other.status == 200, "the secretary was answered {}", other.status);
    Ok(())
}
