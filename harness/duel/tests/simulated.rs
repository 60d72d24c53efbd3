//! Duels on a simulated machine with a known truth. Seeds are fixed, so these tests are exact.
//!
//! The machine is as bad as the one the harness was built on: launches of one binary differ by 0.7 %, one block in ten is
//! disturbed by a neighbour, the clock of the processor drifts, and a fifth of the disturbances leave no trace.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use tenfold_duel::{Block, Runs, Settings, Source, Start, Trials, Trouble, duel};
use tenfold_record::{DuelEnd, Side};
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
    /// What B's blocks take longer than they should, as a logarithm.
    bias: f64,
    /// What the first run after the other side's turn takes longer, in runs.
    cold: f64,
    /// Whether it heeds that runs are to go before the timed ones.
    warms: bool,
    /// Blocks of A, its first, that a neighbour makes longer by three milliseconds each.
    hindered: u32,
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
            bias: 0.0,
            cold: 5.0,
            warms: true,
            hindered: 0,
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

    fn block(&mut self, side: Side, runs: Runs) -> Result<Block, Trouble> {
        let drift = 0.05 * (self.now * 3.0).sin();
        let noise = self.offsets[side.index()] + self.bias * side.index() as f64 + self.within * self.normal() + drift;
        let disturbed = self.rng.random_bool(self.disturbance);
        let delay = if disturbed { 0.5 * self.rng.random::<f64>() } else { 0.0 };
        let traced = disturbed && self.rng.random_bool(0.8);
        let cold = if self.warms && runs.warming > 0 { 0.0 } else { self.cold };
        let seconds = (f64::from(runs.timed) + cold) * self.run * (noise + delay).exp();
        let hindered = side == Side::A && self.hindered > 0;
        self.hindered -= u32::from(hindered);
        let seconds = seconds + if hindered { 3e-3 } else { 0.0 };
        self.now += seconds + f64::from(runs.warming) * self.run + 30e-6;
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

/// What so many duels came to, and in how many the interval became narrow before the time was up.
fn tally(count: u64, settings: Settings, machine: impl Fn(u64) -> Machine) -> (Trials, u64) {
    let (mut trials, mut narrow) = (Trials::default(), 0);
    for seed in 0..count {
        let fought = duel(&mut machine(seed), &settings, &mut Pcg64::seed_from_u64(!seed));
        narrow += u64::from(fought.end == DuelEnd::Narrow);
        let finding = fought.finding(settings.decision).unwrap().unwrap();
        trials.add(&finding, fought.planted_factor(settings.planted));
    }
    (trials, narrow)
}

fn settings(seconds: f64, planted: f64) -> Settings {
    Settings { seconds, planted, ..Settings::default() }
}

#[test]
fn identical_sides_raise_at_most_one_alarm_in_a_hundred() {
    for seconds in [3.0, 10.0] {
        let (t, _) = tally(4000, settings(seconds, 0.0), Machine::new);
        println!("{seconds} s: {} slower, {} faster, covered {}", t.slower, t.faster, t.coverage());
        assert!(t.alarms() <= 0.01 && t.alarms_at_most().unwrap() <= 0.015, "{}", t.alarms());
        // Three deviations of the difference of two counts of twenty.
        assert!(t.slower.abs_diff(t.faster) <= 18, "{} {}", t.slower, t.faster);
        assert!((0.94..=0.98).contains(&t.coverage()), "{}", t.coverage());
    }
}

#[test]
fn planted_slowdowns_are_found_and_estimated() {
    for (seconds, planted, least) in [(3.0, 0.02, 0.95), (10.0, 0.01, 0.90), (3.0, 0.05, 0.999), (10.0, 0.02, 0.999)] {
        let (t, _) = tally(2000, settings(seconds, planted), Machine::new);
        let what = format!("{planted} in {seconds} s: found {}, covered {}", t.found(), t.coverage());
        println!("{what}");
        assert!(t.found() >= least && t.faster == 0, "{what}");
        assert!((0.94..=0.98).contains(&t.coverage()), "{what}");
        // Three seconds hold thirty launches.
        let most = if seconds < 10.0 { 0.0025 } else { 0.002 };
        assert!(t.median_error().unwrap() <= most, "{what}: {}", t.median_error().unwrap());
    }
}

#[test]
fn a_quiet_machine_is_left_early_with_the_same_promises() {
    let quiet = |seed| Machine { between: 0.002, disturbance: 0.01, ..Machine::new(seed) };
    let (t, narrow) = tally(4000, settings(10.0, 0.0), quiet);
    assert_eq!(narrow, 4000);
    assert!(t.alarms() <= 0.01, "{}", t.alarms());
    assert!((0.94..=0.98).contains(&t.coverage()), "{}", t.coverage());
    assert!(t.median_error().unwrap() <= 0.002);
}

#[test]
fn a_noisy_machine_is_given_more_time_and_keeps_the_same_promises() {
    let noisy = |seed| Machine { between: 0.025, ..Machine::new(seed) };
    let patient = |planted| Settings { too_wide: 0.01, ..settings(5.0, planted) };
    let (t, _) = tally(4000, patient(0.0), noisy);
    println!("{} slower, {} faster, covered {}", t.slower, t.faster, t.coverage());
    assert!(t.alarms() <= 0.01, "{}", t.alarms());
    assert!((0.94..=0.98).contains(&t.coverage()), "{}", t.coverage());
    let found = |settings| tally(1000, settings, noisy).0.found();
    let (patient, impatient) = (found(patient(0.02)), found(settings(5.0, 0.02)));
    println!("found {patient}, without more time {impatient}");
    assert!(patient >= 0.9 && impatient < 0.7, "{patient} {impatient}");
    // What is narrow enough for whoever asks ends in its time, however wide.
    let content = Settings { precision: 0.5, too_wide: 0.01, ..settings(5.0, 0.0) };
    let fought = duel(&mut noisy(7), &content, &mut Pcg64::seed_from_u64(7));
    assert!(fought.end == DuelEnd::Narrow && fought.wall_seconds < 5.0, "{}", fought.wall_seconds);
}

#[test]
fn a_side_that_is_favoured_is_noticed() {
    // The planted fault: B always runs in a layout that costs it half a per cent, which no launch changes.
    let unfair = |seed| Machine { bias: 0.005, ..Machine::new(seed) };
    let (t, _) = tally(200, settings(10.0, 0.0), unfair);
    assert!(t.alarms() > 0.2 && t.coverage() < 0.9, "{} {}", t.alarms(), t.coverage());
}

#[test]
fn a_cold_start_within_the_timed_runs_is_noticed() {
    // The planted fault: what a block costs at its start is the same with five per cent more runs, so these take less.
    let cold = |seed| Machine { warms: false, between: 0.002, cold: 40.0, ..Machine::new(seed) };
    let (t, _) = tally(200, settings(3.0, 0.05), cold);
    assert!(t.coverage() < 0.8, "{}", t.coverage());
}

#[test]
fn a_neighbour_during_calibration_does_not_make_alike_sides_unlike() {
    // Four blocks: both of the first search, and both of the second.
    for hindered in [0, 2, 4] {
        let mut machine = Machine { hindered, disturbance: 0.0, ..Machine::new(7) };
        let fought = duel(&mut machine, &settings(3.0, 0.0), &mut Pcg64::seed_from_u64(7));
        assert_eq!(fought.iterations[0], fought.iterations[1], "{hindered} blocks hindered");
        assert!(fought.iterations[0] > 100, "{:?}", fought.iterations);
    }
}

#[test]
fn sides_that_are_unlike_have_numbers_of_their_own() {
    let mut machine = Machine { disturbance: 0.0, bias: 20f64.ln(), ..Machine::new(7) };
    let fought = duel(&mut machine, &settings(3.0, 0.0), &mut Pcg64::seed_from_u64(7));
    assert!(fought.iterations[0] > 10 * fought.iterations[1], "{:?}", fought.iterations);
}
