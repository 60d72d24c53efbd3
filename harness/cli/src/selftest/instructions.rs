//! Do counts of instructions repeat, and is a rise of half a per cent always seen?

use super::Session;
use std::time::{Duration, Instant};
use tenfold_kernel::Rung;
use tenfold_measure::duel::{Silence, instructions};
use tenfold_measure::tools;
use tenfold_record::InstructionTest;

/// Counts of a cell, each from a process of its own: 190 pairs a cell.
const COUNTS: usize = 20;

/// Counts with planted runs.
const PLANTED_COUNTS: usize = 5;

/// Runs that are counted together; one more is a little more than half a per cent.
const RUNS: u32 = 199;

/// How long a process may live: Valgrind is some fifty times slower than the machine.
const LIMIT: Duration = Duration::from_secs(120);

/// Counts the serial cells in turns until there are enough counts, or the time is up.
pub fn instructions(session: &mut Session, until: Instant) {
    const WHAT: &str = "instructions";
    if let Err(why) = tools::valgrind() {
        return session.miss(WHAT, why);
    }
    eprintln!("instructions are counted again and again");
    let serial = |rung| matches!(rung, Rung::Naive | Rung::Vectorised);
    let cells: Vec<usize> = (0..session.cells.len()).filter(|&i| serial(session.cells[i].rung)).collect();
    let mut tests: Vec<InstructionTest> = cells
        .iter()
        .map(|&cell| InstructionTest {
            cell: session.cells[cell].name.clone(),
            counts: Vec::new(),
            planted: 1.0 / f64::from(RUNS),
            more: Vec::new(),
        })
        .collect();
    'turns: for turn in 0..COUNTS {
        for (index, (test, &cell)) in tests.iter_mut().zip(&cells).enumerate() {
            // Two counts are the least that can differ: one cell has them whatever the time.
            if Instant::now() >= until && (index > 0 || turn >= 2) {
                continue;
            }
            let program = &session.cells[cell].program;
            let count = |runs| instructions::count_runs(program, runs, LIMIT, session.stop);
            let counted = count(RUNS).and_then(|same| {
                let more = (turn < PLANTED_COUNTS).then(|| count(RUNS + 1)).transpose()?;
                Ok((same, more))
            });
            match counted {
                Ok((same, more)) => {
                    test.counts.push(same);
                    test.more.extend(more);
                }
                Err(Silence::Interrupted) => break 'turns,
                Err(Silence::Gone(why)) => {
                    session.miss(WHAT, why);
                    break 'turns;
                }
            }
        }
    }
    session.test.instructions = tests.into_iter().filter(|test| !test.counts.is_empty()).collect();
}
