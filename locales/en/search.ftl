search-title = Search
search-hint = Name, organization or title
search-people = People
search-organizations = Organizations
search-records = Records
search-more-people = All in the list of people
search-more-organizations = The whole tree
search-more-records = All my records
search-empty-title = Find people, organizations and records
search-empty-text = Type characters, such as 王建国 or 党史, or the first letters of their pinyin, such as wjg. You find what you may see.
# $text (String) - What was looked for.
search-none-title = Nothing found for “{ $text }”
search-none-text = Try fewer characters, or the first letters of their pinyin. Older records are found through the person or the organization.
search-bounds = Records are searched among the latest; older ones are found through the person or the organization.
search-books = Books
search-more-books = Find in the catalog
search-reviews = Reviews
search-more-reviews = Find in the reading exchange
