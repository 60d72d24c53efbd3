//! Traces after the rounds: what the ranks of every distributed cell wait for, and what they send.

use crate::afterwards::{self, Purpose};
use crate::{Event, Session};
use std::collections::HashSet;
use tenfold_kernel::{AnyKernel, Rung, Workers};
use tenfold_launch::{Done, Launcher};
use tenfold_measure::order::Order;
use tenfold_record::{Cell, CellKey, Store, StoreError, Trace, Traffic};

/// Traces the distributed cells that were measured on more than one rank and have no trace yet. Each has a launch of its
/// own, so that no timed one is disturbed.
pub fn all(
    session: &Session,
    store: &mut Store,
    kernels: &[Box<dyn AnyKernel>],
    launcher: &Launcher<'_>,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<(), StoreError> {
    let run = store.load(&session.run.id)?;
    let there: HashSet<CellKey> = run.traces.iter().map(|t| t.cell).collect();
    let measured = run.cells.iter().filter(|m| m.missing().is_none()).map(|m| &m.cell);
    let wanted = measured.filter(|cell| {
        cell.rung != Rung::External
            && cell.kind_of_workers() == Workers::Ranks
            && cell.workers > 1
            && !there.contains(&cell.key)
    });
    let purpose = Purpose { what: "trace", doing: "tracing its ranks" };
    let ordered = |order| Order { trace: true, ..order };
    let keep = |kernel: &dyn AnyKernel, cell: &Cell, done: Done| {
        let Some(ranks) = done.told.trace else { return Ok(Err("its answer was wrong".to_string())) };
        store.add_trace(&run.id, &Trace { cell: cell.key, ranks, declared: declared(kernel, cell) }).map(Ok)
    };
    afterwards::each(&run, (kernels, launcher), &purpose, wanted, ordered, keep, tell)
}

/// What the kernel says that all ranks together send.
fn declared(kernel: &dyn AnyKernel, cell: &Cell) -> Option<Traffic> {
    let ranks = kernel.messages(&cell.params, &cell.variant, cell.workers)?;
    let (messages, bytes) = (ranks.iter().map(|r| r.messages).sum(), ranks.iter().map(|r| r.bytes).sum());
    Some(Traffic { messages, bytes })
}
