//! Instructions after the rounds: counted once for every serial variant that was measured.

use crate::{Event, Session};
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use tenfold_kernel::{AnyKernel, Rung, Workers};
use tenfold_launch::duel::{Program, Silence, instructions};
use tenfold_launch::{Launcher, installed};
use tenfold_machine::cores;
use tenfold_measure::duel::protocol::Prepare;
use tenfold_record::{Instructions, Run, Store, StoreError};

/// Counts the instructions of the serial variants that were measured and have no count yet, on the kernel's small problem.
/// As many are counted at once as there are cores: a count is the same beside others.
pub fn all(
    session: &Session,
    store: &mut Store,
    kernels: &[Box<dyn AnyKernel>],
    launcher: &Launcher<'_>,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<(), StoreError> {
    let run = store.load(&session.run.id)?;
    let limit = Duration::from_secs_f64(run.experiment.limit_seconds);
    let wanted = wanted(&run, kernels, launcher, limit);
    if wanted.is_empty() {
        return Ok(());
    }
    if let Err(why) = installed::valgrind() {
        let why = format!("valgrind: {why}");
        tell(Event::Trouble(&format!("instructions are not counted: {why}")));
        return wanted.into_iter().try_for_each(|w| store.add_instructions(&run.id, &w.with(Err(why.clone()))));
    }
    tell(Event::Doing(&format!("counting the instructions of serial variants ({})", wanted.len())));
    let (sender, counts) = mpsc::channel();
    let (next, stop) = (AtomicUsize::new(0), launcher.stop);
    std::thread::scope(|scope| {
        for _ in 0..cores().min(wanted.len()) {
            let (sender, next, wanted) = (sender.clone(), &next, &wanted);
            scope.spawn(move || {
                while let Some(one) =
                    wanted.get(next.fetch_add(1, Ordering::Relaxed)).filter(|_| !stop.load(Ordering::Relaxed))
                {
                    let program = Program { builds: vec![launcher.program.clone()], prepare: one.prepare.clone() };
                    let counted = one.work.clone().map_err(Silence::Gone);
                    let counted = counted.and_then(|_| instructions::count(&program, limit, stop));
                    let Some(counted) = Silence::told(counted) else { return };
                    // The receiver lives as long as this scope.
                    let _ = sender.send(one.with(counted));
                }
            });
        }
        drop(sender);
        for count in counts {
            store.add_instructions(&run.id, &count)?;
        }
        tell(Event::Over);
        Ok(())
    })
}

/// A variant whose instructions are to be counted.
struct Wanted {
    prepare: Prepare,
    /// The work of a run, or why nobody knows it.
    work: Result<f64, String>,
}

impl Wanted {
    fn with(&self, counted: Result<u64, String>) -> Instructions {
        let Prepare { kernel, variant, params, .. } = self.prepare.clone();
        Instructions { kernel, variant, params, work: self.work.clone().unwrap_or(0.0), counted }
    }
}

/// Every serial variant with a time and without a count, once.
fn wanted(run: &Run, kernels: &[Box<dyn AnyKernel>], launcher: &Launcher<'_>, limit: Duration) -> Vec<Wanted> {
    let mut there: HashSet<(&str, &str)> =
        run.instructions.iter().map(|i| (i.kernel.as_str(), i.variant.as_str())).collect();
    let cells = run.cells.iter().filter(|m| m.missing().is_none()).map(|m| &m.cell);
    let serial = cells.filter(|cell| cell.rung != Rung::External && cell.kind_of_workers() == Workers::One);
    let new = serial.filter(|cell| there.insert((&cell.kernel, &cell.variant)));
    let wanted = new.filter_map(|cell| {
        let kernel = kernels.iter().find(|k| k.name() == cell.kernel)?;
        let params = kernel.small();
        let work = launcher.reference(&**kernel, &params, limit).map(|r| r.work.amount).map_err(|e| e.to_string());
        Some(Wanted { prepare: Prepare::of(&cell.kernel, &cell.variant, params, 1), work })
    });
    wanted.collect()
}
