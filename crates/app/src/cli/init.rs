//! `xueji init`: a database, its schema, and the administrator who may begin.

use clap::Args;

use crate::accounts::{self, NewAccount};
use crate::cli::open;
use crate::cli::output::Output;
use crate::config::Settings;
use crate::shell::Author;

/// Making a database ready.
#[derive(Args, Debug)]
pub(crate) struct InitCommand {
    /// The name of the administrator's account.
    #[arg(long, default_value = "admin", value_name = "NAME")]
    administrator: String,
}

/// Does what is missing, so that it may be run again.
pub(crate) fn run(command: &InitCommand, settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    let app = open(settings, true)?;
    output.note(&format!("the database {} is ready", settings.database()?));
    let name = command.administrator.clone();
    if app.read_blocking(|tx| accounts::account_of(tx, &name))?.is_some() {
        output.note(&format!(
            "the account {name} is there already; `xueji user reset {name}` gives a new password"
        ));
        return Ok(0);
    }
    let password = accounts::generate()?;
    let account = NewAccount {
        name: name.clone(),
        password_hash: accounts::hash(&password)?,
        person_id: None,
        must_change: true,
        administrator: true,
    };
    let at = app.clock.now();
    app.write_blocking(Author::Command, move |work| accounts::create(work, &account, at))?;
    output.text(&format!("account:  {name}\npassword: {password}"))?;
    output.note("the password must be changed at the first sign-in; next: xueji serve");
    Ok(0)
}
