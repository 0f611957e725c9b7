-- Plans on their way from a document: the text, what was found in it, and every decision of those who reviewed it.

create table draft (
    id text primary key,
    organization_id text not null references organization (id),
    title text not null,
    arrangement text not null,
    content text not null,
    created_at bigint not null,
    created_by text not null,
    changed_at bigint not null,
    plan_id text references plan (id)
);
create index draft_latest on draft (organization_id, changed_at, id);

-- Append-only: who decided what of which part, in order.
create table draft_decision (
    draft_id text not null references draft (id),
    number bigint not null,
    made_at bigint not null,
    made_by text not null,
    what text not null,
    part text not null,
    primary key (draft_id, number)
);
