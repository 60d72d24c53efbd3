//! Do counts of instructions repeat, and is a rise of half a per cent always seen?

use super::{Session, found_or};
use std::time::{Duration, Instant};
use tenfold_kernel::Rung;
use tenfold_launch::duel::{Silence, instructions};
use tenfold_launch::installed;
use tenfold_record::InstructionTest;

/// Counts of a cell, each from a process of its own: 190 pairs a cell.
const COUNTS: usize = 20;

/// Counts with planted runs.
const PLANTED_COUNTS: usize = 5;

/// Runs that are counted together; one more is a little more than half a per cent.
const RUNS: u32 = 199;

/// How long a process may live: Valgrind is some fifty times slower than the machine.
const LIMIT: Duration = Duration::from_secs(120);

/// Counts the serial cells in turns until there are enough counts, or the time is up; it goes on with those there are.
pub fn instructions(session: &mut Session, until: Instant) -> anyhow::Result<()> {
    const WHAT: &str = "instructions";
    if let Err(why) = installed::valgrind() {
        session.miss(WHAT, why);
        return Ok(());
    }
    eprintln!("counting instructions repeatedly");
    let serial = |rung| matches!(rung, Rung::Naive | Rung::Vectorised);
    let cells: Vec<usize> = (0..session.cells.len()).filter(|&i| serial(session.cells[i].rung)).collect();
    for turn in 0..COUNTS {
        for (index, &cell) in cells.iter().enumerate() {
            let name = session.cells[cell].name.clone();
            let before = session.test.instructions.iter().find(|test| test.cell == name).map_or(0, |t| t.counts.len());
            // Two counts are the least that can differ: one cell has them whatever the time.
            let late = Instant::now() >= until && (index > 0 || turn >= 2);
            if late || before > turn {
                continue;
            }
            let program = session.cells[cell].program.clone();
            let count = |runs| instructions::count_runs(&program, runs, LIMIT, session.stop);
            let counted = count(RUNS).and_then(|same| {
                let more = (turn < PLANTED_COUNTS).then(|| count(RUNS + 1)).transpose()?;
                Ok((same, more))
            });
            match counted {
                Ok((same, more)) => {
                    let test = kept_of(&mut session.test.instructions, &name);
                    test.counts.push(same);
                    test.more.extend(more);
                }
                Err(Silence::Interrupted) => return Ok(()),
                Err(Silence::Gone(why)) => {
                    session.miss(WHAT, why);
                    return Ok(());
                }
            }
            session.keeper.keep_if_due(&session.test)?;
        }
    }
    Ok(())
}

/// The counts of a cell, none at first.
fn kept_of<'a>(all: &'a mut Vec<InstructionTest>, cell: &str) -> &'a mut InstructionTest {
    let planted = 1.0 / f64::from(RUNS);
    let none = InstructionTest { cell: cell.to_string(), counts: Vec::new(), planted, more: Vec::new() };
    found_or(all, |test| test.cell == cell, none)
}
