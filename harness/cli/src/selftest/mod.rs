//! `tenfold selftest`: the harness measured by itself.
//!
//! Duels whose truth is known are fought over and over: the same program on both sides, and the same with runs added to
//! B's blocks. How often `compare` is right is counted on the machine at hand, alone and with a neighbour.
//!
//! | question | file |
//! |---|---|
//! | what is fought, under which truth? | `plan.rs` |
//! | who disturbs it? | `neighbour.rs` |
//! | how is it told? | `tell.rs`, `json.rs` |

mod json;
mod neighbour;
mod plan;
mod tell;

use crate::args::Selftest as Args;
use crate::fault::INTERRUPTED;
use crate::report::whole;
use crate::stop;
use neighbour::Neighbour;
use plan::{Bout, Cell};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tenfold_duel::{Finding, Settings, Trials, duel};
use tenfold_measure::duel::Pair;
use tenfold_measure::{clock, fingerprint};
use tenfold_record::{DuelEnd, Fingerprint};
use tenfold_reports::comparison::decision;

/// How long a process may live.
const LIMIT: Duration = Duration::from_secs(60);

/// One duel with its truth.
pub struct Trial {
    /// Which cell, by its place among the cells.
    pub cell: usize,
    /// What was fought.
    pub bout: Bout,
    /// Time of B over A as it truly was.
    pub truth: f64,
    /// What the duel said.
    pub finding: Finding,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// Everything measured.
pub struct Outcome {
    /// When it started, in milliseconds of Unix time.
    pub started_ms: i64,
    /// Seed of all random orders.
    pub seed: u64,
    /// On what machine.
    pub fingerprint: Fingerprint,
    /// The cells.
    pub cells: Vec<Cell>,
    /// The duels in the order in which they were fought.
    pub trials: Vec<Trial>,
    /// Duels that ended without times: what, and why.
    pub failed: Vec<String>,
}

impl Outcome {
    /// The trials of which `holds` is true, counted.
    pub fn count(&self, holds: impl Fn(&Trial) -> bool) -> Trials {
        let mut trials = Trials::default();
        self.trials.iter().filter(|t| holds(t)).for_each(|t| trials.add(&t.finding, t.truth));
        trials
    }
}

/// Fights until the time is up, then tells how often it was right.
pub fn selftest(args: &Args) -> anyhow::Result<ExitCode> {
    let stop = stop::listen();
    let outcome = fought(args, stop)?;
    let json = json::json(&outcome);
    if let Some(file) = &args.out {
        whole(file, format!("{json:#}\n").as_bytes())?;
    }
    if args.json {
        println!("{json}")
    } else {
        tell::tell(&outcome, args)
    }
    Ok(ExitCode::from(if stop::asked() { INTERRUPTED } else { 0 }))
}

fn fought(args: &Args, stop: &AtomicBool) -> anyhow::Result<Outcome> {
    let started_ms = clock::unix_ms();
    let seed = args.seed.unwrap_or(started_ms as u64 & 0xffff_ffff);
    let mut rng = Pcg64::seed_from_u64(seed);
    let mut outcome = Outcome {
        started_ms,
        seed,
        fingerprint: fingerprint::take(&[("seed", seed.to_string())]),
        cells: plan::cells(&std::env::current_exe()?),
        trials: Vec::new(),
        failed: Vec::new(),
    };
    let until = Instant::now() + Duration::from_secs_f64(60.0 * args.minutes);
    while Instant::now() < until && !stop::asked() {
        // Every cell and truth once, in an order drawn anew: what the machine does meanwhile meets all of them.
        let mut round: Vec<(usize, Bout)> =
            (0..outcome.cells.len()).flat_map(|cell| plan::BOUTS.iter().map(move |bout| (cell, *bout))).collect();
        round.shuffle(&mut rng);
        for (cell, bout) in round {
            if Instant::now() >= until || stop::asked() {
                break;
            }
            one(&mut outcome, cell, bout, &mut rng, stop)?;
            if outcome.trials.len().is_multiple_of(100) {
                eprintln!("{} duels fought", outcome.trials.len());
            }
        }
    }
    Ok(outcome)
}

/// Fights one duel.
fn one(outcome: &mut Outcome, cell: usize, bout: Bout, rng: &mut Pcg64, stop: &AtomicBool) -> anyhow::Result<()> {
    let neighbour = bout.loaded.then(Neighbour::start);
    let program = outcome.cells[cell].program.clone();
    let mut pair = Pair::new([program.clone(), program], LIMIT, stop);
    let settings =
        Settings { seconds: bout.seconds, planted: bout.planted, decision: decision(), ..Settings::default() };
    let fought = duel(&mut pair, &settings, rng);
    drop(neighbour);
    match (&fought.end, fought.finding(decision())?) {
        (DuelEnd::Narrow | DuelEnd::TimeUp, Some(finding)) => {
            let truth = fought.planted_factor(bout.planted);
            outcome.trials.push(Trial { cell, bout, truth, finding, seconds: fought.wall_seconds });
        }
        (DuelEnd::Interrupted, _) => {}
        (end, _) => outcome.failed.push(format!("{}: {end:?}", outcome.cells[cell].name)),
    }
    Ok(())
}
