-- Those whom a lesson is for are told of it once, and a question that somebody answered stays as it was answered.

-- When everybody was told; null as long as it waits for its first day, or for the telling.
alter table lesson add column told_at bigint;
-- What was shown before is no news.
update lesson set told_at = 0 where state <> 'draft';
create index lesson_to_tell on lesson (from_on) where told_at is null;

-- When it was corrected or taken out; those who answered it before keep it.
alter table lesson_question add column ended_at bigint;
