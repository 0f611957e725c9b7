//! The organizations that a sheet names: which are new, which change, and whether they make one tree.

use std::collections::{HashMap, HashSet};

use xueji_office::{Column, SheetRow};
use xueji_plan::Level;

use crate::people::Organization;
use crate::people::import::columns as at;
use crate::people::import::known::Known;
use crate::people::import::line::{Found, Line, Stated};
use crate::shell::Id;

/// The organizations after the import.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Ids by code, of known and new ones.
    pub(super) ids: HashMap<String, Id>,
    /// Parents before children.
    pub(super) new: Vec<Organization>,
    pub(super) changed: Vec<Organization>,
    /// As known, with nothing changed but the path.
    pub(super) moved: Vec<Organization>,
    pub(super) retyped: HashSet<Id>,
}

/// An organization as its rows describe it together.
#[derive(Debug)]
struct Wanted<'s> {
    row: &'s SheetRow,
    stated: Stated<'s>,
    /// The row that names the parent.
    parent_row: &'s SheetRow,
}

pub(super) fn grow<'s>(lines: &[Line<'s>], known: &'s Known, found: &mut Found<'_>) -> Tree {
    let wanted = wanted(lines, found);
    let mut tree = Tree {
        ids: known.organizations.iter().map(|(code, known)| (code.clone(), known.id.clone())).collect(),
        ..Tree::default()
    };
    for one in &wanted {
        tree.ids.entry(one.stated.code.to_owned()).or_insert_with(Id::fresh);
    }
    let Some(parents) = parents(&wanted, known, found) else { return tree };
    let paths = paths(&parents, &tree.ids);
    let mut next_place = known.organizations.values().map(|one| one.sort_order).max().unwrap_or(0);
    let named: HashSet<&str> = wanted.iter().map(|one| one.stated.code).collect();
    for Wanted { stated, .. } in &wanted {
        let Some(path) = paths.get(stated.code).cloned() else { continue };
        let parent_id =
            parents.get(stated.code).copied().flatten().and_then(|code| tree.ids.get(code)).cloned();
        let Some(old) = known.organizations.get(stated.code) else {
            next_place += 1;
            tree.new.push(Organization {
                id: tree.ids.get(stated.code).cloned().unwrap_or_else(Id::fresh),
                parent_id,
                code: stated.code.to_owned(),
                name: stated.name.to_owned(),
                short_name: short_name(stated.name),
                level: stated.level.unwrap_or_else(|| level_of_name(stated.name)),
                unit_type: stated.unit_type.map(str::to_owned),
                path,
                sort_order: next_place,
                founded_on: None,
                dissolved_on: None,
            });
            continue;
        };
        let unit_type = stated.unit_type.map(str::to_owned).or_else(|| old.unit_type.clone());
        let renamed = old.name != stated.name;
        let new = Organization {
            parent_id,
            name: stated.name.to_owned(),
            short_name: if renamed { short_name(stated.name) } else { old.short_name.clone() },
            level: stated.level.unwrap_or(old.level),
            unit_type,
            path,
            ..old.clone()
        };
        if new.unit_type != old.unit_type {
            tree.retyped.insert(old.id.clone());
        }
        if new != *old {
            tree.changed.push(new);
        }
    }
    tree.new.sort_by_key(|one| one.path.matches('/').count());
    tree.moved = known
        .organizations
        .values()
        .filter(|old| !named.contains(old.code.as_str()))
        .filter_map(|old| {
            let path = paths.get(old.code.as_str()).filter(|path| **path != old.path)?;
            Some(Organization { path: path.clone(), ..old.clone() })
        })
        .collect();
    tree
}

/// Each organization once, in order of appearance; rows that disagree are reported.
fn wanted<'s>(lines: &[Line<'s>], found: &mut Found<'_>) -> Vec<Wanted<'s>> {
    let mut places: HashMap<&'s str, usize> = HashMap::new();
    let mut wanted: Vec<Wanted<'s>> = Vec::new();
    let mut state = |row: &'s SheetRow, stated: Stated<'s>, name: &Column, found: &mut Found<'_>| {
        let place = *places.entry(stated.code).or_insert_with(|| {
            wanted.push(Wanted { row, stated, parent_row: row });
            wanted.len() - 1
        });
        if let Some(first) = wanted.get_mut(place) {
            agree(first, row, stated, name, found);
        }
    };
    for line in lines {
        state(line.row, line.organization, &at::ORGANIZATION_NAME, found);
        match (line.organization.parent_code, line.parent_name) {
            (Some(code), Some(name)) => {
                let parent = Stated { code, name, parent_code: None, level: None, unit_type: None };
                state(line.row, parent, &at::PARENT_NAME, found);
            }
            (None, Some(_)) => found.at(
                line.row,
                &at::PARENT_CODE,
                "填了上级组织名称，请补填其编码",
                "the parent has a name: give its code as well",
            ),
            (_, None) => {}
        }
    }
    wanted
}

/// Takes what a further row says of an organization, or reports where it says something else.
fn agree<'s>(
    first: &mut Wanted<'s>,
    row: &'s SheetRow,
    stated: Stated<'s>,
    name: &Column,
    found: &mut Found<'_>,
) {
    let number = first.row.number;
    let mut differs = |column: &Column| {
        found.at(
            row,
            column,
            format!("同一组织编码“{}”与第{number}行写法不一致，请统一", stated.code),
            format!("row {number} says otherwise of the organization “{}”: make them agree", stated.code),
        );
    };
    let known = &mut first.stated;
    if known.name != stated.name {
        differs(name);
    }
    if known.parent_code.zip(stated.parent_code).is_some_and(|(one, other)| one != other) {
        differs(&at::PARENT_CODE);
    }
    if known.level.zip(stated.level).is_some_and(|(one, other)| one != other) {
        differs(&at::LEVEL);
    }
    if known.unit_type.zip(stated.unit_type).is_some_and(|(one, other)| one != other) {
        differs(&at::UNIT_TYPE);
    }
    if known.parent_code.is_none() && stated.parent_code.is_some() {
        known.parent_code = stated.parent_code;
        first.parent_row = row;
    }
    known.level = known.level.or(stated.level);
    known.unit_type = known.unit_type.or(stated.unit_type);
}

/// The parent's code of every organization, known and new; nothing where they make no tree.
fn parents<'a>(
    wanted: &[Wanted<'a>],
    known: &'a Known,
    found: &mut Found<'_>,
) -> Option<HashMap<&'a str, Option<&'a str>>> {
    let codes = known.codes();
    let mut parents: HashMap<&str, Option<&str>> = known
        .organizations
        .values()
        .map(|one| (one.code.as_str(), one.parent_id.as_ref().and_then(|id| codes.get(id)).copied()))
        .collect();
    let root = known.root().map(|root| root.code.as_str());
    let headless = |one: &Wanted<'_>| {
        one.stated.parent_code.is_none() && !known.organizations.contains_key(one.stated.code)
    };
    // The first roster of all brings the root along: the one organization with nothing above it.
    let brings_root = root.is_none() && wanted.iter().filter(|one| headless(one)).count() == 1;
    let coming: HashSet<&str> = wanted.iter().map(|one| one.stated.code).collect();
    let mut sound = true;
    for Wanted { row, stated, parent_row } in wanted {
        let old = known.organizations.get(stated.code);
        if let Some(dissolved_on) = old.and_then(|old| old.dissolved_on) {
            sound = false;
            found.at(
                row,
                &at::ORGANIZATION_CODE,
                format!("该组织已于 {dissolved_on} 撤销，请改用现有组织或新的编码"),
                format!("this organization was dissolved on {dissolved_on}: use another, or a new code"),
            );
        }
        match stated.parent_code {
            Some(parent) if !known.organizations.contains_key(parent) && !coming.contains(parent) => {
                sound = false;
                found.at(
                    parent_row,
                    &at::PARENT_CODE,
                    format!("没有编码为“{parent}”的组织；请改正编码，或在“上级组织名称”中填写它的名称"),
                    format!("there is no organization “{parent}”: mend the code, or name it in the column “Parent”"),
                );
            }
            Some(parent) => {
                parents.insert(stated.code, Some(parent));
            }
            None if old.is_none() && root.is_none() && !brings_root => {
                sound = false;
                found.at(
                    parent_row,
                    &at::PARENT_CODE,
                    "还没有最上级组织：请填写上级组织的编码和名称，只有一个组织可以没有上级",
                    "there is no organization at the top yet: give each its parent's code and name, all but one",
                );
            }
            None if old.is_none() => {
                parents.insert(stated.code, root);
            }
            None => {}
        }
    }
    if !sound {
        return None;
    }
    for Wanted { stated, parent_row, .. } in wanted {
        if in_circle(stated.code, &parents) {
            sound = false;
            found.at(
                parent_row,
                &at::PARENT_CODE,
                "上下级关系成环：该组织的上级又隶属于它自己，请改正上级组织编码",
                "a circle: what stands above this organization also stands below it; mend the parent's code",
            );
        }
    }
    sound.then_some(parents)
}

fn in_circle(code: &str, parents: &HashMap<&str, Option<&str>>) -> bool {
    let mut above = parents.get(code).copied().flatten();
    for _ in 0..=parents.len() {
        match above {
            None => return false,
            Some(one) => above = parents.get(one).copied().flatten(),
        }
    }
    true
}

/// The path of every organization, from its parents; there is no circle.
fn paths<'a>(
    parents: &HashMap<&'a str, Option<&'a str>>,
    ids: &HashMap<String, Id>,
) -> HashMap<&'a str, String> {
    let mut paths: HashMap<&str, String> = HashMap::with_capacity(parents.len());
    for code in parents.keys().copied() {
        let mut waiting = vec![code];
        while let Some(next) = waiting.last().copied() {
            let above = match parents.get(next).copied().flatten() {
                None => "/",
                Some(parent) => {
                    let Some(path) = paths.get(parent) else {
                        waiting.push(parent);
                        continue;
                    };
                    path
                }
            };
            let path = ids.get(next).map(|id| format!("{above}{id}/")).unwrap_or_default();
            paths.insert(next, path);
            waiting.pop();
        }
    }
    paths
}

/// The level that a name speaks of; most organizations are branches.
fn level_of_name(name: &str) -> Level {
    if name.contains("小组") {
        Level::Group
    } else if name.contains("总支") {
        Level::GeneralBranch
    } else if !name.contains("支部")
        && (name.contains("党委") || name.contains("委员会") || name.contains("工委"))
    {
        Level::Committee
    } else {
        Level::Branch
    }
}

/// The name without what every name of its level ends with.
fn short_name(name: &str) -> String {
    let endings = ["党支部委员会", "党总支委员会", "党支部", "党总支", "党小组", "支部", "总支"];
    let short = endings.iter().find_map(|ending| name.strip_suffix(ending)).filter(|short| !short.is_empty());
    short.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_level_and_is_shortened() {
        assert_eq!(level_of_name("县教体局党委"), Level::Committee);
        assert_eq!(level_of_name("第一中学党总支"), Level::GeneralBranch);
        assert_eq!(level_of_name("机关党支部委员会"), Level::Branch);
        assert_eq!(level_of_name("语文党小组"), Level::Group);
        assert_eq!(short_name("第一中学党支部"), "第一中学");
        assert_eq!(short_name("党支部"), "党支部");
    }
}
