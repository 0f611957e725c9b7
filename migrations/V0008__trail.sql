-- Who did what, and who read whose text: append-only, each line bound to the one before by its hash.

create table trail (
    -- 1, 2, 3 … without a gap.
    number bigint primary key,
    at bigint not null,
    -- The account; 'guest', 'command' or 'system' where nobody was signed in.
    author text not null,
    deed text not null,
    -- What was changed or read.
    about_id text not null,
    -- Whom it concerns.
    subject_id text,
    -- Figures and dates of the change; never anything of a note.
    detail text not null,
    -- SHA-256 of the stored row, where the row itself must stay what it was.
    digest bytea,
    -- SHA-256 of the hash before and of everything above.
    hash bytea not null
);
create index trail_subject on trail (subject_id, number);
create index trail_author on trail (author, number);
-- Nearly every line says that a record was entered: those are found in order, the few others by what they say.
create index trail_deed on trail (deed, number) where deed <> 'record.entered';
