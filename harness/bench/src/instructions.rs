//! Counts the instructions of the serial variants under Valgrind.
//!
//! gungraun starts this benchmark's own program under Callgrind, once for each variant; counting is on only while the
//! function `counted_run` runs, so making the input is not in it. Counts of serial code repeat exactly. Valgrind knows no
//! AVX-512, so the AVX2 path is counted, also by name.

use crate::problem::problem;
use crate::right;
use gungraun::{Bench, BinaryBenchmark, BinaryBenchmarkConfig, BinaryBenchmarkGroup, Callgrind, EntryPoint};
use std::env;
use std::process::{Command, ExitCode};
use tenfold_comm::Comm;
use tenfold_kernel::{AnyKernel, COUNTED, Path, Values, VariantInfo, Workers, counted_run};

/// First argument of the process in which a variant is counted; the variant's name follows.
const COUNT: &str = "--tenfold-count";
/// Set once the tools were found and are on the PATH.
const READY: &str = "TENFOLD_TOOLS_FOUND";

/// Tells gungraun what to count: each serial variant, by its name.
pub fn list(group: &mut BinaryBenchmarkGroup, kernel: &dyn AnyKernel) {
    let Ok(program) = env::current_exe() else { return };
    let mut config = BinaryBenchmarkConfig::default();
    let entry = EntryPoint::Custom(COUNTED.to_string());
    config.tool(Callgrind::default().entry_point(entry));
    // By name, since gungraun clears the environment.
    config.env("TENFOLD_PATH", counted_path(Path::all()).map_or("portable", Path::name));
    let mut benchmark = BinaryBenchmark::new(kernel.name());
    benchmark.config(config);
    for variant in counted(kernel) {
        let command = gungraun::Command::new(&program).args([COUNT, variant.name]).build();
        benchmark.bench(Bench::new(variant.name.replace('-', "_")).command(command));
    }
    group.binary_benchmark(benchmark);
}

/// The widest of these paths that Valgrind knows, which has no AVX-512.
fn counted_path(paths: &[Path]) -> Option<Path> {
    paths.iter().rfind(|path| path.name() != "avx512").copied()
}

/// The variants whose instructions are counted: of serial code alone the counts repeat.
fn counted(kernel: &dyn AnyKernel) -> impl Iterator<Item = VariantInfo> {
    kernel.variants().into_iter().filter(|v| v.rung.workers() == Workers::One)
}

/// The `main` of a kernel's `benches/instructions.rs`. `count_all` is gungraun's `main`.
///
/// Where a tool is missing it says which and how to get it, and succeeds. One argument is understood: a part of the
/// names of the variants to count.
pub fn enter(kernel: &dyn AnyKernel, text: &str, count_all: fn()) -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == COUNT) {
        let variant = args.get(1).map_or("", String::as_str);
        return report(kernel, problem(kernel, text).and_then(|params| count(kernel, variant, &params)));
    }
    if let Some(code) = problem(kernel, text).ok().and_then(|params| right::serve(kernel, &params)) {
        return code;
    }
    if env::var_os(READY).is_some() {
        count_all();
        return ExitCode::SUCCESS;
    }
    // `cargo test --benches` starts benches without it.
    if !args.iter().any(|arg| arg == "--bench") {
        return ExitCode::SUCCESS;
    }
    let (options, words): (Vec<_>, Vec<_>) = args.iter().partition(|arg| arg.starts_with('-'));
    if let Some(option) = options.iter().find(|option| **option != "--bench") {
        println!("{}: instructions are not counted with {option}, which is an option for timing", kernel.name());
        return ExitCode::SUCCESS;
    }
    report(kernel, problem(kernel, text).and_then(|params| begin(kernel, &params, words.first().copied())))
}

/// Has the variants judged, then starts this program again with the runner on the PATH, where gungraun's library looks for
/// it.
fn begin(kernel: &dyn AnyKernel, params: &Values, filter: Option<&String>) -> Result<(), String> {
    let folder = match crate::tools::find() {
        Ok(folder) => folder,
        Err(missing) => {
            println!("{}: instructions are not counted: {missing}", kernel.name());
            return Ok(());
        }
    };
    let judge = kernel.judge(params, &right::reference(kernel)?).map_err(|e| e.to_string())?;
    for variant in counted(kernel) {
        right::check(kernel, &*judge, &variant, params, counted_path(variant.paths))
            .map_err(|fault| format!("{} is wrong: {fault}", variant.name))?;
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([folder].into_iter().chain(env::split_paths(&path))).map_err(|e| e.to_string())?;
    let mut again = Command::new(env::current_exe().map_err(|e| e.to_string())?);
    // gungraun's filter is a pattern of the whole name; ids have no hyphens.
    again.args(filter.map(|part| format!("*{}*", part.replace('-', "_"))));
    let status = again.arg("--bench").env("PATH", path).env(READY, "1").status().map_err(|e| e.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("gungraun ended with {status}")) }
}

fn report(kernel: &dyn AnyKernel, result: Result<(), String>) -> ExitCode {
    let Err(message) = result else { return ExitCode::SUCCESS };
    eprintln!("benches/instructions.rs of {}: {message}", kernel.name());
    ExitCode::FAILURE
}

/// Runs the variant twice, and lets Callgrind count the second time: the first makes the scratch memory.
fn count(kernel: &dyn AnyKernel, variant: &str, params: &Values) -> Result<(), String> {
    let mut job = kernel.job(variant, params, None, Comm::solo()).map_err(|e| e.to_string())?;
    job.run();
    counted_run(&mut *job);
    Ok(())
}
