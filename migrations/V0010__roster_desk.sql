-- The desk of the roster: what waits for a second hand, and sheets that can be taken back.

-- Into whom a person entered twice was merged.
alter table person add column merged_into text;

-- A transfer waits for both sides, an exemption for somebody above.
create table roster_request (
    id text primary key,
    -- 'transfer' or 'exemption'.
    kind text not null,
    person_id text not null references person (id),
    -- Where the person belonged when it was asked.
    from_id text not null references organization (id),
    -- Where a transfer leads.
    to_id text references organization (id),
    -- Which duty an exemption waives; every one where null.
    duty_code text,
    from_on text not null,
    to_on text,
    reason text not null,
    -- 'open', 'done', 'refused', 'withdrawn'.
    state text not null,
    asked_by text not null,
    asked_at bigint not null,
    -- Who agreed on the side that lets go, and on the side that takes in.
    released_by text,
    received_by text,
    decided_by text,
    decided_at bigint,
    -- Why it was refused.
    said text not null
);
create index roster_request_open on roster_request (asked_at, id) where state = 'open';
create index roster_request_decided on roster_request (decided_at, id) where state <> 'open';
create index roster_request_person on roster_request (person_id);

-- A roster sheet brought in the browser: looked at first, then applied, and for a day undone.
create table roster_import (
    id text primary key,
    file_name text not null,
    -- The file itself, until it is applied or a day is over.
    sheet bytea,
    -- 'looked', 'applied', 'undone'.
    state text not null,
    people_new bigint not null,
    people_changed bigint not null,
    by_account_id text not null,
    at bigint not null,
    applied_at bigint,
    undone_at bigint
);
create index roster_import_at on roster_import (at);

-- What a sheet changed, row by row, kept for a day.
create table roster_change (
    import_id text not null references roster_import (id),
    number bigint not null,
    table_name text not null,
    row_id text not null,
    -- The row as it was, as JSON; null where the sheet added it.
    before text,
    -- The row as the sheet left it; null where the sheet deleted it.
    after text,
    primary key (import_id, number)
);
