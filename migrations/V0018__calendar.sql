-- Calendars that people subscribe to, and what they ask of meetings.

-- When it was changed last; null: as it was arranged.
alter table meeting add column changed_at bigint;
-- The days of a month are looked up by when a meeting was held, or will be.
create index meeting_day on meeting ((coalesce(held_first_at, first_at)));

-- The secret address of a person's calendar.
create table calendar_feed (
    person_id text primary key references person (id),
    -- SHA-256 of the address's secret: a stolen database reads no calendar.
    token_hash text not null unique,
    made_at bigint not null
);
