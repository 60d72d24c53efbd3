//! hyperfine's results (`--export-json`).

use super::{Benchmark, ImportError, Imported, Process, text, time};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;
use tenfold_record::{Value, Values};

#[derive(Deserialize)]
struct File {
    results: Vec<Command>,
}

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

/// Reads the results of a file.
pub(super) fn read(path: &Path) -> Result<Imported, ImportError> {
    let (text, written_ms) = text(path)?;
    let unknown = || ImportError::Unknown { path: path.to_path_buf() };
    let json: Json = serde_json::from_str(&text).map_err(|_| unknown())?;
    if !json["results"].is_array() || json.get("format").is_some() {
        return Err(unknown());
    }
    let damaged = |cause: String| ImportError::Damaged { path: path.to_path_buf(), cause };
    let file: File = serde_json::from_value(json).map_err(|e| damaged(e.to_string()))?;
    let group = path.file_stem().map_or_else(|| "hyperfine".into(), |stem| stem.to_string_lossy().into_owned());
    let benchmarks = file.results.into_iter().map(|command| benchmark(&group, command));
    let benchmarks = benchmarks.collect::<Result<Vec<_>, _>>().map_err(damaged)?;
    if benchmarks.is_empty() {
        return Err(unknown());
    }
    Ok(Imported { program: "hyperfine", written_ms, benchmarks })
}

fn benchmark(group: &str, command: Command) -> Result<Benchmark, String> {
    let name = command.command;
    if command.times.is_empty() {
        return Err(format!("'{name}' has no times (hyperfine writes them with --export-json)"));
    }
    let process = |(index, seconds): (usize, &f64)| {
        let failed = match command.exit_codes.get(index) {
            Some(Some(0)) | None => None,
            Some(Some(code)) => Some(format!("exit code {code}")),
            Some(None) => Some("ended by a signal".to_string()),
        };
        let seconds = time(*seconds).map_err(|e| format!("'{name}': {e}"))?;
        Ok(Process { seconds: vec![seconds], failed })
    };
    let processes = command.times.iter().enumerate().map(process).collect::<Result<Vec<_>, String>>()?;
    let params = command.parameters.iter().filter_map(|(name, value)| Some((name.clone(), number(value)?)));
    let params: Values = params.collect();
    Ok(Benchmark { group: group.to_string(), name, params, work: (1.0, "runs", "run"), processes })
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
    use tenfold_record::Outcome;
    use tenfold_reports::findings::Findings;

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
        assert_eq!(part.unchecked.iter().map(|t| t.estimate.value).collect::<Vec<_>>(), [1.0, 0.25]);
        assert_eq!(part.missing[0].reason, "crashed: ended by a signal");
    }

    #[test]
    fn what_is_not_hyperfines_is_refused() {
        assert!(matches!(imported("{\"results\":[]}"), Err(ImportError::Unknown { .. })));
        assert!(matches!(imported("no JSON"), Err(ImportError::Unknown { .. })));
        assert!(matches!(imported(r#"{"results":[{"command":"x"}]}"#), Err(ImportError::Damaged { .. })));
        assert!(matches!(imported(r#"{"results":[{"command":"x","times":[0]}]}"#), Err(ImportError::Damaged { .. })));
    }
}
