//! criterion's comparison, on blocks that were timed already.
//!
//! criterion keeps its statistics to itself. So it is let run: it "times" a function that hands it the times there are, A's
//! for the baseline and then B's for the comparison, and it prints its verdict. Its settings are its own but for the
//! number of resamples.

use crate::alike;
use criterion::{Criterion, SamplingMode};
use std::process::ExitCode;
use std::time::Duration;
use tenfold_record::PairedBlocks;

/// The argument that asks for it.
pub const VERB: &str = "replay";

/// Most samples: criterion's default. More blocks than these are averaged in groups, as criterion averages the iterations
/// of a sample.
const MOST_SAMPLES: usize = 100;

/// criterion refuses fewer samples.
const FEWEST_SAMPLES: usize = 10;

/// A tenth of criterion's default: p-values are known to a ten-thousandth, where 0.05 decides, and a verdict takes a tenth
/// of a second.
const RESAMPLES: usize = 10_000;

/// criterion's own time is no matter here: nothing runs.
const NO_TIME: Duration = Duration::from_nanos(1);

const BASELINE: &str = "a";

/// Prints what criterion says of B after A.
pub fn replay(blocks: &PairedBlocks) -> ExitCode {
    let (a, b) = (samples(&blocks.a, 1.0), samples(&blocks.b, alike(blocks)));
    if a.len() < FEWEST_SAMPLES {
        eprintln!("{} blocks per side: criterion needs {FEWEST_SAMPLES}", a.len());
        return ExitCode::from(2);
    }
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(e) => {
            eprintln!("cannot make a folder: {e}");
            return ExitCode::from(2);
        }
    };
    let settings = || {
        Criterion::default()
            .without_plots()
            .with_output_color(false)
            .output_directory(folder.path())
            .sample_size(a.len())
            .nresamples(RESAMPLES)
            .warm_up_time(NO_TIME)
            .measurement_time(NO_TIME)
    };
    hand_over(settings().save_baseline(BASELINE.to_string()), &a);
    hand_over(settings().retain_baseline(BASELINE.to_string(), true), &b);
    ExitCode::SUCCESS
}

/// Lets criterion "measure" a function that takes these times, one after the other and round again: how often criterion
/// warms up does not matter, for any hundred calls in a row take each of a hundred times once.
fn hand_over(mut criterion: Criterion, times: &[Duration]) {
    let mut group = criterion.benchmark_group("blocks");
    group.sampling_mode(SamplingMode::Flat);
    let mut calls = times.iter().cycle();
    group.bench_function("b", |bencher| {
        bencher.iter_custom(|iterations| *calls.next().expect("a cycle has no end") * iterations as u32);
    });
    group.finish();
}

/// At most [`MOST_SAMPLES`] times: means of as many neighbouring blocks as needed. A rest that fills no group is left out.
fn samples(blocks: &[f64], factor: f64) -> Vec<Duration> {
    let size = blocks.len().div_ceil(MOST_SAMPLES).max(1);
    let mean = |group: &[f64]| Duration::from_secs_f64(factor * group.iter().sum::<f64>() / size as f64);
    blocks.chunks_exact(size).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_blocks_are_averaged_to_at_most_a_hundred() {
        let ms = Duration::from_millis;
        assert_eq!(samples(&[1e-3, 3e-3], 2.0), [ms(2), ms(6)]);
        let many: Vec<f64> = (0..1001).map(|i| if i % 2 == 0 { 1e-3 } else { 3e-3 }).collect();
        let averaged = samples(&many, 1.0);
        assert_eq!(averaged.len(), 91, "groups of eleven, and no rest");
        assert!(averaged.iter().all(|t| (ms(1)..ms(3)).contains(t)));
    }
}
