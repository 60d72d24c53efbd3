//! A cost that comes in strokes, as a profiler's does: blocks that hold several strokes show it, shorter ones do not. The
//! clock is simulated and the seed is fixed, so this is exact.

use rand::SeedableRng;
use rand_pcg::Pcg64;
use tenfold_duel::{Block, Runs, Settings, Source, Start, Trouble, duel};
use tenfold_record::Side;
use tenfold_stats::normal::normal_quantile;

/// The part of B's time that all strokes take together.
const COST: f64 = 0.01;

/// Both sides run the same; B is interrupted.
struct Interrupted {
    rng: Pcg64,
    now: f64,
    /// Time of one run, in seconds.
    run: f64,
    /// Strokes per second of B's time.
    strokes: f64,
    /// B's time so far, in periods of strokes.
    periods: f64,
}

impl Source for Interrupted {
    fn now(&mut self) -> f64 {
        self.now
    }

    fn launch(&mut self, _: Start) -> Result<(), Trouble> {
        self.now += 0.5;
        Ok(())
    }

    fn block(&mut self, side: Side, runs: Runs) -> Result<Block, Trouble> {
        use rand::Rng;
        let noise = 0.002 * normal_quantile(self.rng.random::<f64>().clamp(1e-12, 1.0 - 1e-12));
        let mut seconds = f64::from(runs.timed) * self.run * noise.exp();
        if side == Side::B {
            let before = self.periods.floor();
            self.periods += seconds * self.strokes;
            seconds += (self.periods.floor() - before) * COST / self.strokes;
        }
        self.now += seconds;
        Ok(Block { seconds, switches: 0 })
    }

    fn stolen(&mut self) -> f64 {
        0.0
    }

    fn part(&mut self) -> Result<(), Trouble> {
        Ok(())
    }
}

/// The slowdown that is found where one run takes `run` seconds.
fn found(run: f64, strokes: f64) -> f64 {
    let settings = Settings { seconds: 60.0, launch_seconds: 0.6, precision: 0.001, ..Settings::default() };
    let mut source = Interrupted { rng: Pcg64::seed_from_u64(1), now: 0.0, run, strokes, periods: 0.0 };
    let fought = duel(&mut source, &settings, &mut Pcg64::seed_from_u64(2));
    let finding = fought.finding(settings.decision).unwrap().unwrap();
    1.0 / finding.comparison.ratio.value - 1.0
}

#[test]
fn blocks_of_several_strokes_show_what_they_cost() {
    let found = found(50e-3, 99.0);
    assert!((found - COST).abs() < 0.001, "{found}");
}

#[test]
fn blocks_shorter_than_the_time_between_strokes_hide_it() {
    // The planted fault: of blocks of two milliseconds and a half one in sixteen is struck, and their median does not know of it.
    let found = found(5e-6, 25.0);
    assert!(found < 0.003, "{found}");
}
