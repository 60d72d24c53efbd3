//! The cells an experiment asks for, each that cannot run here with the reason.

use crate::Kernels;
use crate::external;
use crate::read::rung_of;
use std::collections::BTreeMap;
use tenfold_kernel::{AnyKernel, Rung, Values};
use tenfold_record::{Cell, CellKey, Demand, Experiment, Part, Scaling, Transport, WorkDone};

/// What can run here.
#[derive(Clone, Debug, Default)]
pub struct Here {
    /// Why MPI cannot be used, if it cannot.
    pub no_mpi: Option<String>,
    /// Why a Python package (or the interpreter: the empty name) cannot be used, by package.
    pub no_package: BTreeMap<String, String>,
}

/// Every cell of `experiment`.
///
/// Serial variants and externals have one cell a problem; threaded and distributed ones one for each number of workers
/// (and transport).
pub fn cells(experiment: &Experiment, kernels: Kernels<'_>, here: &Here) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for (index, part) in experiment.parts.iter().enumerate() {
        let Some(kernel) = kernels.iter().find(|k| k.name() == part.kernel) else { continue };
        for variant in &part.variants {
            for mut cell in cells_of(&**kernel, part, variant, here) {
                cell.part = index;
                cell.key = CellKey(cells.len() as u32);
                cells.push(cell);
            }
        }
    }
    cells
}

fn cells_of(kernel: &dyn AnyKernel, part: &Part, variant: &str, here: &Here) -> Vec<Cell> {
    let rung = rung_of(kernel, part, variant);
    let (workers, transports): (&[usize], Vec<Option<Transport>>) = match rung {
        Rung::External | Rung::Naive | Rung::Vectorised => (&[1], vec![None]),
        Rung::Threaded => (&part.workers, vec![None]),
        Rung::Distributed => (&part.workers, part.transports.iter().copied().map(Some).collect()),
    };
    let cell = |workers: usize, transport: Option<Transport>| {
        let grown = match part.scaling {
            Scaling::Strong => Ok(part.params.clone()),
            Scaling::Weak => kernel.grow(&part.params, workers),
        };
        let (params, refused) = match grown {
            Ok(params) => (params, None),
            Err(e) => (part.params.clone(), Some(format!("the problem cannot grow to {workers} workers: {e}"))),
        };
        let unavailable = match rung {
            Rung::External => match part.externals.iter().find(|e| e.name == variant) {
                Some(external) => external::missing(external),
                None => missing_package(kernel, variant, here),
            },
            Rung::Distributed if transport == Some(Transport::Mpi) => here.no_mpi.clone(),
            _ => None,
        };
        Cell {
            key: CellKey(0),
            part: 0,
            kernel: kernel.name().to_string(),
            variant: variant.to_string(),
            rung,
            work: work(kernel, &params, variant),
            params,
            workers,
            transport,
            left_out: refused.or(unavailable),
        }
    };
    transports.iter().flat_map(|&t| workers.iter().map(move |&w| (w, t))).map(|(w, t)| cell(w, t)).collect()
}

fn missing_package(kernel: &dyn AnyKernel, variant: &str, here: &Here) -> Option<String> {
    let peer = kernel.peers().iter().find(|p| p.name == variant)?;
    std::iter::once("").chain(peer.packages.iter().copied()).find_map(|name| here.no_package.get(name).cloned())
}

fn work(kernel: &dyn AnyKernel, params: &Values, variant: &str) -> WorkDone {
    let work = kernel.work(params);
    let unit = kernel.unit();
    let demands = kernel.bounds(params).into_iter().map(|b| Demand {
        resource: b.resource,
        amount: b.amount,
        formula: b.formula.to_string(),
    });
    WorkDone {
        amount: work.amount,
        unit: unit.plural.to_string(),
        symbol: unit.symbol.to_string(),
        flops: work.flops,
        compulsory_bytes: work.compulsory_bytes,
        streamed_bytes: kernel.streamed_bytes(params, variant),
        demands: demands.collect(),
    }
}
