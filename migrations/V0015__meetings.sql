-- Gatherings: planned before, listed during, posted as records once confirmed. What came of a meeting is told by its
-- records alone (they share its event_id); what stands here is the plan, the list, and what people asked for.

-- Branches that agreed to learn together (结对共建); proposed by one side, confirmed by the other.
create table pair (
    id text primary key,
    -- The side that proposed it, and the other.
    proposer_id text not null references organization (id),
    partner_id text not null references organization (id),
    -- What was agreed, or the number of the agreement.
    agreement text not null,
    from_on text not null,
    to_on text not null,
    -- 'proposed', 'agreed', 'refused', 'ended'.
    state text not null,
    answer text,
    proposed_by text not null,
    proposed_at bigint not null,
    decided_by text,
    decided_at bigint
);
create index pair_proposer on pair (proposer_id, from_on);
create index pair_partner on pair (partner_id, from_on);

create table meeting_series (
    id text primary key,
    organization_id text not null references organization (id),
    -- 'monthly 1 fri', 'weekly fri' …
    rhythm text not null,
    first_on text not null,
    last_on text not null,
    created_by text not null,
    created_at bigint not null
);
create index meeting_series_organization on meeting_series (organization_id);

create table meeting (
    id text primary key,
    -- Made by the form: a request that comes twice finds its first row.
    entry_key text not null unique,
    organization_id text not null references organization (id),
    -- The plan's code, and the activity that the records of those expected carry.
    activity text not null,
    attendance text,
    category text,
    title text not null,
    -- What is on it, an item a line.
    agenda text not null,
    -- Civil times, '2026-03-06T14:30': planned, and as it was.
    first_at text not null,
    last_at text not null,
    held_first_at text,
    held_last_at text,
    place text,
    link text,
    host_id text references person (id),
    recorder_id text references person (id),
    -- 'planned', 'waiting' (for the paired branch), 'held', 'cancelled'.
    state text not null,
    reason text,
    -- Its rows among the records, once posted.
    event_id text unique,
    series_id text references meeting_series (id),
    -- The branch that it is held with, and which of them travels: 'out' or 'in'.
    partner_id text references organization (id),
    direction text,
    -- The partner's rows among the records, and who confirmed it for the partner.
    partner_event_id text unique,
    partner_by text,
    -- The codes for signing in are made from it; null while signing in is closed.
    sign_in_secret text,
    -- Whom the list follows, where it stands as the plan makes it: 'own', 'below'; null: somebody adjusted it.
    follows text,
    -- The last reminder that was given: 'ahead', 'unconfirmed'.
    told text,
    version bigint not null,
    created_by text not null,
    created_at bigint not null
);
create index meeting_organization on meeting (organization_id, first_at);
create index meeting_partner on meeting (partner_id, first_at) where partner_id is not null;
create index meeting_first on meeting (first_at);
create index meeting_series_first on meeting (series_id, first_at) where series_id is not null;

-- Who is expected or invited, and what the list says until it is confirmed.
create table meeting_person (
    meeting_id text not null references meeting (id),
    person_id text not null references person (id),
    -- 'expected' or 'invited'.
    role text not null,
    speaks boolean not null,
    topic text,
    -- What the list says; null: nothing yet.
    outcome text,
    -- When they signed in by themselves.
    arrived_at bigint,
    -- Whether they come for the paired branch, which answers for their attendance.
    partner boolean not null default false,
    primary key (meeting_id, person_id)
);
create index meeting_person_person on meeting_person (person_id, meeting_id);

-- Leave asked for before a meeting. A new request after a refusal is a new row.
create table meeting_leave (
    id text primary key,
    meeting_id text not null references meeting (id),
    person_id text not null references person (id),
    kind text not null,
    reason text not null,
    asked_at bigint not null,
    asked_by text not null,
    -- 'granted', 'refused', 'taken-back'; null: waits.
    decision text,
    answer text,
    decided_at bigint,
    decided_by text
);
create index meeting_leave_meeting on meeting_leave (meeting_id, person_id);
create index meeting_leave_person on meeting_leave (person_id, asked_at);

-- A member says that the list is wrong.
create table meeting_appeal (
    id text primary key,
    meeting_id text not null references meeting (id),
    person_id text not null references person (id),
    -- What it should say, and why.
    outcome text not null,
    reason text not null,
    made_at bigint not null,
    decision text,
    answer text,
    decided_at bigint,
    decided_by text
);
create index meeting_appeal_meeting on meeting_appeal (meeting_id);
create index meeting_appeal_person on meeting_appeal (person_id, made_at);

-- What is read out or handed round.
create table meeting_file (
    meeting_id text not null references meeting (id),
    position bigint not null,
    attachment_id text not null references attachment (id),
    primary key (meeting_id, position)
);
create index meeting_file_attachment on meeting_file (attachment_id);

-- An absence that is made up: a reflection, and the word of whoever answers for the branch.
create table make_up (
    meeting_id text not null references meeting (id),
    person_id text not null references person (id),
    -- 'open', 'submitted', 'returned', 'accepted'.
    state text not null,
    reflection text not null,
    version bigint not null,
    submitted_at bigint,
    answer text,
    decided_at bigint,
    decided_by text,
    primary key (meeting_id, person_id)
);
create index make_up_person on make_up (person_id, state);
create index make_up_state on make_up (state, meeting_id);

-- A form kept to begin from.
create table meeting_template (
    id text primary key,
    organization_id text not null references organization (id),
    name text not null,
    -- The form's fields, as JSON.
    fields text not null,
    created_by text not null,
    created_at bigint not null
);
create index meeting_template_organization on meeting_template (organization_id, name);
