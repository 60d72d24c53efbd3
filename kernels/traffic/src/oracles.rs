//! The oracles: a published run, exact laws of rule 184, and properties of every run.

use crate::law::{departures, expected_flow, flow_tolerance, road_after};
use crate::outcome::count;
use crate::{Outcome, Params, Road, Traffic};
use tenfold_kernel::{Check, Defence, Oracle};

/// A line of a published run.
struct Published {
    n: usize,
    density: f64,
    cars: u64,
    /// Step and moves.
    moves: &'static [(usize, u64)],
}

/// The published set-up and two small ones: results of the course's own programs (lists, NumPy and mpi4py agree).
const PUBLISHED_SEED: u32 = 5743;
const PUBLISHED: [Published; 3] = [
    Published {
        n: 10_240_000,
        density: 0.52,
        cars: 5_324_940,
        moves: &[(1, 2_556_072), (10, 4_203_781), (20, 4_458_524), (100, 4_786_807)],
    },
    Published { n: 1_024, density: 0.52, cars: 534, moves: &[(1, 252), (10, 407), (100, 484)] },
    Published { n: 1_024, density: 0.25, cars: 250, moves: &[(1, 191), (10, 250), (100, 250)] },
];

pub(crate) fn all() -> Vec<Oracle<Traffic>> {
    vec![
        Oracle {
            name: "published",
            source: "EPCC, \"Make your Python code 10,000 times faster\": cars and moves of its programs",
            defence: Defence::Constant,
            check: published,
        },
        Oracle {
            name: "profile",
            source: "Krug and Spohn, Phys. Rev. A 38 (1988) 4271: the road and its moves as a sliding minimum of the start",
            defence: Defence::Constant,
            check: profile,
        },
        Oracle {
            name: "steady-flow",
            source: "exact law of rule 184: from step n/2 on, moves = min(cars, n − cars)",
            defence: Defence::Constant,
            check: steady_flow,
        },
        Oracle {
            name: "expected-flow",
            source: "Fukś, Phys. Rev. E 60 (1999) 197, comp-gas/9902001; tolerance by McDiarmid for one false alarm in 10⁹",
            defence: Defence::Constant,
            check: flow_of_a_random_start,
        },
        Oracle {
            name: "conservation",
            source: "no car comes or goes: cars of the start = cars of the end, and cells are 0 or 1",
            defence: Defence::Property,
            check: conservation,
        },
        Oracle {
            name: "growing-flow",
            source: "jams only dissolve: from the moves of the start to those of the end no step has fewer than the one before",
            defence: Defence::Property,
            check: growing_flow,
        },
    ]
}

/// The reported moves with their steps, the last step's at the end.
fn reported<'a>(params: &'a Params, out: &'a Outcome) -> impl Iterator<Item = (usize, u64)> + 'a {
    let series = out.series.iter().enumerate().map(|(i, &moves)| ((i + 1) * params.every, moves));
    series.chain([(params.steps, out.moves)])
}

fn published(params: &Params, _: &Road, out: &Outcome) -> Option<Check> {
    let known =
        PUBLISHED.iter().find(|p| (p.n, p.density, PUBLISHED_SEED) == (params.n, params.density, params.seed))?;
    let mut checks = vec![Check::equal("cars", out.cars(), known.cars)];
    for (step, moves) in reported(params, out) {
        if let Some((_, expected)) = known.moves.iter().find(|(at, _)| *at == step) {
            checks.push(Check::equal(&format!("moves at step {step}"), moves, *expected));
        }
    }
    worst(checks)
}

fn profile(params: &Params, road: &Road, out: &Outcome) -> Option<Check> {
    let before = road_after(&road.cells, params.steps - 1);
    let after = road_after(&before, 1);
    let wrong = after.iter().zip(&out.cells).filter(|(a, b)| a != b).count() + after.len().abs_diff(out.cells.len());
    worst(vec![
        Check::equal("cells that differ from the closed form", wrong as u64, 0),
        Check::equal("moves at the last step", out.moves, departures(&before)),
    ])
}

fn steady_flow(params: &Params, road: &Road, out: &Outcome) -> Option<Check> {
    let cars = count(&road.cells);
    let steady = cars.min(params.n as u64 - cars);
    let late = reported(params, out).filter(|&(step, _)| step >= params.n / 2);
    worst(late.map(|(step, moves)| Check::equal(&format!("moves at step {step}"), moves, steady)))
}

fn flow_of_a_random_start(params: &Params, _: &Road, out: &Outcome) -> Option<Check> {
    let (n, tolerance) = (params.n as f64, flow_tolerance(params.n));
    // A cell's move at a step depends on 2·step cells, which must not meet around the ring. Late steps of a long series
    // tell nothing new, and each costs as many operations as its number.
    let early = reported(params, out).filter(|&(step, _)| 2 * step <= params.n && step <= 10_000);
    worst(early.take(100).map(|(step, moves)| {
        let expected = expected_flow(params.density, step);
        Check::close(&format!("flow at step {step}"), moves as f64 / n, expected, tolerance)
    }))
}

fn conservation(_: &Params, road: &Road, out: &Outcome) -> Option<Check> {
    let strange = out.cells.iter().filter(|&&cell| cell > 1).count();
    worst(vec![
        Check::equal("cells that are neither 0 nor 1", strange as u64, 0),
        Check::equal("cars", out.cars(), count(&road.cells)),
    ])
}

fn growing_flow(params: &Params, road: &Road, out: &Outcome) -> Option<Check> {
    let mut least = departures(&road.cells);
    let mut checks = Vec::new();
    for (step, moves) in reported(params, out).chain([(params.steps + 1, departures(&out.cells))]) {
        checks.push(Check {
            error: least.saturating_sub(moves) as f64,
            tolerance: 0.0,
            detail: format!("moves at step {step}: {moves}, at least {least}"),
        });
        least = moves;
    }
    worst(checks)
}

/// The check that is furthest off; none if there are none. NaN counts as furthest.
fn worst(checks: impl IntoIterator<Item = Check>) -> Option<Check> {
    checks.into_iter().reduce(|worst, check| {
        let further = !worst.passed() || (check.passed() && check.error <= worst.error);
        if further { worst } else { check }
    })
}

/// Problems for the tests: tiny roads, primes, roads around the width of a word, of a chunk and of all strips, roads with
/// no, few and only cars, and the small published ones.
pub(crate) fn awkward() -> Vec<Params> {
    let seed = PUBLISHED_SEED;
    let mut all = vec![
        Params { n: 1_024, density: 0.52, seed, steps: 100, every: 10 },
        Params { n: 1_024, density: 0.25, seed, steps: 100, every: 10 },
        Params { n: 1_024, density: 0.52, seed, steps: 1, every: 1 },
        Params { n: 1_021, density: 0.5, seed: 1, steps: 700, every: 7 },
        Params { n: 1, density: 1.0, seed: 1, steps: 3, every: 1 },
        Params { n: 64, density: 0.0, seed: 1, steps: 5, every: 2 },
        Params { n: 129, density: 1.0, seed: 1, steps: 5, every: 2 },
        Params { n: 500, density: 0.5, seed: 2, steps: 23, every: 1_000 },
        Params { n: 33_001, density: 0.5, seed: 3, steps: 37, every: 11 },
        Params { n: 40_009, density: 0.45, seed: 4, steps: 300, every: 13 },
    ];
    let sizes = [1, 2, 3, 4, 5, 7, 13, 63, 64, 65, 127, 128, 191, 257, 511, 513, 4_096, 4_097, 16_380, 32_768];
    all.extend(sizes.map(|n| Params { n, density: 0.5, seed: 7, steps: 40, every: 3 }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_check_is_kept_also_when_it_is_nan() {
        let nan = Check::close("a", f64::NAN, 0.0, 1.0);
        let fine = Check::equal("b", 1, 1);
        let off = Check::equal("c", 1, 5);
        assert_eq!(worst([fine.clone(), off.clone()]), Some(off));
        assert!(!worst([fine.clone(), nan, fine]).unwrap().passed());
        assert_eq!(worst([]), None);
    }
}
