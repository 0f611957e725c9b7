//! Forms with a file: bounded, CSRF-checked, read field by field.

use axum::extract::{FromRequest, Multipart, Request};
use axum::response::{IntoResponse, Response};

use crate::shell::app::App;
use crate::shell::context::Context;
use crate::shell::error::{Error, Result};
use crate::shell::form::{CSRF_FIELD, Fields, MOST_FIELDS, Mistakes};
use crate::shell::lang::Messages;

/// The largest form with a file: a document of a thousand pages, and room for the other fields.
pub(crate) const LARGEST_UPLOAD: usize = 24 << 20;

/// A posted form with a file whose CSRF token was right.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The request.
    pub(crate) context: Context,
    /// The fields but the file.
    pub(crate) fields: Fields,
    /// Name and content of the file, where one was chosen.
    pub(crate) file: Option<(String, Vec<u8>)>,
}

impl FromRequest<App> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let context = Context::of(&parts, app);
        let request = Request::from_parts(parts, body);
        let refused = || Mistakes::one(CSRF_FIELD, Messages::error_form_too_large).into_response();
        let too_large = |_| refused();
        let mut form = Multipart::from_request(request, app).await.map_err(too_large_or_broken)?;
        let (mut pairs, mut file) = (Vec::new(), None);
        while let Some(field) = form.next_field().await.map_err(too_large)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                let called = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(too_large)?.to_vec();
                file = (!bytes.is_empty()).then_some((called, bytes));
            } else if pairs.len() == MOST_FIELDS {
                return Err(refused());
            } else {
                pairs.push((name, field.text().await.map_err(too_large)?));
            }
        }
        let fields = Fields::of(pairs);
        if context.accepts_token(fields.get(CSRF_FIELD)) {
            return Ok(Self { context, fields, file });
        }
        Err(Error::Stale.into_response())
    }
}

fn too_large_or_broken(_: axum::extract::multipart::MultipartRejection) -> Response {
    Mistakes::one(CSRF_FIELD, Messages::error_form_too_large).into_response()
}
