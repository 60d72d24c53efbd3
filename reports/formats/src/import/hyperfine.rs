//! hyperfine's results (`--export-json`).

use super::{Benchmark, ImportError, Read, Timed, contents, time};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;
use tenfold_record::{Value, Values};

#[derive(Deserialize)]
struct Command {
    command: String,
    /// Seconds of each process, from its start to its end.
    #[serde(default)]
    times: Vec<f64>,
    /// One for each process; `null` where a signal ended it.
    #[serde(default)]
    exit_codes: Vec<Option<i32>>,
    /// Text, or in old versions numbers.
    #[serde(default)]
    parameters: BTreeMap<String, Json>,
}

/// The results of a file.
pub(super) fn read(path: &Path) -> Result<Read, ImportError> {
    let (file, written_ms) = contents(path)?;
    let unknown = || ImportError::Unknown { path: path.to_path_buf() };
    let damaged = |cause: String| ImportError::Damaged { path: path.to_path_buf(), cause };
    // A file of something else, or no JSON at all; Tenfold's own JSON has results, too.
    let parsed = serde_json::from_slice::<BTreeMap<String, Json>>(&file);
    let mut document = parsed.map_err(|e| if e.is_eof() { damaged(e.to_string()) } else { unknown() })?;
    let results = document.remove("results").filter(|_| !document.contains_key("format")).ok_or_else(unknown)?;
    let commands: Vec<Command> = serde_json::from_value(results).map_err(|e| damaged(e.to_string()))?;
    let group = path.file_stem().map_or_else(|| "hyperfine".into(), |stem| stem.to_string_lossy().into_owned());
    let benchmarks = commands.into_iter().map(|command| benchmark(&group, command));
    Ok((benchmarks.collect::<Result<_, _>>().map_err(damaged)?, written_ms))
}

fn benchmark(group: &str, command: Command) -> Result<Benchmark, String> {
    let Command { command: name, times, exit_codes, parameters } = command;
    if times.is_empty() {
        return Err(format!("'{name}' has no times (hyperfine writes them with --export-json)"));
    }
    times.iter().try_for_each(|seconds| time(*seconds).map(drop)).map_err(|e| format!("'{name}': {e}"))?;
    let params = parameters.iter().filter_map(|(name, value)| Some((name.clone(), number(value)?)));
    let params: Values = params.collect();
    let timed = Timed::InOneEach(times, exit_codes);
    Ok(Benchmark { group: group.to_string(), name, params, work: (1.0, "runs", "run"), timed })
}

/// A parameter that is a number; text stays in the command's name, where hyperfine has put it.
fn number(value: &Json) -> Option<Value> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
    let whole = text.parse().ok().map(Value::Int);
    whole.or_else(|| text.parse().ok().filter(|x: &f64| x.is_finite()).map(Value::Real))
}

#[cfg(test)]
mod tests {
    use super::super::import;
    use super::*;
    use tenfold_analysis::findings::Findings;
    use tenfold_record::Outcome;

    fn imported(text: &str) -> Result<tenfold_record::Run, ImportError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sleep.json");
        std::fs::write(&file, text).unwrap();
        import(&file)
    }

    /// As hyperfine 1.15 writes it.
    const FILE: &str = r#"{"results":[
        {"command":"sleep 1","mean":1,"stddev":null,"median":1,"user":0,"system":0,"min":1,"max":1,
         "times":[1.0,1.5,1.25,1.0,1.0,1.0],"exit_codes":[0,0,0,0,0,0],"parameters":{"n":"1"}},
        {"command":"false","mean":1,"stddev":null,"median":1,"user":0,"system":0,"min":1,"max":1,
         "times":[0.5,0.5],"exit_codes":[1,null]},
        {"command":"false","times":[0.25]}]}"#;

    #[test]
    fn a_process_is_a_launch_and_one_that_failed_has_no_time() {
        let run = imported(FILE).unwrap();
        let names: Vec<&str> = run.cells.iter().map(|m| m.cell.variant.as_str()).collect();
        assert_eq!(names, ["sleep 1", "false", "false (2)"]);
        assert_eq!(run.cells[0].launches.len(), 6);
        assert_eq!(run.cells[0].cell.params["n"], Value::Int(1));
        let failed = &run.cells[1].launches;
        assert_eq!(failed[0].outcome, Outcome::Crashed { reason: "exit code 1".into() });
        assert!(failed.iter().all(|l| l.samples.is_empty()));
    }

    #[test]
    fn its_times_stand_apart_in_the_findings() {
        let run = imported(FILE).unwrap();
        let findings = Findings::of(&run);
        let part = &findings.parts[0];
        assert!(part.times.is_empty() && part.ladder.rows.is_empty());
        // Of few times the middle of the table is near the median, not on it.
        let found: Vec<f64> = part.unchecked.iter().map(|t| t.estimate.value).collect();
        assert!(found.len() == 2 && (found[0] - 1.0).abs() < 0.01 && (found[1] - 0.25).abs() < 0.0025, "{found:?}");
        assert_eq!(part.missing[0].reason, "crashed: ended by a signal");
    }

    #[test]
    fn what_is_not_hyperfines_is_refused() {
        assert!(matches!(imported("{\"results\":[]}"), Err(ImportError::Unknown { .. })));
        assert!(matches!(imported("no JSON"), Err(ImportError::Unknown { .. })));
        assert!(matches!(imported(&FILE[..200]), Err(ImportError::Damaged { .. })), "it ends too early");
        assert!(matches!(imported(r#"{"results":[{"command":"x"}]}"#), Err(ImportError::Damaged { .. })));
        assert!(matches!(imported(r#"{"results":[{"command":"x","times":[0]}]}"#), Err(ImportError::Damaged { .. })));
    }
}
