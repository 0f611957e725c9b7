//! Running other programs from the repository's root.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The repository that this xtask was built from.
pub(crate) fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().expect("xtask lies one level below the repository's root")
}

/// `program` with `args`, to be run in the repository's root.
pub(crate) fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// The cargo that runs this xtask, so that both use one toolchain.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    command(&cargo, args)
}

/// Runs to the end with the terminal attached; anything but success is an error that names the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let told = tell(command);
    let status = command.status().with_context(|| format!("cannot start `{told}`"))?;
    if !status.success() {
        bail!("`{told}` ended with {status}");
    }
    Ok(())
}

/// Whether the command can be started and succeeds, in silence.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Where `program` lies on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Builds `xueji` in the given cargo profile (`dev`, `release`) and tells where the binary lies.
pub(crate) fn build_binary(profile: &str) -> Result<PathBuf> {
    run(&mut cargo(&["build", "--package", "xueji", "--bin", "xueji", "--profile", profile]))?;
    let own = std::env::current_exe().context("cannot tell where xtask itself was built")?;
    let target = own.ancestors().nth(2).context("xtask was not built by cargo")?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(target.join(folder).join("xueji"))
}

fn tell(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_command_is_named_in_the_error() {
        let error = run(&mut command("false", &["--why"])).unwrap_err().to_string();
        assert_eq!(error, "`false --why` ended with exit status: 1");
    }

    #[test]
    fn a_program_that_is_not_there_does_not_succeed() {
        assert!(!succeeds(&mut command("no-such-program", &[])));
        assert!(find("no-such-program").is_none());
    }
}
