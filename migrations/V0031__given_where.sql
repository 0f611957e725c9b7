-- Where a text was given: quoting it counts against nobody at or below that organization. What is a draft was given nobody.

drop view given_text;
create view given_text as
select id, organization_id, from_on as given_on, quotable as text from reading_list_book where quotable is not null
union all
select id, organization_id, from_on, description from lesson where from_on is not null and state <> 'draft'
union all
select lesson_part.id, lesson.organization_id, lesson.from_on, lesson_part.text from lesson_part
join lesson on lesson.id = lesson_part.lesson_id
where lesson_part.sort = 'text' and lesson.from_on is not null and lesson.state <> 'draft';
