-- What happened. Append-only: a correction or a withdrawal is a later row that names the one it replaces.

create table record (
    id text primary key,
    -- Made by the form: a request that comes twice finds its first row.
    entry_key text not null unique,
    -- 'entry', or 'withdrawal' of the row in replaces_id.
    kind text not null,
    -- Null where the organization itself is the subject.
    person_id text references person (id),
    -- The subject, or where the person belonged on the day.
    organization_id text not null references organization (id),
    activity text not null,
    category text,
    first_on text not null,
    last_on text not null,
    grains bigint not null,
    unit text not null,
    outcome text not null,
    -- One bit for each kind of evidence that is there.
    evidence bigint not null,
    title text not null,
    body text,
    -- Where a note on paper is found, and where a document is kept.
    notebook_page text,
    attachment text,
    place text,
    -- Rows entered with one form share this.
    event_id text,
    late boolean not null,
    late_reason text,
    replaces_id text unique references record (id),
    replaces_reason text,
    entered_on text not null,
    entered_at bigint not null,
    entered_by text not null,
    -- 'web', 'import', 'demo' …
    entered_from text not null
);
-- Entries are counted from these alone; the rows themselves are read for a page, or for the periods of a duty.
create index record_person_activity on record (person_id, activity, last_on)
    where person_id is not null and kind = 'entry';
create index record_person_day on record (person_id, last_on, id) where person_id is not null and kind = 'entry';
create index record_organization_day on record (organization_id, last_on, id)
    where person_id is null and kind = 'entry';
-- The few rows that replace another.
create index record_person_replacing on record (person_id) where person_id is not null and replaces_id is not null;
create index record_organization_replacing on record (organization_id)
    where person_id is null and replaces_id is not null;
create index record_event on record (event_id) where event_id is not null;

-- Someone entitled says that it happened ('attested') or was read and accepted ('reviewed').
create table attestation (
    record_id text not null references record (id),
    kind text not null,
    by_account_id text not null,
    at bigint not null,
    primary key (record_id, kind)
);

-- Who else opened the text of a record: its author sees this.
create table reading (
    id text primary key,
    record_id text not null references record (id),
    by_account_id text not null,
    at bigint not null
);
create index reading_record on reading (record_id);
