//! Tools of the machine that some parts need: what is there, what is missing, how to get it.

use serde::Serialize;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use tenfold_kernel::Compiler;
use tenfold_profile::perf::Perf;

/// What is said when this program cannot speak MPI.
pub const BUILT_WITHOUT_MPI: &str =
    "this program was built without MPI (install libopenmpi-dev and libclang-dev, build with --features mpi)";

/// A tool that is there or not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// What needs it.
    pub needed_for: &'static str,
    /// Its version, or why it cannot be used and how to get it.
    pub state: Result<String, String>,
}

/// The first line that `program args` prints, if it runs.
pub(crate) fn version_of(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).to_string();
    text.lines().find(|line| !line.trim().is_empty()).map(|line| line.trim().to_string())
}

/// The file that is started for `program`: itself where it is a path, else the first of this name on the PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    if program.contains('/') {
        return Some(PathBuf::from(program)).filter(|file| file.is_file());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The `mpirun` that starts ranks: the one that `TENFOLD_MPIRUN` names, such as `mpirun.mpich` where two are installed.
fn mpirun_program() -> OsString {
    std::env::var_os("TENFOLD_MPIRUN").unwrap_or_else(|| "mpirun".into())
}

/// The version that an `mpirun` prints: its first line, or for MPICH's, which prints its whole build, the line of the version.
fn mpirun_version() -> Option<String> {
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
        Some(named) => format!("TENFOLD_MPIRUN names {}, which does not run", named.display()),
        None => "mpirun was not found (Debian: apt-get install openmpi-bin libopenmpi-dev libclang-dev)".to_string(),
    })
}

/// The version of MPI that `mpirun` starts, or why distributed variants cannot use it.
pub fn mpi() -> Result<String, String> {
    let version = mpirun()?;
    if cfg!(feature = "mpi") { Ok(version) } else { Err(BUILT_WITHOUT_MPI.to_string()) }
}

/// The version of Valgrind, or how to get it.
pub fn valgrind() -> Result<String, String> {
    version_of("valgrind", &["--version"]).ok_or("not found (Debian: apt-get install valgrind)".to_string())
}

/// `mpirun` for `ranks` ranks on a machine with `cores` cores, without the program.
///
/// Open MPI binds ranks by itself and refuses root and more ranks than cores: the worker pins itself, the rest is allowed
/// by name. MPICH's `mpirun` (Hydra) needs none of that and rejects the options; where a rank dies it kills the others
/// before they can say what they wait for, unless it is told not to.
pub fn mpirun_command(ranks: usize, cores: usize) -> Command {
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

/// Everything that some part can use.
pub fn all() -> Vec<Tool> {
    let found = |version: Option<String>, how: &str| version.ok_or_else(|| how.to_string());
    let python = crate::peer::Python::find();
    let mut tools = vec![
        Tool {
            name: "mpirun",
            needed_for: "distributed variants over MPI (--transport mpi), externals on ranks",
            state: mpi(),
        },
        Tool {
            name: "python",
            needed_for: "externals in plain Python",
            state: python.as_ref().map(|p| format!("{} ({})", p.version, p.program.display())).map_err(String::clone),
        },
    ];
    for (name, needed_for) in [
        ("numpy", "externals in NumPy"),
        ("numba", "externals in Numba"),
        ("mpi4py", "externals in Python on ranks of MPI"),
    ] {
        let state = match &python {
            Ok(python) => python.packages(&[name]).remove(name).expect("each package is answered for"),
            Err(reason) => Err(reason.clone()),
        };
        tools.push(Tool { name, needed_for, state });
    }
    for (name, compiler, needed_for) in [
        ("C compiler", Compiler::C, "externals in C"),
        ("C++ compiler", Compiler::Cpp, "externals in C++"),
        ("Fortran compiler", Compiler::Fortran, "externals in Fortran"),
    ] {
        tools.push(Tool { name, needed_for, state: crate::peer::compiler(compiler).map(|found| found.name) });
    }
    tools.push(Tool { name: "OpenMP", needed_for: "externals in C with threads", state: crate::peer::openmp() });
    tools.push(Tool {
        name: "perf",
        needed_for: "profiles of whole threads by the kernel's clock (else pprof, inside the process)",
        // Tried, not only found: it may be there and not be allowed to sample.
        state: Perf::find().map(|perf| perf.version().to_string()).map_err(|why| why.to_string()),
    });
    tools.push(Tool {
        name: "objdump",
        needed_for: "the inner loops of profiles as machine instructions",
        state: found(version_of("objdump", &["--version"]), "not found (Debian: apt-get install binutils)"),
    });
    tools.push(Tool {
        name: "valgrind",
        needed_for: "instruction counts in cargo bench, tenfold compare and tenfold selftest",
        state: valgrind(),
    });
    tools.push(Tool {
        name: "hyperfine",
        needed_for: "the same commands timed by another program in tenfold selftest",
        state: crate::rivals::hyperfine::version(),
    });
    tools.push(Tool {
        name: "gungraun-runner",
        needed_for: "instruction counts in cargo bench",
        state: found(
            gungraun_runner().and_then(|p| version_of(&p.to_string_lossy(), &["--version"])),
            "not found (cargo install gungraun-runner, the version that Cargo.lock names for gungraun)",
        ),
    });
    tools
}

/// The runner that `GUNGRAUN_RUNNER` names, else the one the scripts put into the build folder, else the one on the PATH.
fn gungraun_runner() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("GUNGRAUN_RUNNER") {
        return Some(PathBuf::from(named));
    }
    let exe = std::env::current_exe().ok()?;
    let built = exe.ancestors().map(|folder| folder.join("tools/bin/gungraun-runner")).find(|p| p.exists());
    Some(built.unwrap_or_else(|| PathBuf::from("gungraun-runner")))
}
