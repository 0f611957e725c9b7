//! The migrations, in the order of their numbers.

use xueji_store::Migration;

/// Every step of the schema; never edited after a release.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "people", sql: include_str!("../../../migrations/V0001__people.sql") },
    Migration { version: 2, name: "accounts", sql: include_str!("../../../migrations/V0002__accounts.sql") },
    Migration { version: 3, name: "plans", sql: include_str!("../../../migrations/V0003__plans.sql") },
    Migration { version: 4, name: "records", sql: include_str!("../../../migrations/V0004__records.sql") },
    Migration {
        version: 5,
        name: "standings",
        sql: include_str!("../../../migrations/V0005__standings.sql"),
    },
    Migration { version: 6, name: "rosters", sql: include_str!("../../../migrations/V0006__rosters.sql") },
    Migration { version: 7, name: "drafts", sql: include_str!("../../../migrations/V0007__drafts.sql") },
    Migration { version: 8, name: "trail", sql: include_str!("../../../migrations/V0008__trail.sql") },
    Migration {
        version: 9,
        name: "revisions",
        sql: include_str!("../../../migrations/V0009__revisions.sql"),
    },
    Migration {
        version: 10,
        name: "roster_desk",
        sql: include_str!("../../../migrations/V0010__roster_desk.sql"),
    },
    Migration {
        version: 11,
        name: "attachments",
        sql: include_str!("../../../migrations/V0011__attachments.sql"),
    },
    Migration { version: 12, name: "jobs", sql: include_str!("../../../migrations/V0012__jobs.sql") },
    Migration {
        version: 13,
        name: "one_time_codes_and_identities",
        sql: include_str!("../../../migrations/V0013__one_time_codes_and_identities.sql"),
    },
    Migration { version: 14, name: "mandates", sql: include_str!("../../../migrations/V0014__mandates.sql") },
    Migration { version: 15, name: "meetings", sql: include_str!("../../../migrations/V0015__meetings.sql") },
    Migration { version: 16, name: "notices", sql: include_str!("../../../migrations/V0016__notices.sql") },
    Migration { version: 17, name: "minutes", sql: include_str!("../../../migrations/V0017__minutes.sql") },
    Migration { version: 18, name: "calendar", sql: include_str!("../../../migrations/V0018__calendar.sql") },
    Migration { version: 19, name: "notes", sql: include_str!("../../../migrations/V0019__notes.sql") },
    Migration { version: 20, name: "books", sql: include_str!("../../../migrations/V0020__books.sql") },
    Migration {
        version: 21,
        name: "research_and_works",
        sql: include_str!("../../../migrations/V0021__research_and_works.sql"),
    },
    Migration {
        version: 22,
        name: "inspections",
        sql: include_str!("../../../migrations/V0022__inspections.sql"),
    },
    Migration { version: 23, name: "lessons", sql: include_str!("../../../migrations/V0023__lessons.sql") },
    Migration { version: 24, name: "sheets", sql: include_str!("../../../migrations/V0024__sheets.sql") },
    Migration {
        version: 25,
        name: "closeness",
        sql: include_str!("../../../migrations/V0025__closeness.sql"),
    },
    Migration {
        version: 26,
        name: "given_texts",
        sql: include_str!("../../../migrations/V0026__given_texts.sql"),
    },
    Migration {
        version: 27,
        name: "lessons_told",
        sql: include_str!("../../../migrations/V0027__lessons_told.sql"),
    },
    Migration { version: 28, name: "catalog", sql: include_str!("../../../migrations/V0028__catalog.sql") },
    Migration {
        version: 29,
        name: "trail_indexes",
        sql: include_str!("../../../migrations/V0029__trail_indexes.sql"),
    },
    Migration { version: 30, name: "lot_keys", sql: include_str!("../../../migrations/V0030__lot_keys.sql") },
    Migration {
        version: 31,
        name: "given_where",
        sql: include_str!("../../../migrations/V0031__given_where.sql"),
    },
    Migration {
        version: 32,
        name: "note_key_order",
        sql: include_str!("../../../migrations/V0032__note_key_order.sql"),
    },
];
