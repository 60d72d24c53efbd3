//! `tenfold import`: results of other programs as runs.

use crate::args::Import;
use crate::fault::mistake;
use std::process::ExitCode;
use tenfold_record::Run;

/// Reads every file, then keeps each as a run: a mistake in the last one leaves nothing half done.
pub fn import(args: &Import) -> anyhow::Result<ExitCode> {
    let read = |file: &std::path::PathBuf| tenfold_formats::import(file).map_err(mistake);
    let runs = args.files.iter().map(read).collect::<anyhow::Result<Vec<Run>>>()?;
    let mut store = crate::report::create(&args.out)?;
    for run in &runs {
        if store.runs()?.iter().any(|known| known.id == run.id) {
            println!("{} is there already", run.id);
            continue;
        }
        store.begin(run)?;
        for launch in run.cells.iter().flat_map(|m| &m.launches) {
            store.add_launch(&run.id, launch)?;
        }
        store.finish(&run.id)?;
        let noun = if run.cells.len() == 1 { "benchmark" } else { "benchmarks" };
        println!("{}: {} {noun}, not checked by Tenfold", run.id, run.cells.len());
        println!("`tenfold report {}` shows them", run.id);
    }
    Ok(ExitCode::SUCCESS)
}
