use crate::args::Profile;
use std::process::ExitCode;
pub fn profile(_: &Profile) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
