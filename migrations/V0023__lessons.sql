-- Lessons: pages to learn from, with films, sound, documents and a short quiz; an organization's, for all at or below it.

create table lesson (
    id text primary key,
    -- Made with the form: what is sent twice is one lesson.
    entry_key text not null unique,
    organization_id text not null references organization (id),
    title text not null,
    teacher text,
    -- Markdown.
    description text not null,
    -- Of the categories that the plan's activity has, where it has any.
    category text,
    -- The meeting that it is the recording of: whoever was absent makes up for that, and nothing counts twice.
    meeting_id text references meeting (id),
    -- So many answers of the quiz must be right before it is done; 0 where it is for oneself alone.
    pass_right bigint not null,
    -- draft, published, withdrawn
    state text not null,
    from_on text,
    to_on text,
    version bigint not null
);
create index lesson_by_organization on lesson (organization_id, state, from_on);

-- What a lesson is made of, in order.
create table lesson_part (
    id text primary key,
    lesson_id text not null references lesson (id),
    position bigint not null,
    -- file, link, text
    sort text not null,
    title text not null,
    attachment_id text references attachment (id),
    -- The address of a link, the Markdown of a text.
    text text not null
);
create index lesson_part_by_lesson on lesson_part (lesson_id, position);
create index lesson_part_by_attachment on lesson_part (attachment_id) where attachment_id is not null;

create table lesson_question (
    id text primary key,
    lesson_id text not null references lesson (id),
    position bigint not null,
    -- single, multiple, judge
    sort text not null,
    text text not null,
    -- A choice a line; none where it is right or wrong.
    choices text not null,
    -- The numbers of the right choices from 0, with spaces between; for right or wrong 0 is right.
    answer text not null,
    -- Shown with the answer.
    explanation text not null
);
create index lesson_question_by_lesson on lesson_question (lesson_id, position);

-- How far a person is with a lesson; for the person alone, but for whether it is done.
create table lesson_person (
    lesson_id text not null references lesson (id),
    person_id text not null references person (id),
    begun_at bigint not null,
    -- The latest answers: the question's id, a colon, the numbers chosen with commas between; spaces between questions.
    answers text,
    done_at bigint,
    -- What it counts as; none where the meeting counts, or the plan has no classes.
    record_id text references record (id),
    primary key (lesson_id, person_id)
);
create index lesson_person_by_person on lesson_person (person_id, lesson_id);

-- Where a person left a film or a sound, to go on from there on whatever device; nothing else is made of it.
create table lesson_place (
    part_id text not null references lesson_part (id),
    person_id text not null references person (id),
    seconds bigint not null,
    primary key (part_id, person_id)
);
create index lesson_place_by_person on lesson_place (person_id, part_id);
