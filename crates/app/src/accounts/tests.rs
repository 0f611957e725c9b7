//! Signing in and out, changing the password, sessions, and forms whose session ended.

use axum::http::StatusCode;
use jiff::ToSpan as _;

use crate::accounts::{self, NewAccount};
use crate::shell::Author;
use crate::testing::{Answer, PASSWORD, TestApp, Visitor, on_both};

async fn sign_in(visitor: &Visitor<'_>, name: &str, password: &str) -> Answer {
    visitor.post("/sign-in", &[("name", name), ("password", password)]).await
}

/// Hours pass on the test's clock.
fn pass(app: &TestApp, hours: i64) {
    let later = app.app.clock.today().checked_add((hours / 24).days()).unwrap();
    app.app.clock.set(later);
}

#[tokio::test]
async fn who_signs_in_gets_where_they_were_going_and_a_new_session() {
    on_both(async |app| {
        let visitor = app.as_guest();
        let first = visitor.get("/account").await;
        assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, "/sign-in?next=%2Faccount"));
        let fields = [("name", " Li "), ("password", PASSWORD), ("next", "/account")];
        let answer = visitor.post("/sign-in", &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/account"));
        let page = visitor.get("/account").await.outline();
        assert!(page.contains("李思学") && page.contains("第一小学党支部"), "{page}");

        let before = visitor.cookie("xj_session").unwrap();
        sign_in(&visitor, "li", PASSWORD).await;
        assert_ne!(visitor.cookie("xj_session").unwrap(), before);
        let old = app.as_guest();
        old.keep_cookie("xj_session", &before);
        assert_eq!(old.get("/account").await.status, StatusCode::SEE_OTHER, "the session before has ended");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_told_whether_the_name_or_the_password_was_wrong() {
    on_both(async |app| {
        let mut answers = Vec::new();
        for name in ["li", "nobody"] {
            let answer = sign_in(&app.as_guest(), name, "wrong password").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            answers.push(answer.outline());
        }
        assert!(answers[0].contains("账号或密码不正确"), "{}", answers[0]);
        assert_eq!(answers[0], answers[1]);
    })
    .await;
}

#[tokio::test]
async fn after_four_failures_even_the_right_password_has_to_wait_and_is_told_until_when() {
    on_both(async |app| {
        for name in ["li", "nobody"] {
            let visitor = app.as_guest();
            for _ in 0..4 {
                sign_in(&visitor, name, "wrong password").await;
            }
            let answer = sign_in(&visitor, name, PASSWORD).await;
            assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
            assert!(answer.outline().contains("请在 12:00:04 之后再试"), "{}", answer.outline());
        }
        pass(app, 24);
        assert_eq!(sign_in(&app.as_guest(), "li", PASSWORD).await.location(), "/");
    })
    .await;
}

#[tokio::test]
async fn a_password_that_somebody_else_chose_is_changed_before_anything_else() {
    on_both(async |app| {
        let hash = accounts::hash("first-pass-9").unwrap();
        let at = app.app.clock.now();
        let new = NewAccount {
            name: "new".to_owned(),
            password_hash: hash,
            person_id: None,
            must_change: true,
            administrator: true,
        };
        app.app.write(Author::Command, move |work| accounts::create(work, &new, at)).await.unwrap();
        let visitor = app.as_guest();
        assert_eq!(sign_in(&visitor, "new", "first-pass-9").await.location(), "/account/password");
        assert_eq!(visitor.get("/account").await.location(), "/account/password");

        let change = async |new: &str, repeat: &str| {
            let fields = [("current", "first-pass-9"), ("new", new), ("repeat", repeat)];
            visitor.post("/account/password", &fields).await
        };
        assert!(change("first-pass-9", "first-pass-9").await.outline().contains("新密码与当前密码相同"));
        assert!(change("12345678", "12345678").await.outline().contains("容易被猜到"));
        assert!(change("读万卷书行万里路", "读万卷书").await.outline().contains("两次输入的新密码不一致"));
        let done = change("读万卷书行万里路", "读万卷书行万里路").await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/account"));
        assert_eq!(visitor.get("/account").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn a_changed_password_ends_every_other_session() {
    on_both(async |app| {
        let (here, there) = (app.as_person("li").await, app.as_person("li").await);
        let fields = [("current", PASSWORD), ("new", "温故而知新可以为师"), ("repeat", "温故而知新可以为师")];
        assert_eq!(here.post("/account/password", &fields).await.location(), "/account");
        assert_eq!(here.get("/account").await.status, StatusCode::OK);
        assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
        assert_eq!(sign_in(&app.as_guest(), "li", "温故而知新可以为师").await.location(), "/");
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_by_signing_out_by_its_owner_elsewhere_and_by_time() {
    on_both(async |app| {
        let visitor = app.as_person("li").await;
        assert_eq!(visitor.post("/sign-out", &[]).await.location(), "/sign-in");
        assert_eq!(visitor.get("/account").await.status, StatusCode::SEE_OTHER);

        let here = app.as_person("li").await;
        let page = here.get("/account").await.body;
        let ends: Vec<&str> = page
            .split("action=\"/account/sessions/")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('"')?.0))
            .collect();
        assert_eq!(ends.len(), 1);
        let stranger = app.as_person("wang").await;
        let foreign = stranger.post(&format!("/account/sessions/{}", ends[0]), &[]).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        here.post(&format!("/account/sessions/{}", ends[0]), &[]).await;
        assert_eq!(here.get("/account").await.status, StatusCode::SEE_OTHER);

        pass(app, 48);
        assert_eq!(stranger.get("/account").await.status, StatusCode::SEE_OTHER, "idle for too long");
    })
    .await;
}

#[tokio::test]
async fn a_closed_account_neither_signs_in_nor_goes_on() {
    on_both(async |app| {
        let visitor = app.as_person("chen").await;
        let at = app.app.clock.now();
        app.app.write(Author::Command, move |work| accounts::close(work, "chen", at)).await.unwrap();
        assert_eq!(visitor.get("/account").await.status, StatusCode::SEE_OTHER);
        assert_eq!(sign_in(&app.as_guest(), "chen", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_form_without_the_sessions_token_changes_nothing() {
    on_both(async |app| {
        let visitor = app.as_person("li").await;
        let answer = visitor.post_as_is("/sign-out", &[("_csrf", "0123456789abcdef0123456789abcdef")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(visitor.get("/account").await.status, StatusCode::OK);
    })
    .await;
}

/// Fields of a form that some page of the product could have sent.
const TYPED: [(&str, &str); 2] = [("lang", "en"), ("title", "读《论语》有感：学而时习之\n第二行 & <三>")];

#[tokio::test]
async fn what_was_typed_when_the_session_ended_can_be_sent_on_after_signing_in() {
    on_both(async |app| {
        let visitor = app.as_person("li").await;
        let token = visitor.token().await;
        pass(app, 48);
        let typed: Vec<_> = std::iter::once(("_csrf", token.as_str())).chain(TYPED).collect();
        let stopped = visitor.post_as_is("/account/sessions/none/end", &typed).await;
        assert_eq!(stopped.status, StatusCode::UNAUTHORIZED);
        assert!(stopped.outline().contains("刚才填写的内容仍然保留"), "{}", stopped.outline());

        // A slip of the finger on the way does not lose it either.
        let send = async |page: &Answer, password: &str| {
            let inputs = page.inputs();
            let mut fields: Vec<(&str, &str)> =
                inputs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            fields.retain(|(name, _)| !matches!(*name, "name" | "password" | "back"));
            fields.extend([("name", "li"), ("password", password)]);
            visitor.post_as_is("/sign-in", &fields).await
        };
        let wrong = send(&stopped, "wrong password").await;
        let back = send(&wrong, PASSWORD).await;
        assert_eq!(back.status, StatusCode::OK);
        let outline = back.outline();
        assert!(outline.contains("读《论语》有感") && outline.contains("第二行 & <三>"), "{outline}");
        assert!(back.body.contains("action=\"/account/sessions/none/end\""));
        for (name, value) in TYPED {
            assert_eq!(back.field(name).as_deref(), Some(value), "{name}");
        }
        assert_ne!(back.field("_csrf").unwrap(), token, "the new session's token goes with it");
    })
    .await;
}

#[tokio::test]
async fn what_one_typed_is_not_shown_to_another() {
    on_both(async |app| {
        let visitor = app.as_person("li").await;
        let token = visitor.token().await;
        pass(app, 48);
        let typed: Vec<_> = std::iter::once(("_csrf", token.as_str())).chain(TYPED).collect();
        let stopped = visitor.post_as_is("/account/sessions/none/end", &typed).await;
        let inputs = stopped.inputs();
        let mut fields: Vec<(&str, &str)> =
            inputs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(name, _)| !matches!(*name, "name" | "password" | "back"));
        fields.extend([("name", "wang"), ("password", PASSWORD)]);
        let answer = visitor.post_as_is("/sign-in", &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
    })
    .await;
}

#[tokio::test]
async fn a_form_from_elsewhere_is_not_carried() {
    on_both(async |app| {
        let typed = [("_csrf", "forged"), ("title", "not typed here")];
        let answer = app.as_guest().post_as_is("/account/sessions/none/end", &typed).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(!answer.body.contains("not typed here"));
    })
    .await;
}

#[tokio::test]
async fn a_form_left_open_while_signing_in_anew_is_shown_for_sending_on() {
    on_both(async |app| {
        let visitor = app.as_person("li").await;
        let token = visitor.token().await;
        sign_in(&visitor, "li", PASSWORD).await;
        let typed: Vec<_> = std::iter::once(("_csrf", token.as_str())).chain(TYPED).collect();
        let answer = visitor.post_as_is("/look", &typed).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.outline().contains("继续提交"), "{}", answer.outline());
    })
    .await;
}

#[tokio::test]
async fn language_and_theme_are_kept_by_the_browser() {
    let app = TestApp::in_memory();
    let visitor = app.as_person("li").await;
    let answer = visitor.post("/look", &[("lang", "en"), ("theme", "dark"), ("back", "/account")]).await;
    assert_eq!(answer.location(), "/account");
    let page = visitor.get("/account").await;
    assert!(page.body.contains("<html lang=\"en\" data-bs-theme=\"dark\">"), "{}", page.body);
    assert!(page.outline().contains("My account"));
    let away = visitor.post("/look", &[("back", "https://evil.example/")]).await;
    assert_eq!(away.location(), "/");
}

#[tokio::test]
async fn those_who_keep_accounts_see_them_all() {
    let app = TestApp::in_memory();
    let page = app.as_person("admin").await.get("/accounts").await.outline();
    assert!(page.contains("zhao") && page.contains("赵书明") && page.contains("zhou"), "{page}");
}

#[tokio::test]
async fn accounts_are_opened_for_a_branch_with_codes_that_are_shown_once() {
    on_both(async |app| {
        let school = app.sample.school.id.clone();
        app.app
            .write_blocking(Author::Command, |work| {
                let at = work.at();
                let new = crate::people::add_person(work, "n1", "何新一", None, at)?;
                let since = jiff::civil::date(2026, 1, 1);
                crate::people::join(work, &new.id, &school, xueji_standing::MemberKind::Full, since)
            })
            .unwrap();
        let admin = app.as_person("admin").await;
        let made = admin.post("/accounts/invite", &[("of", "S"), ("as", "page")]).await;
        assert!(made.outline().contains("开通1个账号"), "{}", made.outline());
        assert_eq!(made.headers["cache-control"], "no-store");
        let code = made.body.split("<td class=\"code\"").nth(1).unwrap();
        let code = code.split_once('>').unwrap().1.split('<').next().unwrap().to_owned();
        let visitor = app.as_guest();
        assert_eq!(sign_in(&visitor, "n1", &code).await.location(), "/account/password");
        let again = admin.post("/accounts/invite", &[("of", "S")]).await;
        assert!(again.outline().contains("都已有账号"), "{}", again.outline());
        assert!(admin.get("/accounts?q=hxy").await.outline().contains("n1"));
    })
    .await;
}

#[tokio::test]
async fn an_account_is_reset_signed_out_closed_and_opened_again() {
    on_both(async |app| {
        let id = app
            .app
            .read_blocking(|tx| accounts::account_of(tx, "li"))
            .unwrap()
            .map(|account| account.id)
            .unwrap();
        let (path, admin) = (format!("/accounts/{id}"), app.as_person("admin").await);
        let li = app.as_person("li").await;
        admin.post(&path, &[("do", "sign-out")]).await;
        assert_eq!(li.get("/year").await.status, StatusCode::SEE_OTHER, "every session is over");
        let reset = admin.post(&path, &[("do", "reset")]).await;
        assert!(reset.outline().contains("待改初始密码"), "{}", reset.outline());
        assert_eq!(sign_in(&app.as_guest(), "li", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        admin.post(&path, &[("do", "close")]).await;
        assert!(admin.get(&path).await.outline().contains("已停用"));
        assert_eq!(admin.post(&path, &[("do", "close")]).await.status, StatusCode::CONFLICT);
        admin.post(&path, &[("do", "open")]).await;
        assert!(!admin.get(&path).await.outline().contains("已停用"));
        assert_eq!(
            app.as_person("zhou").await.post(&path, &[("do", "reset")]).await.status,
            StatusCode::FORBIDDEN
        );
    })
    .await;
}
