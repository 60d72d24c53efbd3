//! How often is `compare` right? Duels whose truth is known.

use super::Session;
use super::neighbour::Neighbour;
use super::plan::{Bout, round};
use crate::stop;
use std::path::Path;
use std::time::{Duration, Instant};
use tenfold_analysis::comparison::decision;
use tenfold_duel::{Finding, Fought, Settings, duel};
use tenfold_launch::duel::{Pair, Program, Silence};
use tenfold_launch::rivals;
use tenfold_record::{Called, DuelEnd, PairedBlocks, Side, Trial};
use tenfold_stats::Verdict;

/// How long a process may live.
const LIMIT: Duration = Duration::from_secs(60);

/// What is said where the rivals' opinions are missing.
const RIVALS: &str = "the same blocks judged by criterion and tango";

/// Fights until the time is up.
pub fn duels(session: &mut Session, until: Instant) -> anyhow::Result<()> {
    let rivals = rivals::find().map_err(|why| session.miss(RIVALS, why)).ok();
    let over = || Instant::now() >= until || stop::asked();
    while !over() {
        for (cell, bout) in round(session.cells.len(), &mut session.rng) {
            if over() {
                break;
            }
            one(session, cell, bout, rivals.as_deref())?;
            session.keeper.keep_if_due(&session.test)?;
            if session.test.trials.len().is_multiple_of(100) {
                eprintln!("{} duels fought", session.test.trials.len());
            }
        }
    }
    Ok(())
}

/// Fights one duel, and lets the rivals judge its blocks.
fn one(session: &mut Session, cell: usize, bout: Bout, rivals: Option<&Path>) -> anyhow::Result<()> {
    let neighbour = bout.loaded.then(Neighbour::start);
    let program = session.cells[cell].program.clone();
    let fought = fought(session, cell, bout, [program.clone(), program])?;
    drop(neighbour);
    let Some((fought, mut trial)) = fought else { return Ok(()) };
    let opinions = rivals.map_or(Ok(Vec::new()), |program| rivals::judge(program, blocks(&fought), session.stop));
    trial.opinions = opinions.unwrap_or_else(|silence| {
        if let Silence::Gone(why) = silence {
            session.miss(RIVALS, why);
        }
        Vec::new()
    });
    session.test.trials.push(trial);
    Ok(())
}

/// Fights one duel between `programs` over a cell; `None` where nothing came of it, which is kept.
pub(super) fn fought(
    session: &mut Session,
    cell: usize,
    bout: Bout,
    programs: [Program; 2],
) -> anyhow::Result<Option<(Fought, Trial)>> {
    let settings = Settings {
        seconds: bout.seconds,
        too_wide: bout.too_wide,
        planted: bout.planted,
        decision: decision(),
        ..Settings::default()
    };
    let fought = duel(&mut Pair::new(programs, LIMIT, session.stop), &settings, &mut session.rng);
    match (&fought.end, fought.finding(decision())?) {
        (DuelEnd::Narrow | DuelEnd::TimeUp, Some(finding)) => {
            let trial = trial(cell, bout, &fought, finding);
            Ok(Some((fought, trial)))
        }
        (DuelEnd::Interrupted, _) => Ok(None),
        (end, _) => {
            let name = session.test.cells[cell].name.clone();
            session.miss(&name, format!("{end:?}"));
            Ok(None)
        }
    }
}

fn trial(cell: usize, bout: Bout, fought: &Fought, finding: Finding) -> Trial {
    let time = finding.comparison.ratio.map_monotone(|r| 1.0 / r);
    let (verdict, detectable) = match finding.comparison.verdict {
        Verdict::Slower => (Called::Slower, None),
        Verdict::Faster => (Called::Faster, None),
        Verdict::NoDifference { detectable } => (Called::NoDifference, Some(detectable).filter(|d| d.is_finite())),
    };
    let builds = || fought.launches[..finding.logs.len()].iter().map(|launch| launch.builds);
    Trial {
        cell,
        loaded: bout.loaded,
        planted: bout.planted,
        given: bout.seconds,
        truth: fought.planted_factor(bout.planted),
        time_ratio: time.value,
        interval: time.interval.map(|i| (i.low, i.high)),
        p_value: finding.comparison.p_value,
        verdict,
        detectable,
        builds: if fought.builds.is_some() { builds().collect() } else { Vec::new() },
        logs: finding.logs,
        turns: finding.quads,
        disturbed: finding.disturbed,
        seconds: fought.wall_seconds,
        opinions: Vec::new(),
    }
}

/// The blocks of all launches in pairs: of each turn the first block of either side, then the second.
fn blocks(fought: &Fought) -> PairedBlocks {
    let quads = || fought.launches.iter().flat_map(|launch| &launch.quads);
    PairedBlocks {
        a: quads().flat_map(|quad| quad.of(Side::A)).collect(),
        b: quads().flat_map(|quad| quad.of(Side::B)).collect(),
        iterations: fought.iterations,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_record::{DuelLaunch, Quad};

    #[test]
    fn blocks_are_paired_within_their_turn() {
        let quad = |begun_by| Quad { begun_by, seconds: [1.0, 2.0, 3.0, 4.0], switches: [0; 4], steal: 0.0 };
        let launch =
            DuelLaunch { first: Side::A, padding: [0; 2], builds: [0; 2], quads: vec![quad(Side::A), quad(Side::B)] };
        let fought = Fought {
            iterations: [7, 7],
            builds: None,
            launches: vec![launch],
            looks: Vec::new(),
            end: DuelEnd::TimeUp,
            wall_seconds: 1.0,
        };
        let expected = PairedBlocks { a: vec![1.0, 4.0, 2.0, 3.0], b: vec![2.0, 3.0, 1.0, 4.0], iterations: [7, 7] };
        assert_eq!(blocks(&fought), expected);
    }
}
