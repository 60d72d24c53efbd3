//! What does a profiler cost? A duel between a process with it (B) and one without (A).

use super::{Bench, ONCE};
use crate::duel::{Opponent, Silence, trouble};
use rand::Rng;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tenfold_duel::{Block, Runs, Settings, Source, Start, Trouble, duel};
use tenfold_measure::clock;
use tenfold_measure::duel::protocol::Ask;
use tenfold_measure::noise::Steal;
use tenfold_measure::profiling::Tool;
use tenfold_profile::perf::PerfError;
use tenfold_record::{DuelEnd, OverheadTest, Side};

/// Time of taking turns within a launch, in seconds: three turns of four blocks of 50 ms.
const LAUNCH_SECONDS: f64 = 0.6;

/// Half the width of the interval at which the duel ends, as a share.
const PRECISION: f64 = 0.001;

/// How long perf is given to attach before the first block is timed.
const ATTACHING: Duration = Duration::from_millis(400);

/// How long perf is told to watch: longer than a launch takes. It ends with the process.
const WATCHING: Duration = super::LIMIT;

/// The cost of sampling `hz` times a second, found in `seconds` or little more.
///
/// # Errors
/// The processes or the profiler fail, or it was told to stop.
pub fn overhead(bench: &Bench<'_>, hz: u32, seconds: f64, rng: &mut impl Rng) -> Result<OverheadTest, Silence> {
    let mut source = WithAndWithout { bench, hz, steal: Steal::watch(), alive: None, perf: None };
    let settings = Settings { seconds, launch_seconds: LAUNCH_SECONDS, precision: PRECISION, ..Settings::default() };
    let fought = duel(&mut source, &settings, rng);
    match fought.end {
        DuelEnd::Narrow | DuelEnd::TimeUp => {}
        DuelEnd::Interrupted => return Err(Silence::Interrupted),
        DuelEnd::Wrong { reason, .. } | DuelEnd::Failed { reason, .. } => return Err(Silence::Gone(reason)),
    }
    let finding = fought.finding(settings.decision).map_err(|e| Silence::Gone(e.to_string()))?;
    let finding = finding.ok_or_else(|| Silence::Gone("it ended before it was examined".to_string()))?;
    let time = finding.comparison.ratio.map_monotone(|r| 1.0 / r);
    Ok(OverheadTest {
        hz,
        time_ratio: time.value,
        interval: time.interval.map(|i| (i.low, i.high)),
        launches: finding.logs.iter().map(|log| (-log).exp()).collect(),
    })
}

/// Two busy processes on one CPU that take turns; B is watched.
struct WithAndWithout<'b, 'a> {
    bench: &'b Bench<'a>,
    hz: u32,
    steal: Steal,
    alive: Option<[Opponent<'a>; 2]>,
    /// What perf says at its end: the number of samples.
    perf: Option<JoinHandle<Result<u64, PerfError>>>,
}

impl<'a> WithAndWithout<'_, 'a> {
    fn begun(&mut self, side: Side, padding: usize) -> Result<Opponent<'a>, Silence> {
        let mut opponent = self.bench.busy(padding, false)?;
        if side == Side::B {
            match self.bench.tool {
                Tool::Pprof => opponent.done(&Ask::Sample(self.hz))?,
                Tool::Perf => {
                    let (perf, pid, hz) = (self.bench.perf()?, opponent.pid(), self.hz);
                    self.perf = Some(std::thread::spawn(move || {
                        perf.attach(pid, hz, WATCHING)?.read().map(|(profile, _)| profile.samples)
                    }));
                    let start = Instant::now();
                    while start.elapsed() < ATTACHING {
                        opponent.ask(&ONCE)?;
                    }
                }
            }
        }
        Ok(opponent)
    }

    /// Ends sampling; an error where nothing was sampled, for then nothing was watched.
    fn let_go(&mut self, opponent: &mut Opponent<'a>) -> Result<(), Silence> {
        let samples = match self.perf.take() {
            None => opponent.sampled()?.samples,
            Some(perf) => {
                opponent.end();
                let said = perf.join().map_err(|_| Silence::Gone("perf's reader panicked".to_string()))?;
                said.map_err(|e| Silence::Gone(e.to_string()))?
            }
        };
        match samples {
            0 => Err(Silence::Gone("the profiler took no sample".to_string())),
            _ => Ok(()),
        }
    }
}

impl Source for WithAndWithout<'_, '_> {
    fn now(&mut self) -> f64 {
        clock::now()
    }

    fn launch(&mut self, start: Start) -> Result<(), Trouble> {
        let mut begin = |side: Side| self.begun(side, start.padding[side.index()]).map_err(|s| trouble(side, s));
        let first = begin(start.first)?;
        let second = begin(start.first.other())?;
        self.alive = Some(if start.first == Side::A { [first, second] } else { [second, first] });
        Ok(())
    }

    fn block(&mut self, side: Side, runs: Runs) -> Result<Block, Trouble> {
        let Some(both) = &mut self.alive else {
            return Err(Trouble::Failed { side, reason: "it is not running".to_string() });
        };
        both[side.index()].block(runs).map_err(|silence| trouble(side, silence))
    }

    fn stolen(&mut self) -> f64 {
        self.steal.settle()
    }

    fn part(&mut self) -> Result<(), Trouble> {
        let Some([mut without, mut with]) = self.alive.take() else { return Ok(()) };
        without.end();
        self.let_go(&mut with).map_err(|silence| trouble(Side::B, silence))?;
        with.end();
        Ok(())
    }
}
