//! Profiles after the rounds: one of every cell, where its time went.

use crate::afterwards::{self, Purpose};
use crate::{Event, Session};
use std::collections::HashSet;
use std::path::Path;
use tenfold_kernel::{AnyKernel, Rung};
use tenfold_launch::{Done, Launcher};
use tenfold_measure::order::Order;
use tenfold_measure::profiling::{ProfileOrder, Profiled, Tool};
use tenfold_profile::{Source, perf::Perf, sampler::HZ};
use tenfold_record::{Cell, CellKey, HotLine, HotLoop, Instruction, KernelLine, Profile, Store, StoreError, Transport};

/// Seconds each cell is sampled for: six hundred samples where the machine gives the rate asked for.
const SECONDS: f64 = 0.6;

/// Lines kept of a profile.
const LINES: usize = 40;

/// The best profiler of this machine; says on standard error why that is not perf.
pub fn tool() -> Tool {
    match Perf::find() {
        Ok(_) => Tool::Perf,
        Err(why) => {
            eprintln!("profiling with pprof: {why}");
            Tool::Pprof
        }
    }
}

/// Profiles the cells that were measured and have no profile yet: of each variant the one with the most workers the
/// machine has cores for. Externals are left out, and ranks under mpirun, whose stacks are those of the same variant.
pub fn all(
    session: &Session,
    store: &mut Store,
    kernels: &[Box<dyn AnyKernel>],
    launcher: &Launcher<'_>,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<(), StoreError> {
    let run = store.load(&session.run.id)?;
    let there: HashSet<CellKey> = run.profiles.iter().map(|p| p.cell).collect();
    let cells: Vec<&Cell> = run.cells.iter().filter(|m| m.missing().is_none()).map(|m| &m.cell).collect();
    let tool = tool();
    let wanted = chosen(&cells, run.fingerprint.cores).into_iter().filter(|cell| !there.contains(&cell.key));
    let purpose = Purpose { what: "profile", doing: "profiling" };
    let ordered = |order| Order { profile: Some(ProfileOrder { tool, seconds: SECONDS, hz: HZ }), ..order };
    let keep = |_: &dyn AnyKernel, cell: &Cell, done: Done| match done.told.profile {
        Some(Ok(profiled)) => store.add_profile(&run.id, &recorded(cell, profiled)).map(Ok),
        Some(Err(why)) => Ok(Err(why)),
        None => Ok(Err("its answer was wrong".to_string())),
    };
    afterwards::each(&run, (kernels, launcher), &purpose, wanted, ordered, keep, tell)
}

/// Of each variant of each part the cell with the most workers up to `cores`.
fn chosen<'a>(cells: &[&'a Cell], cores: usize) -> Vec<&'a Cell> {
    let mut chosen: Vec<&Cell> = Vec::new();
    for cell in cells {
        if cell.rung == Rung::External || cell.transport == Some(Transport::Mpi) || cell.workers > cores.max(1) {
            continue;
        }
        match chosen.iter_mut().find(|c| c.part == cell.part && c.variant == cell.variant) {
            Some(other) if other.workers < cell.workers => *other = cell,
            Some(_) => {}
            None => chosen.push(cell),
        }
    }
    chosen
}

/// A profile as it is stored.
pub fn recorded(cell: &Cell, profiled: Profiled) -> Profile {
    let Profiled { profile, overhead, not_by_perf } = profiled;
    if let Some(why) = not_by_perf {
        eprintln!("{cell}: profiled with pprof: {why}");
    }
    let own = format!("kernels/{}/src/", cell.kernel);
    let in_kernel = profile.file_lines.into_iter().filter_map(|line| {
        let file = in_workspace(&line.file).to_string();
        let (line, samples, innermost) = (line.line, line.samples, Some(line.innermost));
        file.starts_with(&own).then_some(KernelLine { file, line, samples, innermost })
    });
    Profile {
        cell: cell.key,
        tool: name(profile.source).to_string(),
        requested_hz: profile.requested_hz,
        realised_hz: profile.realised_hz,
        samples: profile.samples,
        overhead: overhead.map(|o| o.share),
        folded: profile.folded.lines().collect::<Vec<_>>().join("\n"),
        kernel_lines: in_kernel.collect(),
        hot_loop: profile.hot_loop.map(hot_loop),
        lines: profile
            .lines
            .into_iter()
            .take(LINES)
            .map(|line| HotLine { file: in_workspace(&line.file).to_string(), line: line.line, samples: line.own })
            .collect(),
    }
}

fn hot_loop(found: tenfold_profile::HotLoop) -> HotLoop {
    let instruction = |i: tenfold_profile::Instruction| Instruction {
        address: i.address,
        text: i.text,
        samples: i.samples,
        source: i.source.map(|(file, line)| (in_workspace(&file).to_string(), line)),
    };
    HotLoop {
        function: found.function,
        function_samples: found.function_samples,
        samples: found.samples,
        is_loop: found.is_loop,
        instructions: found.instructions.into_iter().map(instruction).collect(),
        left_out: found.left_out,
    }
}

/// A file as it is called in the workspace, where it lies in it: what is above is nobody's business.
fn in_workspace(file: &str) -> &str {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.and_then(|root| Path::new(file).strip_prefix(root).ok()).and_then(Path::to_str).unwrap_or(file)
}

/// Its profiler, as people know it.
pub fn name(source: Source) -> &'static str {
    match source {
        Source::Perf => "perf cpu-clock",
        Source::Pprof => "pprof",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_workspace_is_named_without_the_way_to_it() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/profiles.rs");
        assert_eq!(in_workspace(here.to_str().unwrap()), "harness/runner/src/profiles.rs");
        assert_eq!(in_workspace("/rustc/5980/library/core/src/cmp.rs"), "/rustc/5980/library/core/src/cmp.rs");
    }
}
