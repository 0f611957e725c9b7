-- The tree of organizations, and who belongs where, holding what, from when to when.

create table organization (
    id text primary key,
    parent_id text references organization (id),
    code text not null unique,
    name text not null,
    short_name text not null,
    level text not null,
    unit_type text,
    -- '/root/…/id/': the ids from the root down to this one, for asking what lies below.
    path text not null,
    sort_order bigint not null,
    founded_on text,
    dissolved_on text
);
create index organization_parent on organization (parent_id, sort_order);
-- With all that adding up a part of the tree asks for.
create index organization_path on organization (path, id, unit_type, dissolved_on);

create table person (
    id text primary key,
    code text not null unique,
    name text not null,
    -- Pinyin initials of the name, lower case, for search.
    initials text not null,
    born_on text,
    created_at bigint not null
);
create index person_name on person (name);
create index person_initials on person (initials);

create table membership (
    id text primary key,
    person_id text not null references person (id),
    organization_id text not null references organization (id),
    kind text not null,
    from_on text not null,
    to_on text
);
create index membership_person on membership (person_id, from_on);
create index membership_organization on membership (organization_id, from_on);

create table post (
    id text primary key,
    person_id text not null references person (id),
    organization_id text not null references organization (id),
    code text not null,
    from_on text not null,
    to_on text
);
create index post_person on post (person_id, from_on);
create index post_organization on post (organization_id, code);

-- Long leave: nothing is owed on its days.
create table leave (
    id text primary key,
    person_id text not null references person (id),
    kind text not null,
    from_on text not null,
    to_on text,
    reason text not null
);
create index leave_person on leave (person_id, from_on);

-- Exemption from one duty, or from all where duty_code is null.
create table exemption (
    id text primary key,
    subject_id text not null,
    duty_code text,
    from_on text not null,
    to_on text,
    reason text not null
);
create index exemption_subject on exemption (subject_id);
