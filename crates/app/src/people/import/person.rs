//! What a sheet changes in people: who is new, where they belong, what they hold, when they are away.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::people::import::changes::{Changes, Edit, Effect, What};
use crate::people::import::columns as at;
use crate::people::import::known::{Known, KnownExemption, KnownLeave, KnownPerson, KnownPost};
use crate::people::import::line::{Found, Line};
use crate::people::import::place::{Clash, Moved, day_before, place};
use crate::people::import::tree::Tree;
use crate::people::{Person, change};
use crate::shell::Id;

/// Everything that the rows change, row by row.
pub(super) fn changes(
    lines: &[Line<'_>],
    known: &Known,
    tree: Tree,
    today: Date,
    found: &mut Found<'_>,
) -> Changes {
    let mut changes = Changes::default();
    let codes: HashMap<Id, String> = tree.ids.iter().map(|(code, id)| (id.clone(), code.clone())).collect();
    for line in lines {
        if let Some(kept) = known.merged.get(line.code) {
            found.at(
                line.row,
                &at::CODE,
                format!("此工号已合并到“{kept}”，请改用该工号或删去此行"),
                format!("this number was merged into “{kept}”: use that one, or delete the row"),
            );
            continue;
        }
        let stored = known.people.get(line.code);
        let Some(organization_id) = tree.ids.get(line.organization.code) else { continue };
        let posts = posts(line, organization_id, &tree.ids, found);
        let stretches = stored.map_or(&[][..], |stored| &stored.memberships);
        match place(stretches, organization_id, line, today) {
            Ok(moved) => changes.person(line, stored, moved, posts, today),
            Err(clash) => report(line, &clash, &codes, found),
        }
    }
    changes.summary.organizations_new = tree.new.len();
    changes.summary.organizations_changed = tree.changed.len();
    changes.touched.extend(tree.new.iter().chain(&tree.changed).map(|one| one.id.clone()));
    changes.new_organizations = tree.new;
    changes.changed_organizations = tree.changed;
    changes.changed_organizations.extend(tree.moved);
    changes.retyped = tree.retyped;
    changes
}

/// The posts that a row lists, each with where it is held; nothing where the sheet lists none at all.
fn posts<'s>(
    line: &Line<'s>,
    organization_id: &Id,
    ids: &HashMap<String, Id>,
    found: &mut Found<'_>,
) -> Option<Vec<(Id, &'s str)>> {
    let written = line.posts.as_ref()?;
    let mut posts = Vec::with_capacity(written.len());
    for post in written {
        let held_in = match post.organization_code {
            None => Some(organization_id),
            Some(code) => ids.get(code),
        };
        let Some(held_in) = held_in else {
            let code = post.organization_code.unwrap_or_default();
            found.at(
                line.row,
                &at::POSTS,
                format!("没有编码为“{code}”的组织，请改正“@”后的组织编码"),
                format!("there is no organization “{code}”: mend the code after the @"),
            );
            continue;
        };
        posts.push((held_in.clone(), post.code));
    }
    Some(posts)
}

fn report(line: &Line<'_>, clash: &Clash, codes: &HashMap<Id, String>, found: &mut Found<'_>) {
    let code = |id: &Id| codes.get(id).map_or("?", String::as_str);
    let (chinese, english) = match clash {
        Clash::ElsewhereSince(id, since) => (
            format!("此人自 {since} 起在组织“{}”；转入日期须晚于该日，同一天不能在两处", code(id)),
            format!(
                "this person has been in the organization “{}” since {since}: a transfer must come later, nobody is \
                 in two places at once",
                code(id)
            ),
        ),
        Clash::ElsewhereUntil(id, Some(until)) => (
            format!("此人到 {until} 为止在组织“{}”；加入日期须晚于该日", code(id)),
            format!(
                "this person was in the organization “{}” until {until}: the date must come later",
                code(id)
            ),
        ),
        Clash::ElsewhereUntil(id, None) => (
            format!("此人仍在组织“{}”，请核对日期", code(id)),
            format!("this person is still in the organization “{}”: check the date", code(id)),
        ),
        Clash::TooLate => (
            "晚于此人在本组织已有的党籍变动，请核对日期".to_owned(),
            "after a change of membership already on record in this organization: check the date".to_owned(),
        ),
        Clash::LeftBefore(changed_on) => {
            found.at(
                line.row,
                &at::TO_ON,
                format!("早于此人 {changed_on} 的党籍变动，请核对离开日期"),
                format!("before a change of membership on {changed_on}: check the last day"),
            );
            return;
        }
    };
    found.at(line.row, &at::FROM_ON, chinese, english);
}

impl Changes {
    fn person(
        &mut self,
        line: &Line<'_>,
        stored: Option<&KnownPerson>,
        moved: Moved,
        posts: Option<Vec<(Id, &str)>>,
        today: Date,
    ) {
        let before = self.size();
        let marks = Marks::of(self);
        let moved_to = moved.transferred;
        let person_id = stored.map_or_else(Id::fresh, |stored| stored.person.id.clone());
        let person = Person {
            id: person_id.clone(),
            code: line.code.to_owned(),
            name: line.name.to_owned(),
            initials: change::initials(line.name),
            born_on: line.born_on.or_else(|| stored.and_then(|stored| stored.person.born_on)),
        };
        match stored {
            None => self.new_people.push(person),
            Some(stored) if stored.person != person => self.edits.push(Edit::Person(person)),
            Some(_) => {}
        }
        self.summary.transfers += usize::from(moved.transferred);
        let held = stored.map_or(&[][..], |stored| &stored.posts);
        self.posts_of(&person_id, line, held, &moved, posts, today);
        self.edits.extend(moved.edits);
        self.memberships.extend(moved.added.into_iter().map(|added| (person_id.clone(), added)));
        self.leave_of(&person_id, line, stored.map_or(&[], |stored| &stored.leaves));
        self.exemptions_of(&person_id, line, stored.map_or(&[], |stored| &stored.exemptions), today);
        let changed = self.size() > before;
        if changed {
            let what = self.told_since(&marks, line, stored, moved_to);
            let (code, name) = (line.code.to_owned(), line.name.to_owned());
            self.effects.push(Effect { row: line.row.number, code, name, what });
        }
        match (stored, changed) {
            (None, _) => self.summary.people_new += 1,
            (Some(_), true) => self.summary.people_changed += 1,
            (Some(_), false) => self.summary.people_unchanged += 1,
        }
        if changed {
            self.touched.push(person_id);
        }
    }

    /// Posts listed begin or go on; the others end before today, or before the transfer.
    fn posts_of(
        &mut self,
        person_id: &Id,
        line: &Line<'_>,
        held: &[KnownPost],
        moved: &Moved,
        listed: Option<Vec<(Id, &str)>>,
        today: Date,
    ) {
        let says_posts = listed.is_some();
        if !says_posts && !moved.transferred && line.to_on.is_none() {
            return;
        }
        let mut wanted = listed.unwrap_or_default();
        let last_day = day_before(moved.arrives_on.unwrap_or(today));
        for post in held {
            // What ended before is history, unless it ended with the belonging that this row tells of.
            if post.to_on.is_some_and(|to_on| to_on < today && Some(to_on) != line.to_on) {
                continue;
            }
            let listed =
                wanted.iter().position(|(id, code)| *id == post.organization_id && *code == post.code);
            if let Some(place) = listed {
                wanted.swap_remove(place);
            }
            let goes_on = listed.is_some() || !says_posts && !moved.transferred;
            let until = if goes_on { line.to_on } else { Some(last_day) };
            match until {
                Some(until) if until < post.from_on => {
                    self.summary.posts_ended += 1;
                    self.edits.push(Edit::PostNever(post.id.clone()));
                }
                Some(until) if post.to_on.is_none_or(|to_on| to_on > until) => {
                    self.summary.posts_ended += 1;
                    self.edits.push(Edit::PostUntil(post.id.clone(), until));
                }
                _ => {}
            }
        }
        let from_on = line.posts_from_on.or(moved.arrives_on).unwrap_or(today);
        if line.to_on.is_some_and(|to_on| to_on < from_on) {
            return;
        }
        for (organization_id, code) in wanted {
            self.summary.posts_begun += 1;
            let post = KnownPost {
                id: Id::fresh(),
                organization_id,
                code: code.to_owned(),
                from_on,
                to_on: line.to_on,
            };
            self.posts.push((person_id.clone(), post));
        }
    }

    fn leave_of(&mut self, person_id: &Id, line: &Line<'_>, stored: &[KnownLeave]) {
        let Some(leave) = line.leave else { return };
        let new = KnownLeave {
            id: Id::fresh(),
            kind: leave.kind.to_owned(),
            from_on: leave.from_on,
            to_on: leave.to_on,
        };
        match stored.iter().find(|old| old.from_on == new.from_on) {
            Some(old) if old.kind == new.kind && old.to_on == new.to_on => return,
            Some(old) => self.edits.push(Edit::Leave(old.id.clone(), new.kind, new.to_on)),
            None => self.leaves.push((person_id.clone(), new)),
        }
        self.summary.leaves += 1;
    }

    /// Exemptions hold for this year; those that are stored only change their reason.
    fn exemptions_of(&mut self, person_id: &Id, line: &Line<'_>, stored: &[KnownExemption], today: Date) {
        let (from_on, to_on) = (today.first_of_year(), today.last_of_year());
        for duty in &line.exempt {
            let old = stored.iter().find(|old| old.from_on == from_on && old.duty_code.as_deref() == *duty);
            match old {
                Some(old) if old.reason == line.exempt_reason => continue,
                Some(old) => {
                    self.edits.push(Edit::Exemption(old.id.clone(), line.exempt_reason.to_owned()));
                }
                None => {
                    let exemption = KnownExemption {
                        id: Id::fresh(),
                        duty_code: duty.map(str::to_owned),
                        from_on,
                        reason: line.exempt_reason.to_owned(),
                    };
                    self.exemptions.push((person_id.clone(), exemption, to_on));
                }
            }
            self.summary.exemptions += 1;
        }
    }

    /// What the row told of since the marks were set.
    fn told_since(
        &self,
        marks: &Marks,
        line: &Line<'_>,
        stored: Option<&KnownPerson>,
        transferred: bool,
    ) -> Vec<What> {
        let edits = self.edits.get(marks.edits..).unwrap_or_default();
        let organization = || line.organization.name.to_owned();
        let mut what = Vec::new();
        match stored {
            None => what.push(What::New(organization(), line.from_on)),
            Some(_) if transferred => what.push(What::Transferred(organization(), line.from_on)),
            Some(stored) if edits.iter().any(|edit| matches!(edit, Edit::Person(_))) => {
                what.push(What::Renamed(stored.person.name.clone()));
            }
            Some(_) => {}
        }
        let of_membership = |edit: &Edit| {
            matches!(edit, Edit::MembershipUntil(..) | Edit::MembershipFrom(..) | Edit::MembershipKind(..))
        };
        let begun = self.memberships.len() > marks.memberships && stored.is_some();
        if !transferred && (begun || edits.iter().any(of_membership)) {
            what.push(What::Membership);
        }
        let posts = self.posts.get(marks.posts..).unwrap_or_default();
        what.extend(posts.iter().map(|(_, post)| What::PostBegun(post.code.clone())));
        let ended =
            edits.iter().filter(|edit| matches!(edit, Edit::PostUntil(..) | Edit::PostNever(_))).count();
        if ended > 0 {
            what.push(What::PostsEnded(ended));
        }
        let leaves =
            self.leaves.len() > marks.leaves || edits.iter().any(|edit| matches!(edit, Edit::Leave(..)));
        what.extend(line.leave.filter(|_| leaves).map(|leave| What::Leave(leave.kind.to_owned())));
        let exempted = self.exemptions.get(marks.exemptions..).unwrap_or_default();
        what.extend(exempted.iter().map(|(_, new, _)| What::Exemption(new.duty_code.clone())));
        what
    }

    /// How many rows are written; grows with every change.
    fn size(&self) -> usize {
        self.new_people.len()
            + self.memberships.len()
            + self.posts.len()
            + self.leaves.len()
            + self.exemptions.len()
            + self.edits.len()
    }
}

/// Where the lists of changes ended before a row.
struct Marks {
    edits: usize,
    memberships: usize,
    posts: usize,
    leaves: usize,
    exemptions: usize,
}

impl Marks {
    fn of(changes: &Changes) -> Self {
        Self {
            edits: changes.edits.len(),
            memberships: changes.memberships.len(),
            posts: changes.posts.len(),
            leaves: changes.leaves.len(),
            exemptions: changes.exemptions.len(),
        }
    }
}
