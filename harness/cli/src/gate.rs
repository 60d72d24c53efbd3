//! `tenfold gate`: may this be merged, as far as speed goes?

use crate::accepted::accepted;
use crate::args::Gate as Args;
use crate::compare::cells::{Asked, Cell};
use crate::compare::fight::{Arena, Beside, settings};
use crate::compare::{beginning, built, in_common, json, layouts, written};
use crate::fault::{FAILED, INTERRUPTED, mistake};
use crate::nightly::plan::{Bout, Past, Plan};
use crate::nightly::{Budget, NO_TIME, PRECISION};
use crate::{stop, stored};
use serde_json::{Value, json};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use tenfold_analysis::comparison::{CellStanding, Gate, GateVerdict, gate as judged, markdown, standings};
use tenfold_launch::revision::{Logged, Repository};
use tenfold_record::{Comparison, Store};

/// Digits of a commit's name.
const DIGITS: usize = 12;

/// Judges a revision before it is merged.
pub fn gate(args: &Args) -> anyhow::Result<ExitCode> {
    let stop = stop::listen();
    let mut budget = Budget::begin(args.minutes);
    let repository = Repository::here().map_err(mistake)?;
    let about = |name: &str| repository.commit(name).and_then(|hash| repository.about(&hash)).map_err(mistake);
    let sides = [about(&args.base)?, about(&args.revision)?];
    let commits = repository.between(&sides[0].hash, &sides[1].hash).map_err(mistake)?;
    let accepted: Vec<(String, String)> =
        accepted(&commits).into_iter().map(|accepted| (short(&accepted.commit), accepted.reason)).collect();
    let called = [("base", &sides[0]), ("revision", &sides[1])]
        .map(|(what, commit): (_, &Logged)| format!("{what} {} ({})", short(&commit.hash), commit.subject()));
    called.iter().for_each(|side| eprintln!("{side}"));

    let programs = [
        built(&args.base, &sides[0].hash, &layouts(args.builds, 0), stop)?,
        built(&args.revision, &sides[1].hash, &layouts(args.builds, 1), stop)?,
    ];
    let asked =
        Asked { sides: ["the base", "the revision"], kernels: &args.kernels, variants: &[], set: &[], workers: None };
    let (cells, left_out) = in_common(&asked, programs, &called, stop)?;
    if let Some(said) = budget.built(budget.taken()) {
        eprintln!("{said}");
    }
    let mut store = stored::create(&args.out)?;
    let time = format!("{} minutes for all cells, builds included", args.minutes);
    let begun = beginning("gate", None, time, args.builds, called, args.threshold / 100.0, left_out);
    let (comparison, unmeasured) = fought(args, &cells, &budget, begun, &mut store, stop)?;
    let cells = standings(&comparison)?;
    let gate = judged(&cells, &unmeasured, accepted, comparison.threshold);
    match args.json {
        true => println!("{}", object(&gate, &comparison, &cells)),
        false => print!("{}\n\n{}", gate.markdown(), markdown(&comparison, &cells)),
    }
    written(&args.out.out.join(format!("{}.html", comparison.id)), &comparison, &cells)?;
    if stop::asked() {
        return Ok(ExitCode::from(INTERRUPTED));
    }
    Ok(ExitCode::from(match gate.verdict {
        GateVerdict::Passed | GateVerdict::Accepted => 0,
        GateVerdict::Failed => 1,
        GateVerdict::Undecided => FAILED,
    }))
}

fn short(hash: &str) -> String {
    hash[..DIGITS.min(hash.len())].to_string()
}

/// Measures all cells alike; the comparison, and the cells for which there was no time.
fn fought(
    args: &Args,
    cells: &[Cell],
    budget: &Budget,
    begun: Comparison,
    store: &mut Store,
    stop: &AtomicBool,
) -> anyhow::Result<(Comparison, Vec<String>)> {
    let mut arena = Arena::begin(begun, Beside { instructions: true, stacks: true, ceilings: true }, store, stop)?;
    let mut plan = Plan::of(&vec![Past::default(); cells.len()], &[]);
    while !stop::asked()
        && let Some((Bout::Cell(cell), seconds)) = plan.next(budget.left())
    {
        arena.cell(&cells[cell], &settings(seconds, PRECISION * args.threshold / 100.0, cells.len()), store)?;
    }
    let unmeasured: Vec<String> = plan.rest().map(|cell| cells[cell].contest.to_string()).collect();
    let mut comparison = arena.comparison;
    comparison.left_out.extend(unmeasured.iter().map(|cell| (cell.clone(), NO_TIME.to_string())));
    Ok((comparison, unmeasured))
}

fn object(gate: &Gate, comparison: &Comparison, cells: &[CellStanding<'_>]) -> Value {
    let accepted = |(commit, reason): &(String, String)| json!({ "commit": commit, "reason": reason });
    json!({
        "verdict": match gate.verdict {
            GateVerdict::Passed => "passed",
            GateVerdict::Failed => "failed",
            GateVerdict::Undecided => "undecided",
            GateVerdict::Accepted => "accepted",
        },
        "slower": gate.slower,
        "faults": gate.faults,
        "undecided": gate.undecided,
        "accepted": gate.accepted.iter().map(accepted).collect::<Vec<_>>(),
        "comparison": json::json(comparison, cells),
    })
}
