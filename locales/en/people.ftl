people-code-taken = This code is taken; choose another.
# $count (String) - How many people.
people-total = { $count } people
# $count (String) - As many as were counted.
people-total-more = more than { $count } people
people-search = Find
people-search-hint = Name, pinyin initials or staff number
people-organization = Organization
people-find = Find
people-number = No.
people-name = Name
people-code = Staff number
people-posts = Posts
# $page (String) - Which page.
# $pages (String) - Of how many.
people-page = Page { $page } of { $pages }
# $page (String) - Which page.
people-page-alone = Page { $page }
people-back = Back
people-on = Next
people-none-title = Nobody found
people-none-text = Try another name, other initials or another number, or another organization.
people-nobody-title = No people yet
people-nobody-text = Once a roster has been imported, the people of each organization are listed here.
people-born-on = Born on
people-year = This year's standing
people-memberships = Memberships
people-leaves = Long leave
people-exemptions = Exemptions
people-no-membership = No membership is on record.
people-no-post = No post is on record.
people-no-leave = No long leave.
people-no-exemption = Nothing is waived.
people-every-duty = Every duty
# $from (String) - The first day.
# $to (String) - The last day.
people-from-to = { $from } to { $to }
# $from (String) - The first day.
people-since = since { $from }
people-now = now
people-kind-full = Full member
people-kind-probationary = Probationary member
people-kind-other = No member
people-belongs-elsewhere = The person belongs to an organization then or later: mend the date, or transfer them.
people-dates-reversed = It ends before it begins.
people-below-itself = An organization cannot stand below itself; choose another one above it.
people-not-empty = People or organizations would still be there after that day; move them first.
people-not-there = This person belongs nowhere on that day; choose another day.
