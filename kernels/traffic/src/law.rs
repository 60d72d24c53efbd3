//! What is known of rule 184 without running it.

use std::collections::VecDeque;

/// Expected share of cells whose car moves at `step` (counted from 1), for a random start of density `rho` on a ring of
/// at least 2·`step` cells.
///
/// H. Fukś, "Exact results for deterministic cellular automata traffic models", Phys. Rev. E 60 (1999) 197,
/// arXiv:comp-gas/9902001: with t = step − 1 updates made, 1 − ρ − Σ_{j=1}^{t+1} j/(t+1) · P(t+1−j), where P is the
/// binomial distribution of 2t+2 draws with probability ρ.
pub(crate) fn expected_flow(rho: f64, step: usize) -> f64 {
    if rho == 0.0 || rho == 1.0 {
        return 0.0;
    }
    let s = step as f64;
    // P(s) by its logarithm, as the binomial coefficient overflows; P(s−1), P(s−2), … by their ratios.
    let log_middle: f64 = (1..=step).map(|i| ((s + i as f64) / i as f64 * rho * (1.0 - rho)).ln()).sum();
    let mut log_probability = log_middle;
    let mut sum = 0.0;
    for j in 1..=step {
        let k = s - j as f64;
        log_probability += ((k + 1.0) / (2.0 * s - k) * (1.0 - rho) / rho).ln();
        sum += j as f64 / s * log_probability.exp();
    }
    1.0 - rho - sum
}

/// How far the share of moving cars on `n` cells may be from its expectation, with a false alarm in 10⁹.
///
/// Changing one cell of the start changes the moves of any step by at most one (cars in a row and holes in a row are
/// particles that meet and vanish in pairs; one cell makes or unmakes two), so McDiarmid's inequality gives
/// P(|share − E| ≥ ε) ≤ 2 exp(−2 ε² n), whatever the density.
pub(crate) fn flow_tolerance(n: usize) -> f64 {
    ((2.0 / 1e-9_f64).ln() / (2.0 * n as f64)).sqrt()
}

/// The road after `steps` steps, from the start alone.
///
/// Draw a profile that falls by one over a car and rises by one over an empty cell. A car that moves turns a valley into
/// a peak two higher, so h(x, t+1) = 1 + min(h(x−1, t), h(x+1, t)), and h(x, t) = t + the least of h(y, 0) over
/// y = x−t, x−t+2, …, x+t (J. Krug, H. Spohn, Phys. Rev. A 38 (1988) 4271). A sliding minimum finds it in O(n + steps).
pub(crate) fn road_after(cells: &[u8], steps: usize) -> Vec<u8> {
    let (n, t) = (cells.len() as i64, steps as i64);
    // The profile is walked along once; only differences of heights matter.
    let mut next_height = 0;
    // One window for even x, one for odd: candidates of ascending place and height.
    let mut windows = [VecDeque::new(), VecDeque::new()];
    let mut lowest = |x: i64, y: i64| {
        let window: &mut VecDeque<(i64, i64)> = &mut windows[y.rem_euclid(2) as usize];
        let height = next_height;
        next_height += 1 - 2 * i64::from(cells[y.rem_euclid(n) as usize]);
        while window.back().is_some_and(|&(_, above)| above >= height) {
            window.pop_back();
        }
        window.push_back((y, height));
        while window.front().is_some_and(|&(place, _)| place < x - t) {
            window.pop_front();
        }
        window[0].1
    };
    for y in -t..t {
        lowest(y - t, y);
    }
    let mut here = lowest(0, t);
    (1..=n)
        .map(|x| {
            let next = lowest(x, x + t);
            let car = next < here;
            here = next;
            u8::from(car)
        })
        .collect()
}

/// Cars with an empty cell ahead: those that move at the next step.
pub(crate) fn departures(cells: &[u8]) -> u64 {
    let Some(&first) = cells.first() else { return 0 };
    let ahead = cells[1..].iter().chain([&first]);
    cells.iter().zip(ahead).map(|(&here, &ahead)| u64::from(here & !ahead)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stepped(cells: &[u8]) -> Vec<u8> {
        let n = cells.len();
        (0..n).map(|i| if cells[i] == 1 { cells[(i + 1) % n] } else { cells[(i + n - 1) % n] }).collect()
    }

    fn every_road(n: u32) -> impl Iterator<Item = Vec<u8>> {
        (0..1_u32 << n).map(move |bits| (0..n).map(|i| (bits >> i) as u8 & 1).collect())
    }

    #[test]
    fn the_profile_gives_every_small_road_at_every_time() {
        for n in 1..=9 {
            for start in every_road(n) {
                let mut road = start.clone();
                for steps in 0..2 * n as usize + 3 {
                    assert_eq!(road_after(&start, steps), road, "{start:?} after {steps}");
                    road = stepped(&road);
                }
            }
        }
    }

    #[test]
    fn one_cell_changes_the_moves_of_any_step_by_at_most_one() {
        for n in 2..=9 {
            for start in every_road(n) {
                let mut changed = start.clone();
                changed[0] ^= 1;
                let mut road = start;
                for _ in 0..n {
                    assert!(departures(&road).abs_diff(departures(&changed)) <= 1);
                    (road, changed) = (stepped(&road), stepped(&changed));
                }
            }
        }
    }

    #[test]
    fn the_expected_flow_is_the_mean_over_all_roads() {
        // On a ring of 2·step cells the mean over every road of four, weighted by its probability, is exact.
        for (step, n) in [(1, 4), (2, 4), (3, 6), (4, 8)] {
            let rho = 0.3_f64;
            let mean: f64 = every_road(n)
                .map(|road| {
                    let cars: i32 = road.iter().map(|&cell| i32::from(cell)).sum();
                    let weight = rho.powi(cars) * (1.0 - rho).powi(n as i32 - cars);
                    weight * departures(&road_after(&road, step - 1)) as f64 / f64::from(n)
                })
                .sum();
            assert!((expected_flow(rho, step) - mean).abs() < 1e-13, "step {step}");
        }
    }
}
