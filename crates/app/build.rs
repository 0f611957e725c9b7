//! Turns the messages in `locales/` into typed functions: a missing key does not compile.

use std::process::ExitCode;

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, build_from_locales_folder};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=../../locales");
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    build_from_locales_folder(
        BuildOptions::default()
            .with_locales_folder("../../locales")
            .with_output_file_path(&format!("{out}/l10n.rs"))
            .with_ftl_output(FtlOutputOptions::single_file(&format!("{out}/translations.ftl")))
            .with_prefix("")
            .with_lint_level(LintLevel::Deny)
            .without_format()
            .without_bidi_isolation(),
    )
}
