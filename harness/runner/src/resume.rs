//! Going on with a run that was stopped.

use crate::{Event, Options};
use std::collections::HashSet;
use tenfold_measure::clock;
use tenfold_record::{CellKey, Fact, Fingerprint, Run, RunState, Store, StoreError, Summary};

/// A run that goes on.
pub struct Resumed {
    /// The run as it stood, with the launches that are not made again.
    pub run: Run,
    /// These launches, by cell and round.
    pub done: HashSet<(CellKey, u32)>,
}

/// Goes on with the newest run that `plan` would measure once more and that is not finished, or with `--retry` had launches
/// that failed. None where there is no such run.
pub fn resume(
    args: &Options,
    store: &mut Store,
    plan: &Run,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Option<Resumed>, StoreError> {
    let same = |run: &Summary| run.experiment == plan.experiment && (args.retry || run.state == RunState::Unfinished);
    for summary in store.runs()?.into_iter().filter(same) {
        let run = store.load(&summary.id)?;
        if args.seed.is_some_and(|seed| seed != run.seed) {
            continue;
        }
        if !run.goes_on_as(plan) {
            if elsewhere(&run, plan) {
                tell(Event::Elsewhere(&run.id));
            }
            continue;
        }
        if args.retry && run.state == RunState::Finished && store.done(&run.id, true)? == store.done(&run.id, false)? {
            continue;
        }
        return Ok(Some(go_on(args, store, run, &plan.fingerprint, tell)?));
    }
    Ok(None)
}

fn go_on(
    args: &Options,
    store: &mut Store,
    mut run: Run,
    here: &Fingerprint,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Resumed, StoreError> {
    let restarted = run.fingerprint.place() != here.place();
    store.resume(&run.id, &seeded(here, run.seed), clock::unix_ms())?;
    let done = store.done(&run.id, args.retry)?;
    let had: usize = run.cells.iter().map(|measured| measured.launches.len()).sum();
    run.cells.iter_mut().for_each(|m| m.launches.retain(|l| done.contains(&(l.cell, l.round))));
    let again = restarted.then(|| had.saturating_sub(done.len()));
    tell(Event::Resuming { id: &run.id, launches: done.len(), again });
    Ok(Resumed { run, done })
}

/// The fingerprint as it was taken here, with the seed that the run began with.
fn seeded(here: &Fingerprint, seed: u64) -> Fingerprint {
    let mut print = here.clone();
    let is_seed = |fact: &&mut Fact| fact.group == "protocol" && fact.name == "seed";
    print.facts.iter_mut().filter(is_seed).for_each(|fact| fact.value = seed.to_string());
    print
}

fn elsewhere(run: &Run, plan: &Run) -> bool {
    let machine = |run: &Run| run.fingerprint.place().map(|place| place.machine);
    machine(run) != machine(plan)
}
