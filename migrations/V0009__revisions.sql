-- Plan files that are being worked on: a new plan, the next version of one, or a branch's own below it.

create table revision (
    id text primary key,
    -- Whose plan it will be.
    organization_id text not null references organization (id),
    -- The plan of which it becomes the next version; null where it becomes a new one.
    plan_id text references plan (id),
    -- The version that it was begun from; 0 where there is none.
    base_number bigint not null,
    -- The plan above that it refines, where it is a branch's.
    above_id text references plan (id),
    toml text not null,
    -- The title in the file, for lists.
    title text not null,
    arrangement text,
    -- 'open', 'submitted', 'returned', 'published', 'dropped'.
    state text not null,
    created_at bigint not null,
    changed_at bigint not null,
    changed_by text not null
);
create index revision_organization on revision (organization_id, changed_at);
create index revision_above on revision (above_id, organization_id);

-- Append-only: what became of it, who decided, and what they said.
create table revision_step (
    revision_id text not null references revision (id),
    number bigint not null,
    at bigint not null,
    by_account_id text not null,
    -- 'begun', 'submitted', 'returned', 'published', 'dropped'.
    what text not null,
    said text not null,
    primary key (revision_id, number)
);
