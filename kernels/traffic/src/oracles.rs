//! The oracles: a published run, exact laws of rule 184, and properties of every run.

use crate::law::{self, departures};
use crate::outcome::cars;
use crate::{Outcome, Params, Road, Traffic};
use tenfold_kernel::{Check, Oracle, oracle};

/// The published set-up and two small ones: results of the course's own programs (lists, NumPy and mpi4py agree). Cells,
/// density, cars, and the moves of some steps.
const PUBLISHED: [(usize, f64, u64, &[(usize, u64)]); 3] = [
    (10_240_000, 0.52, 5_324_940, &[(1, 2_556_072), (10, 4_203_781), (20, 4_458_524), (100, 4_786_807)]),
    (1_024, 0.52, 534, &[(1, 252), (10, 407), (100, 484)]),
    (1_024, 0.25, 250, &[(1, 191), (10, 250), (100, 250)]),
];
const PUBLISHED_SEED: u32 = 5743;

pub(crate) fn all() -> Vec<Oracle<Traffic>> {
    vec![
        oracle!(published, Constant, "EPCC, \"Make your Python code 10,000 times faster\": what its programs print"),
        oracle!(profile, Constant, "Krug and Spohn, Phys. Rev. A 38 (1988) 4271: a sliding minimum of the start"),
        oracle!(steady_flow, Constant, "exact law of rule 184: from step n/2 on, moves = min(cars, n − cars)"),
        oracle!(expected_flow, Constant, "Fukś, Phys. Rev. E 60 (1999) 197; by McDiarmid one false alarm in 10⁹"),
        oracle!(conservation, Property, "no car comes or goes, and cells are 0 or 1"),
        oracle!(growing_flow, Property, "jams only dissolve: no step has fewer moves than the one before"),
    ]
}

fn published(params: &Params, _: &Road, out: &Outcome) -> Option<Check> {
    let given = (params.n, params.density, params.seed);
    let &(_, _, known_cars, known_moves) = PUBLISHED.iter().find(|p| (p.0, p.1, PUBLISHED_SEED) == given)?;
    let moves = out.reported(params).filter_map(|(step, moves)| {
        let &(_, expected) = known_moves.iter().find(|&&(at, _)| at == step)?;
        Some(Check::equal(&format!("moves at step {step}"), moves, expected))
    });
    Check::worst([Check::equal("cars", cars(&out.cells), known_cars)].into_iter().chain(moves))
}

fn profile(params: &Params, road: &Road, out: &Outcome) -> Option<Check> {
    let before = law::road_after(&road.cells, params.steps - 1);
    let after = law::road_after(&before, 1);
    let wrong = after.iter().zip(&out.cells).filter(|(a, b)| a != b).count();
    let (_, moves) = out.reported(params).last()?;
    Check::worst([
        Check::equal("cells that differ from the closed form", wrong as u64, 0),
        Check::equal("moves at the last step", moves, departures(&before)),
    ])
}

fn steady_flow(params: &Params, road: &Road, out: &Outcome) -> Option<Check> {
    let cars = cars(&road.cells);
    let steady = cars.min(params.n as u64 - cars);
    let late = out.reported(params).filter(|&(step, _)| step >= params.n / 2);
    Check::worst(late.map(|(step, moves)| Check::equal(&format!("moves at step {step}"), moves, steady)))
}

fn expected_flow(params: &Params, _: &Road, out: &Outcome) -> Option<Check> {
    let (n, tolerance) = (params.n as f64, law::flow_tolerance(params.n));
    // A cell's move at a step depends on 2·step cells, which must not meet around the ring. Late steps of a long series
    // tell nothing new, and each costs as many operations as its number.
    let early = out.reported(params).filter(|&(step, _)| 2 * step <= params.n && step <= 10_000);
    Check::worst(early.take(100).map(|(step, moves)| {
        let expected = law::expected_flow(params.density, step);
        Check::close(&format!("flow at step {step}"), moves as f64 / n, expected, tolerance)
    }))
}

fn conservation(_: &Params, road: &Road, out: &Outcome) -> Option<Check> {
    let strange = out.cells.iter().filter(|&&cell| cell > 1).count();
    Check::worst([
        Check::equal("cells that are neither 0 nor 1", strange as u64, 0),
        Check::equal("cars", cars(&out.cells), cars(&road.cells)),
    ])
}

fn growing_flow(params: &Params, road: &Road, out: &Outcome) -> Option<Check> {
    let mut least = departures(&road.cells);
    let next = (params.steps + 1, departures(&out.cells));
    Check::worst(out.reported(params).chain([next]).map(|(step, moves)| {
        let detail = format!("moves at step {step}: {moves}, at least {least}");
        let check = Check { error: least.saturating_sub(moves) as f64, tolerance: 0.0, detail };
        least = moves;
        check
    }))
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
