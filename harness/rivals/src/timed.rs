//! How long a run is, by criterion.

use criterion::Criterion;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use tenfold_comm::Comm;
use tenfold_launch::rivals::Work;
use tenfold_machine::pin;

/// criterion warms up before it samples: for so long.
const WARM_UP: Duration = Duration::from_millis(200);

/// Medians need no more; criterion's intervals are not asked for.
const RESAMPLES: usize = 2000;

/// The median of criterion's samples, in seconds.
pub fn median(work: &Work) -> Result<f64, String> {
    let folder = tempfile::tempdir().map_err(|e| format!("cannot make a folder: {e}"))?;
    let cpus = work.cpus.clone();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(cpus.len().max(1)).start_handler(move |index| {
        pin::pin_worker(&cpus, index);
    });
    let pool = pool.build().map_err(|e| e.to_string())?;
    pool.install(|| bench(work, folder.path()))?;
    read(folder.path())
}

fn bench(work: &Work, folder: &Path) -> Result<(), String> {
    let kernel = tenfold_suite::kernel(&work.kernel).ok_or(format!("there is no kernel '{}'", work.kernel))?;
    let params = kernel.resolve(&work.params).map_err(|e| e.to_string())?;
    let mut job = kernel.job(&work.variant, &params, None, Comm::solo()).map_err(|e| e.to_string())?;
    let mut criterion = Criterion::default()
        .without_plots()
        .output_directory(folder)
        .warm_up_time(WARM_UP)
        .measurement_time(Duration::from_secs_f64(work.seconds))
        .nresamples(RESAMPLES);
    criterion.bench_function("work", |bencher| bencher.iter(|| job.run()));
    Ok(())
}

/// The median among the estimates that criterion writes, which are in nanoseconds.
fn read(folder: &Path) -> Result<f64, String> {
    let file = folder.join("work/new/estimates.json");
    let text = std::fs::read_to_string(file).map_err(|e| format!("criterion wrote no estimates: {e}"))?;
    let json: Value = serde_json::from_str(&text).map_err(|e| format!("criterion's estimates: {e}"))?;
    json["median"]["point_estimate"].as_f64().map(|ns| ns * 1e-9).ok_or("criterion wrote no median".to_string())
}
