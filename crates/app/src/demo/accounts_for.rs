//! The demo's sign-ins: one account for each role, and the one that enters what others did.

use crate::accounts::{self, NewAccount};
use crate::demo::county::{Branch, Settled};
use crate::demo::{PASSWORD, SignIn};
use crate::shell::{Id, Result, Work};

/// Which resident of the first branch signs in as what.
const ROLES: &[(usize, &str)] =
    &[(0, "secretary"), (2, "leader"), (4, "office"), (5, "inspector"), (6, "member")];

/// Opens a branch's accounts: the secretary's, who enters for all, and in the first branch one for each role.
pub(super) fn branch(
    work: &mut Work<'_>,
    branch: &Branch,
    settled: &Settled,
    password_hash: &str,
    at: i64,
) -> Result<(Id, Vec<SignIn>)> {
    let first = branch.place == 0;
    let mut author = None;
    let mut sign_ins = Vec::new();
    for (rank, role) in ROLES.iter().filter(|(rank, _)| first || *rank == 0) {
        let Some(person) = settled.people.get(*rank) else { continue };
        let name = if first { (*role).to_owned() } else { person.code.clone() };
        let id = accounts::create(
            work,
            &NewAccount {
                name: name.clone(),
                password_hash: password_hash.to_owned(),
                person_id: Some(person.id.clone()),
                must_change: false,
                administrator: false,
            },
            at,
        )?;
        if *rank == 0 {
            author = Some(id);
        }
        sign_ins.push(SignIn { role, name, password: PASSWORD });
    }
    if first {
        let name = "admin".to_owned();
        let administrator = NewAccount {
            name: name.clone(),
            password_hash: password_hash.to_owned(),
            person_id: None,
            must_change: false,
            administrator: true,
        };
        accounts::create(work, &administrator, at)?;
        sign_ins.push(SignIn { role: "administrator", name, password: PASSWORD });
    }
    let author = author.ok_or_else(|| anyhow::anyhow!("the demo's branch has nobody"))?;
    Ok((author, sign_ins))
}
