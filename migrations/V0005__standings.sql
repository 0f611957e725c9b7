-- Derived from plans, people and records; `xueji recount` makes it anew and must find the same.

create table tally (
    plan_id text not null references plan (id),
    subject_id text not null,
    duty_code text not null,
    -- Where it is rolled up: the subject itself, or where the person belongs on the day of the turn.
    organization_id text not null,
    is_person boolean not null,
    -- Per period, as xueji-standing packs it.
    counts bytea not null,
    state text not null,
    encouraged boolean not null,
    done bigint not null,
    owed bigint not null,
    periods_met bigint not null,
    periods_owed bigint not null,
    -- Periods missed for good.
    missed bigint not null,
    next_due_on text,
    -- The first day on which the standing may differ without a new record.
    changes_on text,
    primary key (plan_id, subject_id, duty_code)
);
create index tally_organization on tally (plan_id, organization_id, duty_code, state);
create index tally_state on tally (plan_id, duty_code, state, organization_id);
create index tally_changes on tally (plan_id, changes_on);

-- Duty × state, counted for the subjects rolled up at one organization, packed.
create table rollup (
    plan_id text not null references plan (id),
    organization_id text not null,
    counts bytea not null,
    primary key (plan_id, organization_id)
);

-- The civil day as of which a plan's standings are stored, and the version that they were judged by.
create table turn (
    plan_id text primary key references plan (id),
    turned_on text not null,
    version_number bigint not null
);
