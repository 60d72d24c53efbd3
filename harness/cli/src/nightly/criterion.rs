//! A benchmark of criterion's on both sides: four processes a launch, ABBA or BAAB, each of which runs it alone.

use crate::compare::fight::{Arena, LIMIT};
use crate::nightly::subjects::contest;
use rand::Rng;
use tenfold_duel::{FEWEST_LAUNCHES, Settings};
use tenfold_formats::import;
use tenfold_launch::benches::Bench;
use tenfold_launch::duel::Silence;
use tenfold_measure::clock;
use tenfold_measure::noise::Steal;
use tenfold_record::{Duel, DuelEnd, DuelLaunch, Quad, Side, Store};
use tenfold_stats::median;

/// The group where nothing more is known than a name.
const GROUP: &str = "criterion";

/// A process measures for so many seconds, in which criterion warms up and takes its samples, within these limits.
const PROCESS_SECONDS: [f64; 2] = [0.15, 3.0];

/// Launches with fewer than these go on for so many times the time there is, then end.
const PATIENCE: f64 = 2.0;

/// A benchmark, and the programs of either side that hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    /// Its full name: "sort/quick/1000".
    pub name: String,
    /// The programs.
    pub sides: [Bench; 2],
}

/// One run of a benchmark.
struct Ran {
    group: String,
    name: String,
    /// The median time of one iteration.
    seconds: f64,
}

/// Measures a benchmark.
pub fn fight(pair: &Paired, settings: &Settings, arena: &mut Arena<'_>, store: &mut Store) -> anyhow::Result<()> {
    let [least, most] = PROCESS_SECONDS;
    let each = (settings.seconds / (4 * FEWEST_LAUNCHES) as f64).clamp(least, most);
    let begun = clock::now();
    let (mut launches, mut called, mut end) = (Vec::new(), None, DuelEnd::TimeUp);
    let mut steal = Steal::watch();
    loop {
        let first = if arena.rng().random() { Side::A } else { Side::B };
        match quad(pair, first, each, arena, &mut steal) {
            Ok((quad, ran)) => {
                called.get_or_insert((ran.group, ran.name));
                launches.push(DuelLaunch { first, padding: [0; 2], builds: [0; 2], quads: vec![quad] });
            }
            Err((_, Silence::Interrupted)) => {
                end = DuelEnd::Interrupted;
                break;
            }
            Err((side, Silence::Gone(reason))) => {
                end = DuelEnd::Failed { side, reason };
                break;
            }
        }
        let spent = clock::now() - begun;
        let next = spent + spent / launches.len() as f64;
        let patience = if launches.len() < FEWEST_LAUNCHES { PATIENCE } else { 1.0 };
        if next > patience * settings.seconds {
            break;
        }
    }
    let (group, name) = called.unwrap_or_else(|| (GROUP.to_string(), pair.name.clone()));
    // Looked at once, so the whole alarm rate is spent then.
    let looks = if launches.is_empty() { Vec::new() } else { vec![(launches.len(), 1.0)] };
    arena.keep(
        Duel {
            contest: contest(&group, &name),
            iterations: [1; 2],
            builds: (pair.sides[0] != pair.sides[1]).then_some([1, 1]),
            launches,
            looks,
            end,
            wall_seconds: clock::now() - begun,
            throttling: None,
            instructions: None,
            stacks: None,
            demands: Default::default(),
            ceilings: Vec::new(),
        },
        store,
    )
}

/// Four processes in turn, and what the last of them ran.
fn quad(
    pair: &Paired,
    begun_by: Side,
    seconds: f64,
    arena: &Arena<'_>,
    steal: &mut Steal,
) -> Result<(Quad, Ran), (Side, Silence)> {
    let other = begun_by.other();
    let mut quad = Quad { begun_by, seconds: [0.0; 4], switches: [0; 4], steal: 0.0 };
    let mut last = None;
    steal.settle();
    for (place, side) in [begun_by, other, other, begun_by].into_iter().enumerate() {
        let ran = run(&pair.sides[side.index()], &pair.name, seconds, arena).map_err(|silence| (side, silence))?;
        quad.seconds[place] = ran.seconds;
        last = Some(ran);
    }
    quad.steal = steal.settle();
    Ok((quad, last.expect("four processes ran")))
}

/// One process.
fn run(bench: &Bench, name: &str, seconds: f64, arena: &Arena<'_>) -> Result<Ran, Silence> {
    let gone = |why: String| Silence::Gone(format!("{name}: {why}"));
    let home = tempfile::tempdir().map_err(|e| gone(format!("cannot create a folder for its results: {e}")))?;
    bench.run(name, seconds, home.path(), LIMIT, arena.stop())?;
    let run = import(home.path()).map_err(|e| gone(e.to_string()))?;
    let [measured] = &run.cells[..] else {
        return Err(gone(format!("criterion measured {} benchmarks of this name", run.cells.len())));
    };
    let samples: Vec<f64> = measured.launches.iter().flat_map(|launch| launch.seconds_per_run()).collect();
    let seconds = median(&samples).map_err(|e| gone(e.to_string()))?;
    Ok(Ran { group: measured.cell.kernel.clone(), name: measured.cell.variant.clone(), seconds })
}
