//! Times every variant with criterion, after its answer was checked.

use crate::batch::with_batches;
use crate::flame::Flamegraphs;
use crate::problem::problem;
use crate::right;
use crate::unit::Clock;
use criterion::{Criterion, Throughput};
use std::process::ExitCode;
use std::time::Duration;
use tenfold_kernel::AnyKernel;

/// Samples of a variant; criterion's intervals need no more when each is a batch of many runs.
const SAMPLES: usize = 20;
/// Spent on warming up, and on the samples: with some 65 variants in the workspace three minutes in all.
const WARM_UP: Duration = Duration::from_millis(500);
const MEASURE: Duration = Duration::from_secs(2);

/// Times every variant of `kernel` on the problem `name=value name=value`, in a group named by the kernel: serial ones
/// on this thread, threaded and distributed ones on all cores. Arguments are criterion's.
///
/// Every variant is judged first, whatever the filter, by the answer of a second run that found its memory poisoned; a wrong
/// one is reported and not timed, and the exit code is 1. A problem that cannot be read ends with 2.
pub fn time(kernel: &dyn AnyKernel, text: &str) -> ExitCode {
    let params = match problem(kernel, text) {
        Ok(params) => params,
        Err(message) => {
            eprintln!("benches/time.rs of {}: {message}", kernel.name());
            return ExitCode::from(2);
        }
    };
    if let Some(code) = right::serve(kernel, &params) {
        return code;
    }
    let known = right::reference(kernel).and_then(|reference| {
        let judge = kernel.judge(&params, &reference).map_err(|e| e.to_string())?;
        Ok((reference.work.amount, judge))
    });
    let (amount, judge) = match known {
        Ok(known) => known,
        Err(message) => {
            eprintln!("{}: {message}", kernel.name());
            return ExitCode::FAILURE;
        }
    };
    let settings = Criterion::default().sample_size(SAMPLES).warm_up_time(WARM_UP).measurement_time(MEASURE);
    let clock = settings.with_measurement(Clock::new(kernel.unit().symbol)).with_profiler(Flamegraphs::default());
    let mut criterion = clock.configure_from_args();
    let mut group = criterion.benchmark_group(kernel.name());
    group.throughput(Throughput::Elements(amount as u64));
    let mut all_right = true;
    for variant in kernel.variants() {
        if let Err(fault) = right::check(kernel, &*judge, &variant, &params, None) {
            eprintln!("{}/{} is wrong and is not timed: {fault}", kernel.name(), variant.name);
            all_right = false;
            continue;
        }
        let timed = with_batches(kernel, &variant, &params, |run| {
            group.bench_function(variant.name, |bencher| bencher.iter_custom(&mut *run));
        });
        let faults = timed.and_then(|outputs| right::judged(&*judge, &variant, outputs));
        if let Err(message) = faults {
            eprintln!("{}/{}: its times do not count: {message}", kernel.name(), variant.name);
            all_right = false;
        }
    }
    group.finish();
    criterion.final_summary();
    if all_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
