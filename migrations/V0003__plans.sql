-- Plans as their authors wrote them; what they mean is compiled from the text.

create table plan (
    id text primary key,
    organization_id text not null references organization (id),
    code text not null,
    year bigint not null,
    title text not null,
    first_on text not null,
    last_on text not null,
    unique (organization_id, code, year)
);

-- Append-only: the newest version is in force, the others are its history.
create table plan_version (
    id text primary key,
    plan_id text not null references plan (id),
    number bigint not null,
    toml text not null,
    arrangement text,
    reason text not null,
    published_at bigint not null,
    published_by text,
    unique (plan_id, number)
);
