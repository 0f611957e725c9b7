//! Accounts for many people at once, each with a first-sign-in code that is shown once and stored nowhere.

use jiff::civil::Date;
use xueji_store::{Tx, params};

use crate::accounts::{NewAccount, keep, passwords};
use crate::people::{self, Organization};
use crate::shell::{Id, Result, Work};

/// As many at a time as an office prints and hands out; each code takes some 20 ms to be made safe.
pub(super) const MOST: usize = 300;

/// Somebody without an account.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) person_id: Id,
    /// The staff number, which becomes the account's name.
    pub(super) code: String,
    pub(super) name: String,
    pub(super) organization: String,
}

/// A first-sign-in code made for somebody.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) candidate: Candidate,
    pub(super) code: String,
    pub(super) hash: String,
}

/// Who belongs at or below an organization on a day without ever having had an account, branch by branch.
pub(super) fn candidates(tx: &mut Tx, within: &Organization, on: Date) -> Result<Vec<Candidate>> {
    let ends = people::ends(&within.path);
    let [from, until] = &ends;
    Ok(tx.query(
        &format!(
            "select person.id, person.code, person.name, o.name
             from organization o
             join membership m on m.organization_id = o.id
             join person on person.id = m.person_id
             where o.path >= ?1 and o.path < ?2 and m.from_on <= ?3 and (m.to_on is null or m.to_on >= ?3)
                 and not exists (select 1 from account where account.person_id = person.id)
             order by o.path, person.initials, person.code
             limit {MOST}"
        ),
        &[from.clone(), until.clone(), xueji_store::Param::to_value(&on).into_owned()],
        |row| {
            Ok(Candidate {
                person_id: row.get(0)?,
                code: row.get(1)?,
                name: row.get(2)?,
                organization: row.get(3)?,
            })
        },
    )?)
}

/// Makes a code for each; takes long, so it is done on a thread of its own.
pub(super) fn codes(candidates: &[Candidate]) -> Result<Vec<Made>> {
    const HANDS: usize = 4;
    let mut piles: Vec<Vec<Candidate>> = (0..HANDS).map(|_| Vec::new()).collect();
    let share = candidates.len().div_ceil(HANDS).max(1);
    for (pile, some) in piles.iter_mut().zip(candidates.chunks(share)) {
        pile.extend_from_slice(some);
    }
    let made = std::thread::scope(|scope| {
        let hands: Vec<_> = piles
            .into_iter()
            .map(|pile| {
                scope.spawn(move || {
                    let one = |candidate| {
                        let code = passwords::generate()?;
                        let hash = passwords::hash(&code)?;
                        Ok(Made { candidate, code, hash })
                    };
                    pile.into_iter().map(one).collect::<Result<Vec<Made>>>()
                })
            })
            .collect();
        hands
            .into_iter()
            .map(|hand| hand.join().map_err(|_| anyhow::anyhow!("making codes ended by a panic"))?)
            .collect::<Result<Vec<_>>>()
    })?;
    Ok(made.into_iter().flatten().collect())
}

/// Opens the accounts; those whose name is taken, or who got one meanwhile, are left out of what it returns.
pub(super) fn open_all(work: &mut Work<'_>, made: Vec<Made>, at: i64) -> Result<Vec<Made>> {
    let mut opened = Vec::with_capacity(made.len());
    for one in made {
        let taken: bool = work.scalar(
            "select exists (select 1 from account where name = ?1 or person_id = ?2)",
            params![keep::normal(&one.candidate.code), one.candidate.person_id],
        )?;
        if taken {
            continue;
        }
        let account = NewAccount {
            name: one.candidate.code.clone(),
            password_hash: one.hash.clone(),
            person_id: Some(one.candidate.person_id.clone()),
            must_change: true,
            administrator: false,
        };
        keep::create(work, &account, at)?;
        opened.push(one);
    }
    Ok(opened)
}
