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
-- Nearly every line says that a record was entered; the record itself says the same. Leaving those lines out keeps
-- entering as quick as it was; they are looked through in order.
create index trail_subject on trail (subject_id, number) where deed <> 'record.entered';
create index trail_author on trail (author, number) where deed <> 'record.entered';
create index trail_deed on trail (deed, number) where deed <> 'record.entered';
