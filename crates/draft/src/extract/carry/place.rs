//! Where in a document a paragraph stands.

use crate::action::ActionKind;
use crate::deed::kind;
use crate::lexicon::tokens;
use crate::outline::Section;
use crate::period::{Kind, Said};
use crate::subject::{Subject, of_heading};
use crate::text::{Span, Text};

/// Where in the document a paragraph stands, and what its headings say.
#[derive(Clone, Debug, Default)]
pub(in crate::extract) struct Place {
    /// The headings, the outermost first.
    pub(in crate::extract) section: Vec<Span>,
    pub(in crate::extract) subject: Option<Subject>,
    pub(in crate::extract) kind: Option<ActionKind>,
    pub(in crate::extract) time: Option<Said>,
    /// Whether the headings speak of aims and contents only.
    pub(in crate::extract) is_of_aims: bool,
}

impl Place {
    pub(in crate::extract) fn of(text: &Text, sections: &[Section], section: Option<usize>) -> Self {
        let mut place = Self::default();
        let Some(at) = section else { return place };
        let mut depth = usize::MAX;
        for section in sections.iter().take(at + 1).rev() {
            if section.depth < depth {
                depth = section.depth;
                place.section.insert(0, section.heading);
                let words = tokens(text, section.heading);
                place.subject = place.subject.or_else(|| of_heading(text, section.heading, &words));
                let said: Vec<_> = words.iter().collect();
                place.kind =
                    place.kind.or_else(|| kind(&said, place.subject.as_ref().map(|subject| subject.sort)));
                let times = crate::period::said_of_time(text, section.heading, &[]);
                place.time = place.time.or_else(|| {
                    times.into_iter().find(|time| matches!(time.kind, Kind::Recurs | Kind::Dated))
                });
                place.is_of_aims |= crate::extract::is_of_aims(text, section.heading);
            }
        }
        place
    }
}
