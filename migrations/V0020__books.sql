-- Books: what the bureau reads, who reads what for oneself, what organizations recommend, and what people say of it.

-- The bureau's own catalog: a book is typed once, by whoever reads it first.
create table book (
    id text primary key,
    -- Title and author without spaces and signs: who types them again finds this row.
    sameness text not null unique,
    title text not null,
    -- Empty where nobody said.
    author text not null,
    publisher text,
    published_year bigint,
    added_by text not null,
    added_at bigint not null
);
create index book_by_title on book (title, id);

-- Thirteen digits; one book may have several, of several editions.
create table book_isbn (
    isbn text primary key,
    book_id text not null references book (id)
);
create index book_isbn_by_book on book_isbn (book_id);

-- One person reads one book. (The table "reading" is about records that were read.)
create table book_reading (
    id text primary key,
    -- Made by the form: what comes twice is one.
    entry_key text not null unique,
    person_id text not null references person (id),
    book_id text not null references book (id),
    -- Of the plan's activity of books; null where the plan has none.
    category text,
    began_on text not null,
    -- How far: a page of so many, or so many of a hundred parts. For oneself alone.
    page bigint,
    pages bigint,
    percent bigint not null,
    finished_on text,
    -- What it counts by, once finished; corrections follow from there.
    record_id text references record (id),
    put_away_at bigint,
    changed_at bigint not null
);
create index book_reading_by_person on book_reading (person_id, changed_at);
create index book_reading_by_record on book_reading (record_id) where record_id is not null;
create index book_reading_by_book on book_reading (book_id);
-- A book lies open once for each.
create unique index book_reading_open on book_reading (person_id, book_id)
    where finished_on is null and put_away_at is null;

create table book_reading_note (
    book_reading_id text not null references book_reading (id),
    note_id text not null references note (id),
    linked_at bigint not null,
    primary key (book_reading_id, note_id)
);
create index book_reading_note_by_note on book_reading_note (note_id);

-- The reading list of an organization, a book a row.
create table reading_list_book (
    id text primary key,
    entry_key text not null unique,
    organization_id text not null references organization (id),
    book_id text not null references book (id),
    category text,
    why text not null,
    -- What may be quoted from it without being taken for copying.
    quotable text,
    from_on text not null,
    to_on text not null,
    added_by text not null,
    added_at bigint not null,
    removed_at bigint
);
create index reading_list_book_by_organization on reading_list_book (organization_id, to_on);

-- A reading exchange in writing: what is published within its days stands in it.
create table book_exchange (
    id text primary key,
    entry_key text not null unique,
    organization_id text not null references organization (id),
    -- Of the plan: an activity of organizations at which people speak.
    activity text not null,
    theme text not null,
    from_on text not null,
    to_on text not null,
    opened_by text not null,
    opened_at bigint not null,
    closed_on text,
    -- Its rows among the records, once closed.
    event_id text
);
create index book_exchange_by_organization on book_exchange (organization_id, from_on);

-- What people published of a book, word for word as published; changed by withdrawing it and publishing another.
create table review (
    id text primary key,
    entry_key text not null unique,
    person_id text not null references person (id),
    book_id text not null references book (id),
    -- Who reads it: those who belong there or below.
    organization_id text not null references organization (id),
    exchange_id text references book_exchange (id),
    -- 'board' is short and plain, 'blog' is long and Markdown.
    form text not null,
    title text not null,
    text text not null,
    -- The note that it was copied from, where it was.
    note_id text references note (id),
    published_on text not null,
    published_at bigint not null,
    -- By its author.
    withdrawn_at bigint,
    -- By who runs the organization, with a reason for the author.
    removed_at bigint,
    removed_by text,
    removed_reason text
);
create index review_by_organization on review (organization_id, published_at);
create index review_by_person on review (person_id, published_at);
create index review_by_book on review (book_id, published_at);
create index review_by_exchange on review (exchange_id, published_at) where exchange_id is not null;

create table review_reply (
    id text primary key,
    entry_key text not null unique,
    review_id text not null references review (id),
    person_id text not null references person (id),
    text text not null,
    replied_at bigint not null,
    withdrawn_at bigint,
    removed_at bigint,
    removed_by text,
    removed_reason text
);
create index review_reply_by_review on review_reply (review_id, replied_at, id);
create index review_reply_by_person on review_reply (person_id);
