//! `xueji attachments`: where files are, how many, and those that nothing uses.

use clap::Args;

use crate::attachments;
use crate::cli::open;
use crate::cli::output::Output;
use crate::config::Settings;
use crate::shell::Author;

/// The files that stand beside records.
#[derive(Args, Debug)]
pub(crate) struct AttachmentsCommand {
    /// Remove those that no record has named for seven days, as the server does by itself every day.
    #[arg(long)]
    clean: bool,
}

/// Says what there is, after cleaning up where asked.
pub(crate) fn run(
    command: &AttachmentsCommand,
    settings: &Settings,
    output: &mut Output,
) -> anyhow::Result<u8> {
    let app = open(settings, false)?;
    if command.clean {
        let cleared = attachments::clean(&app, &Author::Command)?;
        output.text(&format!("{} files removed, {} KB\n", cleared.files, cleared.bytes / 1024))?;
    }
    let [files, bytes, unused, unused_bytes] = app.read_blocking(attachments::total)?;
    output.text(&format!(
        "{}: {files} files, {} KB; {unused} of them in no record, {} KB\n",
        app.blobs,
        bytes / 1024,
        unused_bytes / 1024
    ))?;
    Ok(0)
}
