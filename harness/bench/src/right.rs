//! Whether a variant is right, before it is timed: its answer against the reference, which a process of its own computes.

use std::env;
use std::process::{Command, ExitCode};
use tenfold_kernel::{AnyKernel, Judge, Path, Reference, Values, VariantInfo, outputs};
use tenfold_machine::cores;

/// First argument of the process that computes the reference answer; the file for it follows.
const ASK: &str = "--tenfold-reference";

/// Computes the reference answer, if this process was started for that.
pub(crate) fn serve(kernel: &dyn AnyKernel, params: &Values) -> Option<ExitCode> {
    let mut args = env::args_os().skip(1);
    let file = args.next().filter(|arg| arg == ASK).and(args.next())?;
    let said = match kernel.reference(params) {
        Ok(reference) => reference.save(file.as_ref()).map_err(|e| e.to_string()),
        Err(e) => Err(e.to_string()),
    };
    Some(said.map_or_else(
        |e| {
            eprintln!("{}: no reference answer: {e}", kernel.name());
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    ))
}

/// The reference answer to the problem, computed by another process of this program: none that is timed has run the naive
/// variant before its own.
pub(crate) fn reference(kernel: &dyn AnyKernel) -> Result<Reference, String> {
    let file = tempfile::NamedTempFile::new().map_err(|e| format!("cannot create a scratch file: {e}"))?;
    let program = env::current_exe().map_err(|e| e.to_string())?;
    let status = Command::new(program).arg(ASK).arg(file.path()).status().map_err(|e| e.to_string())?;
    if !status.success() {
        return Err(format!("{} naive did not solve the problem ({status})", kernel.name()));
    }
    Reference::load(file.path()).map_err(|e| e.to_string())
}

/// Runs the variant twice on the path given, or its widest, its memory poisoned in between, and has the second answer judged. Says
/// what is wrong with it.
pub(crate) fn check(
    kernel: &dyn AnyKernel,
    judge: &dyn Judge,
    variant: &VariantInfo,
    params: &Values,
    path: Option<Path>,
) -> Result<(), String> {
    let outputs = outputs(kernel, variant.name, params, cores(), path).map_err(|e| e.to_string())?;
    judged(judge, variant, outputs)
}

/// What is wrong with the outputs of all ranks, in rank order.
pub(crate) fn judged(judge: &dyn Judge, variant: &VariantInfo, outputs: Vec<Vec<u8>>) -> Result<(), String> {
    let judged = judge.variant(variant.name, outputs).map_err(|e| e.to_string())?;
    judged.fault().map_or(Ok(()), Err)
}
