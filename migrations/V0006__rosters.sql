-- Lists of people and searches read about a page of rows, however many people there are.

-- The order of every list of people: a page is read from its place on.
create index person_order on person (initials, code);
drop index person_initials;

-- A text is looked up where it begins: a number, or a name from its first, second or third character on.
create index person_code_lower on person (lower(code));
create index person_second on person (substr(name, 2));
create index person_third on person (substr(name, 3));
-- The few names in which it may begin later still.
create index person_long on person (name) where length(name) > 3;

-- Who belongs where on a day is told by the index alone.
drop index membership_organization;
create index membership_organization on membership (organization_id, from_on, to_on, person_id);

-- What organizations did, the latest first: some rows a week and organization.
create index record_organization_latest on record (last_on, id, organization_id, title)
    where person_id is null and kind = 'entry';
