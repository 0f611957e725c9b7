//! What the page of the trail shows.

use std::sync::Arc;

use askama::Template;
use xueji_plan::Plan;

use crate::plans::InForce;
use crate::shell::lang::Messages;
use crate::shell::secret::hex;
use crate::shell::{Choice, Context, Deed, Lang, Page, page};
use crate::trail::Link;
use crate::trail::routes::Asked;
use crate::trail::store::Shown;

#[derive(Debug, Template)]
#[template(path = "trail/index.html")]
pub(super) struct Index {
    page: Page,
    asked: Asked,
    deeds: Vec<Choice>,
    rows: Vec<Row>,
    on: String,
    narrowed: bool,
    /// Whether the entering of records is left out, because a name is looked for.
    without_entries: bool,
    /// Number and hash of the newest line.
    number: i64,
    hash: String,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) when: String,
    pub(super) who: String,
    pub(super) what: String,
    /// Whom it concerns, and where that leads.
    pub(super) whom: String,
    pub(super) whom_href: String,
    pub(super) href: String,
    pub(super) detail: String,
}

impl Index {
    pub(super) fn new(
        context: &Context,
        asked: Asked,
        (lines, next): (Vec<Shown>, Option<i64>),
        head: Link,
        plans: &[Arc<InForce>],
    ) -> Self {
        let t = context.t();
        let on = next.map(|next| address(&asked, next));
        let narrowed = [&asked.by, &asked.whom, &asked.deed, &asked.from, &asked.until]
            .iter()
            .any(|field| !field.trim().is_empty());
        Self {
            page: page(context, t.nav_trail()),
            deeds: Deed::ALL
                .iter()
                .map(|deed| Choice::among(&asked.deed, deed.code(), title(*deed, t)))
                .collect(),
            rows: lines.into_iter().map(|line| row(context, line, plans)).collect(),
            on: on.unwrap_or_default(),
            narrowed,
            without_entries: asked.deed.is_empty()
                && !(asked.by.trim().is_empty() && asked.whom.trim().is_empty()),
            number: head.number,
            hash: grouped(&hex(&head.hash)),
            asked,
        }
    }
}

fn address(asked: &Asked, before: i64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let fields = [
        ("by", &asked.by),
        ("whom", &asked.whom),
        ("deed", &asked.deed),
        ("from", &asked.from),
        ("until", &asked.until),
    ];
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    query.append_pair("before", &before.to_string());
    format!("/trail?{}", query.finish())
}

/// In groups of eight, as one compares it with a print.
pub(crate) fn grouped(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    letters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// A line as it is shown.
pub(super) fn row(context: &Context, line: Shown, plans: &[Arc<InForce>]) -> Row {
    let (t, lang) = (context.t(), context.lang);
    let whom_href = match &line.subject_id {
        Some(id) if line.is_person => format!("/people/{id}"),
        _ => String::new(),
    };
    // An administrator sees that a record was entered, and not the record.
    let href =
        if line.deed.starts_with("record.") { format!("/records/{}", line.about_id) } else { String::new() };
    Row {
        number: line.number,
        when: context.app.clock.minute_of(line.at),
        who: line.author_name.unwrap_or_else(|| match line.author.as_str() {
            "guest" => t.trail_by_guest(),
            "command" => t.trail_by_command(),
            "system" => t.trail_by_system(),
            other => other.to_owned(),
        }),
        what: Deed::from_code(&line.deed).map_or(line.deed, |deed| title(deed, t)),
        whom: line.subject_name.unwrap_or_default(),
        whom_href,
        href,
        detail: line.detail.split(' ').map(|word| said(word, plans, lang)).collect::<Vec<_>>().join(" "),
    }
}

/// A code of the plans as people know it; anything else as it is.
fn said(word: &str, plans: &[Arc<InForce>], lang: Lang) -> String {
    let named = plans.iter().find_map(|plan| title_of(plan.plan(), word, lang));
    named.unwrap_or(word).to_owned()
}

fn title_of<'p>(plan: &'p Plan, code: &str, lang: Lang) -> Option<&'p str> {
    let activity = plan.activity(code).map(|activity| (&activity.name.title, &activity.name.title_en));
    let duty = || plan.duty(code).map(|duty| (&duty.title, &duty.title_en));
    let post = || plan.posts.iter().find(|post| post.code == code).map(|post| (&post.title, &post.title_en));
    let (title, english) = activity.or_else(duty).or_else(post)?;
    Some(lang.choose(title, english.as_ref()))
}

pub(super) fn title(deed: Deed, t: &Messages) -> String {
    match deed {
        Deed::RecordEntered => t.trail_record_entered(),
        Deed::RecordCorrected => t.trail_record_corrected(),
        Deed::RecordWithdrawn => t.trail_record_withdrawn(),
        Deed::RecordAttested => t.trail_record_attested(),
        Deed::TextRead => t.trail_record_read(),
        Deed::NoteHandedIn => t.trail_note_handed_in(),
        Deed::PageFiled => t.trail_page_filed(),
        Deed::CompanionAnswered => t.trail_companion_answered(),
        Deed::WorkHandedIn => t.trail_work_handed_in(),
        Deed::WorkReturned => t.trail_work_returned(),
        Deed::WorkAccepted => t.trail_work_accepted(),
        Deed::WorkTakenBack => t.trail_work_taken_back(),
        Deed::WorkShared => t.trail_work_shared(),
        Deed::Inspected => t.trail_inspection_looked(),
        Deed::MeetingArranged => t.trail_meeting_arranged(),
        Deed::MeetingChanged => t.trail_meeting_changed(),
        Deed::MeetingCancelled => t.trail_meeting_cancelled(),
        Deed::MeetingConfirmed => t.trail_meeting_confirmed(),
        Deed::MeetingTakenBack => t.trail_meeting_taken_back(),
        Deed::MeetingSignedIn => t.trail_meeting_signed_in(),
        Deed::MeetingLeaveAsked => t.trail_meeting_leave_asked(),
        Deed::MeetingLeaveDecided => t.trail_meeting_leave_decided(),
        Deed::AppealMade => t.trail_appeal_made(),
        Deed::AppealDecided => t.trail_appeal_decided(),
        Deed::MakeUpHandedIn => t.trail_make_up_handed_in(),
        Deed::MakeUpDecided => t.trail_make_up_decided(),
        Deed::NotesCalledIn => t.trail_notes_called_in(),
        Deed::RoundTakenBack => t.trail_round_taken_back(),
        Deed::InspectionReturned => t.trail_inspection_returned(),
        Deed::InspectionAnswered => t.trail_inspection_answered(),
        Deed::InspectionDone => t.trail_inspection_done(),
        Deed::PairProposed => t.trail_pair_proposed(),
        Deed::PairDecided => t.trail_pair_decided(),
        Deed::ExchangeAgreed => t.trail_exchange_agreed(),
        Deed::ExchangeReturned => t.trail_exchange_returned(),
        Deed::LessonMade => t.trail_lesson_made(),
        Deed::LessonChanged => t.trail_lesson_changed(),
        Deed::LessonPublished => t.trail_lesson_published(),
        Deed::LessonWithdrawn => t.trail_lesson_withdrawn(),
        Deed::MinutesSigned => t.trail_minutes_signed(),
        Deed::MinutesReopened => t.trail_minutes_reopened(),
        Deed::MeasureDone => t.trail_measure_done(),
        Deed::FeedMade => t.trail_feed_made(),
        Deed::FeedEnded => t.trail_feed_ended(),
        Deed::BookAdded => t.trail_book_added(),
        Deed::BookCorrected => t.trail_book_corrected(),
        Deed::BookMerged => t.trail_book_merged(),
        Deed::BookRecommended => t.trail_book_recommended(),
        Deed::BookTakenOffList => t.trail_book_taken_off_list(),
        Deed::ReviewPublished => t.trail_review_published(),
        Deed::ReviewWithdrawn => t.trail_review_withdrawn(),
        Deed::ReviewRemoved => t.trail_review_removed(),
        Deed::ReviewAnswered => t.trail_review_answered(),
        Deed::BookExchangeOpened => t.trail_book_exchange_opened(),
        Deed::BookExchangeClosed => t.trail_book_exchange_closed(),
        Deed::BookExchangeReopened => t.trail_book_exchange_reopened(),
        Deed::MandateGiven => t.trail_mandate_given(),
        Deed::MandateEnded => t.trail_mandate_ended(),
        Deed::AttachmentsCleared => t.trail_attachments_cleared(),
        Deed::PlanPublished => t.trail_plan_published(),
        Deed::RevisionBegun => t.trail_revision_begun(),
        Deed::RevisionChanged => t.trail_revision_changed(),
        Deed::RevisionDecided => t.trail_revision_decided(),
        Deed::DraftDecided => t.trail_draft_decided(),
        Deed::OrganizationAdded => t.trail_organization_added(),
        Deed::OrganizationChanged => t.trail_organization_changed(),
        Deed::PersonAdded => t.trail_person_added(),
        Deed::PersonChanged => t.trail_person_changed(),
        Deed::PersonMerged => t.trail_person_merged(),
        Deed::RequestMade => t.trail_request_made(),
        Deed::RequestDecided => t.trail_request_decided(),
        Deed::SheetApplied => t.trail_sheet_applied(),
        Deed::SheetUndone => t.trail_sheet_undone(),
        Deed::PersonJoined => t.trail_person_joined(),
        Deed::PersonLeft => t.trail_person_left(),
        Deed::PostGiven => t.trail_post_given(),
        Deed::PostEnded => t.trail_post_ended(),
        Deed::LeaveGranted => t.trail_leave_granted(),
        Deed::ExemptionGranted => t.trail_exemption_granted(),
        Deed::AccountOpened => t.trail_account_opened(),
        Deed::AccountReset => t.trail_account_reset(),
        Deed::AccountClosed => t.trail_account_closed(),
        Deed::PasswordChanged => t.trail_account_password(),
        Deed::CodesTurnedOn => t.trail_codes_on(),
        Deed::CodesTurnedOff => t.trail_codes_off(),
        Deed::CodesReset => t.trail_codes_reset(),
        Deed::RecoveryUsed => t.trail_codes_recovery(),
        Deed::RecoveryRenewed => t.trail_codes_renewed(),
        Deed::IdentityLinked => t.trail_identity_linked(),
        Deed::IdentityUnlinked => t.trail_identity_unlinked(),
        Deed::SignedIn => t.trail_session_opened(),
        Deed::SignInFailed => t.trail_session_failed(),
        Deed::AddressConfirmed => t.trail_address_set(),
        Deed::AddressRemoved => t.trail_address_removed(),
        Deed::RobotSet => t.trail_robot_set(),
        Deed::RobotRemoved => t.trail_robot_removed(),
        Deed::Restored => t.trail_database_restored(),
        Deed::SessionEnded => t.trail_session_ended(),
        Deed::TableExported => t.trail_table_exported(),
    }
}
