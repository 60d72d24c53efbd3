//! The tests every kernel passes: each variant against the oracles and the naive one at awkward sizes and worker
//! counts, and every mutant caught.
//!
//! A kernel's `tests/defence.rs` calls [`hold`]; what is particular to the kernel (published problems, closed forms at
//! full size) it adds beside it.

use crate::{AnyKernel, Depth, Judgement, Rung, Values, heart, once};

/// Worker counts that divide few sizes.
pub const AWKWARD_WORKERS: [usize; 4] = [1, 2, 3, 7];

/// Runs and judges `variant` in this process.
///
/// # Panics
/// If it cannot run.
pub fn judged(kernel: &dyn AnyKernel, variant: &str, params: &Values, workers: usize) -> Judgement {
    let once = once(kernel, variant, params, workers).unwrap_or_else(|e| panic!("{variant} {params:?}: {e}"));
    kernel.judge(variant, params, &once.outputs, Depth::Full).unwrap_or_else(|e| panic!("{variant} {params:?}: {e}"))
}

/// Checks that every variant is right at every awkward problem and worker count, and every mutant is caught.
///
/// # Panics
/// On the first wrong variant or unnoticed mutant, naming variant, params, workers and check.
pub fn hold(kernel: &dyn AnyKernel) {
    names_are_unique(kernel);
    sources_have_a_heart(kernel);
    let problems = kernel.awkward();
    for params in &problems {
        assert_eq!(kernel.resolve(params).as_ref(), Ok(params), "an awkward problem is refused by its own limits");
        for variant in kernel.variants() {
            let parallel = matches!(variant.rung, Rung::Threaded | Rung::Distributed);
            for workers in AWKWARD_WORKERS.into_iter().take(if parallel { AWKWARD_WORKERS.len() } else { 1 }) {
                let judgement = judged(kernel, variant.name, params, workers);
                assert!(
                    judgement.passed(),
                    "{} {} on {workers} workers is wrong at {params:?}: {:#?}",
                    kernel.name(),
                    variant.name,
                    judgement.oracles.iter().filter(|o| !o.passed).collect::<Vec<_>>()
                );
            }
        }
    }
    for mutant in kernel.mutants() {
        let caught = problems.iter().any(|params| !judged(kernel, mutant, params, 1).passed());
        assert!(caught, "{} mutant '{mutant}' is caught by no check", kernel.name());
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
    assert_eq!(kernel.variants()[0].rung, Rung::Naive, "{}: the naive variant comes first", kernel.name());
}

/// A slide has room for so many lines.
const MOST_LINES: usize = 24;

fn sources_have_a_heart(kernel: &dyn AnyKernel) {
    let own = kernel.variants().into_iter().map(|v| (v.name, v.source));
    for (name, source) in own.chain(kernel.peers().iter().map(|p| (p.name, p.source))) {
        let heart =
            heart(source).unwrap_or_else(|| panic!("{} {name}: its source has no heart and no run", kernel.name()));
        let lines = heart.lines().count();
        assert!(
            (2..=MOST_LINES).contains(&lines),
            "{} {name}: a slide would show {lines} lines: mark them with `// Heart: …`",
            kernel.name()
        );
    }
}
