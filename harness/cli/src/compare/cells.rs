//! Which cells are compared, and which are left out, and why.

use super::sides::Taken;
use crate::choose;
use crate::fault::mistake;
use std::path::PathBuf;
use tenfold_kernel::{Rung, Values, Workers, parse_value};
use tenfold_launch::duel::Program;
use tenfold_launch::memory;
use tenfold_machine::{cores, worker_cpus};
use tenfold_measure::duel::protocol::{Known, Prepare};
use tenfold_plan::listed;
use tenfold_record::Contest;

/// A cell to be compared: what the record says of it, and the program of either side.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// For the record; params are completed by the sides.
    pub contest: Contest,
    /// What is started.
    pub programs: [Program; 2],
}

/// The cells, and those left out with the reasons.
pub type Chosen = (Vec<Cell>, Vec<(String, String)>);

/// Which cells are asked for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// What the sides are called where one lacks something.
    pub sides: [&'a str; 2],
    /// Kernels; all where there are none.
    pub kernels: &'a [String],
    /// Variants; all where there are none.
    pub variants: &'a [String],
    /// Params, as NAME=VALUE.
    pub set: &'a [String],
    /// Threads or ranks of those that have some; as many as there are cores where it is not said.
    pub workers: Option<usize>,
}

/// One cell: two variants of a kernel of this program.
pub fn of_variants(asked: &Asked<'_>, program: PathBuf, sides: &[Taken; 2]) -> anyhow::Result<Chosen> {
    let [Taken::Variant { kernel, variant: a }, Taken::Variant { variant: b, .. }] = sides else {
        unreachable!("the caller has two variants")
    };
    if let Some(odd) = asked.kernels.first().or(asked.variants.first()) {
        return Err(mistake(format!("{odd}: A and B already name the kernel and the variants")));
    }
    let known = choose::kernel(kernel)?;
    let variants = known.variants();
    let rung = |name: &str| variants.iter().find(|v| v.name == name).map_or(Rung::Naive, |v| v.rung);
    let params = params(asked, kernel)?;
    check_set(asked, &[&*known])?;
    let cell =
        cell(kernel, [a, b], [rung(a), rung(b)], &params, asked.workers, [vec![program.clone()], vec![program]])?;
    Ok((vec![cell], Vec::new()))
}

/// Every variant that both programs have of every kernel asked for.
pub fn of_programs(asked: &Asked<'_>, programs: [Vec<PathBuf>; 2], known: &[Vec<Known>; 2]) -> anyhow::Result<Chosen> {
    let [a, b] = known;
    let names: Vec<&str> = a.iter().chain(b).map(|k| k.kernel.as_str()).collect();
    for kernel in asked.kernels {
        if !names.contains(&kernel.as_str()) {
            return Err(mistake(format!("neither side has a kernel '{kernel}' ({})", listed(kernel, &unique(&names)))));
        }
    }
    let wanted = |kernel: &str| asked.kernels.is_empty() || asked.kernels.iter().any(|k| k == kernel);
    let (mut cells, mut left_out) = (Vec::new(), Vec::new());
    let mut seen: Vec<&str> = Vec::new();
    for kernel in unique(&names).into_iter().filter(|k| wanted(k)) {
        let of = |side: &'_ [Known]| side.iter().find(|k| k.kernel == kernel).cloned();
        let (a, b) = match (of(a), of(b)) {
            (Some(a), Some(b)) => (a, b),
            (a, _) => {
                let side = asked.sides[usize::from(a.is_some())];
                left_out.push((kernel.to_string(), format!("{side} does not have this kernel")));
                continue;
            }
        };
        let params = params(asked, kernel)?;
        let all: Vec<&str> = a.variants.iter().chain(&b.variants).map(|(name, _)| name.as_str()).collect();
        let is_wanted = |variant: &str| asked.variants.is_empty() || asked.variants.iter().any(|v| v == variant);
        for name in unique(&all).into_iter().filter(|v| is_wanted(v)) {
            if let Some(typed) = asked.variants.iter().find(|v| *v == name) {
                seen.push(typed);
            }
            let rung = |side: &Known| side.variants.iter().find(|(n, _)| n == name).map(|(_, rung)| *rung);
            match (rung(&a), rung(&b)) {
                (Some(ra), Some(rb)) => {
                    cells.push(cell(kernel, [name, name], [ra, rb], &params, asked.workers, programs.clone())?);
                }
                (a, _) => {
                    let side = asked.sides[usize::from(a.is_some())];
                    left_out.push((format!("{kernel} {name}"), format!("{side} does not have this variant")));
                }
            }
        }
    }
    if let Some(unknown) = asked.variants.iter().find(|v| !seen.contains(&v.as_str())) {
        let all: Vec<&str> = a.iter().chain(b).flat_map(|k| &k.variants).map(|(name, _)| name.as_str()).collect();
        return Err(mistake(format!(
            "--variant {unknown}: there is no such variant ({})",
            listed(unknown, &unique(&all))
        )));
    }
    let ours: Vec<_> = tenfold_suite::kernels().into_iter().filter(|k| wanted(k.name())).collect();
    check_set(asked, &ours.iter().map(|k| &**k).collect::<Vec<_>>())?;
    Ok((cells, left_out))
}

fn unique<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut unique: Vec<&str> = Vec::new();
    for name in names {
        if !unique.contains(name) {
            unique.push(name);
        }
    }
    unique
}

fn cell(
    kernel: &str,
    variants: [&str; 2],
    rungs: [Rung; 2],
    params: &Values,
    workers: Option<usize>,
    programs: [Vec<PathBuf>; 2],
) -> anyhow::Result<Cell> {
    let parallel = rungs.map(|rung| rung.workers() != Workers::One);
    // Serial variants of a comparison of many cells stay on one worker.
    let workers = parallel.map(|parallel| if parallel { workers.unwrap_or_else(cores) } else { 1 });
    // Both on the same CPUs.
    let mut cpus = worker_cpus(0);
    cpus.truncate(workers[0].max(workers[1]));
    let program = |i: usize, builds: Vec<PathBuf>| {
        let prepare = Prepare::of(kernel, variants[i], params.clone(), workers[i]);
        Program { builds, prepare: Prepare { cpus: cpus.clone(), ..prepare } }
    };
    // A kernel that only the two sides know is measured by nobody beforehand.
    if let Some(known) = tenfold_suite::kernel(kernel) {
        // Both sides are in memory at once.
        let half = memory::available().map_err(mistake)?.map(|bytes| bytes / 2.0);
        choose::fits(&*known, params, workers[0].max(workers[1]), half)?;
    }
    let [a, b] = programs;
    Ok(Cell {
        contest: Contest {
            kernel: kernel.to_string(),
            variants: variants.map(str::to_string),
            rungs,
            params: params.clone(),
            workers,
        },
        programs: [program(0, a), program(1, b)],
    })
}

/// The params of a kernel: its small problem, changed by `--set`.
fn params(asked: &Asked<'_>, kernel: &str) -> anyhow::Result<Values> {
    // A kernel that only the two sides know has the problem they know themselves.
    let Some(known) = tenfold_suite::kernel(kernel) else { return Ok(Values::new()) };
    let mut values = known.small();
    for text in asked.set {
        let Some((name, value)) = text.split_once('=') else {
            return Err(mistake(format!("--set {text}: must be NAME=VALUE")));
        };
        if known.specs().iter().any(|s| s.name == name) {
            let value = parse_value(known.specs(), name, value).map_err(|e| mistake(format!("--set {text}: {e}")))?;
            values.insert(name.to_string(), value);
        }
    }
    known.resolve(&values).map_err(|e| mistake(format!("--set: {kernel}: {e}")))
}

/// Refuses a `--set` that no kernel compared knows.
fn check_set(asked: &Asked<'_>, kernels: &[&dyn tenfold_kernel::AnyKernel]) -> anyhow::Result<()> {
    let names: Vec<&str> = kernels.iter().flat_map(|k| k.specs()).map(|s| s.name).collect();
    let name_of = |text: &'_ String| text.split('=').next().unwrap_or_default().to_string();
    for (index, text) in asked.set.iter().enumerate() {
        let name = name_of(text);
        if asked.set[..index].iter().any(|earlier| name_of(earlier) == name) {
            return Err(mistake(format!("--set {text}: {name} is given twice")));
        }
        let name = name.as_str();
        if !names.contains(&name) {
            return Err(mistake(format!(
                "--set {text}: no kernel that is compared has a param '{name}' ({})",
                listed(name, &unique(&names))
            )));
        }
    }
    Ok(())
}
