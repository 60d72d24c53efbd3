//! Rounds: every cell once, in an order and by a copy of the program drawn anew each time.

use crate::verdict::judged;
use crate::{Event, Session};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tenfold_kernel::AnyKernel;
use tenfold_launch::{Copied, Launcher};
use tenfold_machine::worker_cpus;
use tenfold_measure::clock;
use tenfold_measure::noise::Foreign;
use tenfold_measure::order::Order;
use tenfold_measure::sampling::Protocol;
use tenfold_record::{Cell, CellKey, External, Outcome, Part, Store, StoreError};

/// A cell that failed this often without one good launch is not tried again.
const PATIENCE: usize = 2;

/// Launches what is still to be launched of every round.
pub fn all(
    session: &Session,
    store: &mut Store,
    kernels: &[Box<dyn AnyKernel>],
    launcher: &Launcher<'_>,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<(), StoreError> {
    let run = &session.run;
    let cells: Vec<&Cell> = run.cells.iter().map(|m| &m.cell).filter(|c| c.left_out.is_none()).collect();
    let done = &session.done;
    let mut failures: BTreeMap<CellKey, Option<usize>> = BTreeMap::new();
    for launch in run.cells.iter().flat_map(|m| &m.launches) {
        count(&mut failures, launch.cell, &launch.outcome);
    }
    let rounds = run.experiment.rounds;
    tell(Event::Rounds { cells: &cells, rounds, done });
    for round in 0..rounds {
        let mut order: Vec<&Cell> = cells.clone();
        order.shuffle(&mut Pcg64::seed_from_u64(run.seed.wrapping_add(u64::from(round))));
        let copy = LazyCell::new(|| Copied::of(&launcher.program));
        for (place, cell) in order.into_iter().enumerate() {
            if launcher.stop.load(Ordering::Relaxed) {
                tell(Event::Over);
                return Ok(());
            }
            if done.contains(&(cell.key, round)) {
                continue;
            }
            if failures.get(&cell.key).copied().flatten().is_some_and(|n| n >= PATIENCE) {
                tell(Event::Skipped(cell));
                continue;
            }
            tell(Event::Begins { cell, round });
            let Some(kernel) = kernels.iter().find(|k| k.name() == cell.kernel) else { continue };
            let started_ms = clock::unix_ms();
            let parts = &run.experiment.parts;
            let order = order_of(parts, cell, round, Some(run.experiment.sampling_seconds));
            let foreign = Foreign::watch();
            let ended = launcher.launch_copy(&copy, &**kernel, &order, limit(session));
            let foreign_cpus = foreign.cpus();
            let Some(mut launch) = judged(ended, run.experiment.limit_seconds) else {
                tell(Event::Over);
                return Ok(());
            };
            (launch.cell, launch.round, launch.place, launch.started_ms) = (cell.key, round, place as u32, started_ms);
            launch.foreign_cpus = foreign_cpus;
            store.add_launch(&run.id, &launch)?;
            count(&mut failures, cell.key, &launch.outcome);
            tell(Event::Ended { cell, launch: &launch });
        }
    }
    tell(Event::Over);
    Ok(())
}

/// Counts failures until the first good launch. That shows that the cell can: what fails after it are single accidents, which
/// `None` stands for.
fn count(failures: &mut BTreeMap<CellKey, Option<usize>>, cell: CellKey, outcome: &Outcome) {
    let failed = failures.entry(cell).or_insert(Some(0));
    *failed = match outcome {
        Outcome::Measured => None,
        _ => failed.map(|failed| failed + 1),
    };
}

fn limit(session: &Session) -> Duration {
    Duration::from_secs_f64(session.run.experiment.limit_seconds)
}

/// The order for one launch of `cell`. In one round all cells begin on the same CPU, and the next round on the next one,
/// so that a comparison within a round is one of code, not of cores.
pub fn order_of(parts: &[Part], cell: &Cell, round: u32, seconds: Option<f64>) -> Order {
    Order {
        external: external_of(parts, cell).cloned(),
        transport: cell.transport,
        cpus: worker_cpus(round as usize),
        protocol: seconds.map(|seconds| Protocol::lasting(seconds, cell.workers)),
        ..Order::of(&cell.kernel, &cell.variant, cell.rung, cell.params.clone(), cell.workers)
    }
}

/// The user's command that `cell` is, if it is one.
fn external_of<'p>(parts: &'p [Part], cell: &Cell) -> Option<&'p External> {
    parts.get(cell.part)?.externals.iter().find(|external| external.name == cell.variant)
}
