nav-plans = Plans
revisions-lead = Plans are drafted, copied from last year, changed part by part and tried on everybody here before they come into force; so are changes in mid-year.
revisions-lead-branch = Make your branch's own plan below the one above: raise duties, set open numbers, add your own; it counts once approved.
revisions-under-way = Under way
revisions-plans = Plans
revisions-no-plans = No plan has been published yet.
# $year (String) - The plan's year.
# $issuer (String) - Who issued it.
# $number (String) - The version.
# $duties (String) - How many duties.
revisions-plan-line = { $year } · { $issuer } · version { $number } · { $duties } duties
revisions-in-force = In force
revisions-do-revise = Revise
revisions-do-refine = Make our own below it
revisions-do-copy = Copy to another year
revisions-copy = Copy
revisions-begin = Begin a plan
revisions-from-text = From the arrangement's text
revisions-from-text-hint = Drop the document; review the duties found in it.
revisions-do-draft = Draft
revisions-from-file = From a plan file
revisions-file = Plan file
revisions-file-hint = A plan file downloaded here; text, 512 KB at most.
revisions-upload = Upload
revisions-from-nothing = From nothing
revisions-do-begin = Begin
revisions-cannot-be-carried = This plan names no year and cannot be copied.
revisions-year-taken = That year has a plan of this code already: revise that one, or choose another code.
revisions-no-file = Choose a file.
revisions-file-unreadable = This is no plan file that can be read: UTF-8 text, valid TOML, 512 KB at most.
revisions-reason-missing = Say why, in 500 characters at most.
revisions-not-open = It has been handed in, published or given up, and cannot be changed any more.
revisions-not-submitted = It is not waiting for a decision.
revisions-has-errors = It still has errors; mend them first.
revisions-other-plan = With another code or year it would be another plan: restore both, or copy it as a new plan.
revisions-too-many-parts = The plan has too many parts; split it.
revisions-too-long = The plan file is larger than 512 KB.
revisions-not-toml = This is not valid TOML and was not saved. Look for quotes without their pair, or full-width quotes and equals signs.
revisions-changed-meanwhile = Somebody changed this part while you were writing. What you wrote is still below; check it and save again.
revisions-saved = Saved.
revisions-state-open = Being written
revisions-state-submitted = Handed in
revisions-state-returned = Returned
revisions-state-published = Published
revisions-state-dropped = Given up
revisions-step-begun = Begun
# $at (String) - Day and minute.
# $by (String) - Who.
revisions-changed = changed { $at } by { $by }
# $number (String) - The version.
revisions-of-version = revises version { $number }
revisions-of-nothing = a new plan
# $number (String) - The version.
revisions-outdated = Version { $number } has come into force meanwhile. Publishing puts this one in its place: look at the changes first.
# $said (String) - The reason.
revisions-returned = Returned: { $said }
revisions-effect = What it changes, for whom
revisions-changes = Changes
revisions-text = Whole text
revisions-the-plan = The plan
# $count (String) - How many.
revisions-errors = { $count } to be mended
revisions-fit = Nothing is wrong
revisions-fit-text = Look at what it changes before you publish.
# $count (String) - How many.
revisions-remarks = { $count } remarks stand at the parts.
# $count (String) - How many.
revisions-more-problems = { $count } more; mend these first.
revisions-reason = Reason
revisions-reason-hint = Kept in the plan's history.
revisions-publish = Publish
revisions-submit = Hand in
revisions-approve = Approve
revisions-return-reason = What should be mended
revisions-return = Return
revisions-drop = Give it up
revisions-drop-text = It will not be listed any more; published plans stay as they are.
revisions-do-drop = Give up
revisions-duties = Duties
revisions-add-duty = Add a duty
revisions-no-duties = No duty yet.
revisions-no-duties-branch = None of your own yet. Take up one of the plan above to raise it or to set its number, or add your own.
revisions-no-group = Without a heading
# $count (String) - How many.
revisions-count-errors = { $count } wrong
revisions-open = Open
revisions-above = Duties of the plan above
revisions-above-text = They stand as they are and need not be copied. Raise one where you ask more; set a number where it was left open.
# $owed (String) - How much and when.
revisions-above-asks = The plan above asks: { $owed }. Here it may be the same or stricter.
revisions-raise = Raise
revisions-set-number = Set the number
revisions-others = The rest
# $what (String) - The kind of part.
revisions-add = Add: { $what }
revisions-steps = History
revisions-mid-year = In mid-year
revisions-more = More
# $number (String) - Which.
revisions-entry = No. { $number }
revisions-entry-new = One more
# $what (String) - The field.
revisions-which = { $what }: how it is said
revisions-how = How to write it
revisions-optional = optional
revisions-unset = (not said)
# $titles (String) - The titles of what is named.
revisions-called = that is: { $titles }
# $count (String) - How many.
revisions-only-first = Only the first { $count } are listed.
revisions-save = Save
revisions-save-next = Save and next
revisions-save-close = Save and back
revisions-remove = Remove
revisions-text-lead = Those who know the plan language may change the whole text; it is checked in the same way.
revisions-toml = Plan file
revisions-replace-file = Or a file in its place
revisions-replace-file-hint = Where a file is chosen, it counts.
revisions-arrangement = The arrangement's text
revisions-arrangement-hint = The sentences that duties quote must stand in it word for word.
revisions-compare = Compare versions
revisions-side-from = From version
revisions-side-with = Or another plan
revisions-side-to = To version
revisions-this-plan = This plan
revisions-do-compare = Compare
revisions-side-in-force = In force
revisions-side-above = The plan above
revisions-side-new = This one
# $number (String) - The version.
revisions-version = Version { $number }
revisions-no-difference = No difference
revisions-no-difference-text = Both say the same.
# $added (String) - How many.
# $changed (String) - How many.
# $removed (String) - How many.
revisions-differences = { $added } added, { $changed } changed, { $removed } removed.
revisions-added = Added
revisions-removed = Removed
revisions-changed-word = Changed
revisions-field = Field
revisions-no-effect = It changes nobody's standing
revisions-no-effect-text = Only words differ from the version in force, or nothing at all.
# $duties (String) - How many duties.
# $subjects (String) - How many people and organizations.
revisions-effect-line = { $duties } duties change; { $subjects } people and organizations would stand otherwise.
revisions-now = Now
revisions-then = Then
revisions-effect-none = Nobody's standing changes.
# $count (String) - How many.
revisions-newly = { $count } will newly owe it.
# $count (String) - How many.
revisions-released = { $count } will not owe it any more.
# $count (String) - How many.
revisions-worse = { $count } will stand worse.
# $count (String) - How many.
revisions-better = { $count } will stand better.
revisions-who = Who
revisions-not-bound = Not bound
revisions-branches = Branch plans
# $total (String) - How many.
# $approved (String) - How many.
# $waiting (String) - How many.
# $missing (String) - How many.
revisions-branches-line = { $total } branches: { $approved } approved, { $waiting } waiting, { $missing } missing.
revisions-no-branches = No branches
revisions-no-branches-text = Once the roster has branches, the progress of their plans stands here.
revisions-state = State
revisions-last-change = Last change
revisions-approved = Approved
revisions-none-yet = Not begun
# $by (String) - The day.
revisions-due = branch plans are due by { $by }
# $state (String) - Where it is.
revisions-late = { $state } (late)
revisions-overtaken = weaker than the new version above
