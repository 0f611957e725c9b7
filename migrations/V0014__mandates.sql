-- Rights for a time: a deputy in another's place, an inspector from outside.

create table mandate (
    id text primary key,
    -- 'secretary', 'office' or 'inspector'.
    role text not null,
    organization_id text not null references organization (id),
    -- Who holds it: a person of the roster, or an account that is nobody's.
    person_id text references person (id),
    account_id text references account (id),
    -- In whose place; it holds only while that person holds the post. Null for an inspector, or where nobody holds it.
    stands_for_id text references person (id),
    from_on text not null,
    to_on text not null,
    reason text not null,
    given_by text not null,
    given_at bigint not null,
    -- Ended before its last day.
    ended_by text,
    ended_at bigint
);
create index mandate_person on mandate (person_id, to_on) where person_id is not null;
create index mandate_account on mandate (account_id, to_on) where account_id is not null;
create index mandate_to on mandate (to_on, id);
