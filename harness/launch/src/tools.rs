//! Tools of the machine that some parts need: what is there, what is missing, how to get it.

use crate::installed::{beside, valgrind, version_of};
use crate::mpirun::mpi;
use crate::{peer, rivals};
use serde::Serialize;
use std::path::PathBuf;
use tenfold_kernel::Compiler;
use tenfold_profile::perf::Perf;

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

/// Everything that some part can use.
pub fn all() -> Vec<Tool> {
    let found = |version: Option<String>, how: &str| version.ok_or_else(|| how.to_string());
    let python = peer::Python::find();
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
        ("mpi4py", "externals in Python on MPI ranks"),
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
        ("cargo", Compiler::Rust, "externals in Rust"),
    ] {
        tools.push(Tool { name, needed_for, state: peer::compiler(compiler).map(|found| found.name) });
    }
    tools.push(Tool { name: "OpenMP", needed_for: "externals in C with threads", state: peer::openmp() });
    tools.push(Tool {
        name: "perf",
        needed_for: "profiles taken by the operating system (else pprof, inside the process)",
        // Tried, not only found: it may be there and not be allowed to sample.
        state: Perf::find()
            .map_err(|why| why.to_string())
            .and_then(|_| found(version_of("perf", &["--version"]), "not found")),
    });
    tools.push(Tool {
        name: "objdump",
        needed_for: "machine instructions of the inner loops in profiles",
        state: found(version_of("objdump", &["--version"]), "not found (Debian: apt-get install binutils)"),
    });
    tools.push(Tool {
        name: "valgrind",
        needed_for: "instruction counts in cargo bench, tenfold compare and tenfold selftest",
        state: valgrind(),
    });
    tools.push(Tool {
        name: "hyperfine",
        needed_for: "comparing times of commands with another program in tenfold selftest",
        state: rivals::hyperfine::version(),
    });
    tools.push(Tool {
        name: "gungraun-runner",
        needed_for: "instruction counts in cargo bench",
        state: found(
            version_of(gungraun_runner(), &["--version"]),
            "not found (cargo install gungraun-runner, the version that Cargo.lock names for gungraun)",
        ),
    });
    tools
}

/// The runner that `GUNGRAUN_RUNNER` names, else the one the scripts put into the build folder, else the one on the PATH.
fn gungraun_runner() -> PathBuf {
    let named = std::env::var_os("GUNGRAUN_RUNNER").map(PathBuf::from);
    named.or_else(|| beside("tools/bin/gungraun-runner")).unwrap_or_else(|| PathBuf::from("gungraun-runner"))
}
