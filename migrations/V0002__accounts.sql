-- Who may sign in, and the web sessions that are open.

create table account (
    id text primary key,
    person_id text unique references person (id),
    -- Lower case: what is typed to sign in.
    name text not null unique,
    password_hash text not null,
    -- Somebody else chose the password.
    must_change boolean not null,
    administrator boolean not null,
    created_at bigint not null,
    closed_at bigint
);

-- Attempts that failed, by the name that was typed: a name without an account is told nothing else.
create table sign_in_delay (
    name text primary key,
    failures bigint not null,
    -- No attempt is looked at before this.
    until_at bigint not null
);
create index sign_in_delay_until on sign_in_delay (until_at);

create table web_session (
    id text primary key,
    -- SHA-256 of the cookie's secret: a stolen database opens no session.
    token_hash text not null unique,
    account_id text not null references account (id),
    -- In every form of the session; names the author of a form that comes after its end.
    csrf text not null unique,
    -- Browser and system, as far as they say.
    device text not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    ended_at bigint
);
create index web_session_account on web_session (account_id, expires_at);
create index web_session_expiry on web_session (expires_at);
