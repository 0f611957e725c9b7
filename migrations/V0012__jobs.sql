-- What the server does by itself: when it last did, how that ended, and who does it now.
create table job (
    name text primary key,
    started_at bigint,
    ended_at bigint,
    -- 'done', 'full', 'denied', 'failed'; empty before the first end.
    outcome text not null,
    -- When it last went well, and when it last did not.
    done_at bigint,
    failed_at bigint,
    -- What it came to when it last went well: how many things, of how many bytes, and where they lie.
    amount bigint,
    bytes bigint,
    place text,
    -- Why it did not go well, as the system said it.
    cause text,
    -- Which process is at it, and until when it may be believed to be.
    held_by text,
    held_until bigint
);
