-- A note that is handed in comes with nearly every record: its lines are found as those of records are, without an index.

drop index trail_subject;
drop index trail_author;
drop index trail_deed;
create index trail_subject on trail (subject_id, number) where deed <> 'record.entered' and deed <> 'note.handed-in';
create index trail_author on trail (author, number) where deed <> 'record.entered' and deed <> 'note.handed-in';
create index trail_deed on trail (deed, number) where deed <> 'record.entered' and deed <> 'note.handed-in';
