//! What is written down of every change: who did what to whom, as the slices tell it to their unit of work.
//!
//! The lines are numbered, chained and stored by the slice `trail`, in the transaction of the change itself.

use sha2::{Digest as _, Sha256};
use xueji_store::Value;

use crate::shell::id::Id;

/// SHA-256 of a row as it was stored.
pub(crate) type Digest = [u8; 32];

/// On whose behalf a transaction writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    /// A signed-in account.
    Account(Id),
    /// Somebody who is not signed in.
    Guest,
    /// The command line, at the machine itself.
    Command,
    /// The program by itself: the turn of the day, a schedule.
    System,
}

impl Author {
    /// As it stands in the trail.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Account(id) => id.as_str(),
            Self::Guest => "guest",
            Self::Command => "command",
            Self::System => "system",
        }
    }
}

macro_rules! deeds {
    ($($deed:ident $code:literal $doc:literal,)*) => {
        /// What can be done that is written down.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Deed { $(#[doc = $doc] $deed),* }

        impl Deed {
            /// Every one, in the order in which lists offer them.
            pub(crate) const ALL: &[Self] = &[$(Self::$deed),*];

            /// Its name in the trail.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$deed => $code),* }
            }
        }
    };
}

deeds! {
    RecordEntered "record.entered" "Learning was recorded.",
    RecordCorrected "record.corrected" "A record was replaced by a corrected one.",
    RecordWithdrawn "record.withdrawn" "A record was taken back.",
    RecordAttested "record.attested" "Somebody entitled vouched for a record.",
    TextRead "record.read" "Another's text was opened.",
    NoteHandedIn "note.handed-in" "A version of a note was handed in with a record.",
    PageFiled "page.filed" "A scanned page was filed into another's notebook.",
    CompanionAnswered "companion.answered" "Somebody named as a companion on field days said whether they were there.",
    WorkHandedIn "work.handed-in" "A manuscript was handed in to be reviewed.",
    WorkReturned "work.returned" "A manuscript was returned with a reason.",
    WorkAccepted "work.accepted" "A manuscript was accepted.",
    WorkTakenBack "work.taken-back" "An author took a manuscript back.",
    WorkShared "work.shared" "An author put a manuscript on the shelf or took it off.",
    Inspected "inspection.looked" "An inspector looked at a person's or an organization's pages.",
    MeetingArranged "meeting.arranged" "A meeting was arranged.",
    MeetingChanged "meeting.changed" "A planned meeting was changed.",
    MeetingCancelled "meeting.cancelled" "A meeting was called off.",
    MeetingConfirmed "meeting.confirmed" "A meeting was confirmed and posted as records.",
    MeetingTakenBack "meeting.taken-back" "The confirmation of a meeting was taken back.",
    MeetingSignedIn "meeting.signed-in" "Somebody signed in at a meeting.",
    MeetingLeaveAsked "meeting.leave-asked" "Leave from a meeting was asked for.",
    MeetingLeaveDecided "meeting.leave-decided" "Leave from a meeting was granted, refused or taken back.",
    AppealMade "appeal.made" "A member said that the list of a meeting is wrong.",
    AppealDecided "appeal.decided" "An appeal against a list was decided.",
    MakeUpHandedIn "make-up.handed-in" "A reflection on a missed meeting was handed in.",
    MakeUpDecided "make-up.decided" "Making up was confirmed or returned.",
    NotesCalledIn "inspection.called" "Notes were called in.",
    RoundTakenBack "inspection.taken-back" "A round of inspections was taken back.",
    InspectionReturned "inspection.returned" "Notes that were called in were returned.",
    InspectionAnswered "inspection.answered" "Notes that were returned were handed in again.",
    InspectionDone "inspection.done" "An inspector is done with somebody's notes.",
    PairProposed "pair.proposed" "A pair of branches was proposed.",
    PairDecided "pair.decided" "A pair of branches was agreed to, refused or ended.",
    ExchangeAgreed "exchange.agreed" "The paired branch confirmed a meeting.",
    ExchangeReturned "exchange.returned" "The paired branch returned a meeting.",
    LessonMade "lesson.made" "A lesson was made.",
    LessonChanged "lesson.changed" "A lesson, its parts or its questions were changed.",
    LessonPublished "lesson.published" "A lesson was published.",
    LessonWithdrawn "lesson.withdrawn" "A lesson was taken back.",
    MinutesSigned "minutes.signed" "The minutes of a meeting were signed.",
    MinutesReopened "minutes.reopened" "The signatures under minutes were taken back.",
    MeasureDone "measure.done" "A measure that a meeting agreed on was carried out.",
    FeedMade "feed.made" "The owner made a secret address of the own calendar.",
    FeedEnded "feed.ended" "The owner ended the address of the own calendar.",
    BookAdded "book.added" "A book was added to the catalog.",
    BookCorrected "book.corrected" "What the catalog says of a book was set right.",
    BookMerged "book.merged" "Two entries of the catalog became one.",
    BookRecommended "book.recommended" "An organization put a book on its reading list.",
    BookTakenOffList "book.taken-off-list" "A book was taken off a reading list.",
    ReviewPublished "review.published" "Somebody published what they think of a book.",
    ReviewWithdrawn "review.withdrawn" "The author took a published text back.",
    ReviewRemoved "review.removed" "Who runs the organization took a text out of sight.",
    ReviewAnswered "review.answered" "Somebody answered a published text.",
    BookExchangeOpened "book-exchange.opened" "A reading exchange in writing was opened.",
    BookExchangeClosed "book-exchange.closed" "A reading exchange was closed and recorded.",
    BookExchangeReopened "book-exchange.reopened" "The closing of a reading exchange was taken back.",
    MandateGiven "mandate.given" "Rights were given for a time.",
    MandateEnded "mandate.ended" "Rights given for a time were ended.",
    AttachmentsCleared "attachments.cleared" "Files that no record had named for a week were removed.",
    PlanPublished "plan.published" "A version of a plan came into force.",
    RevisionBegun "revision.begun" "A plan file was begun to be worked on.",
    RevisionChanged "revision.changed" "A plan file was changed.",
    RevisionDecided "revision.decided" "A plan file was handed in, returned or given up.",
    DraftDecided "draft.decided" "Something was decided in a draft.",
    OrganizationAdded "organization.added" "A node was added to the tree.",
    OrganizationChanged "organization.changed" "A node of the tree was changed, moved or dissolved.",
    PersonAdded "person.added" "A person was added.",
    PersonChanged "person.changed" "What is on record of a person was changed.",
    PersonMerged "person.merged" "A person entered twice became one.",
    RequestMade "request.made" "A transfer or an exemption was asked for.",
    RequestDecided "request.decided" "A transfer or an exemption was agreed to, refused or taken back.",
    SheetApplied "sheet.applied" "A roster sheet was applied.",
    SheetUndone "sheet.undone" "A roster sheet was taken back.",
    PersonJoined "person.joined" "A person joined an organization.",
    PersonLeft "person.left" "A person left.",
    PostGiven "post.given" "A post was given.",
    PostEnded "post.ended" "A post ended.",
    LeaveGranted "leave.granted" "Long leave was granted.",
    ExemptionGranted "exemption.granted" "A duty was waived.",
    AccountOpened "account.opened" "An account was opened.",
    AccountReset "account.reset" "An account got a new first password.",
    AccountClosed "account.closed" "An account was closed.",
    PasswordChanged "account.password" "The owner changed the password.",
    CodesTurnedOn "codes.on" "The owner turned one-time codes on.",
    CodesTurnedOff "codes.off" "The owner turned one-time codes off.",
    CodesReset "codes.reset" "An administrator took one-time codes off an account.",
    RecoveryUsed "codes.recovery" "A recovery code was used up.",
    RecoveryRenewed "codes.renewed" "The owner had new recovery codes made.",
    IdentityLinked "identity.linked" "An identity at the provider was linked to an account.",
    IdentityUnlinked "identity.unlinked" "An identity at the provider was unlinked.",
    SignedIn "session.opened" "Somebody signed in.",
    SignInFailed "session.failed" "An attempt to sign in failed.",
    AddressConfirmed "address.set" "A person confirmed an e-mail address.",
    AddressRemoved "address.removed" "A person took the e-mail address out.",
    RobotSet "robot.set" "An organization's group got a robot.",
    RobotRemoved "robot.removed" "The robot of an organization's group was taken away.",
    Restored "database.restored" "The database was restored from a backup.",
    SessionEnded "session.ended" "A session was ended.",
    TableExported "table.exported" "A table was taken along as a sheet.",
}

impl Deed {
    /// The deed of a name in the trail.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.code() == code)
    }
}

/// A line of the trail on its way.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) deed: Deed,
    /// What was changed or read.
    pub(crate) about_id: Id,
    /// Whom it concerns.
    pub(crate) subject_id: Option<Id>,
    /// Figures and dates of the change.
    pub(crate) detail: String,
    pub(crate) digest: Option<Digest>,
}

impl Note {
    /// That something was done to a thing.
    pub(crate) fn of(deed: Deed, about_id: &Id) -> Self {
        Self { deed, about_id: about_id.clone(), subject_id: None, detail: String::new(), digest: None }
    }

    /// That something was done to a person or an organization.
    pub(crate) fn on(deed: Deed, subject_id: &Id) -> Self {
        Self::of(deed, subject_id).to(subject_id)
    }

    /// Whom it concerns.
    pub(crate) fn to(mut self, subject_id: &Id) -> Self {
        self.subject_id = Some(subject_id.clone());
        self
    }

    /// With what a reader needs to know of it: figures, dates, codes; no note, no name.
    pub(crate) fn saying(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// With the digest of the row that must stay as it is.
    pub(crate) fn sealing(mut self, digest: Digest) -> Self {
        self.digest = Some(digest);
        self
    }
}

/// The digest of a row: the same for the values that go in and for those that come out, on both databases.
///
/// Each value is preceded by its kind and length, so that no two rows run into the same bytes.
pub(crate) fn digest<'v>(values: impl IntoIterator<Item = Value<'v>>) -> Digest {
    // Hashed at once: many small pieces cost several times as much.
    let mut bytes = Vec::with_capacity(512);
    for value in values {
        absorb(&mut bytes, &value);
    }
    Sha256::digest(&bytes).into()
}

fn absorb(into: &mut Vec<u8>, value: &Value<'_>) {
    let mut bytes = |kind: u8, bytes: &[u8]| {
        into.push(kind);
        into.extend_from_slice(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
        into.extend_from_slice(bytes);
    };
    match value {
        Value::Null => bytes(0, &[]),
        Value::Text(text) => bytes(1, text.as_bytes()),
        Value::Int(int) => bytes(2, &int.to_le_bytes()),
        // One database keeps booleans as numbers.
        Value::Bool(bool) => bytes(2, &i64::from(*bool).to_le_bytes()),
        Value::Real(real) => bytes(3, &real.to_bits().to_le_bytes()),
        Value::Bytes(content) => bytes(4, content),
    }
}
