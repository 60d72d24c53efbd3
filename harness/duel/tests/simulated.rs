//! Duels on a simulated machine with a known truth. Seeds are fixed, so these tests are exact.
//!
//! The machine is as bad as the one the harness was built on: launches of one binary differ by 0.7 %, one block in ten is
//! disturbed by a neighbour, the clock of the processor drifts, and a fifth of the disturbances leave no trace.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use tenfold_duel::{Block, Settings, Source, Start, Trouble, duel, finding};
use tenfold_record::{Contest, Duel, DuelEnd, Rung, Side};
use tenfold_stats::Verdict;
use tenfold_stats::normal::normal_quantile;

/// A simulated machine on which both sides run the same code.
struct Machine {
    rng: Pcg64,
    now: f64,
    /// Time of one run, in seconds.
    run: f64,
    /// Relative deviation between launches, and between blocks of one launch.
    between: f64,
    within: f64,
    /// Chance that a block is disturbed, by up to a half.
    disturbance: f64,
    /// Launch offsets of both sides, as logarithms.
    offsets: [f64; 2],
    stolen: f64,
}

impl Machine {
    fn new(seed: u64) -> Machine {
        let rng = Pcg64::seed_from_u64(seed);
        Machine {
            rng,
            now: 0.0,
            run: 5e-6,
            between: 0.007,
            within: 0.01,
            disturbance: 0.1,
            offsets: [0.0; 2],
            stolen: 0.0,
        }
    }

    fn normal(&mut self) -> f64 {
        normal_quantile((self.rng.random::<f64>()).clamp(1e-12, 1.0 - 1e-12))
    }
}

impl Source for Machine {
    fn now(&mut self) -> f64 {
        self.now
    }

    fn launch(&mut self, _: Start) -> Result<(), Trouble> {
        self.now += 0.015;
        self.offsets = [self.between * self.normal(), self.between * self.normal()];
        Ok(())
    }

    fn block(&mut self, side: Side, iterations: u32) -> Result<Block, Trouble> {
        let drift = 0.05 * (self.now * 3.0).sin();
        let noise = self.offsets[side.index()] + self.within * self.normal() + drift;
        let disturbed = self.rng.random_bool(self.disturbance);
        let delay = if disturbed { 0.5 * self.rng.random::<f64>() } else { 0.0 };
        let traced = disturbed && self.rng.random_bool(0.8);
        let seconds = f64::from(iterations) * self.run * (noise + delay).exp();
        self.now += seconds + 30e-6;
        Ok(Block { seconds, switches: u32::from(traced) })
    }

    fn stolen(&mut self) -> f64 {
        std::mem::take(&mut self.stolen)
    }

    fn part(&mut self) -> Result<(), Trouble> {
        self.now += 0.002;
        Ok(())
    }
}

/// What `trials` duels came to.
#[derive(Default)]
struct Tally {
    slower: u32,
    faster: u32,
    covered: u32,
    narrow: u32,
    errors: Vec<f64>,
    launches: u32,
}

impl Tally {
    fn median_error(&self) -> f64 {
        tenfold_stats::median(&self.errors).unwrap()
    }
}

fn tally(trials: u64, settings: Settings, machine: impl Fn(u64) -> Machine) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..trials {
        let fought = duel(&mut machine(seed), &settings, &mut Pcg64::seed_from_u64(!seed));
        let truth = 1.0 / fought.planted_factor(settings.planted);
        tally.narrow += u32::from(fought.end == DuelEnd::Narrow);
        tally.launches += fought.launches.len() as u32;
        let contest = Contest {
            kernel: String::new(),
            variants: Default::default(),
            rungs: [Rung::Naive; 2],
            params: Default::default(),
            workers: [1; 2],
        };
        let fought = Duel {
            contest,
            iterations: fought.iterations,
            launches: fought.launches,
            looks: fought.looks,
            end: fought.end,
            wall_seconds: fought.wall_seconds,
            instructions: None,
        };
        let comparison = finding(&fought, settings.decision).unwrap().unwrap().comparison;
        match comparison.verdict {
            Verdict::Slower => tally.slower += 1,
            Verdict::Faster => tally.faster += 1,
            Verdict::NoDifference { .. } => {}
        }
        tally.covered += u32::from(comparison.ratio.interval.unwrap().contains(truth));
        tally.errors.push((comparison.ratio.value / truth - 1.0).abs());
    }
    tally
}

fn settings(seconds: f64, planted: f64) -> Settings {
    Settings { seconds, planted, ..Settings::default() }
}

#[test]
fn identical_sides_raise_at_most_one_alarm_in_a_hundred() {
    for seconds in [3.0, 10.0] {
        let t = tally(4000, settings(seconds, 0.0), Machine::new);
        let share = f64::from(t.slower + t.faster) / 4000.0;
        println!(
            "{seconds} s: {} slower, {} faster, {share:.4}; covered {:.4}, narrow {:.3}, launches {:.1}, error {:.5}",
            t.slower,
            t.faster,
            f64::from(t.covered) / 4000.0,
            f64::from(t.narrow) / 4000.0,
            f64::from(t.launches) / 4000.0,
            t.median_error()
        );
        // Seen within three deviations of a rate of one in a hundred.
        assert!(share <= 0.01, "{share}");
        assert!(t.slower.abs_diff(t.faster) <= 18, "{} {}", t.slower, t.faster);
    }
}

#[test]
fn planted_slowdowns_are_found_and_estimated() {
    for (seconds, planted, least) in [(3.0, 0.02, 0.95), (10.0, 0.01, 0.90), (3.0, 0.05, 0.999), (10.0, 0.02, 0.999)] {
        let t = tally(2000, settings(seconds, planted), Machine::new);
        let (found, covered) = (f64::from(t.slower) / 2000.0, f64::from(t.covered) / 2000.0);
        println!(
            "{planted} in {seconds} s: found {found:.4}, covered {covered:.4}, error {:.5}, narrow {:.3}, launches {:.1}",
            t.median_error(),
            f64::from(t.narrow) / 2000.0,
            f64::from(t.launches) / 2000.0,
        );
        assert!(found >= least, "{planted} in {seconds} s: {found}");
        assert_eq!(t.faster, 0);
        assert!((0.94..=0.98).contains(&covered), "{planted} in {seconds} s: {covered}");
        assert!(t.median_error() <= 0.002, "{planted} in {seconds} s: {}", t.median_error());
    }
}

#[test]
fn a_quiet_machine_is_left_early_with_the_same_promises() {
    let quiet = |seed| Machine { between: 0.002, disturbance: 0.01, ..Machine::new(seed) };
    let t = tally(4000, settings(10.0, 0.0), quiet);
    let (alarms, covered) = (f64::from(t.slower + t.faster) / 4000.0, f64::from(t.covered) / 4000.0);
    println!(
        "quiet: alarms {alarms}, covered {covered}, narrow {}, launches {}",
        t.narrow,
        f64::from(t.launches) / 4000.0
    );
    assert!(alarms <= 0.01 && (0.94..=0.98).contains(&covered), "{alarms} {covered}");
    assert_eq!(t.narrow, 4000);
    assert!(t.median_error() <= 0.002);
}
