-- Files that stand beside records. Their bytes are kept by hash, outside of the database; here is what they are.

create table attachment (
    id text primary key,
    -- SHA-256 of the bytes as they are kept, in hexadecimal digits: files of the same bytes are kept once.
    hash text not null,
    bytes bigint not null,
    -- What the content is, whatever the name says.
    media_type text not null,
    file_name text not null,
    -- Of pictures, as they are seen.
    width bigint,
    height bigint,
    by_account_id text not null,
    at bigint not null,
    -- Whether a record names it; what none has named after some days is removed.
    kept boolean not null
);
create index attachment_hash on attachment (hash);
create index attachment_account on attachment (by_account_id);
create index attachment_waiting on attachment (at) where not kept;

-- The files of a record, in order. A row is added with its record, and never changed.
create table record_attachment (
    record_id text not null references record (id),
    position bigint not null,
    attachment_id text not null references attachment (id),
    primary key (record_id, position)
);
create index record_attachment_file on record_attachment (attachment_id);
