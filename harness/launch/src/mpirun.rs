//! `mpirun`, of whichever MPI it is: whether it is there, and how it is called.

use std::ffi::OsString;
use std::process::Command;
use std::sync::OnceLock;
use tenfold_measure::mpi;

/// The `mpirun` that starts ranks: the one that `TENFOLD_MPIRUN` names, such as `mpirun.mpich` where two are installed.
fn mpirun_program() -> OsString {
    std::env::var_os("TENFOLD_MPIRUN").unwrap_or_else(|| "mpirun".into())
}

/// The version that an `mpirun` prints: its first line, or for MPICH's, which prints its whole build, the line of the version.
fn mpirun_version() -> Option<String> {
    // Asked once: a launch is not to wait for it.
    static VERSION: OnceLock<Option<String>> = OnceLock::new();
    VERSION.get_or_init(asked_version).clone()
}

fn asked_version() -> Option<String> {
    let output =
        Command::new(mpirun_program()).arg("--version").output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next()?;
    if !first.contains(HYDRA) {
        return Some(first.to_string());
    }
    let version = lines.find_map(|line| line.strip_prefix("Version:")).unwrap_or_default();
    Some(format!("{HYDRA} (MPICH) {}", version.trim()))
}

/// What the `mpirun` of MPICH calls itself.
const HYDRA: &str = "HYDRA";

/// The version of MPI that `mpirun` starts, or why ranks cannot be started by it.
pub(crate) fn mpirun() -> Result<String, String> {
    mpirun_version().ok_or_else(|| match std::env::var_os("TENFOLD_MPIRUN") {
        Some(named) => format!("TENFOLD_MPIRUN names {}, which cannot be run", named.display()),
        None => "mpirun was not found (Debian: apt-get install openmpi-bin libopenmpi-dev libclang-dev)".to_string(),
    })
}

/// The version of MPI that `mpirun` starts, or why distributed variants cannot use it.
pub fn mpi() -> Result<String, String> {
    let version = mpirun()?;
    mpi::SUPPORT.map(|()| version).map_err(str::to_string)
}

/// `mpirun` for `ranks` ranks on a machine with `cores` cores, without the program.
///
/// Open MPI binds ranks by itself and refuses root and more ranks than cores: the worker pins itself, the rest is allowed
/// by name. MPICH's `mpirun` (Hydra) needs none of that and rejects the options; where a rank dies it kills the others
/// before they can say what they wait for, unless it is told not to.
pub fn command(ranks: usize, cores: usize) -> Command {
    let mut command = Command::new(mpirun_program());
    command.arg("-n").arg(ranks.to_string());
    let version = mpirun_version().unwrap_or_default();
    if version.contains("Open MPI") || version.contains("OpenRTE") {
        command.args(["--bind-to", "none", "--oversubscribe"]);
        if ranks > cores {
            command.args(["--mca", "mpi_yield_when_idle", "1"]);
        }
        command.env("OMPI_ALLOW_RUN_AS_ROOT", "1").env("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    } else if version.contains(HYDRA) {
        command.arg("-disable-auto-cleanup");
    }
    command
}
