//! Simulated tables with a known truth: an interval called 95 % holds the truth in 94–98 % of trials, of times and of
//! ratios, in every shape that a run can have. Seeds are fixed, so these tests are exact.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{RngCore, SeedableRng};
use tenfold_stats::normal::normal_quantile;
use tenfold_stats::{Estimate, Table};

/// What 95 % intervals must reach.
const BAND: std::ops::RangeInclusive<f64> = 0.94..=0.98;

struct Noise(Pcg64Mcg);

impl Noise {
    fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }
}

/// What a launch of a cell adds to the logarithm of its time; its median is 0.
type Rest = fn(&mut Noise) -> f64;

/// 3 % noise, every tenth launch slowed by 30 % on average.
fn disturbed(noise: &mut Noise) -> f64 {
    // The median of the sum, found by a simulation of ten million.
    const MEDIAN: f64 = 0.004_1;
    let slowed = if noise.uniform() < 0.1 { -0.3 * noise.uniform().ln() } else { 0.0 };
    0.03 * noise.normal() + slowed - MEDIAN
}

fn quiet(noise: &mut Noise) -> f64 {
    0.005 * noise.normal()
}

fn noisy(noise: &mut Noise) -> f64 {
    0.1 * noise.normal()
}

/// A clock that knows three values only: most launches tie.
fn coarse(noise: &mut Noise) -> f64 {
    0.02 * (noise.normal() * 0.7).round()
}

/// A kind of table: the rests of its cells, and which of its launches are missing.
struct Kind {
    name: &'static str,
    cells: Vec<Rest>,
    /// Whether cell and round have no launch.
    missing: fn(cell: usize, round: usize, rounds: usize) -> bool,
}

fn kinds() -> Vec<Kind> {
    let whole = |_, _, _| false;
    vec![
        Kind { name: "one cell", cells: vec![disturbed], missing: whole },
        Kind { name: "two cells", cells: vec![disturbed; 2], missing: whole },
        Kind { name: "three cells", cells: vec![disturbed; 3], missing: whole },
        Kind { name: "nine cells", cells: vec![disturbed; 9], missing: whole },
        Kind {
            name: "cells whose workers differ, and their noise with them",
            cells: vec![quiet, quiet, disturbed, disturbed, noisy, noisy],
            missing: whole,
        },
        Kind {
            name: "a cell added after two rounds, one that failed in every fourth, one stopped two rounds before the end",
            cells: vec![disturbed; 6],
            missing: |cell, round, rounds| match cell {
                0 => rounds >= 8 && round < 2,
                1 => rounds >= 8 && round % 4 == 3,
                2 => rounds >= 8 && round + 2 >= rounds,
                _ => false,
            },
        },
        Kind { name: "ties", cells: vec![coarse; 5], missing: whole },
    ]
}

/// The share of trials in which the time of cell 0, and the ratio of cells 0 and 1, held the truth; the mean log width of
/// the ratio's interval beside it.
fn coverage(kind: &Kind, rounds: usize, trials: usize) -> (f64, Option<(f64, f64)>) {
    let mut noise = Noise(Pcg64Mcg::seed_from_u64(rounds as u64 + 100 * kind.cells.len() as u64));
    let truth = |cell: usize| 2f64.powi(cell as i32);
    let (mut times, mut ratios, mut width) = (0, 0, 0.0);
    let holds = |estimate: &Estimate, truth: f64| {
        let interval = estimate.interval.expect("enough rounds");
        // Ties leave intervals of no width, and a logarithm is a rounding error beside the truth.
        (interval.low * (1.0 - 1e-12)..=interval.high * (1.0 + 1e-12)).contains(&truth)
    };
    for _ in 0..trials {
        let added: Vec<f64> = (0..rounds).map(|_| 0.05 * noise.normal()).collect();
        let mut launch = |cell: usize, round: usize| truth(cell) * (added[round] + (kind.cells[cell])(&mut noise)).exp();
        let mut row = |cell: usize| -> Vec<Option<f64>> {
            let time = |round| Some(launch(cell, round)).filter(|_| !(kind.missing)(cell, round, rounds));
            (0..rounds).map(time).collect()
        };
        let table: Vec<Vec<Option<f64>>> = (0..kind.cells.len()).map(&mut row).collect();
        let fit = Table::fit(&table, 0.95).unwrap();
        times += usize::from(holds(&fit.time(0), truth(0)));
        if kind.cells.len() > 1 {
            let ratio = fit.ratio(kind.cells.len() - 1, 0).unwrap();
            ratios += usize::from(holds(&ratio, truth(kind.cells.len() - 1)));
            width += (ratio.interval.unwrap().high / ratio.interval.unwrap().low).ln();
        }
    }
    let of = |count: usize| count as f64 / trials as f64;
    (of(times), (kind.cells.len() > 1).then(|| (of(ratios), width / trials as f64)))
}

/// `slack` is what so few trials may lie beside the band.
fn within(rounds: &[usize], trials: usize, slack: f64) {
    let mut outside = Vec::new();
    for kind in kinds() {
        for &rounds in rounds {
            let (times, ratios) = coverage(&kind, rounds, trials);
            let (ratios, width) = ratios.unwrap_or((f64::NAN, f64::NAN));
            println!("{rounds:2} rounds: times {times:.4}, ratios {ratios:.4} (width {width:.3}): {}", kind.name);
            let band = BAND.start() - slack..=BAND.end() + slack;
            if !band.contains(&times) || !(ratios.is_nan() || band.contains(&ratios)) {
                outside.push(format!("{} in {rounds} rounds: {times}, {ratios}", kind.name));
            }
        }
    }
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn intervals_of_tables_in_short() {
    // 400 trials leave a standard error of 1.1 points at 95 %; two of them are allowed beside the band.
    within(&[6, 8, 12], 400, 0.022);
}

#[test]
#[ignore = "takes minutes even with --release; it shows the band itself"]
fn intervals_of_tables_at_length() {
    within(&[6, 8, 12, 20], 3_000, 0.008);
}
