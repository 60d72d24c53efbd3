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
    // Where the sum is below as often as above: 0.9 Φ(m / 0.03) + 0.1 P(slowed below m) = ½.
    const MEDIAN: f64 = 0.003_8;
    let slowed = if noise.uniform() < 0.1 { -0.3 * noise.uniform().ln() } else { 0.0 };
    0.03 * noise.normal() + slowed - MEDIAN
}

fn quiet(noise: &mut Noise) -> f64 {
    0.005 * noise.normal()
}

fn noisy(noise: &mut Noise) -> f64 {
    0.1 * noise.normal()
}

fn steady(noise: &mut Noise) -> f64 {
    0.01 * noise.normal()
}

/// A kind of table: the rests of its cells, and which of its launches are missing.
struct TableKind {
    name: &'static str,
    cells: Vec<Rest>,
    /// Whether cell and round have no launch.
    missing: fn(cell: usize, round: usize, rounds: usize) -> bool,
    /// Steps of the clock, as a logarithm; 0 for one that is fine enough.
    step: f64,
}

fn kinds() -> Vec<TableKind> {
    let whole = |_, _, _| false;
    vec![
        TableKind { name: "one cell", cells: vec![disturbed], missing: whole, step: 0.0 },
        TableKind { name: "two cells", cells: vec![disturbed; 2], missing: whole, step: 0.0 },
        TableKind { name: "three cells", cells: vec![disturbed; 3], missing: whole, step: 0.0 },
        TableKind { name: "nine cells", cells: vec![disturbed; 9], missing: whole, step: 0.0 },
        TableKind {
            name: "cells whose workers differ, and their noise with them",
            cells: vec![quiet, quiet, disturbed, disturbed, noisy, noisy],
            missing: whole,
            step: 0.0,
        },
        TableKind {
            name: "a cell added after two rounds, one that failed in every fourth, one stopped two rounds before the end",
            cells: vec![disturbed; 6],
            missing: |cell, round, rounds| match cell {
                0 => rounds >= 8 && round < 2,
                1 => rounds >= 8 && round % 4 == 3,
                2 => rounds >= 8 && round + 2 >= rounds,
                _ => false,
            },
            step: 0.0,
        },
        TableKind { name: "ties: a clock with steps of 2 %", cells: vec![steady; 5], missing: whole, step: 0.02 },
    ]
}

/// A table of so many rounds, and what its cells take but for the noise.
fn table(kind: &TableKind, rounds: usize, noise: &mut Noise) -> Vec<Vec<Option<f64>>> {
    let added: Vec<f64> = (0..rounds).map(|_| 0.05 * noise.normal()).collect();
    let mut launch = |cell: usize, round: usize| {
        let log = truth(cell).ln() + added[round] + (kind.cells[cell])(noise);
        if kind.step > 0.0 { ((log / kind.step).round() * kind.step).exp() } else { log.exp() }
    };
    let mut row = |cell: usize| {
        let time = |round| Some(launch(cell, round)).filter(|_| !(kind.missing)(cell, round, rounds));
        (0..rounds).map(time).collect()
    };
    (0..kind.cells.len()).map(&mut row).collect()
}

fn truth(cell: usize) -> f64 {
    2f64.powi(cell as i32)
}

/// The shares of trials in which the time of the first cell, and its ratio to the last, held the truth; and the mean width of
/// the ratio's interval, as a logarithm. The true ratio is known. The true time is what many rounds lead to: noise with a long
/// tail has several middles.
fn coverage(kind: &TableKind, rounds: usize, trials: usize) -> (f64, Option<(f64, f64)>) {
    let mut noise = Noise(Pcg64Mcg::seed_from_u64(rounds as u64 + 100 * kind.cells.len() as u64));
    let long_run = Table::fit(&table(kind, 1_500, &mut noise), 0.95).unwrap().time(0).value;
    let last = kind.cells.len() - 1;
    let (mut times, mut ratios, mut width) = (0, 0, 0.0);
    let interval = |estimate: &Estimate| estimate.interval.expect("enough rounds");
    for _ in 0..trials {
        let fit = Table::fit(&table(kind, rounds, &mut noise), 0.95).unwrap();
        times += usize::from(interval(&fit.time(0)).contains(long_run));
        let ratio = interval(&fit.ratio(last, 0).unwrap());
        ratios += usize::from(ratio.contains(truth(last)));
        width += (ratio.high / ratio.low).ln();
    }
    let of = |count: usize| count as f64 / trials as f64;
    (of(times), (last > 0).then(|| (of(ratios), width / trials as f64)))
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
fn intervals_of_tables_in_eight_rounds() {
    // 200 trials leave a standard error of 1.5 points at 95 %; two of them are allowed beside the band.
    within(&[8], 200, 0.03);
}

#[test]
#[ignore = "takes ten minutes even with --release; shows the band itself, in few rounds and many"]
fn intervals_of_tables_at_length() {
    // A thousand trials: 0.7 points.
    within(&[6, 8, 12, 20], 1_000, 0.014);
}
