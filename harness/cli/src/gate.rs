//! `tenfold gate`: may this be merged, as far as speed goes?

use crate::accepted::accepted;
use crate::args::Gate as Args;
use crate::bisect::short;
use crate::compare::fight::{Arena, Extras, Spare, settings};
use crate::compare::{beginning, json, written};
use crate::fault::{FAILED, INTERRUPTED, mistake};
use crate::lines::minutes;
use crate::nightly::plan::{Bout, Past, Plan};
use crate::nightly::subjects::Subject;
use crate::nightly::wanted::Wanted;
use crate::nightly::{Budget, NO_TIME, PRECISION, commit};
use crate::{stop, stored};
use serde_json::{Value, json};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_analysis::comparison::{CellStanding, Gate, GateVerdict, gate as judged, markdown, standings};
use tenfold_launch::revision::Repository;
use tenfold_record::{Comparison, Store};

/// Judges a revision before it is merged.
pub fn gate(args: &Args) -> anyhow::Result<ExitCode> {
    let stop = stop::listen();
    let mut budget = Budget::begin(args.minutes);
    let repository = Repository::here().map_err(mistake)?;
    let (base, revision) = (commit(&repository, &args.base)?, commit(&repository, &args.revision)?);
    let commits = repository.between(&base.hash, &revision.hash).map_err(mistake)?;
    let accepted: Vec<(String, String)> =
        accepted(&commits).into_iter().map(|accepted| (short(&accepted.commit).to_string(), accepted.reason)).collect();
    let called = [("base", &base), ("revision", &revision)]
        .map(|(what, commit)| format!("{what} {} ({})", commit.short(), commit.subject));
    called.iter().for_each(|side| eprintln!("{side}"));

    let wanted = Wanted {
        kernels: &args.kernels,
        builds: args.builds,
        tracks: args.tracks.as_deref(),
        sides: ["the base", "the revision"],
        meets_itself: false,
    };
    let (subjects, left_out) = wanted.subjects(&repository, [&base, &revision], stop)?;
    let time = format!("{} for all cells, builds included", minutes(args.minutes));
    // Before the time is shared out: a fingerprint asks many programs.
    let begun = beginning("gate", None, time, Some(args.builds), called, args.threshold / 100.0, left_out);
    if let Some(said) = budget.built(budget.taken()) {
        eprintln!("{said}");
    }
    let mut store = stored::create(&args.out)?;
    let (comparison, unmeasured) = fought(args, &subjects, &budget, begun, &mut store, stop)?;
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

/// Measures all cells alike; the comparison, and the cells for which there was no time.
fn fought(
    args: &Args,
    subjects: &[Subject],
    budget: &Budget,
    begun: Comparison,
    store: &mut Store,
    stop: &AtomicBool,
) -> anyhow::Result<(Comparison, Vec<String>)> {
    let mut arena = Arena::begin(begun, Extras { instructions: true, stacks: true, ceilings: true }, store, stop)?;
    let mut plan = Plan::of(&vec![Past::default(); subjects.len()], &[], budget.left());
    while !stop::asked()
        && let Some((Bout::Cell(cell), seconds)) = plan.next(budget.left())
    {
        arena.spare = Spare { time: Duration::from_secs_f64(seconds.beside), known: None };
        let settings = settings(seconds.times, PRECISION * args.threshold / 100.0, subjects.len());
        subjects[cell].fight(&settings, &mut arena, store)?;
        plan.took_beside(arena.beside_taken.as_secs_f64());
    }
    let unmeasured: Vec<String> = plan.rest().map(|cell| subjects[cell].name()).collect();
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
