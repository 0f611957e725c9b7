-- Which texts are close to one another: keys of what was handed in, made anew from the texts whenever they are missing.

create table note_key (
    key bigint not null,
    note_id text not null
);
create index note_key_by_key on note_key (key);

-- The version whose keys are stored.
alter table note add column keyed bigint;
create index note_to_key on note (id) where coalesce(entered, 0) <> coalesce(keyed, 0);
