-- Sheets of paper with a page code: whose, of which week, which page; and the picture of it, once it was filed.

create table sheet (
    id text primary key,
    -- Printed on the sheet and nothing else: it says nothing of whose it is, and cannot be guessed.
    code text not null unique,
    person_id text not null references person (id),
    -- The Monday of its week.
    week_on text not null,
    page bigint not null,
    -- Where it was filed; null: not yet.
    note_id text references note (id),
    attachment_id text references attachment (id),
    filed_at bigint,
    unique (person_id, week_on, page)
);
create index sheet_by_note on sheet (note_id) where note_id is not null;
create index sheet_by_attachment on sheet (attachment_id) where attachment_id is not null;

-- Pictures on which no code could be read, or which could not be filed, as long as nobody has assigned them. Whoever
-- cleans up removes them with the other files that nothing names, so they point to nothing.
create table sheet_waiting (
    attachment_id text primary key,
    account_id text not null,
    at bigint not null
);
create index sheet_waiting_by_account on sheet_waiting (account_id, at);
