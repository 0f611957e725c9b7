-- What everybody was given to read besides the arrangement: quoting it counts against nobody. It goes on to do so after it was
-- taken off a list or withdrawn, for whoever read it then.

create view given_text as
select id, from_on as given_on, quotable as text from reading_list_book where quotable is not null
union all
select id, from_on, description from lesson where from_on is not null
union all
select lesson_part.id, lesson.from_on, lesson_part.text from lesson_part
join lesson on lesson.id = lesson_part.lesson_id
where lesson_part.sort = 'text' and lesson.from_on is not null;
