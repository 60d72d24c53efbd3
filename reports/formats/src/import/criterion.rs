//! criterion's results: for each benchmark a folder `new` with `benchmark.json` (names) and `sample.json` (times).

use super::{Benchmark, ImportError, Read, Timed, contents, time};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use tenfold_analysis::format::counted;
use tenfold_record::Values;

/// Names and throughput, as criterion 0.3 to 0.8 write them.
#[derive(Deserialize)]
struct Named {
    group_id: String,
    function_id: Option<String>,
    value_str: Option<String>,
    throughput: Option<Throughput>,
}

#[derive(Clone, Copy, Deserialize)]
enum Throughput {
    Bits(u64),
    Bytes(u64),
    BytesDecimal(u64),
    Elements(u64),
    ElementsAndBytes { elements: u64 },
}

/// Times in nanoseconds; each is of so many iterations.
#[derive(Deserialize)]
struct Samples {
    iters: Vec<f64>,
    times: Vec<f64>,
}

/// How deep criterion nests folders: group, function, value, new.
const DEEPEST: usize = 6;

/// All benchmarks under a folder, the newest measurement of each.
pub(super) fn read(folder: &Path) -> Result<Read, ImportError> {
    let mut found = Vec::new();
    find(folder, DEEPEST, &mut found)?;
    found.sort();
    let (mut benchmarks, mut written_ms) = (Vec::new(), 0);
    for folder in found {
        let (named, _): (Named, i64) = parsed(&folder.join("benchmark.json"))?;
        let (samples, written): (Samples, i64) = parsed(&folder.join("sample.json"))?;
        let damaged = |cause| ImportError::Damaged { path: folder.join("sample.json"), cause };
        written_ms = written_ms.max(written);
        benchmarks.push(benchmark(named, &samples).map_err(damaged)?);
    }
    Ok((benchmarks, written_ms))
}

fn find(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), ImportError> {
    let fail = |cause| ImportError::Read { path: folder.to_path_buf(), cause };
    if folder.file_name().is_some_and(|name| name == "new") && folder.join("benchmark.json").is_file() {
        found.push(folder.to_path_buf());
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        // Links are not followed: they may lead back.
        if depth > 0 && entry.file_type().map_err(fail)?.is_dir() {
            find(&entry.path(), depth - 1, found)?;
        }
    }
    Ok(())
}

fn parsed<T: DeserializeOwned>(path: &Path) -> Result<(T, i64), ImportError> {
    let (file, written_ms) = contents(path)?;
    let damaged = |e: serde_json::Error| ImportError::Damaged { path: path.to_path_buf(), cause: e.to_string() };
    Ok((serde_json::from_slice(&file).map_err(damaged)?, written_ms))
}

fn benchmark(named: Named, samples: &Samples) -> Result<Benchmark, String> {
    if samples.iters.len() != samples.times.len() || samples.times.is_empty() {
        let (times, samples) = (counted(samples.times.len(), "time"), counted(samples.iters.len(), "sample"));
        return Err(format!("{times} for {samples}"));
    }
    let seconds = samples.times.iter().zip(&samples.iters).map(|(nanoseconds, runs)| time(nanoseconds * 1e-9 / runs));
    let parts: Vec<String> = named.function_id.into_iter().chain(named.value_str).collect();
    let work = match named.throughput {
        None => (1.0, "runs", "run"),
        Some(Throughput::Bits(n)) => (n as f64, "bits", "bit"),
        Some(Throughput::Bytes(n) | Throughput::BytesDecimal(n)) => (n as f64, "bytes", "B"),
        Some(Throughput::Elements(n) | Throughput::ElementsAndBytes { elements: n }) => {
            (n as f64, "elements", "element")
        }
    };
    Ok(Benchmark {
        name: if parts.is_empty() { named.group_id.clone() } else { parts.join("/") },
        group: named.group_id,
        params: Values::new(),
        work,
        // criterion takes all samples in one process.
        timed: Timed::InOneProcess(seconds.collect::<Result<_, _>>()?),
    })
}

#[cfg(test)]
mod tests {
    use super::super::import;
    use super::*;
    use tenfold_record::Outcome;

    fn saved(folder: &Path, name: &str, benchmark: &str, sample: &str) {
        let new = folder.join(name).join("new");
        std::fs::create_dir_all(&new).unwrap();
        std::fs::write(new.join("benchmark.json"), benchmark).unwrap();
        std::fs::write(new.join("sample.json"), sample).unwrap();
    }

    const NAMED: &str = r#"{"group_id":"sort","function_id":"quick","value_str":"1000","throughput":{"Elements":1000},
        "full_id":"sort/quick/1000","directory_name":"sort/quick/1000","title":"sort/quick/1000"}"#;

    #[test]
    fn a_sample_is_the_mean_of_its_iterations_in_seconds_and_all_are_of_one_launch() {
        let folder = tempfile::tempdir().unwrap();
        let sample = r#"{"sampling_mode":"Linear","iters":[1.0,2.0,4.0],"times":[3000.0,4000.0,4000.0]}"#;
        saved(folder.path(), "sort/quick/1000", NAMED, sample);
        let run = import(folder.path()).unwrap();
        let (cell, launches) = (&run.cells[0].cell, &run.cells[0].launches);
        assert_eq!((cell.kernel.as_str(), cell.variant.as_str(), cell.work.amount), ("sort", "quick/1000", 1000.0));
        assert_eq!(launches.len(), 1);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-18;
        let seconds = launches[0].seconds_per_run();
        assert!(near(seconds[0], 3e-6) && near(seconds[1], 2e-6) && near(seconds[2], 1e-6), "{seconds:?}");
        assert_eq!(launches[0].outcome, Outcome::Unchecked { by: "criterion".into() });
        assert_eq!(run, import(folder.path()).unwrap(), "the same results make the same run");
    }

    #[test]
    fn a_damaged_file_is_named_with_what_is_wrong() {
        for sample in
            [r#"{"iters":[1.0],"times":[]}"#, r#"{"iters":[0.0],"times":[1.0]}"#, "{", r#"{"iters":[1],"times":[-1]}"#]
        {
            let folder = tempfile::tempdir().unwrap();
            saved(folder.path(), "sort", NAMED, sample);
            let message = import(folder.path()).unwrap_err().to_string();
            assert!(message.contains("sample.json is damaged"), "{message}");
        }
        let empty = tempfile::tempdir().unwrap();
        assert!(matches!(import(empty.path()), Err(ImportError::Unknown { .. })));
    }
}
