-- Signing in by more than a password: one-time codes (RFC 6238), and identities of a provider (OpenID Connect).

-- When the password was last set, by whomever; unknown for those set before this column.
alter table account add column password_at bigint;

-- As which identity somebody signed in; a password where null.
alter table web_session add column identity_id text;

-- The key of an account's one-time codes.
create table one_time_key (
    account_id text primary key references account (id),
    -- What the key is made of; the key itself where `sealed_by` is empty.
    seed bytea not null,
    -- The mark of the configuration's secret key with which it is made.
    sealed_by text not null,
    begun_at bigint not null,
    -- Nothing is asked before one code has proven that the owner has the key.
    confirmed_at bigint,
    -- The step of the last code that was accepted: no code is accepted twice.
    last_step bigint not null
);

-- Codes for the day on which the phone is lost; each is good once.
create table recovery_code (
    account_id text not null references account (id),
    code_hash text not null,
    used_at bigint,
    primary key (account_id, code_hash)
);

-- Sign-ins whose password was right and whose code is still to come.
create table sign_in_step (
    -- SHA-256 of the cookie's secret: it goes on in the browser where it began.
    token_hash text primary key,
    account_id text not null references account (id),
    expires_at bigint not null
);
create index sign_in_step_account on sign_in_step (account_id);
create index sign_in_step_expiry on sign_in_step (expires_at);

-- Who somebody is at the provider, and whose account that is here.
create table identity (
    id text primary key,
    issuer text not null,
    -- The provider's own name for them, which never changes.
    subject text not null,
    account_id text not null references account (id),
    -- What the provider called them when they were linked.
    called text not null,
    linked_at bigint not null,
    unique (issuer, subject)
);
create index identity_account on identity (account_id);

-- What was typed before a sign-in at the provider began, kept for a short while.
create table kept_form (
    -- SHA-256 of the secret of the browser's cookie.
    token_hash text primary key,
    account_id text not null references account (id),
    target text not null,
    -- The fields as a browser sends them.
    fields text not null,
    expires_at bigint not null
);
create index kept_form_expiry on kept_form (expires_at);
