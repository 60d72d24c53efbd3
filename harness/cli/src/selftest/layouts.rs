//! How often are two builds of one source called different? Duels between programs that differ in where their code lies.

use super::Session;
use super::duels::fought;
use super::plan::{Bout, dealt};
use crate::args;
use crate::compare::fight::TOO_WIDE;
use crate::stop;
use rand::seq::SliceRandom;
use std::path::PathBuf;
use std::time::Instant;
use tenfold_launch::duel::{Program, Silence};
use tenfold_launch::revision::{Programs, Repository};

/// How many builds a side has: as many as `compare` makes unless told otherwise.
const A_SIDE: usize = args::BUILDS as usize;

/// How many builds there are: each duel is between two halves of them.
const BUILDS: usize = 2 * A_SIDE;

/// The time of a bout, in seconds, and when it takes longer: as `compare` does unless told otherwise.
const SECONDS: f64 = 10.0;

/// The bouts of a round, and how many of each.
const BOUTS: [(usize, Bout); 2] = [
    (5, Bout { planted: 0.0, seconds: SECONDS, too_wide: TOO_WIDE, loaded: false }),
    (1, Bout { planted: 0.02, seconds: SECONDS, too_wide: TOO_WIDE, loaded: false }),
];

/// What is said where there are no builds.
const WHAT: &str = "builds of one source";

/// The builds of the revision that is checked out here; none where there are none, and why is kept.
pub fn builds(session: &mut Session) -> anyhow::Result<Vec<PathBuf>> {
    let layouts: Vec<u64> = (1..=BUILDS as u64).collect();
    let built = Repository::here().map_err(Silence::Gone).and_then(|repository| {
        let head = repository.commit("HEAD").map_err(Silence::Gone)?;
        Programs::of(&repository, "", session.stop).of_commit(&head, &layouts, &|line| eprintln!("{line}"))
    });
    match built {
        Ok(builds) if builds.len() == BUILDS => return Ok(builds),
        Ok(_) => session.miss(WHAT, "the linker cannot lay out code in another order"),
        Err(Silence::Gone(why)) => session.miss(WHAT, why),
        Err(Silence::Interrupted) => {}
    }
    Ok(Vec::new())
}

/// Fights until the time is up.
pub fn layouts(session: &mut Session, builds: &[PathBuf], until: Instant) -> anyhow::Result<()> {
    let over = || builds.is_empty() || Instant::now() >= until || stop::asked();
    while !over() {
        for (cell, bout) in dealt(&BOUTS, session.cells.len(), &mut session.rng) {
            if over() {
                break;
            }
            one(session, builds, cell, bout)?;
            session.keeper.keep_if_due(&session.test)?;
        }
    }
    Ok(())
}

/// Half of the builds against the others.
fn one(session: &mut Session, builds: &[PathBuf], cell: usize, bout: Bout) -> anyhow::Result<()> {
    let mut order: Vec<usize> = (0..builds.len()).collect();
    order.shuffle(&mut session.rng);
    let (a, b) = order.split_at(A_SIDE);
    let sides = [a, b];
    let prepare = session.cells[cell].program.prepare.clone();
    let programs = sides
        .map(|side| Program { builds: side.iter().map(|&i| builds[i].clone()).collect(), prepare: prepare.clone() });
    if let Some((_, mut trial)) = fought(session, cell, bout, programs)? {
        for [a, b] in &mut trial.builds {
            (*a, *b) = (sides[0][*a], sides[1][*b]);
        }
        session.test.layouts.push(trial);
    }
    Ok(())
}
