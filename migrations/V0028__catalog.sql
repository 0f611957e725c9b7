-- What those who keep the catalog say a book is; who takes it up begins with it.
alter table book add column category text;
