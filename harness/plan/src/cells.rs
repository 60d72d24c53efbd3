//! The cells an experiment asks for, each that cannot run here with the reason.

use crate::Kernels;
use crate::read::{rung_of, workers_of};
use std::collections::BTreeMap;
use tenfold_kernel::{AnyKernel, Reference, Rung, Values, Work, Workers};
use tenfold_record::{Cell, CellKey, Demand, Experiment, Part, Scaling, Transport, WorkDone};

/// What can run here.
#[derive(Clone, Debug, Default)]
pub struct Here {
    /// Why distributed variants cannot use MPI, if they cannot.
    pub no_mpi: Option<String>,
    /// Why an external cannot run, by the number of its part and its name: what it needs is missing, or it cannot be built.
    pub no_external: BTreeMap<(usize, String), String>,
    /// Bytes of memory that a cell may take, where they are known.
    pub memory: Option<f64>,
}

/// Solves a problem with the naive variant, or says why that cannot be done: work, bounds and what is right depend on it.
pub type Solve<'a> = &'a mut dyn FnMut(&dyn AnyKernel, &Values) -> Result<Reference, String>;

/// Every cell of `experiment`.
///
/// Variants and externals with one worker have one cell per problem; those with threads or ranks one for each number of workers
/// (and transport). `solve` is asked once or more for each problem that can run here.
pub fn cells(experiment: &Experiment, kernels: Kernels<'_>, here: &Here, solve: Solve<'_>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for (index, part) in experiment.parts.iter().enumerate() {
        let Some(kernel) = kernels.iter().find(|k| k.name() == part.kernel) else { continue };
        for variant in &part.variants {
            for mut cell in cells_of(&**kernel, (index, part), variant, here, solve) {
                cell.key = CellKey(cells.len() as u32);
                cells.push(cell);
            }
        }
    }
    cells
}

fn cells_of(
    kernel: &dyn AnyKernel,
    (index, part): (usize, &Part),
    variant: &str,
    here: &Here,
    solve: Solve<'_>,
) -> Vec<Cell> {
    let rung = rung_of(kernel, part, variant);
    let workers_are = workers_of(kernel, part, variant);
    let (workers, transports): (&[usize], Vec<Option<Transport>>) = match (workers_are, rung) {
        (Workers::One, _) => (&[1], vec![None]),
        (Workers::Threads, _) => (&part.workers, vec![None]),
        // An external's ranks are processes.
        (Workers::Ranks, Rung::External) => (&part.workers, vec![Some(Transport::Mpi)]),
        (Workers::Ranks, _) => (&part.workers, part.transports.iter().copied().map(Some).collect()),
    };
    let mut cell = |workers: usize, transport: Option<Transport>| {
        let grown = match part.scaling {
            Scaling::Strong => Ok(part.params.clone()),
            Scaling::Weak => kernel.grow(&part.params, workers),
        };
        let (params, refused) = match grown {
            Ok(params) => (params, None),
            Err(e) => (part.params.clone(), Some(format!("the problem cannot grow to {workers} workers: {e}"))),
        };
        let unavailable = || match rung {
            Rung::External => here.no_external.get(&(index, variant.to_string())).cloned(),
            _ => here.no_mpi.clone().filter(|_| transport == Some(Transport::Mpi)),
        };
        let left_out = refused.or_else(unavailable).or_else(|| too_large(kernel, &params, workers, here.memory));
        let known = if left_out.is_some() { None } else { Some(solve(kernel, &params)) };
        // One that cannot be solved is no reason to leave a cell out: its launches will fail, and say why.
        let work = work(kernel, &params, variant, known.and_then(Result::ok).as_ref());
        Cell {
            key: CellKey(0),
            part: index,
            kernel: kernel.name().to_string(),
            variant: variant.to_string(),
            rung,
            work,
            params,
            workers,
            peer_workers: (rung == Rung::External).then_some(workers_are),
            transport,
            left_out,
        }
    };
    transports.iter().flat_map(|&t| workers.iter().map(move |&w| (w, t))).map(|(w, t)| cell(w, t)).collect()
}

/// Whoever judges an answer has the whole input, the answer as it was written and read, and the reference, beside the workers: at
/// most so many times what one rank needs (`harness/suite/tests/memory.rs` counts it).
const JUDGE: f64 = 3.0;

/// Why the problem does not fit into the memory that is `there`, if it does not, and the largest like it that does.
pub fn too_large(kernel: &dyn AnyKernel, params: &Values, workers: usize, there: Option<f64>) -> Option<String> {
    let there = there?;
    let needed = |params: &Values| kernel.memory(params, workers) + JUDGE * kernel.memory(params, 1);
    if needed(params) <= there {
        return None;
    }
    let gib = |bytes: f64| format!("{:.3} GiB", bytes / f64::from(1 << 30));
    let largest = kernel.largest(params, &|smaller| needed(smaller) <= there);
    let hint = largest.map_or(String::new(), |(name, value)| format!("; {name} = {value} would fit"));
    Some(format!("it needs {} of memory, its check included, and {} is free{hint}", gib(needed(params)), gib(there)))
}

/// The work of one run; nothing of it is known before the problem was solved.
fn work(kernel: &dyn AnyKernel, params: &Values, variant: &str, reference: Option<&Reference>) -> WorkDone {
    let unit = kernel.unit();
    let (work, bounds) = match reference {
        Some(reference) => (reference.work, reference.bounds.clone()),
        None => (Work { amount: 0.0, flops: 0.0, compulsory_bytes: 0.0 }, Vec::new()),
    };
    WorkDone {
        amount: work.amount,
        unit: unit.plural.to_string(),
        symbol: unit.symbol.to_string(),
        flops: work.flops,
        compulsory_bytes: work.compulsory_bytes,
        streamed_bytes: kernel.streamed_bytes(params, variant),
        demands: bounds.into_iter().map(Demand::from).collect(),
    }
}
