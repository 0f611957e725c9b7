//! What can be told, one kind for each reason: everybody chooses by kind what comes by mail.

use crate::shell::lang::Messages;

/// Under which heading a kind is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// About one's own learning and meetings.
    Own,
    /// Waits for a decision of the reader's.
    ToDo,
    /// About what was decided or put in force.
    Decided,
}

/// How far a kind goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// By mail too, where there is an address.
    Mail,
    /// In the product alone.
    Here,
    /// In the list, without a sign at the bell.
    Off,
}

impl Choice {
    pub(super) const ALL: [Self; 3] = [Self::Mail, Self::Here, Self::Off];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Here => "here",
            Self::Off => "off",
        }
    }

    pub(super) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }
}

macro_rules! kinds {
    ($($kind:ident $code:literal $group:ident $usual:ident $title:ident $doc:literal,)*) => {
        /// Why somebody is told something.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Kind { $(#[doc = $doc] $kind),* }

        impl Kind {
            /// Every one, in the order in which they are chosen.
            pub(super) const ALL: &[Self] = &[$(Self::$kind),*];

            /// Its name in the database and in forms.
            pub(super) const fn code(self) -> &'static str {
                match self { $(Self::$kind => $code),* }
            }

            pub(super) const fn group(self) -> Group {
                match self { $(Self::$kind => Group::$group),* }
            }

            /// How far it goes where nobody chose.
            pub(super) const fn usual(self) -> Choice {
                match self { $(Self::$kind => Choice::$usual),* }
            }

            /// What it is called.
            pub(super) fn title(self, t: &Messages) -> String {
                match self { $(Self::$kind => t.$title()),* }
            }
        }
    };
}

kinds! {
    MeetingAhead "meeting-ahead" Own Mail notices_meeting_ahead "A gathering that one is expected at comes near.",
    MeetingChanged "meeting-changed" Own Mail notices_meeting_changed "A gathering was moved or cancelled.",
    DutyDue "duty-due" Own Mail notices_duty_due "The period of something owed ends soon.",
    AbsenceToMakeUp "make-up" Own Here notices_make_up "An absence can be made up.",
    Inspection "inspection" Own Mail notices_inspection "Notes are called in to be read.",
    LessonNew "lesson-new" Own Here notices_lesson_new "A lesson that one may learn is open.",
    PagesFiled "pages-filed" Own Here notices_pages_filed "Pages on paper were filed into one's notebook.",
    ReviewAnswered "review-answered" Own Here notices_review_answered "Somebody answered what one published of a book.",
    LeaveAsked "leave-asked" ToDo Mail notices_leave_asked "Somebody asks for leave from a gathering.",
    MakeUpHandedIn "make-up-handed-in" ToDo Here notices_make_up_handed_in "What makes an absence up waits to be accepted.",
    AppealMade "appeal-made" ToDo Mail notices_appeal_made "Somebody says that a list is wrong.",
    ExchangeToConfirm "exchange" ToDo Mail notices_exchange "A gathering with another branch waits to be confirmed.",
    CompanionAsked "companion" ToDo Here notices_companion "Somebody says that one came along on field days.",
    WorkToReview "work-to-review" ToDo Mail notices_work_to_review "A manuscript waits to be reviewed.",
    MinutesOverdue "minutes-overdue" ToDo Here notices_minutes_overdue "A gathering was held and has no minutes yet.",
    InspectionAgain "inspection-again" ToDo Mail notices_inspection_again "Notes that were returned are handed in again.",
    RequestToDecide "request-made" ToDo Here notices_request_made "A transfer or an exemption waits for a second hand.",
    LeaveDecided "leave-decided" Decided Mail notices_leave_decided "Leave was granted or refused.",
    MakeUpDecided "make-up-decided" Decided Here notices_make_up_decided "What makes an absence up was accepted or returned.",
    AppealDecided "appeal-decided" Decided Here notices_appeal_decided "A list was set right, or not.",
    RequestDecided "request-decided" Decided Here notices_request_decided "A transfer or an exemption was decided.",
    WorkDecided "work-decided" Decided Mail notices_work_decided "A manuscript was returned or accepted.",
    ReviewRemoved "review-removed" Decided Here notices_review_removed "What one published was taken out of sight.",
    MandateGiven "mandate-given" Decided Here notices_mandate_given "Rights were given for a time, or ended.",
    PlanPublished "plan-published" Decided Here notices_plan_published "A version of a plan came into force.",
    InspectionDone "inspection-done" Decided Here notices_inspection_done "The inspector is done with somebody's notes.",
}

impl Kind {
    /// The kind of a name in the database.
    pub(super) fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Whether it may be said before a group: nothing that is about one person.
    pub(super) const fn is_for_groups(self) -> bool {
        matches!(
            self,
            Self::MeetingAhead
                | Self::MeetingChanged
                | Self::LessonNew
                | Self::MinutesOverdue
                | Self::PlanPublished
        )
    }
}
