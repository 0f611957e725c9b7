-- Of a key that many hold, the first who wrote it come first.

drop index note_key_by_key;
create index note_key_by_key on note_key (key, note_id);
