roster-save = Save
roster-cancel = Cancel
roster-propose = Submit
roster-kind = Kind of membership
roster-type-code = Write the organization's code
roster-reason = Reason
roster-until = Last day
roster-until-hint = Leave empty where it has no end
roster-last-day = Last day
roster-first-day = First day
roster-from = First day
roster-to = To
roster-alone = Confirm for both sides, at once
roster-alone-hint = Otherwise both sides confirm before it takes effect.
roster-post = Post
roster-absence-kind = Kind of leave
roster-absence-hint = Such as maternity, long illness, full-time study
roster-duty = Duty
roster-other-code = Staff number of the double
roster-other-hint = Their records, posts, leaves and account come over; the other entry is kept and listed no more.
roster-do-edit = Correct
roster-do-kind = Change kind
roster-do-transfer = Transfer
roster-do-leave = Leave
roster-do-return = Rejoin
roster-do-appoint = Give a post
roster-do-dismiss = End a post
roster-do-absence = Long leave
roster-do-absence-end = End leave
roster-do-exempt = Exempt
roster-do-exempt-end = End exemption
roster-do-merge = Merge a double
roster-do-add = Add below
roster-do-reshape = Change
roster-do-dissolve = Dissolve or merge
roster-do-person = Add a person
roster-do-hand-over = Hand over
# $home (String) - Where the person belongs.
roster-transfer-lead = Now in { $home }. From the first day on the new organization's duties count; posts in the old one end the day before.
roster-exempt-lead = The office above approves it before it takes effect.
roster-leave-lead = Nothing is owed after that day; all records stay.
# $name (String) - Who stays.
roster-merge-lead = { $name } stays; the other entry is merged into it.
roster-no-such-person = Nobody else has this staff number.
roster-no-such-organization = There is no organization of this code.
roster-both-have-accounts = Both have open accounts; close one first.
roster-days-overlap = Days of stays stand with both entries and would count twice; correct one of them first, then merge.
roster-same-place = The person is there already.
roster-asked-already = The same is waiting already.
roster-say-why = Say why not.
roster-moved-meanwhile = The person has moved since; take it back and ask again.
roster-decided-already = This is decided already; reload the page.
roster-undo-changed = Some of it was changed since; correct it one by one.
roster-undo-used = Somebody whom the sheet added has records or an account already; correct it one by one.
roster-name = Name
roster-short-name = Short name
roster-code = Code
roster-level = Level
roster-type = Type of unit
roster-no-type = None
roster-parent = Above
roster-parent-hint = Everything below moves along; standings are counted anew.
roster-founded = Founded
roster-into = Its people go to
roster-into-nothing = Nowhere (nobody belongs there any more)
roster-into-hint = All its people are transferred from the next day on.
roster-next = Successor
roster-next-code = Successor's staff number
roster-holds-already = This person holds it already.
roster-dissolve-lead = It is listed no more; its history stays. Merged into another, its people move with their posts; posts that bear rights, such as secretary, end.
roster-hand-over-lead = The predecessor's post ends the day before; the successor has all rights from the first day on. Plans, records and requests stay with the organization.
roster-handed = The hand-over is on record.
roster-committee = Committee
roster-general-branch = General branch
roster-branch = Branch
roster-group = Group
# $count (String) - How many.
roster-members = { $count } people
# $day (String) - The last day.
roster-gone = dissolved on { $day }
roster-people = People
roster-acts = What can be done
roster-no-posts = No posts yet.
roster-below = Below
roster-nothing-below = Nothing below.
roster-tree = Organizations
roster-requests = Transfers and exemptions
roster-requests-lead = Both sides confirm a transfer; an exemption is approved above.
roster-nothing-waits = Nothing waits
roster-nothing-waits-text = Transfers and exemptions that somebody asked for are confirmed here.
roster-open = Waiting
roster-decided = Decided of late
roster-agree = Agree
roster-refuse = Refuse
roster-withdraw = Take back
roster-why-not = Why not
# $duty (String) - The duty.
# $days (String) - From when to when.
roster-exempt-line = exempt from “{ $duty }”, { $days }
# $from (String) - The old place.
# $to (String) - The new place.
# $day (String) - The first day.
roster-transfer-line = from { $from } to { $to }, from { $day } on
roster-waits-above = waits for approval
# $who (String) - The organization.
roster-waits-for = waits for { $who }
roster-done = done
# $why (String) - The reason.
roster-refused = refused: { $why }
roster-withdrawn = taken back
# $reason (String) - Why.
# $who (String) - Who asked.
# $at (String) - When.
roster-asked-line = { $reason } · { $who } · { $at }
roster-imports = Roster sheets
roster-imports-lead = One sheet keeps all people and organizations: look first, then apply; for a day it can be taken back.
roster-no-file = Choose a file.
roster-file = The filled-in sheet
roster-file-hint = .xlsx, .xls or .ods up to 20 MB, with the template's headings.
roster-look = See what changes
roster-template = Template
roster-before = Brought before
# $new (String) - How many.
# $changed (String) - How many.
roster-applied = applied: { $new } new, { $changed } changed
roster-undone = taken back
roster-looked = not applied
roster-problems = There are mistakes; nothing was stored
roster-problems-lead = Mend these cells and bring the sheet again.
roster-problems-file = Download the list
roster-again = Bring it again
roster-sheet-refused = The sheet has mistakes; nothing was stored.
roster-apply = Apply
roster-apply-hint = For a day it can be taken back as a whole.
roster-undo = Take it back
roster-undo-hint = Within a day it can be taken back as a whole, unless something was changed since.
roster-no-change = Nothing changes
roster-no-change-text = The sheet says what is on record already.
# $count (String) - How many.
roster-more = and { $count } more
roster-people-new = new
roster-people-changed = changed
roster-people-unchanged = unchanged
roster-transfers = transferred
roster-posts-begun = posts begin
roster-posts-ended = posts end
roster-organizations-new = new organizations
roster-organizations-changed = organizations changed
roster-organizations = Organizations
roster-is-new = new
roster-is-changed = changed
roster-row = Row
roster-cell = Cell
roster-column = Column
roster-problem = What is wrong
roster-only-hint = hint
roster-change = Change
# $day (String) - The first day.
# $organization (String) - The organization.
roster-what-new = new, in { $organization } from { $day } on
# $day (String) - The first day.
# $organization (String) - The organization.
roster-what-transferred = to { $organization } on { $day }
# $before (String) - The old name.
roster-what-renamed = was { $before }
roster-what-born = day of birth
roster-what-membership = dates or kind of membership
# $post (String) - The post.
roster-what-post = becomes { $post }
# $count (String) - How many.
roster-what-posts-ended = { $count } posts end
# $kind (String) - The kind of leave.
roster-what-leave = leave: { $kind }
roster-choose = Choose
roster-more-acts = More
# $duty (String) - The duty.
roster-what-exemption = exempt from { $duty }
roster-told-transfer = Transfer of { $person }: { $from } → { $to }
roster-told-exemption = Exemption of { $person } ({ $from })
roster-told-from = From { $day } on; please confirm.
roster-told-transfer-of = { $person } to { $to }
roster-told-exemption-of = Exemption of { $person }
roster-told-done = { $what }: done
roster-told-refused = { $what }: refused
