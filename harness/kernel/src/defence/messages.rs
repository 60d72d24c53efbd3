//! Messages and bytes that ranks send, against what their variant declares.

use crate::{AnyKernel, Rung, Workers, with_jobs};

const RANKS: [usize; 7] = [1, 2, 3, 4, 7, 8, 16];

pub(super) fn are_as_declared(kernel: &dyn AnyKernel) {
    let distributed = |rung: Rung| rung.workers() == Workers::Ranks;
    for variant in kernel.variants().iter().filter(|v| distributed(v.rung)) {
        for params in kernel.awkward() {
            for ranks in RANKS {
                let Some(declared) = kernel.messages(&params, variant.name, ranks) else { continue };
                let sent = with_jobs(kernel, variant.name, &params, ranks, None, |mut job| {
                    // What is sent before timing starts is of the plan.
                    job.comm().reset_sent();
                    job.run();
                    job.comm().sent().total()
                });
                let (kernel, variant) = (kernel.name(), variant.name);
                let sent = sent.unwrap_or_else(|e| panic!("{kernel} {variant} {params:?}: {e}"));
                assert_eq!(sent, declared, "{kernel} {variant}: what {ranks} ranks send at {params:?}, by rank");
            }
        }
    }
}
