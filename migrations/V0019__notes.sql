-- Notes: what people write while they learn. Their author's alone until they are handed in with a record.

create table note (
    id text primary key,
    -- Made by the browser: a draft that is sent twice, or when the network comes back, is one note.
    entry_key text not null unique,
    person_id text not null references person (id),
    -- What it is meant for, of the plan's activities; null where nobody said.
    activity text,
    -- The day that it is about.
    happened_on text not null,
    -- The version that its author works on.
    current bigint not null,
    -- The version that others who are entitled may read; null as long as it is a draft.
    entered bigint,
    -- Counts the saves, so that two devices notice each other.
    saves bigint not null,
    began_at bigint not null,
    changed_at bigint not null,
    -- Put away by its author.
    discarded_at bigint
);
create index note_by_person on note (person_id, happened_on, id);

-- Every text that a note had: one that is worked on is changed in place for some minutes, one handed in never.
create table note_version (
    id text primary key,
    note_id text not null references note (id),
    number bigint not null,
    title text not null,
    -- Signs of the text without spaces, as Chinese counts its length.
    characters bigint not null,
    began_at bigint not null,
    changed_at bigint not null,
    entered_at bigint,
    -- The files that it shows, in order: ids with spaces between.
    files text not null,
    text text not null,
    unique (note_id, number)
);

create table note_tag (
    note_id text not null references note (id),
    tag text not null,
    primary key (note_id, tag)
);

-- Every file that one of its versions shows.
create table note_attachment (
    note_id text not null references note (id),
    attachment_id text not null references attachment (id),
    primary key (note_id, attachment_id)
);
create index note_attachment_by_attachment on note_attachment (attachment_id);

-- Who read another's note, which version, and when; its author sees it.
create table note_reading (
    id text primary key,
    note_id text not null references note (id),
    number bigint not null,
    by_account_id text not null references account (id),
    at bigint not null
);
create index note_reading_by_note on note_reading (note_id, at);

-- The note that a record stands on; one note may serve several.
alter table record add column note_id text references note (id);
create index record_by_note on record (note_id) where note_id is not null;

-- What people wrote with records before stands in the notebook too: a note of the record's own id.
insert into note (id, entry_key, person_id, activity, happened_on, current, entered, saves, began_at, changed_at)
    select record.id, 'record:' || record.id, record.person_id, record.activity, record.last_on, 1, 1, 1,
        record.entered_at, record.entered_at
    from record
    where record.person_id is not null and record.body is not null and record.kind = 'entry'
        and not exists (select 1 from record later where later.replaces_id = record.id);
insert into note_version (id, note_id, number, title, characters, began_at, changed_at, entered_at, files, text)
    select note.id, note.id, 1, record.title, length(record.body), note.began_at, note.began_at, null, '', record.body
    from note join record on record.id = note.id;
