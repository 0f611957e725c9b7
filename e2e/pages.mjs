// The pages that every general check visits: who opens what, and what the page is called in a file name.
// A page needs a line here and nothing else to be checked for accessibility, silence and width.

/** @typedef {{ role: 'member' | 'leader' | 'secretary' | 'office' | null, path: string, name: string }} Page */

/** @type {Page[]} A role of null is a visitor who has not signed in. */
export const pages = [
  { role: null, path: '/sign-in', name: 'sign-in' },
  { role: 'member', path: '/year', name: 'my-year' },
  { role: 'member', path: '/records', name: 'my-records' },
  { role: 'member', path: '/records/new', name: 'record' },
  { role: 'member', path: '/plan', name: 'plan' },
  { role: 'member', path: '/account', name: 'account' },
  { role: 'member', path: '/account/codes', name: 'one-time-codes' },
  { role: 'member', path: '/account/data', name: 'my-data' },
  { role: 'member', path: '/notices', name: 'notices' },
  { role: 'member', path: '/notices/choices', name: 'what-i-am-told' },
  { role: 'secretary', path: '/notices/choices', name: 'what-a-secretary-is-told' },
  { role: 'secretary', path: '/notices/robots', name: 'robots' },
  { role: 'leader', path: '/year', name: 'leaders-year' },
  { role: 'secretary', path: '/branch', name: 'branch' },
  { role: 'secretary', path: '/records/many', name: 'record-for-many' },
  { role: 'member', path: '/meetings', name: 'my-meetings' },
  { role: 'member', path: '/make-ups', name: 'my-make-ups' },
  { role: 'secretary', path: '/meetings', name: 'branch-meetings' },
  { role: 'secretary', path: '/meetings/new?activity=collective-study', name: 'arrange-meeting' },
  { role: 'secretary', path: '/make-ups', name: 'make-ups' },
  { role: 'secretary', path: '/pairs', name: 'pairs' },
  { role: 'member', path: '/books', name: 'my-shelf' },
  { role: 'member', path: '/books/new?q=乡土', name: 'add-a-book' },
  { role: 'office', path: '/books/catalog', name: 'catalog-of-books' },
  { role: 'secretary', path: '/reading-lists', name: 'reading-lists' },
  { role: 'member', path: '/reviews', name: 'reviews' },
  { role: 'member', path: '/reviews/new', name: 'write-a-review' },
  { role: 'secretary', path: '/reviews/exchanges', name: 'reading-exchanges' },
  { role: 'office', path: '/books/ledger', name: 'ledger-of-reading' },
  { role: 'member', path: '/calendar', name: 'my-calendar' },
  { role: 'member', path: '/calendar?view=list', name: 'my-calendar-list' },
  { role: 'member', path: '/calendar/feed', name: 'subscribe-to-calendar' },
  { role: 'secretary', path: '/calendar', name: 'branch-calendar' },
  { role: 'secretary', path: '/measures', name: 'measures' },
  { role: 'office', path: '/calendar', name: 'bureau-calendar' },
  { role: 'office', path: '/meetings?show=past', name: 'past-meetings' },
  { role: 'office', path: '/bureau', name: 'bureau' },
  { role: 'office', path: '/people', name: 'people' },
  { role: 'office', path: '/people/requests', name: 'roster-requests' },
  { role: 'office', path: '/people/imports', name: 'roster-sheets' },
  { role: 'office', path: '/mandates', name: 'mandates' },
  { role: 'secretary', path: '/mandates/deputy', name: 'deputy' },
  { role: 'office', path: '/mandates/inspector', name: 'inspector' },
  { role: 'office', path: '/drafts', name: 'drafts' },
  { role: 'office', path: '/plans', name: 'plans' },
  { role: 'secretary', path: '/plans', name: 'branch-plans' },
  { role: 'office', path: '/trail', name: 'trail' },
  { role: 'office', path: '/status', name: 'status' },
  { role: 'member', path: '/search', name: 'search-empty' },
  { role: 'office', path: '/search?q=w', name: 'search' },
];

/** The widths at which every page must hold: a phone, and an office's screen. */
export const screens = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
};
