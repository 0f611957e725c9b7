-- Inspections (调阅): notes called in by a fair draw or by choice, read, returned, read again, done with.

create table inspection_round (
    id text primary key,
    -- Made with the form: one press is one round.
    entry_key text not null unique,
    organization_id text not null references organization (id),
    -- Of whom: 'members', 'leadership', or 'secretaries' of the organizations directly below.
    circle text not null,
    -- 'draw' or 'choice'.
    way text not null,
    -- The days of the notes that are looked at.
    from_on text not null,
    to_on text not null,
    -- What people and notes are drawn from; the method stands in inspections/draw.rs and on the page.
    seed text not null,
    notes_each bigint not null,
    -- Why these people, where they were chosen.
    reason text,
    inspector_id text not null references person (id),
    by_account_id text not null references account (id),
    drawn_on text not null,
    drawn_at bigint not null,
    -- What the inspector gets for it, once everybody has an answer.
    record_id text references record (id),
    taken_back_at bigint,
    taken_back_why text
);
create index inspection_round_by_organization on inspection_round (organization_id, drawn_on);
create index inspection_round_by_inspector on inspection_round (inspector_id, drawn_on);

-- The list that a round was drawn from, as it was then, so that anybody on it can draw it again.
create table inspection_candidate (
    round_id text not null references inspection_round (id),
    -- The place in the list.
    number bigint not null,
    person_id text not null references person (id),
    -- When the person was called in before in that year; null where not yet.
    last_on text,
    -- The place in the order that was drawn.
    place bigint not null,
    primary key (round_id, number)
);
create index inspection_candidate_by_person on inspection_candidate (person_id);

-- One person's notes in one round.
create table inspection (
    id text primary key,
    round_id text not null references inspection_round (id),
    person_id text not null references person (id),
    position bigint not null,
    -- 'called', 'read', 'returned', 'again' or 'done'.
    state text not null,
    -- 主要意见: the inspector's word, once done.
    remarks text,
    unique (round_id, person_id)
);
create index inspection_by_person on inspection (person_id, state);

-- What happened to it, in order: 'called', 'shown', 'read', 'returned', 'again', 'reread', 'done'.
create table inspection_step (
    id text primary key,
    inspection_id text not null references inspection (id),
    number bigint not null,
    deed text not null,
    on_day text not null,
    at bigint not null,
    by_account_id text not null references account (id),
    text text,
    unique (inspection_id, number)
);

create table inspection_note (
    inspection_id text not null references inspection (id),
    note_id text not null references note (id),
    position bigint not null,
    -- Whether its author chose to show it.
    by_author boolean not null,
    -- Which version was read last, and when.
    read_number bigint,
    read_at bigint,
    primary key (inspection_id, note_id)
);
create index inspection_note_by_note on inspection_note (note_id);

-- What stands at the margin: words, or a highlight where there are none.
create table inspection_comment (
    id text primary key,
    inspection_id text not null references inspection (id),
    place bigint not null,
    note_id text not null references note (id),
    -- The version that it is about.
    number bigint not null,
    -- The passage, and where in the text as it is read it begins; empty for the note as a whole.
    quote text not null,
    start bigint not null,
    text text not null,
    by_account_id text not null references account (id),
    at bigint not null,
    unique (inspection_id, place)
);
