-- What people are told: in the product, by mail as each of them chose, and in a group's chat by its robot.

create table notice (
    id text primary key,
    person_id text not null references person (id),
    -- A code of `notices::Kind`.
    kind text not null,
    -- What it is about: whoever is told twice is told once.
    key text not null,
    -- As it was said, in the bureau's language.
    title text not null,
    body text not null,
    -- Where it leads: a path of this server.
    href text not null,
    told_at bigint not null,
    read_at bigint
);
create unique index notice_key on notice (person_id, key);
create index notice_told on notice (person_id, told_at);
create index notice_unread on notice (person_id) where read_at is null;
create index notice_about on notice (key);
create index notice_at on notice (told_at);

-- How somebody wants to be written to; no row: as usual.
create table notice_choice (
    person_id text primary key references person (id),
    -- 'at-once', 'daily', 'weekly'.
    rhythm text not null,
    -- The hour of what is gathered.
    hour bigint not null,
    -- Nothing is sent between these times of day ('21:00'), nor on rest days.
    quiet_from text not null,
    quiet_to text not null,
    rest_days boolean not null,
    -- Messages in a week, Monday to Sunday; above it they are gathered.
    most bigint not null
);

-- Kinds that somebody wants otherwise than usual: 'mail', 'here', 'off'.
create table notice_switch (
    person_id text not null references person (id),
    kind text not null,
    choice text not null,
    primary key (person_id, kind)
);

-- Where somebody is written to, once they have shown that it is theirs.
create table mail_address (
    person_id text primary key references person (id),
    address text not null,
    confirmed_at bigint,
    -- The code on its way to it: its hash, until when it is good, and how often it was tried.
    code_hash text,
    code_until bigint,
    code_tries bigint not null,
    -- Codes sent on a day, so that nobody is flooded with them.
    codes_on text not null,
    codes bigint not null,
    -- Refusals in a row by its server, and what the last one was.
    refusals bigint not null,
    failure text
);

-- The robot of a group's chat.
create table robot (
    id text primary key,
    organization_id text not null unique references organization (id),
    -- 'wecom', 'dingtalk', 'feishu', 'json'.
    kind text not null,
    address text not null,
    -- With what its messages are signed; empty where they are not.
    secret text not null,
    set_by text not null,
    set_at bigint not null,
    -- How its last message ended.
    sent_at bigint,
    failure text
);

-- Notices that wait to be put into a message.
create table outbox (
    notice_id text primary key references notice (id),
    person_id text not null references person (id),
    urgent boolean not null,
    -- From when on nobody needs it any more.
    until_at bigint,
    -- When it is looked at next.
    look_at bigint not null,
    -- The message that it is in.
    message_id text
);
create index outbox_look on outbox (look_at) where message_id is null;
create index outbox_person on outbox (person_id);
create index outbox_message on outbox (message_id) where message_id is not null;

-- What is sent: to a person's address the notices of the outbox that name it, to an organization's robot what it says itself.
create table message (
    id text primary key,
    person_id text references person (id),
    organization_id text references organization (id),
    kind text,
    key text,
    title text,
    body text,
    href text,
    until_at bigint,
    urgent boolean not null,
    made_at bigint not null,
    next_at bigint not null,
    tries bigint not null,
    tried_at bigint,
    -- A server is at it until then; who dies at it leaves a doubt whether it went out.
    held_until bigint,
    doubtful boolean not null,
    -- 'waiting', 'sent', 'given-up', 'dropped'.
    state text not null,
    failure text,
    ended_at bigint
);
create unique index message_key on message (organization_id, key) where organization_id is not null;
create index message_next on message (next_at) where state = 'waiting';
create index message_person on message (person_id, ended_at) where person_id is not null;
create index message_tried on message (organization_id, tried_at) where organization_id is not null;
create index message_ended on message (ended_at) where ended_at is not null;
