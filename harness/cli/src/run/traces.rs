//! Traces after the rounds: what the ranks of every distributed cell wait for, and what they send.

use super::progress::Progress;
use super::rounds::order_of;
use super::session::Session;
use crate::stop;
use std::collections::HashSet;
use std::time::Duration;
use tenfold_kernel::{AnyKernel, Rung};
use tenfold_measure::launch::{Ended, Launcher};
use tenfold_measure::order::{Order, Reply};
use tenfold_record::{Cell, CellKey, Store, Trace, Traffic};

/// Traces the distributed cells that were measured on more than one rank and have no trace yet. Each has a launch of its
/// own, so that no timed one is disturbed.
pub fn all(
    session: &Session,
    store: &mut Store,
    kernels: &[Box<dyn AnyKernel>],
    launcher: &Launcher<'_>,
) -> anyhow::Result<()> {
    let run = store.load(&session.run.id)?;
    let there: HashSet<CellKey> = run.traces.iter().map(|t| t.cell).collect();
    let progress = Progress::new(&[], 0, &HashSet::new());
    let measured = run.cells.iter().filter(|m| m.missing().is_none()).map(|m| &m.cell);
    for cell in measured.filter(|cell| cell.rung == Rung::Distributed && cell.workers > 1) {
        if stop::asked() {
            break;
        }
        let Some(kernel) = kernels.iter().find(|k| k.name() == cell.kernel) else { continue };
        if there.contains(&cell.key) {
            continue;
        }
        progress.say(&format!("what the ranks of {cell} wait for"));
        let order = Order { trace: true, ..order_of(&**kernel, &run.experiment.parts, cell, 0, None) };
        match launcher.launch(&**kernel, &order, Duration::from_secs_f64(run.experiment.limit_seconds)) {
            Ended::Replied(Reply::Done(done)) => match done.trace {
                Some(ranks) => {
                    store.add_trace(&run.id, &Trace { cell: cell.key, ranks, declared: declared(&**kernel, cell) })?;
                }
                None => progress.trouble(&format!("{cell} has no trace: its answer was not right")),
            },
            Ended::Replied(Reply::Failed { reason }) | Ended::Crashed(reason) => {
                progress.trouble(&format!("{cell} has no trace: {reason}"));
            }
            Ended::TimedOut => progress.trouble(&format!("{cell} has no trace: it took longer than the limit")),
            Ended::Interrupted => break,
        }
    }
    progress.end();
    Ok(())
}

/// What the kernel says that all ranks together send.
fn declared(kernel: &dyn AnyKernel, cell: &Cell) -> Option<Traffic> {
    let messages = kernel.messages(&cell.params, cell.workers)?;
    Some(Traffic { messages: messages.count, bytes: messages.bytes })
}
