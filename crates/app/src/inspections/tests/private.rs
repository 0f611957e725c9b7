//! Privacy: whoever is neither the author nor entitled is refused the text, everywhere and in every way.

use jiff::civil::date;

use super::{TEXT, ask, called, handed_in, part_of};
use crate::inspections::Way;
use crate::testing::on_both;

#[tokio::test]
async fn nobody_but_the_author_and_the_secretary_reads_a_word() {
    on_both(async |app| {
        let note = handed_in(app, "li", "1", date(2026, 2, 3), TEXT);
        let round = called(app, "zhao", ask(app, "r", Way::Draw(3))).unwrap();
        let id = part_of(app, &round, "li").id;
        let zhao = app.as_person("zhao").await;
        zhao.get(&format!("/inspections/{id}")).await;
        let said = [("note", note.as_str()), ("quote", "谋事之基"), ("text", "悄悄话")];
        zhao.post(&format!("/inspections/{id}/comment"), &said).await;
        // A colleague, a leader, another branch's secretary and member, the office, an inspector, an administrator.
        for name in ["chen", "wang", "sun", "zheng", "zhou", "wu", "admin"] {
            let visitor = app.as_person(name).await;
            let page = visitor.get(&format!("/inspections/{id}")).await;
            assert_eq!(page.status, 403, "{name}");
            assert!(!page.body.contains("谋事之基") && !page.body.contains("悄悄话"), "{name}");
            for act in ["comment", "uncomment", "return", "done", "show", "again"] {
                let fields = [("note", note.as_str()), ("reason", "x"), ("text", "x"), ("remarks", "x")];
                let answer = visitor.post(&format!("/inspections/{id}/{act}"), &fields).await;
                assert_eq!(answer.status, 403, "{name} {act}");
            }
            let answer =
                visitor.post(&format!("/inspections/rounds/{round}/take-back"), &[("why", "x")]).await;
            assert_eq!(answer.status, 403, "{name}");
        }
        for name in ["li", "zhao"] {
            let page = app.as_person(name).await.get(&format!("/inspections/{id}")).await;
            assert!(page.body.contains("谋事之基") && page.body.contains("悄悄话"), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_round_is_made_by_whoever_reads_the_notes_there_and_by_nobody_else() {
    on_both(async |app| {
        for name in ["li", "wang", "sun", "zhou", "wu"] {
            let refused = called(app, name, ask(app, name, Way::Draw(1)));
            assert!(matches!(refused, Err(crate::shell::Error::Forbidden)), "{name}");
        }
        let of = format!("/inspections?of={}", app.sample.school.id);
        assert_eq!(app.as_person("sun").await.get(&of).await.status, 403);
        assert_eq!(app.as_person("zhao").await.get(&of).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn why_somebody_was_chosen_is_for_those_whom_it_concerns() {
    on_both(async |app| {
        let chosen = Way::Choice(vec![app.sample.person("li")], "群众有反映".to_owned());
        let round = called(app, "zhao", ask(app, "c", chosen)).unwrap();
        let at = format!("/inspections/rounds/{round}");
        for (name, sees) in [("li", true), ("zhao", true), ("zhou", false)] {
            let page = app.as_person(name).await.get(&at).await;
            assert_eq!((page.status.as_u16(), page.body.contains("群众有反映")), (200, sees), "{name}");
        }
        assert_eq!(app.as_person("chen").await.get(&at).await.status, 403);
    })
    .await;
}
