//! People and organizations as the rules see them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use xueji_standing::{Exemption, Holder, Membership, Organization, Person, Post, Tenure};
use xueji_store::{Param as _, Row, Tx, Value, Where, params};

use crate::people::organizations::{end_of, on_path};
use crate::people::{kind_of, level_of};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};

/// A subject as the rules see it, and where it is rolled up from when on.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// What the rules need.
    pub(crate) holder: Holder,
    /// Where it belongs, in order of time.
    pub(crate) homes: Vec<HomeSpan>,
}

/// A stretch of belonging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HomeSpan {
    pub(crate) organization_id: Id,
    /// The organization's path.
    pub(crate) path: String,
    pub(crate) from_on: Date,
    pub(crate) to_on: Option<Date>,
}

impl Held {
    /// Whether it is a person.
    pub(crate) fn is_person(&self) -> bool {
        matches!(self.holder, Holder::Person(_))
    }

    /// As a plan of the organization of this path sees it: only what it did, and where it belonged, at or below that
    /// organization. Nothing where it never did.
    pub(crate) fn under(&self, path: &str) -> Option<Cow<'_, Self>> {
        let inside = |home: &HomeSpan| home.path.starts_with(path);
        match &self.holder {
            Holder::Person(_) if self.homes.iter().all(inside) => Some(Cow::Borrowed(self)),
            Holder::Person(_) if !self.homes.iter().any(inside) => None,
            Holder::Person(person) => {
                let pairs = person.memberships.iter().zip(&self.homes).filter(|(_, home)| inside(home));
                let (memberships, homes) = pairs.map(|(held, home)| (held.clone(), home.clone())).unzip();
                let holder = Holder::Person(Person { memberships, ..person.clone() });
                Some(Cow::Owned(Self { holder, homes }))
            }
            Holder::Organization(organization) => {
                let own = self.homes.first().filter(|home| inside(home))?;
                let is_issuer = own.path == path;
                let holder = Holder::Organization(Organization { is_issuer, ..organization.clone() });
                Some(Cow::Owned(Self { holder, homes: self.homes.clone() }))
            }
        }
    }

    /// Every organization in which or below which it ever belonged.
    pub(crate) fn organizations(&self) -> BTreeSet<&str> {
        self.homes.iter().flat_map(|home| on_path(&home.path)).collect()
    }

    /// Where it is rolled up on a day: where it belongs, belonged last, or will belong first.
    pub(crate) fn home_on(&self, on: Date) -> Option<&Id> {
        let begun = self.homes.iter().rfind(|home| home.from_on <= on);
        begun.or_else(|| self.homes.first()).map(|home| &home.organization_id)
    }

    /// The next day on which it belongs elsewhere.
    pub(crate) fn moves_after(&self, on: Date) -> Option<Date> {
        self.homes.iter().map(|home| home.from_on).find(|from| *from > on)
    }
}

/// One subject; nothing where no such person or organization exists.
pub(crate) fn holder(tx: &mut Tx, id: &Id) -> Result<Option<Held>> {
    let mut found = None;
    read_holders(tx, &Those::One(id), &mut |_, held| {
        found = Some(held);
        Ok(())
    })?;
    Ok(found)
}

/// Every organization at or below a path, then every person who ever belonged there, with a few queries for all.
pub(crate) fn each_holder(
    tx: &mut Tx,
    path: &str,
    mut see: impl FnMut(Id, Held) -> Result<()>,
) -> Result<()> {
    let those = if is_top(path) { Those::All } else { Those::Below(path) };
    read_holders(tx, &those, &mut see)
}

/// Whether everything lies at or below this path.
pub(crate) fn is_top(path: &str) -> bool {
    path.matches('/').count() <= 2
}

/// Of whom rows are read.
enum Those<'a> {
    All,
    One(&'a Id),
    /// Who ever belonged at or below this path.
    Below(&'a str),
}

impl Those<'_> {
    /// Narrows rows to those whose person stands in `column`.
    fn people(&self, column: &str) -> Where<'_> {
        match self {
            Self::All => Where::new(),
            Self::One(id) => Where::new().and(&format!("{column} = ?"), *id),
            Self::Below(path) => Where::new().and_all(&format!("{column} in {BELONGED_BELOW}"), &ends(path)),
        }
    }
}

/// The people who ever belonged at or below a path, for `person_id in …`; two values, see [`ends`].
pub(crate) const BELONGED_BELOW: &str = "(select belonged.person_id from membership belonged
    join organization there on there.id = belonged.organization_id
    where there.path >= ? and there.path < ?)";

/// The values between which the paths at or below a path lie.
pub(crate) fn ends(path: &str) -> [Value<'static>; 2] {
    [Value::Text(path.to_owned().into()), Value::Text(end_of(path).into())]
}

/// Holds of organizations that are one of these, or stand at or below one of these paths: the condition on `organization`,
/// and its values.
pub(crate) fn one_of_or_below<'v>(ids: &'v [String], paths: &[String]) -> (String, Vec<Value<'v>>) {
    let mut conditions: Vec<&str> = Vec::new();
    let mut values: Vec<Value<'_>> = Vec::new();
    for id in ids {
        conditions.push("organization.id = ?");
        values.push(id.to_value());
    }
    for path in paths {
        conditions.push("organization.path >= ? and organization.path < ?");
        values.extend(ends(path));
    }
    let any = if conditions.is_empty() { "1 = 0".to_owned() } else { conditions.join(" or ") };
    (format!("({any})"), values)
}

/// Dated rows by whose they are.
type ByOwner<T> = HashMap<String, Vec<T>>;

fn read_holders(tx: &mut Tx, those: &Those<'_>, see: &mut dyn FnMut(Id, Held) -> Result<()>) -> Result<()> {
    let exempted = match those {
        Those::One(id) => Where::new().and("subject_id = ?", *id),
        // There are few of them.
        Those::All | Those::Below(_) => Where::new(),
    };
    let mut exemptions: ByOwner<Exemption> =
        dated(tx, "select subject_id, from_on, to_on, duty_code from exemption", &exempted, |row| {
            Ok(Exemption { duty: row.get(3)?, tenure: tenure(row)? })
        })?;
    for (id, organization) in organizations(tx, those, &mut exemptions)? {
        see(id, organization)?;
    }
    let mut homes: ByOwner<(Membership, HomeSpan)> = dated(
        tx,
        "select m.person_id, m.from_on, m.to_on, m.kind, m.organization_id, o.unit_type, o.path
         from membership m join organization o on o.id = m.organization_id",
        &those.people("m.person_id"),
        |row| {
            let tenure = tenure(row)?;
            let kind = kind_of(row.str(3)?).ok_or(unreadable(3, "a kind of membership"))?;
            let home = HomeSpan {
                organization_id: row.get(4)?,
                path: row.get(6)?,
                from_on: tenure.from,
                to_on: tenure.until,
            };
            Ok((Membership { kind, tenure, unit_type: row.get(5)? }, home))
        },
    )?;
    let mut posts: ByOwner<Post> =
        dated(tx, "select person_id, from_on, to_on, code from post", &those.people("person_id"), |row| {
            Ok(Post { code: row.get(3)?, tenure: tenure(row)? })
        })?;
    let mut leaves: ByOwner<Tenure> =
        dated(tx, "select person_id, from_on, to_on from leave", &those.people("person_id"), tenure)?;
    let wanted = those.people("id");
    let people: Vec<(String, Option<Date>)> =
        tx.query(&format!("select id, born_on from person {}", wanted.sql()), wanted.params(), pair)?;
    for (id, born_on) in people {
        let mut belonged = homes.remove(&id).unwrap_or_default();
        belonged.sort_by_key(|(_, home)| home.from_on);
        // Invariant: one home for each membership, in one order; see `Held::under`.
        let (memberships, homes): (Vec<_>, Vec<_>) = belonged.into_iter().unzip();
        let holder = Holder::Person(Person {
            born_on,
            memberships,
            posts: posts.remove(&id).unwrap_or_default(),
            leaves: leaves.remove(&id).unwrap_or_default(),
            exemptions: exemptions.remove(&id).unwrap_or_default(),
        });
        see(Id::from_text(id), Held { holder, homes })?;
    }
    Ok(())
}

fn pair(row: &Row<'_>) -> xueji_store::Result<(String, Option<Date>)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn organizations(
    tx: &mut Tx,
    those: &Those<'_>,
    exemptions: &mut ByOwner<Exemption>,
) -> Result<Vec<(Id, Held)>> {
    let mut read = |row: &Row<'_>| -> xueji_store::Result<(Id, Held)> {
        let id: String = row.get(0)?;
        let existed = Tenure { from: row.get::<Option<Date>>(3)?.unwrap_or(Date::MIN), until: row.get(4)? };
        let home = HomeSpan {
            organization_id: Id::from_text(id.as_str()),
            path: row.get(6)?,
            from_on: existed.from,
            to_on: existed.until,
        };
        let holder = Holder::Organization(Organization {
            level: level_of(row.str(1)?).ok_or(unreadable(1, "a level"))?,
            unit_type: row.get(2)?,
            is_issuer: row.get::<Option<String>>(5)?.is_none(),
            existed,
            exemptions: exemptions.remove(&id).unwrap_or_default(),
        });
        Ok((Id::from_text(id), Held { holder, homes: vec![home] }))
    };
    let select = "select id, level, unit_type, founded_on, dissolved_on, parent_id, path from organization";
    match those {
        Those::One(id) => Ok(tx.query(&format!("{select} where id = ?1"), params![id], &mut read)?),
        Those::All => Ok(tx.query(select, params![], &mut read)?),
        Those::Below(path) => {
            Ok(tx.query(&format!("{select} where path >= ?1 and path < ?2"), &ends(path), &mut read)?)
        }
    }
}

/// Rows of `select`, of one owner or of all, by their first column.
fn dated<T>(
    tx: &mut Tx,
    select: &str,
    those: &Where<'_>,
    read: impl Fn(&Row<'_>) -> xueji_store::Result<T>,
) -> Result<ByOwner<T>> {
    let mut by_owner = ByOwner::new();
    let mut keep = |row: &Row<'_>| -> xueji_store::Result<()> {
        by_owner.entry(row.get(0)?).or_insert_with(Vec::new).push(read(row)?);
        Ok(())
    };
    tx.each(&format!("{select} {}", those.sql()), those.params(), &mut keep)?;
    Ok(by_owner)
}

/// Columns 1 and 2 as a stretch of days.
fn tenure(row: &Row<'_>) -> xueji_store::Result<Tenure> {
    Ok(Tenure { from: row.get(1)?, until: row.get(2)? })
}
