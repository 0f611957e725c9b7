-- Who may sign in, and the web sessions that are open.

create table account (
    id text primary key,
    person_id text unique references person (id),
    name text not null unique,
    password_hash text not null,
    must_change boolean not null,
    administrator boolean not null,
    failures bigint not null,
    locked_until_at bigint,
    created_at bigint not null,
    closed_at bigint
);

create table web_session (
    -- SHA-256 of the cookie's secret: a stolen database opens no session.
    token_hash text primary key,
    account_id text not null references account (id),
    csrf text not null,
    created_at bigint not null,
    expires_at bigint not null
);
create index web_session_account on web_session (account_id);
create index web_session_expiry on web_session (expires_at);
