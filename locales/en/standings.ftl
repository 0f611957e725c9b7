standings-not-yet-begun = not yet begun
standings-on-track = on track
standings-due = due soon
standings-behind = behind
standings-met = met
standings-missed = not met
standings-unreachable = out of reach
standings-exempt = exempt
standings-comma = {", "}
# $date (String) - date
standings-begins = begins on { $date }
# $amount (String) - amount
# $date (String) - date
standings-still-to-do = { $amount } to go, by { $date }
# $date (String) - date
standings-next-by = the next one by { $date }
# $done (String) - done
# $most (String) - most
standings-limit = { $done } so far, at most { $most }
# $amount (String) - amount
standings-target = the target is { $amount }
# $count (String) - count
standings-repairable = { $count } periods can still be entered late (补录)
# $count (String) - count
standings-periods-missed = { $count } periods not met
# $count (String) - count
standings-late-records = { $count } entered late (补录)
# $attended (String) - attended
# $expected (String) - expected
standings-attended = attended { $attended } of { $expected }
# $count (String) - count
standings-may-miss = { $count } more may be missed
# $count (String) - meetings ahead
# $planned (String) - meetings planned
standings-to-come = { $count } more to come, { $planned } planned
# $count (String) - meetings with leave granted
standings-leave-granted = {", "}leave granted for { $count } of them
# $percent (String) - percent
# $count (String) - count
standings-to-make-up = to reach { $percent } %, { $count } absences must be made up (补课)
# $percent (String) - percent
standings-rate-unreachable = { $percent } % is out of reach
standings-year-title = My year
# $name (String) - name
standings-year-of = The year of { $name }
# $total (String) - total
# $met (String) - met
standings-year-lead = { $total } duties, { $met } met
standings-no-duties-title = Nothing is owed at present
standings-no-duties-text = Once a plan is in force, duties, standings and what comes next stand here.
standings-needs-you = Needs you now
standings-needs-nothing = Nothing needs you now.
standings-comes-next = What comes next
standings-nothing-next = Nothing falls due in the next two months.
# $date (String) - date
standings-by = by { $date }
# $first (String) - first
# $last (String) - last
standings-campaign-runs = { $first } to { $last }
standings-duties = Each duty
standings-source = Source
standings-local-mark = set locally (本局自定)
standings-encouraged-mark = encouraged
# $by (String) - by
# $why (String) - why
standings-set-locally = { $by }: { $why }
standings-open-points = Open points
standings-open-points-text = The text gives no number or time and nobody has set one: they can be recorded and are not judged.
standings-behind-figure = See the records
standings-heat = The year's records
# $date (String) - date
# $count (String) - count
standings-heat-day = { $date }: { $count } records
standings-heat-months = By month
standings-heat-none = Nothing is recorded this year yet. Day by day it will show here.
standings-latest = Latest records
standings-all-records = All records
standings-quick = Record
standings-quick-activity = Activity
standings-quick-amount = Amount
standings-quick-title = What it was about
standings-quick-note = Note
standings-quick-save = Save
standings-quick-more = More options
standings-quick-category = Category
standings-late-mark = late (补录)
# $name (String) - name
# $duty (String) - duty
standings-duty-of = { $name }: { $duty }
standings-figure = Figure
standings-periods = Period by period
standings-period = Period
standings-state = State
standings-amount = Amount
standings-related = Records behind it
standings-related-none = No records yet.
standings-owed = Owed
# $people (String) - people
standings-branch-lead = { $people } people
standings-help-first = Who needs help first
standings-help-nobody = Nobody needs help at present.
standings-matrix = People and duties
standings-person = Name
standings-own-duties = The organization's own duties
standings-record-many = Record for many
standings-nobody-title = Nobody belongs here yet
standings-nobody-text = Once people belong here, everybody's standing in every duty shows here.
standings-previous = Previous
standings-next = Next
# $page (String) - page
# $pages (String) - pages
standings-page-of = Page { $page } of { $pages }
standings-bureau-title = The bureau
standings-truth-of = standings, of which
standings-tree = By unit
standings-unit = Unit
standings-own-people = Its own people
standings-stuck = What is stuck
standings-stuck-units = Where it is stuck
standings-stuck-nothing = Nothing is behind at present.
standings-by-duty = By duty
standings-duty = Duty
standings-total = Total
# $date (String) - date
standings-as-of = as of { $date }
standings-list-title = Standings
# $count (String) - count
standings-list-count = { $count } in all
standings-list-none = Nothing matches.
standings-number = No.
standings-name = Name
standings-organization = Organization
standings-remarks = Remarks
# $state (String) - state
standings-only-state = State: { $state }
# $duty (String) - duty
standings-only-duty = Duty: { $duty }
# $unit (String) - unit
standings-only-unit-type = Type: { $unit }
# $unit (String) - unit
# $parts (String) - parts
standings-stack-label = { $unit }: { $parts }
standings-legend = Legend
standings-units-below = Units below
standings-all-units = All units
standings-all-states = All states
standings-due-month = Due this month
standings-due-month-nothing = Nothing is left to do this month.
standings-due-month-lead = { $count } duties fall due this month with somebody still to meet them
standings-filter-units = Filter by type of unit and duty
standings-filter-states = Filter by state
standings-close = Close
