//! `xueji user`: accounts.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::accounts::{self, Account, NewAccount};
use crate::cli::open;
use crate::cli::output::Output;
use crate::config::Settings;
use crate::people;
use crate::shell::{App, Author, OrNotFound as _};

/// Accounts are asked for so many at a time.
const BATCH: usize = 500;

/// Accounts (账号).
#[derive(Args, Debug)]
pub(crate) struct UserCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Open an account and print its first password, which must be changed at the first sign-in.
    Add {
        /// What is typed to sign in.
        name: String,
        /// The code (工号) of the person whose account it is; rights follow the person's posts.
        #[arg(long, value_name = "CODE", required_unless_present = "administrator")]
        person: Option<String>,
        /// Whether the account keeps accounts and the roster.
        #[arg(long)]
        administrator: bool,
        #[arg(long, help = JSON)]
        json: bool,
    },
    /// Give an account a new first password and end its sessions.
    Reset {
        name: String,
        #[arg(long, help = JSON)]
        json: bool,
    },
    /// Take one-time codes off an account whose owner lost the phone, and end its sessions.
    ResetCodes { name: String },
    /// Close an account and end its sessions; what it entered stays.
    Close { name: String },
    /// List all accounts.
    List {
        #[arg(long, help = JSON)]
        json: bool,
    },
}

const JSON: &str = "Answer as JSON";

pub(crate) fn run(command: &UserCommand, settings: &Settings, output: &mut Output) -> anyhow::Result<u8> {
    let app = open(settings, false)?;
    let at = app.clock.now();
    match &command.verb {
        Verb::Add { name, person, administrator, json } => {
            let password = accounts::generate()?;
            let (hash, administrator) = (accounts::hash(&password)?, *administrator);
            app.write_blocking(Author::Command, |work| {
                let person = match person {
                    Some(code) => Some(people::person_by_code(work, code)?.or_not_found()?.id),
                    None => None,
                };
                let account = NewAccount {
                    name: name.clone(),
                    password_hash: hash,
                    person_id: person,
                    must_change: true,
                    administrator,
                };
                accounts::create(work, &account, at)
            })?;
            credentials(name, &password, *json, output)?;
        }
        Verb::Reset { name, json } => {
            let password = accounts::generate()?;
            let hash = accounts::hash(&password)?;
            app.write_blocking(Author::Command, |work| accounts::reset(work, name, &hash, at))?;
            credentials(name, &password, *json, output)?;
        }
        Verb::ResetCodes { name } => {
            app.write_blocking(Author::Command, |work| accounts::reset_codes(work, name))?;
            output.note(&format!(
                "the account {name} signs in without one-time codes until they are set up anew"
            ));
        }
        Verb::Close { name } => {
            app.write_blocking(Author::Command, |work| accounts::close(work, name, at))?;
            output.note(&format!("the account {name} is closed"));
        }
        Verb::List { json } => list(&app, *json, output)?,
    }
    Ok(0)
}

fn credentials(name: &str, password: &str, as_json: bool, output: &mut Output) -> anyhow::Result<()> {
    if as_json {
        output.json(&json!({ "account": name, "password": password }))
    } else {
        output.text(&format!("account:  {name}\npassword: {password}"))
    }
}

fn list(app: &App, as_json: bool, output: &mut Output) -> anyhow::Result<()> {
    let mut all: Vec<Account> = Vec::new();
    for page in 0.. {
        let (mut accounts, _) = app.read_blocking(|tx| accounts::list(tx, page, BATCH))?;
        let last = accounts.len() < BATCH;
        all.append(&mut accounts);
        if last {
            break;
        }
    }
    if as_json {
        let rows = all.iter().map(|account| {
            json!({
                "name": account.name,
                "person_id": account.person_id,
                "administrator": account.administrator,
                "must_change": account.must_change,
                "closed": account.closed_at.is_some(),
            })
        });
        return output.json(&rows.collect());
    }
    for account in all {
        let state = match account {
            Account { closed_at: Some(_), .. } => "closed",
            Account { must_change: true, .. } => "first password",
            Account { administrator: true, .. } => "administrator",
            _ => "open",
        };
        output.text(&format!("{:<24} {state}", account.name))?;
    }
    Ok(())
}
