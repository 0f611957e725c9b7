//! Why a file is not taken, said with its name, what it is, and what is accepted.

use xueji_plan::Bilingual;

use crate::shell::lang::Messages;
use crate::shell::{Lang, Mistakes};

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Empty,
    TooLarge,
    /// A film or sound larger than a lesson takes.
    TooLong,
    TooMany,
    /// A picture as phones of one make keep them, which browsers cannot show.
    Heic,
    Video,
    /// A film in a container or a coding that browsers do not play.
    Unplayable,
    /// Nothing that a lesson is made of.
    NoMedia,
    Macros,
    /// It opens with a password only.
    Locked,
    /// It would unpack to a hundred times its size.
    Bomb,
    Broken,
    /// A picture of more pixels than can be looked at.
    TooManyPixels,
    /// Nothing that is accepted.
    Unknown,
    /// The account has too much that no record names.
    NoRoom,
    /// The disk is full.
    Full,
    /// The place cannot be reached or written.
    Unwritable,
    /// It did not come along through signing in.
    Lost,
}

impl Refusal {
    /// What became of bytes that could not be written down.
    pub(super) fn of_writing(error: &std::io::Error) -> Self {
        tracing::error!(cause = %error, "an attachment could not be stored");
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Unwritable,
        }
    }

    fn say(self, name: &str, t: &Messages) -> String {
        match self {
            Self::Empty => t.attachments_empty(name),
            Self::TooLarge => t.attachments_too_large(name),
            Self::TooLong => t.attachments_too_long(name),
            Self::TooMany => t.attachments_too_many(name),
            Self::Heic => t.attachments_heic(name),
            Self::Video => t.attachments_video(name),
            Self::Unplayable => t.attachments_unplayable(name),
            Self::NoMedia => t.attachments_no_media(name),
            Self::Macros => t.attachments_macros(name),
            Self::Locked => t.attachments_locked(name),
            Self::Bomb => t.attachments_bomb(name),
            Self::Broken => t.attachments_broken(name),
            Self::TooManyPixels => t.attachments_too_many_pixels(name),
            Self::Unknown => t.attachments_unknown(name),
            Self::NoRoom => t.attachments_no_room(name),
            Self::Full => t.attachments_full(name),
            Self::Unwritable => t.attachments_unwritable(name),
            Self::Lost => t.attachments_lost(name),
        }
    }
}

/// Names what was refused at `field`, every file in one message.
pub(super) fn name_at(mistakes: &mut Mistakes, field: &'static str, refused: &[(String, Refusal)]) {
    let said = |lang: Lang| {
        let lines: Vec<String> =
            refused.iter().map(|(name, refusal)| refusal.say(&shortened(name), lang.messages())).collect();
        // The last full stop stands where the message ends.
        lines.join(" ").trim_end_matches(['。', '.']).to_owned()
    };
    if !refused.is_empty() {
        mistakes.say(field, Bilingual { zh: said(Lang::Chinese), en: said(Lang::English) }, None);
    }
}

/// A name as a message can carry it.
fn shortened(name: &str) -> String {
    const LONGEST: usize = 60;
    let plain: String = name.chars().filter(|symbol| !symbol.is_control()).take(LONGEST).collect();
    if plain.chars().count() < name.chars().count() { format!("{plain}…") } else { plain }
}
