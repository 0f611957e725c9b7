//! A form that came when it could not be accepted: what was typed is kept with the answer, for being sent on.

use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Response};

use crate::shell::error::Error;
use crate::shell::form::Fields;
use crate::shell::frame::has_files;

/// What was typed, and where it was to go; the authentication layer finds it on the answer.
#[derive(Clone, Debug)]
pub(crate) struct Interrupted {
    /// Path and query of the form's target.
    pub(crate) target: String,
    /// Every field, the old token among them.
    pub(crate) fields: Fields,
}

/// In front of the names of carried fields, so that they do not meet those of the form that carries them.
const MARK: &str = "typed:";
const TARGET_FIELD: &str = "_target";

impl Interrupted {
    /// The answer to a request that `error` stopped, with what was typed if it was a form.
    pub(crate) async fn by(error: Error, request: Request) -> Response {
        // A file is chosen again: it is too large to be carried in a page.
        if request.method() != Method::POST || has_files(request.headers()) {
            return error.into_response();
        }
        let target = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        match Fields::read(request.into_body()).await {
            Ok(fields) => Self { target, fields }.answer(error),
            Err(too_large) => too_large.into_response(),
        }
    }

    /// The answer that carries this.
    pub(crate) fn answer(self, error: Error) -> Response {
        let mut response = error.into_response();
        response.extensions_mut().insert(self);
        response
    }

    /// Hidden fields with which another form carries this on.
    pub(crate) fn carried(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().map(|(name, value)| (format!("{MARK}{name}"), value.to_owned()));
        std::iter::once((TARGET_FIELD.to_owned(), self.target.clone())).chain(fields).collect()
    }

    /// What a form carries, if it does and the target is a place of ours.
    pub(crate) fn carried_by(fields: &Fields) -> Option<Self> {
        let target = local_path(fields.get(TARGET_FIELD))?.to_owned();
        let typed = fields
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(MARK)?.to_owned(), value.to_owned())));
        Some(Self { target, fields: Fields::of(typed) })
    }
}

/// A path of this server, so that no link or form leads elsewhere.
pub(crate) fn local_path(text: &str) -> Option<&str> {
    let plain = |symbol: char| !symbol.is_control() && symbol != '\\';
    (text.starts_with('/') && !text.starts_with("//") && text.chars().all(plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_server_are_gone_back_to() {
        assert_eq!(local_path("/records?page=2"), Some("/records?page=2"));
        for elsewhere in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/\t/evil"]
        {
            assert_eq!(local_path(elsewhere), None, "{elsewhere:?}");
        }
    }
}
