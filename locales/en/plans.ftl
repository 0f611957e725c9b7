plans-none-title = There is no plan yet
plans-none-text = Once the office publishes the yearly arrangement, its text stands here beside its duties. The command is xueji plan publish.
# $numbered (String) - how many duties have a number in the text
# $local (String) - how many have a number set locally
# $open (String) - how many are open
plans-summary = { $numbered } duties with numbers, { $local } set locally (本局自定), { $open } open points
plans-text = The arrangement
plans-source = Source sentence
# $by (String) - who decided
# $why (String) - the reason
plans-set-locally = { $by }: { $why }
plans-local-mark = set locally
plans-open-points = Open points
plans-open-points-text = The text gives no number or time for these and nobody has set one: they can be recorded and are not judged.
# $fields (String) - what is missing
plans-missing = missing: { $fields }
plans-open-amount = amount
plans-open-period = period
plans-open-lead = lead
plans-wholes = Campaigns, programs, awards
plans-campaign = campaign
plans-program = program
plans-award = award
plans-load = The load on one person-year
plans-load-text = What must be done at least; encouraged duties are left out.
plans-history = Publications
# $number (String) - of the version
# $on (String) - the day
# $reason (String) - why
plans-version = Version { $number }, { $on }: { $reason }
plans-focus = Key points
plans-features = Done in its own way
plans-told = { $title }, version { $number }, was published
