//! The folder of results of airspeed velocity (asv), from which `asv publish` makes its pages.
//!
//! ```text
//! benchmarks.json                      what there is to show; the benchmarks of other runs stay in it
//! MACHINE/machine.json                 what the numbers were measured on
//! MACHINE/COMMIT-tenfold-EXPERIMENT.json   the numbers
//! ```
//!
//! (asv 0.6, `benchmarks.py`, `machine.py` and `results.py`.)

use crate::written::{Content, Entry};
use crate::{CellResult, Format, FormatError, Holds, Results, Written};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use tenfold_analysis::text::file_name;

/// Versions of asv's layouts of results, of its list of benchmarks, and of what it knows of a machine.
const RESULTS_VERSION: u32 = 2;
const BENCHMARKS_VERSION: u32 = 2;
const MACHINE_VERSION: u32 = 1;

/// The columns written of each benchmark: asv reads by name and does without the others.
const COLUMNS: [&str; 5] = ["result", "params", "version", "started_at", "samples"];

/// Letters of a commit in the name of its file.
const SHORT_COMMIT: usize = 8;

/// Longest name of a benchmark and of anything else that asv makes files and folders of.
const LONGEST_BENCHMARK: usize = 180;
const LONGEST: usize = 80;

/// One benchmark a cell: the median over launches in seconds, with the launches' medians as its samples. A cell without a
/// number has `null`, which is asv's word for a failed benchmark.
///
/// asv draws by commit, so that a run needs the full name of one. Its date there is the run's: a run does not know the
/// commit's. Each experiment has a file of its own, so that two of the same commit stand beside each other.
pub const FORMAT: Format = Format {
    name: "asv",
    reader: "asv publish: its folder of results, as --to results",
    holds: Holds::Numbers,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let run = results.run;
    let commit = run.fingerprint.get("source", "revision").unwrap_or_default();
    if commit.len() != 40 || !commit.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(FormatError::NoCommit { format: FORMAT.name, run: run.id.clone(), revision: commit.to_string() });
    }
    let machine = machine(results);
    let folder = machine["machine"].as_str().unwrap_or_default().to_string();
    let environment = format!("tenfold-{}", file_name(&[&run.experiment.name]));
    let cells = results.cells();
    let names = names(&cells);
    let rows: Map<String, Value> =
        names.iter().zip(&cells).map(|(name, cell)| (name.clone(), row(cell, run.started_ms))).collect();
    let known = json!({
        "commit_hash": commit,
        "env_name": environment,
        "date": run.started_ms,
        "params": machine,
        "python": "",
        "requirements": {},
        "env_vars": {},
        "result_columns": COLUMNS,
        "results": rows,
        "durations": {},
        "version": RESULTS_VERSION,
    });
    let mut benchmarks: Map<String, Value> =
        names.iter().zip(&cells).map(|(name, cell)| (name.clone(), benchmark(name, cell))).collect();
    benchmarks.insert("version".into(), BENCHMARKS_VERSION.into());
    let mut about = machine.clone();
    about.insert("version".into(), MACHINE_VERSION.into());
    let entry = |path: String, content| Entry { path, content };
    // The list comes last: asv passes over numbers that are not on it yet.
    Ok(Written::Folder(vec![
        entry(format!("{folder}/machine.json"), Content::Whole(about.into())),
        entry(format!("{folder}/{}-{environment}.json", &commit[..SHORT_COMMIT]), Content::Whole(known)),
        entry("benchmarks.json".into(), Content::Members(benchmarks)),
    ]))
}

/// What asv is told of the machine. Each value becomes the name of a folder of its pages.
fn machine(results: &Results<'_>) -> Map<String, Value> {
    let print = &results.run.fingerprint;
    let fact = |group: &str, name: &str| plain(print.get(group, name).unwrap_or_default(), LONGEST);
    let target = fact("compiler", "target");
    let told = [
        ("machine", file_name(&[&print.machine])),
        ("os", fact("system", "system")),
        ("arch", target.split('-').next().unwrap_or_default().to_string()),
        ("cpu", fact("processor", "model")),
        ("num_cpu", print.cores.to_string()),
        ("ram", fact("memory", "memory")),
    ];
    told.into_iter().map(|(name, value)| (name.to_string(), Value::from(value))).collect()
}

/// A cell's numbers, in the order of [`COLUMNS`].
fn row(cell: &CellResult<'_>, started_ms: i64) -> Value {
    let times = cell.times();
    let samples = times.map(|t| [t.launches.iter().map(|l| l.median).collect::<Vec<f64>>()]);
    json!([[times.map(|t| t.estimate.value)], [], null, started_ms, samples])
}

/// A cell as asv describes a benchmark.
fn benchmark(name: &str, cell: &CellResult<'_>) -> Value {
    json!({
        "name": name,
        "pretty_name": harmless(&cell.name),
        "type": "time",
        "unit": "seconds",
        "params": [],
        "param_names": [],
        "version": "1",
        "code": "",
    })
}

/// The benchmarks' names, each its own: `traffic.naive.n=1000000,steps=20`. asv makes a tree of them at their dots, and files.
fn names(cells: &[CellResult<'_>]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let own = |cell: &CellResult<'_>| {
        let parts: Vec<String> = cell.name.split('/').map(|part| plain(part, usize::MAX).replace('.', "_")).collect();
        let name = parts.join(".");
        let name = match name.len() <= LONGEST_BENCHMARK && !taken.contains(&name) {
            true => name,
            false => format!("{}_cell-{}", plain(&name, LONGEST_BENCHMARK), cell.cell.key.0),
        };
        taken.insert(name.clone());
        name
    };
    cells.iter().map(own).collect()
}

/// The first letters of `text`, and `_` for each that asv would not have in the name of a file (`sanitize_filename`) or that
/// is not of ASCII: one letter is one byte.
fn plain(text: &str, most: usize) -> String {
    let sound = |c: char| c.is_ascii_graphic() && !"<>:\"/\\^|?*&".contains(c) || c == ' ';
    text.chars().take(most).map(|c| if sound(c) { c } else { '_' }).collect()
}

/// `text` without letters that act: asv's pages show names as if they were markup.
fn harmless(text: &str) -> String {
    let plain = |c: char| if matches!(c, '<' | '>' | '&' | '"' | '\'') { '_' } else { c };
    tenfold_analysis::text::visible(text).chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::testing::{ATTACK, REVISION, cell, part, run};
    use tenfold_record::Run;

    fn built(revision: &str) -> Run {
        let part = part("traffic").with(cell("naive").takes_each(&[2.0; 6])).with(cell("c.o2").takes_each(&[1.0; 6]));
        let part = part.with(cell("vectorised").is_wrong("no")).with(cell("c_o2").takes_each(&[3.0; 6]));
        run("?").with(part).known("source", "revision", revision).built()
    }

    fn entries(run: &Run) -> Vec<(String, Value)> {
        let Written::Folder(entries) = write(&Results::of(run)).unwrap() else { panic!("a folder is written") };
        let read = |e: &Entry| (e.path.clone(), serde_json::from_slice(&e.over(None).unwrap()).unwrap());
        entries.iter().map(read).collect()
    }

    #[test]
    fn files_lie_where_asv_looks_for_them_and_agree() {
        let files = entries(&built(REVISION));
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        let machine = "2-core-example-machine";
        let known = format!("{machine}/{}-tenfold-example.json", &REVISION[..8]);
        assert_eq!(paths, [format!("{machine}/machine.json").as_str(), known.as_str(), "benchmarks.json"]);
        let [(_, about), (_, known), (_, list)] = files.as_slice() else { panic!() };
        assert_eq!((about["machine"].as_str(), about["num_cpu"].as_str()), (Some(machine), Some("2")));
        assert_eq!(
            (&known["params"]["machine"], known["env_name"].as_str()),
            (&about["machine"], Some("tenfold-example"))
        );
        let params = "n=1000000,steps=100";
        for (name, seconds) in [("naive", Some(2.0)), ("vectorised", None), ("c_o2", Some(1.0))] {
            let name = format!("traffic.{name}.{params}");
            let found = known["results"][&name][0][0].as_f64();
            assert_eq!(found.map(|x| (x * 1e12).round()), seconds.map(|x: f64| x * 1e12), "{name}");
            assert_eq!(list[&name]["name"], name);
        }
        assert_eq!(list[format!("traffic.c_o2.{params}")]["pretty_name"], format!("traffic/c.o2/{params}"));
        // The other of the two that have the same name in asv.
        let other = known["results"][format!("traffic.c_o2.{params}_cell-3")][0][0].as_f64().unwrap();
        assert!((other - 3.0).abs() < 1e-12, "{other}");
    }

    #[test]
    fn a_run_of_no_commit_is_refused() {
        for revision in ["", "unknown (built outside a git checkout)", &REVISION[..12]] {
            let fault = write(&Results::of(&built(revision))).err().unwrap().to_string();
            assert!(fault.contains("asv needs a commit"), "{fault}");
        }
    }

    #[test]
    fn hostile_names_act_nowhere() {
        let mut run = built(REVISION);
        run.fingerprint.machine = "../../x".into();
        run.experiment.name = format!("../{ATTACK}");
        run.cells[0].cell.variant = ATTACK.repeat(9);
        let files = entries(&run);
        assert!(files.iter().all(|(path, _)| !path.contains("..")), "{files:?}");
        for name in files[2].1.as_object().unwrap().keys() {
            assert!(name.len() < 200 && !name.contains(['<', '>', '"', '/']), "{name}");
        }
        assert!(
            files[2].1.as_object().unwrap().values().all(|b| !b["pretty_name"].as_str().unwrap_or("").contains('<'))
        );
    }
}
