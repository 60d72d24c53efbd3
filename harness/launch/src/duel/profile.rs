//! Where the time of a side goes: folded stacks of a duelist, sampled by perf while it runs blocks.

use super::opponent::{Opponent, Silence};
use super::pair::{Program, duelist};
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_measure::duel::protocol::{Ask, Prepare};
use tenfold_profile::Profile;
use tenfold_profile::perf::{HZ, Perf, Recorded};

/// Folded stacks of `program`, sampled for `time` while it runs blocks of `iterations`.
///
/// # Errors
/// perf is missing or may not sample, the program fails, or it was told to stop.
pub fn folded(
    program: &Program,
    iterations: u32,
    time: Duration,
    limit: Duration,
    stop: &AtomicBool,
) -> Result<String, Silence> {
    let perf = Perf::find().map_err(|e| Silence::Gone(e.to_string()))?;
    let mut opponent = Opponent::start(duelist(program.path(), 0), limit, stop)?;
    opponent.ask(&Ask::Prepare(Prepare { reference: None, ..program.prepare.clone() }))?;
    let profile = attached(&perf, &mut opponent, iterations, HZ, time)?;
    Ok(profile.folded.lines().collect::<Vec<_>>().join("\n"))
}

/// What perf sees of `opponent` in `time`, while it runs blocks of `iterations`.
pub(crate) fn attached(
    perf: &Perf,
    opponent: &mut Opponent<'_>,
    iterations: u32,
    hz: u32,
    time: Duration,
) -> Result<Profile, Silence> {
    let pid = opponent.pid();
    std::thread::scope(|scope| {
        let sampling = scope.spawn(move || perf.attach(pid, hz, time));
        let mut asked = Ok(());
        // A side that has gone lets perf end by itself.
        while !sampling.is_finished() && asked.is_ok() {
            asked = opponent.ask(&Ask::Run { warming: 0, timed: iterations }).map(drop);
        }
        let sampled = sampling.join().map_err(|_| Silence::Gone("perf's reader panicked".to_string()))?;
        asked?;
        sampled.and_then(Recorded::read).map(|(profile, _)| profile).map_err(|e| Silence::Gone(e.to_string()))
    })
}
