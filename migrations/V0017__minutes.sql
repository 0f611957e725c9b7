-- Minutes of meetings: written block by block, signed by host and recorder, with the measures that were agreed on.

-- One block as it stands. A slot is its kind and a key: 'agenda-…', 'lead-…', 'talk-…', 'decision-…', 'measure-…'.
create table minutes_block (
    meeting_id text not null references meeting (id),
    slot text not null,
    -- The item of the agenda that it stands under.
    heading text not null,
    -- Who spoke, or who sees to the measure.
    person_id text references person (id),
    due_on text,
    text text not null,
    version bigint not null,
    -- Changes of one meeting's minutes are counted: when it was added, and changed last.
    first_change bigint not null,
    change bigint not null,
    primary key (meeting_id, slot)
);
create index minutes_block_person on minutes_block (person_id, due_on) where person_id is not null;

-- Every text that a block had. Whoever saves names the version that they began from.
create table minutes_text (
    meeting_id text not null references meeting (id),
    slot text not null,
    version bigint not null,
    person_id text references person (id),
    due_on text,
    text text not null,
    -- The window that sent it; empty where two texts were merged.
    writer text not null,
    written_at bigint not null,
    written_by text not null,
    primary key (meeting_id, slot, version)
);

create table minutes_signature (
    id text primary key,
    meeting_id text not null references meeting (id),
    -- 'host', 'recorder', 'both'.
    role text not null,
    person_id text not null references person (id),
    account_id text not null references account (id),
    signed_at bigint not null,
    -- SHA-256 of what was signed, and the confirmation of the meeting that it belongs to.
    digest text not null,
    event_id text not null,
    -- Whether the minutes were closed by it.
    closes boolean not null,
    -- Taken back, and why.
    ended_at bigint,
    ended_by text,
    reason text
);
create index minutes_signature_meeting on minutes_signature (meeting_id);
create index minutes_signature_person on minutes_signature (person_id);

-- What became of a measure.
create table measure_done (
    meeting_id text not null,
    slot text not null,
    note text not null,
    done_at bigint not null,
    done_on text not null,
    done_by text not null,
    primary key (meeting_id, slot),
    foreign key (meeting_id, slot) references minutes_block (meeting_id, slot)
);
