//! A browser without a screen: keeps cookies, sends the token of its session with every form.

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use tower::ServiceExt as _;

use crate::testing::TestApp;
use crate::testing::outline::outline;

/// A browser.
#[derive(Debug)]
pub(crate) struct Visitor<'app> {
    pub(crate) app: &'app TestApp,
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// The body as it came: of files.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// Where it sends the browser, empty where it does not.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().expect("an address is ASCII"))
    }

    /// What a reader meets: text, one block a line, links as `[text](address)`.
    pub(crate) fn outline(&self) -> String {
        outline(&self.body)
    }

    /// The value of a field of the page's forms.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        self.inputs().into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Every named input of the page with its value, in order: what a form would send.
    pub(crate) fn inputs(&self) -> Vec<(String, String)> {
        let tags = self.body.split("<input ").skip(1).filter_map(|rest| rest.split_once('>'));
        tags.filter_map(|(tag, _)| {
            Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
        })
        .collect()
    }

    /// What a browser sends of the form with this class when nothing in it was touched: fields with their values, the
    /// options that are selected, the boxes that are ticked.
    pub(crate) fn form_fields(&self, class: &str) -> Vec<(String, String)> {
        let forms = self.body.split("<form ").skip(1);
        let has_class = |form: &&str| form.split_once('>').is_some_and(|(tag, _)| tag.contains(class));
        let form =
            forms.filter(has_class).find_map(|form| form.split_once("</form>")).expect("such a form").0;
        let mut fields = Vec::new();
        let mut choosing: Option<(String, Option<String>)> = None;
        for piece in form.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
            let value = attribute(tag, "value");
            match tag.split([' ', '>']).next().unwrap_or_default() {
                "input" => {
                    let ticked =
                        ["checkbox", "radio"].iter().any(|kind| tag.contains(&format!("type=\"{kind}\"")));
                    let sent = !ticked || tag.ends_with(" checked");
                    fields.extend(
                        attribute(tag, "name").filter(|_| sent).map(|name| (name, value.unwrap_or_default())),
                    );
                }
                "textarea" => {
                    let text = super::outline::unescape(text);
                    fields.extend(attribute(tag, "name").map(|name| (name, text)));
                }
                "select" => choosing = attribute(tag, "name").map(|name| (name, None)),
                "option" => {
                    if let Some((_, chosen)) = &mut choosing
                        && (chosen.is_none() || tag.ends_with(" selected"))
                    {
                        *chosen = value;
                    }
                }
                "/select" => {
                    fields.extend(choosing.take().map(|(name, chosen)| (name, chosen.unwrap_or_default())));
                }
                _ => {}
            }
        }
        fields
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(super::outline::unescape(rest.split_once('"')?.0))
}

impl<'app> Visitor<'app> {
    pub(super) fn new(app: &'app TestApp, router: Router) -> Self {
        Self { app, router, cookies: Mutex::default() }
    }

    /// Keeps a cookie, as if a page had set it.
    pub(crate) fn keep_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// The value of a kept cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Opens a page; redirects are not followed.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "text/html").await
    }

    /// Opens a page as a program that asks for JSON.
    pub(crate) async fn get_json(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "application/json").await
    }

    /// Sends a form with the token that this visitor's pages carry.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let fields: Vec<_> =
            std::iter::once(("_csrf", token.as_str())).chain(fields.iter().copied()).collect();
        self.post_as_is(path, &fields).await
    }

    /// Sends a form as a program that asks for JSON, with this visitor's token.
    pub(crate) async fn post_json(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let fields: Vec<_> =
            std::iter::once(("_csrf", token.as_str())).chain(fields.iter().copied()).collect();
        self.send(Method::POST, path, &fields, "application/json").await
    }

    /// Sends a form exactly as given.
    pub(crate) async fn post_as_is(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, fields, "text/html").await
    }

    /// The token in this visitor's forms.
    pub(crate) async fn token(&self) -> String {
        // The page of an unknown address is the cheapest with a form on it.
        self.get("/no-such-page").await.field("_csrf").expect("every page has a form")
    }

    /// Sends a form with a file, with the token that this visitor's pages carry.
    pub(crate) async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &[u8])>,
    ) -> Answer {
        self.send_files(path, fields, "file", file.as_slice()).await
    }

    /// Sends a form with files, with the token that this visitor's pages carry.
    pub(crate) async fn bring(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        self.send_files(path, fields, "files", files).await
    }

    /// Sends a form with files exactly as given.
    pub(crate) async fn bring_as_is(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        self.send_multipart(path, fields, "files", files).await
    }

    async fn send_files(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        field: &str,
        files: &[(&str, &[u8])],
    ) -> Answer {
        let token = self.token().await;
        let fields: Vec<_> =
            std::iter::once(("_csrf", token.as_str())).chain(fields.iter().copied()).collect();
        self.send_multipart(path, &fields, field, files).await
    }

    async fn send_multipart(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        field: &str,
        files: &[(&str, &[u8])],
    ) -> Answer {
        const BOUNDARY: &str = "----a-boundary-of-tests";
        let mut body: Vec<u8> = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.as_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend(head.as_bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.ask(Method::POST, path, "text/html", &kind, Body::from(body)).await
    }

    /// Opens a page with one more header.
    pub(crate) async fn get_with(&self, path: &str, header: (HeaderName, &str)) -> Answer {
        let mut request = self.request(Method::GET, path, "text/html", "", Body::empty());
        request.headers_mut().insert(header.0, header.1.parse().expect("a header"));
        self.answer_to(request).await
    }

    async fn send(&self, method: Method, path: &str, fields: &[(&str, &str)], accept: &str) -> Answer {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask(method, path, accept, "application/x-www-form-urlencoded", Body::from(body)).await
    }

    async fn ask(&self, method: Method, path: &str, accept: &str, kind: &str, body: Body) -> Answer {
        self.answer_to(self.request(method, path, accept, kind, body)).await
    }

    fn request(&self, method: Method, path: &str, accept: &str, kind: &str, body: Body) -> Request<Body> {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT, accept)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, kind)
            .body(body)
            .expect("a request")
    }

    async fn answer_to(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (head, body) = response.into_parts();
        for line in head.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.lock().unwrap().remove(name);
            } else {
                self.keep_cookie(name, value);
            }
        }
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Answer {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }
}
