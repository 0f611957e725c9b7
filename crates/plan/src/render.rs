//! Diagnostics as text with carets, and as JSON.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::Lang;

/// Every problem with the line it stands in, a caret below it, and how to mend it.
pub fn render(
    file_name: &str,
    file_text: &str,
    diagnostics: &[Diagnostic],
    lang: Lang,
    color: bool,
) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let rendered: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| {
            let (level, help) = match (diagnostic.severity, lang) {
                (Severity::Error, Lang::Zh) => {
                    (Level::ERROR.with_name("错误"), Level::HELP.with_name("改法"))
                }
                (Severity::Warning, Lang::Zh) => {
                    (Level::WARNING.with_name("提醒"), Level::HELP.with_name("改法"))
                }
                (Severity::Error, Lang::En) => (Level::ERROR, Level::HELP),
                (Severity::Warning, Lang::En) => (Level::WARNING, Level::HELP),
            };
            let snippet = Snippet::source(file_text)
                .path(file_name)
                .annotation(AnnotationKind::Primary.span(diagnostic.span.clone()));
            let mut group =
                level.primary_title(diagnostic.message.get(lang)).id(diagnostic.code).element(snippet);
            if let Some(hint) = &diagnostic.hint {
                group = group.element(help.message(hint.get(lang)));
            }
            renderer.render(&[group])
        })
        .collect();
    rendered.join("\n\n")
}

/// The same for programs.
pub fn to_json(file_name: &str, diagnostics: &[Diagnostic]) -> serde_json::Value {
    serde_json::json!({ "file": file_name, "diagnostics": diagnostics })
}
