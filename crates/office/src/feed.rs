//! Calendars to subscribe to, as iCalendar (RFC 5545): whoever has the address sees the events beside their own.
//!
//! Nobody answers here: no invitations, no alarms, which each calendar sets by itself.

mod line;

use jiff::Timestamp;
use jiff::civil::Date;

use line::Lines;

/// A calendar of events, read again and again by the calendars that subscribe to it.
///
/// Times are instants and are written in UTC: every calendar shows them in the zone of its owner, none has to know ours,
/// and no rule of summer time needs to be sent along, as nothing here recurs by a rule. Whole days belong to no zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// What subscribers see it called.
    pub name: String,
    /// After how many hours a subscriber should look again, at least 1; many look when they like.
    pub refresh_hours: u16,
    /// Its events, in any order.
    pub events: Vec<FeedEvent>,
}

/// An event of a calendar.
///
/// Texts may hold any characters; control characters are left out, and line ends stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEvent {
    /// What identifies it for good and all over the world, such as `kind-id@host`; two of the same are one to a subscriber.
    pub uid: String,
    /// How often it was changed in a way that matters to those who come; a subscriber believes the higher number.
    pub sequence: u32,
    /// When it was changed last.
    pub changed_at: Timestamp,
    /// When it takes place.
    pub time: EventTime,
    /// What it is called.
    pub title: String,
    /// More about it; nothing where it is empty, as with the two below.
    pub description: String,
    /// Where it takes place.
    pub location: String,
    /// The address of its page; what an address may not hold is percent-encoded.
    pub url: String,
    /// Whether it was called off. It has to stay in the calendar, or some subscribers would keep it.
    pub is_cancelled: bool,
}

/// When an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventTime {
    /// On whole days, the last one included; at least one. It does not make its owner busy.
    Days {
        /// The first day.
        first: Date,
        /// The last day.
        last: Date,
    },
    /// From an instant to another; without a length where that is no later.
    Span {
        /// When it begins.
        from: Timestamp,
        /// When it ends.
        until: Timestamp,
    },
}

impl Feed {
    /// The calendar as `text/calendar`, in UTF-8; the same calendar gives the same bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut lines = Lines::default();
        lines.plain("BEGIN", "VCALENDAR");
        lines.plain("VERSION", "2.0");
        lines.plain("PRODID", "-//Xueji//office//ZH");
        lines.plain("CALSCALE", "GREGORIAN");
        // The names of RFC 7986, and those that were used before it and are still the better known.
        lines.text("NAME", &self.name);
        lines.text("X-WR-CALNAME", &self.name);
        let refresh = format!("PT{}H", self.refresh_hours.max(1));
        lines.plain("REFRESH-INTERVAL;VALUE=DURATION", &refresh);
        lines.plain("X-PUBLISHED-TTL", &refresh);
        for event in &self.events {
            event.write(&mut lines);
        }
        lines.plain("END", "VCALENDAR");
        lines.finish()
    }
}

impl FeedEvent {
    fn write(&self, lines: &mut Lines) {
        lines.plain("BEGIN", "VEVENT");
        lines.text("UID", &self.uid);
        // Without a METHOD the stamp is that of the last change (RFC 5545, 3.8.7.2).
        lines.plain("DTSTAMP", &utc(self.changed_at));
        lines.plain("LAST-MODIFIED", &utc(self.changed_at));
        lines.plain("SEQUENCE", &self.sequence.to_string());
        self.time.write(lines);
        lines.text("SUMMARY", &self.title);
        for (name, text) in [("DESCRIPTION", &self.description), ("LOCATION", &self.location)] {
            if !text.is_empty() {
                lines.text(name, text);
            }
        }
        if !self.url.is_empty() {
            lines.address("URL", &self.url);
        }
        lines.plain("STATUS", if self.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
        lines.plain("END", "VEVENT");
    }
}

impl EventTime {
    fn write(self, lines: &mut Lines) {
        match self {
            Self::Days { first, last } => {
                lines.plain("DTSTART;VALUE=DATE", &day(first));
                // The end is the day after. A single day needs none, and the last day that there is has none.
                if let Some(end) = last.tomorrow().ok().filter(|_| first < last) {
                    lines.plain("DTEND;VALUE=DATE", &day(end));
                }
                lines.plain("TRANSP", "TRANSPARENT");
            }
            Self::Span { from, until } => {
                lines.plain("DTSTART", &utc(from));
                if from < until {
                    lines.plain("DTEND", &utc(until));
                }
            }
        }
    }
}

fn utc(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

#[cfg(test)]
mod tests;
