//! What a lesson is made of: players that go on where they were left, texts, and what is opened beside.

use crate::attachments;
use crate::lessons::show::Found;
use crate::lessons::views::PartView;
use crate::lessons::{Part, Sort};
use crate::shell::lang::Messages;
use crate::shell::markdown;

pub(super) fn views(found: &Found, t: &Messages) -> Vec<PartView> {
    let id = &found.seen.lesson.id;
    let place = |part: &Part| {
        let places = found.own.iter().flat_map(|own| &own.places);
        places.clone().find(|(place, _)| *place == part.id).map_or(0, |(_, seconds)| *seconds)
    };
    let view = |part: &Part| {
        let file = found.files.iter().find(|file| Some(&file.id) == part.attachment_id.as_ref());
        let view = file.map(|file| attachments::view(file, t));
        let seconds = place(part);
        PartView {
            id: part.id.to_string(),
            title: part.title.clone(),
            is_film: view.as_ref().is_some_and(|view| view.is_film),
            is_sound: view.as_ref().is_some_and(|view| view.is_sound),
            icon: part.sort.icon(view.as_ref()),
            told: view.map(|view| view.told).unwrap_or_default(),
            href: match (part.sort, file) {
                (Sort::File, Some(file)) => format!("/lessons/{id}/files/{}", file.id),
                (Sort::Link, _) => part.text.clone(),
                _ => String::new(),
            },
            html: (part.sort == Sort::Text).then(|| markdown::html(&part.text, "")),
            seconds,
            left_off: (seconds > 0).then(|| t.lessons_left_off(clock(seconds))),
        }
    };
    found.parts.iter().map(view).collect()
}

/// `12:35`, `1:02:05`: as players show it.
fn clock(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}
