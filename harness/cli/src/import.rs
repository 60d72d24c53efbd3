//! `tenfold import`: results of other programs as runs.

use crate::args::Import;
use crate::fault::mistake;
use serde_json::json;
use std::process::ExitCode;
use tenfold_analysis::format::counted;
use tenfold_record::Run;

/// What became of a file.
struct Taken {
    run: String,
    benchmarks: usize,
    launches: usize,
    /// Whether it was not there before.
    is_new: bool,
}

/// Reads every file, then keeps each as a run, all in one transaction: a mistake in the last file, or a kill at any
/// moment, leaves nothing half done.
pub fn import(args: &Import) -> anyhow::Result<ExitCode> {
    let read = |file: &std::path::PathBuf| tenfold_formats::import(file).map_err(mistake);
    let runs = args.files.iter().map(read).collect::<anyhow::Result<Vec<Run>>>()?;
    let mut store = crate::stored::create(&args.out)?;
    let mut importing = store.importing()?;
    let mut taken = Vec::new();
    for run in &runs {
        let is_new = !importing.knows(&run.id)?;
        let mut launches = 0;
        if is_new {
            importing.begin(run)?;
            for launch in run.cells.iter().flat_map(|measured| &measured.launches) {
                importing.add_launch(&run.id, launch)?;
                launches += 1;
            }
        }
        taken.push(Taken { run: run.id.clone(), benchmarks: run.cells.len(), launches, is_new });
    }
    importing.keep()?;
    tell(args, &taken);
    Ok(ExitCode::SUCCESS)
}

fn tell(args: &Import, taken: &[Taken]) {
    if args.json {
        let object =
            |t: &Taken| json!({ "run": t.run, "benchmarks": t.benchmarks, "launches": t.launches, "new": t.is_new });
        println!("{}", json!({ "imported": taken.iter().map(object).collect::<Vec<_>>() }));
        return;
    }
    for Taken { run, benchmarks, is_new, .. } in taken {
        if !is_new {
            println!("{run} is already there");
            continue;
        }
        println!("{run}: {}, not checked by Tenfold", counted(*benchmarks, "benchmark"));
        println!("`tenfold report {run}` shows them");
    }
}
