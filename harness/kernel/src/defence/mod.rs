//! The tests every kernel passes: each variant against the oracles and the naive one at awkward sizes and worker counts, on
//! every path of this machine; every mutant and every planted fault caught; messages as declared; sources in their form; the
//! picture sound.
//!
//! A kernel's `tests/defence.rs` calls [`hold`]; what is particular to the kernel (published problems, closed forms at
//! full size) it adds beside it, asked of a [`Problem`].

mod form;
mod messages;
mod picture;
mod planted;
mod problem;

pub(crate) use planted::overlooked;
pub use problem::{Problem, matrix, refusal};

use crate::{AnyKernel, Defence, Judge, Judgement, ParamSpec, Path, Rung, Values, VariantInfo, Workers, outputs};

/// Worker counts that divide few sizes.
pub const AWKWARD_WORKERS: [usize; 4] = [1, 2, 3, 7];

/// The judge of a problem, after the naive variant has solved it in this process.
///
/// # Panics
/// If it cannot be solved.
pub fn judge(kernel: &dyn AnyKernel, params: &Values) -> Box<dyn Judge> {
    let reference = kernel.reference(params).unwrap_or_else(|e| panic!("{} {params:?}: {e}", kernel.name()));
    kernel.judge(params, &reference).unwrap_or_else(|e| panic!("{} {params:?}: {e}", kernel.name()))
}

/// Runs `variant` twice, poisoned between the two, and has the second answer judged.
///
/// # Panics
/// If it cannot run.
pub fn judged(
    kernel: &dyn AnyKernel,
    judge: &dyn Judge,
    variant: &str,
    params: &Values,
    workers: usize,
    path: Option<Path>,
) -> Judgement {
    let outputs = outputs(kernel, variant, params, workers, path);
    let outputs = outputs.unwrap_or_else(|e| panic!("{variant} {params:?}: {e}"));
    judge.variant(variant, outputs).unwrap_or_else(|e| panic!("{variant} {params:?}: {e}"))
}

/// The worker counts at which variants on a rung are tested.
fn counts(rung: Rung) -> &'static [usize] {
    if rung.workers() == Workers::One { &AWKWARD_WORKERS[..1] } else { &AWKWARD_WORKERS }
}

/// Checks all that every kernel must hold. Returns the mutants that only the comparison with the naive variant has caught: if that
/// were as wrong, nobody would know.
///
/// # Panics
/// On the first fault, naming variant, params, workers, path and check.
pub fn hold(kernel: &dyn AnyKernel) -> Vec<&'static str> {
    names_are_unique(kernel);
    form::sources_are_in_form(kernel);
    picture::is_sound(kernel);
    let [mut uncaught, mut unseen] = [(); 2].map(|()| kernel.mutants());
    for params in &kernel.awkward() {
        assert_eq!(kernel.resolve(params).as_ref(), Ok(params), "an awkward problem is refused by its own limits");
        let judge = judge(kernel, params);
        for variant in kernel.variants() {
            variant_is_right(kernel, &*judge, &variant, params);
        }
        unseen.retain(|mutant| {
            let rung = kernel.rung(mutant).expect("it is one of the kernel's own");
            let judgements = counts(rung).iter().map(|&n| judged(kernel, &*judge, mutant, params, n, None));
            let judgements: Vec<Judgement> = judgements.collect();
            if !judgements.iter().all(Judgement::passed) {
                uncaught.retain(|other| other != mutant);
            }
            let mut oracles = judgements.iter().flat_map(|judgement| &judgement.oracles);
            oracles.all(|oracle| oracle.passed || oracle.defence == Defence::Agreement)
        });
    }
    assert!(uncaught.is_empty(), "{}: no check catches the mutants {uncaught:?}", kernel.name());
    planted::faults_are_caught(kernel);
    messages::are_as_declared(kernel);
    unseen
}

fn variant_is_right(kernel: &dyn AnyKernel, judge: &dyn Judge, variant: &VariantInfo, params: &Values) {
    for &path in variant.paths {
        for &workers in counts(variant.rung) {
            let judgement = judged(kernel, judge, variant.name, params, workers, Some(path));
            let (kernel, variant) = (kernel.name(), variant.name);
            if let Some(fault) = judgement.fault() {
                panic!("{kernel} {variant} on {workers} workers, {path}, is wrong at {params:?}: {fault}");
            }
        }
    }
}

fn names_are_unique(kernel: &dyn AnyKernel) {
    let mut names: Vec<&str> = kernel.variants().iter().map(|v| v.name).collect();
    names.extend(kernel.mutants());
    names.extend(kernel.peers().iter().map(|p| p.name));
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "{}: two variants, mutants or peers share a name", kernel.name());
    let is_free = kernel.specs().iter().all(|spec| spec.name != ParamSpec::OUT);
    assert!(
        is_free,
        "{}: '{}' names the file that saves the output, so no param may have that name",
        kernel.name(),
        ParamSpec::OUT
    );
    assert_eq!(kernel.variants()[0].rung, Rung::Naive, "{}: the naive variant comes first", kernel.name());
}
