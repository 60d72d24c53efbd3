//! Simulated data with a known truth: an interval called 95 % must hold the truth in 94–98 % of trials,
//! and an alarm rate of 1 % must not be exceeded. Seeds are fixed, so these tests are exact.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{RngCore, SeedableRng};
use tenfold_stats::normal::normal_quantile;
use tenfold_stats::ratio::{Comparison, Look, looked};
use tenfold_stats::scaling::{Point, amdahl};
use tenfold_stats::{Decision, Interval, Verdict, median_interval};

/// What 95 % intervals must reach.
const BAND: std::ops::RangeInclusive<f64> = 0.94..=0.98;

/// Noise for the simulations.
struct Noise(Pcg64Mcg);

impl Noise {
    fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// Uniform on the open interval 0 … 1.
    fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// Median 0, a long tail to the right, as times have.
    fn exponential(&mut self) -> f64 {
        -self.uniform().ln() - std::f64::consts::LN_2
    }

    /// Median 0 and no variance at all.
    fn cauchy(&mut self) -> f64 {
        (std::f64::consts::PI * (self.uniform() - 0.5)).tan()
    }

    /// A time near `seconds`: log-normal with the deviation `spread`, one in ten disturbed by up to 30 %.
    fn time(&mut self, seconds: f64, spread: f64) -> f64 {
        let disturbed = if self.uniform() < 0.1 { 0.3 * self.uniform() } else { 0.0 };
        seconds * (spread * self.normal() + disturbed).exp()
    }

    /// Launches that differ by 1 %, of samples that differ by 2 %.
    fn launches(&mut self, seconds: f64, launches: usize, samples: usize) -> Vec<Vec<f64>> {
        (0..launches)
            .map(|_| {
                let own = seconds * (0.01 * self.normal()).exp();
                (0..samples).map(|_| own * (0.02 * self.normal()).exp()).collect()
            })
            .collect()
    }
}

/// One value of a kind of noise.
type Draw = fn(&mut Noise) -> f64;

/// The share of `trials` whose interval holds `truth`.
fn coverage(trials: usize, truth: f64, mut interval: impl FnMut(usize) -> Interval) -> f64 {
    (0..trials).filter(|&t| interval(t).contains(truth)).count() as f64 / trials as f64
}

#[test]
fn medians_of_symmetric_skewed_and_wild_noise() {
    let kinds: [(&str, Draw); 3] =
        [("normal", Noise::normal), ("exponential", Noise::exponential), ("Cauchy", Noise::cauchy)];
    for (name, draw) in kinds {
        for n in [6, 7, 8, 10, 15, 30, 101] {
            let mut noise = Noise::new(1 + n as u64);
            let share = coverage(20_000, 0.0, |_| {
                let v: Vec<f64> = (0..n).map(|_| draw(&mut noise)).collect();
                median_interval(&v, 0.95).unwrap().unwrap()
            });
            println!("{name} n {n}: {share:.4}");
            assert!(BAND.contains(&share), "{name}, n = {n}: {share}");
        }
    }
}

/// Samples taken for units: the planted fault that the band must catch.
#[test]
fn samples_counted_as_units_would_leave_the_band() {
    let mut noise = Noise::new(30);
    let share = coverage(1_000, 1.0, |_| {
        let all: Vec<f64> = noise.launches(1.0, 10, 50).concat();
        median_interval(&all, 0.95).unwrap().unwrap()
    });
    assert!(share < 0.7, "{share}");
}

/// The verdict on log ratios that are looked at once.
fn once(logs: &[f64]) -> Comparison {
    looked(logs, &[Look { units: logs.len(), share: 1.0 }], Decision::default()).unwrap()
}

#[test]
fn ratios_of_paired_rounds_and_their_alarms() {
    for (n, truth) in [(8, 1.0), (20, 1.0), (100, 1.02)] {
        let mut noise = Noise::new(50 + n as u64);
        let (mut alarms, mut covered) = (0, 0);
        let trials = 5_000;
        for _ in 0..trials {
            // Rounds drift by half; both cells share the drift, each has its own noise.
            let drift: Vec<f64> = (0..n).map(|_| 1.0 + 0.5 * noise.uniform()).collect();
            let logs: Vec<f64> =
                drift.iter().map(|d| (noise.time(d * truth, 0.01) / noise.time(*d, 0.01)).ln()).collect();
            let c = once(&logs);
            covered += usize::from(c.ratio.interval.unwrap().contains(truth));
            alarms += usize::from(!matches!(c.verdict, Verdict::NoDifference { .. }));
        }
        let share = covered as f64 / trials as f64;
        println!("paired n {n}: {share:.4}, alarms {alarms}/{trials}");
        assert!(BAND.contains(&share), "n = {n}: {share}");
        if truth == 1.0 {
            assert!(alarms as f64 <= 0.012 * trials as f64, "n = {n}: {alarms} alarms");
        }
    }
}

/// A difference as large as the one called detectable is found about nine times in ten.
#[test]
fn the_detectable_difference_is_detected() {
    for n in [12, 20, 50, 200] {
        let mut noise = Noise::new(60 + n as u64);
        let rounds = |noise: &mut Noise, truth: f64| {
            let log = |noise: &mut Noise| truth.ln() + 0.01 * (noise.normal() - noise.normal());
            once(&(0..n).map(|_| log(noise)).collect::<Vec<_>>()).verdict
        };
        let (mut tried, mut found) = (0, 0);
        for _ in 0..2_000 {
            if let Verdict::NoDifference { detectable } = rounds(&mut noise, 1.0) {
                tried += 1;
                found += usize::from(rounds(&mut noise, 1.0 + detectable) == Verdict::Faster);
            }
        }
        let power = f64::from(found as u32) / f64::from(tried);
        println!("detectable n {n}: power {power:.3}");
        assert!((0.89..=0.985).contains(&power), "n = {n}: {power}");
    }
}

/// Points of 1 … 64 workers with 2 % noise.
fn points(noise: &mut Noise, launches: usize, seconds: impl Fn(f64) -> f64) -> Vec<Point> {
    [1u32, 2, 4, 8, 16, 32, 64]
        .map(|p| Point {
            workers: p,
            seconds: (0..launches).map(|_| seconds(f64::from(p)) * (0.02 * noise.normal()).exp()).collect(),
        })
        .into()
}

/// 400 trials leave a standard error of 0.7 points at 98 %; two of them are allowed beyond the band.
#[test]
fn amdahls_law_in_short() {
    amdahls_law_within(400, &[8], 0.014);
}

#[test]
#[ignore = "takes minutes even with --release"]
fn amdahls_law_at_length() {
    amdahls_law_within(2_000, &[6, 8, 10], 0.0);
}

fn amdahls_law_within(trials: usize, launches: &[usize], slack: f64) {
    let band = BAND.start() - slack..=BAND.end() + slack;
    for &n in launches {
        let mut noise = Noise::new(80 + n as u64);
        let serial = coverage(trials, 0.05, |t| {
            let p = points(&mut noise, n, |p| 0.05 + 0.95 / p);
            amdahl(&p, 0.95, t as u64).unwrap().serial.interval.unwrap()
        });
        println!("Amdahl n {n}: {serial:.4}");
        assert!(band.contains(&serial), "n = {n}: {serial}");
    }
}
