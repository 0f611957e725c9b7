-- Field days (调研) as dated stays, and manuscripts (文稿) on their way from their author to the shelf.

create table stay (
    id text primary key,
    -- Made with the form: what is sent twice is one stay.
    entry_key text not null unique,
    person_id text not null references person (id),
    -- Where the person belonged then.
    organization_id text not null references organization (id),
    first_on text not null,
    last_on text not null,
    -- Whether it began at noon of its first day, and ended at noon of its last.
    from_noon boolean not null,
    until_noon boolean not null,
    -- How it was done: 'visit', 'talk', 'on-site', 'survey', 'class', 'other'.
    form text not null,
    -- What was found, in its author's notebook.
    note_id text references note (id),
    -- What it counts for; null where no plan knows field days.
    record_id text references record (id),
    -- What came of it (成果转化).
    outcome text not null,
    began_at bigint not null,
    withdrawn_at bigint
);
create index stay_by_person on stay (person_id, last_on);
create index stay_by_record on stay (record_id) where record_id is not null;

-- Where and about what: several places and topics of one stay share its days.
create table stay_part (
    stay_id text not null references stay (id),
    number bigint not null,
    place text not null,
    -- The unit visited, where it is one of the tree.
    organization_id text references organization (id),
    topic text not null,
    primary key (stay_id, number)
);

-- Who came along, as the host says; each answers for themselves, and has a stay of their own then.
create table stay_companion (
    stay_id text not null references stay (id),
    person_id text not null references person (id),
    -- 'asked', 'accepted' or 'declined'.
    state text not null,
    asked_at bigint not null,
    own_stay_id text references stay (id),
    primary key (stay_id, person_id)
);
create index stay_companion_by_person on stay_companion (person_id, state);
create index stay_companion_by_own on stay_companion (own_stay_id) where own_stay_id is not null;

-- What should be done about what was found: for the ledger, while the findings themselves are a private note.
create table stay_measure (
    stay_id text not null references stay (id),
    number bigint not null,
    problem text not null,
    measure text not null,
    -- Which unit sees to it.
    unit text not null,
    due_on text,
    primary key (stay_id, number)
);

create table manuscript (
    id text primary key,
    note_id text not null unique references note (id),
    person_id text not null references person (id),
    -- Where the author belonged when it was handed in.
    organization_id text not null references organization (id),
    -- 'essay' or 'report'.
    kind text not null,
    record_id text references record (id),
    -- 'submitted', 'returned', 'accepted' or 'withdrawn'.
    state text not null,
    -- The version of the note that was handed in last, and its title.
    number bigint not null,
    title text not null,
    done_on text not null,
    -- Whom the author asked to read it.
    reviewer_id text references person (id),
    -- Who may read it once it is accepted, as its author allows: 'nobody', 'branch' or 'bureau'.
    audience text not null,
    -- Where it was published outside (刊发), and when.
    outlet text not null,
    published_on text,
    submitted_at bigint not null,
    decided_at bigint
);
create index manuscript_by_person on manuscript (person_id, submitted_at);
create index manuscript_by_organization on manuscript (organization_id, state);
create index manuscript_by_record on manuscript (record_id) where record_id is not null;

-- What became of it, step by step.
create table manuscript_step (
    id text primary key,
    manuscript_id text not null references manuscript (id),
    number bigint not null,
    -- The state that it came to.
    state text not null,
    reason text not null,
    by_account_id text not null references account (id),
    at bigint not null
);
create index manuscript_step_by_manuscript on manuscript_step (manuscript_id, at);

-- What a reviewer says of a paragraph of a version.
create table manuscript_remark (
    id text primary key,
    manuscript_id text not null references manuscript (id),
    number bigint not null,
    -- Counted from 0 among the blocks of the text.
    paragraph bigint not null,
    text text not null,
    by_account_id text not null references account (id),
    at bigint not null
);
create index manuscript_remark_by_manuscript on manuscript_remark (manuscript_id, number);

-- The stays that a report rests on, chosen before it was written.
create table report_stay (
    note_id text not null references note (id),
    stay_id text not null references stay (id),
    primary key (note_id, stay_id)
);
