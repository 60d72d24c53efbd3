//! Strips: one cell of 512 strips a word, so that neighbours need no shift, and ten steps while a word is in registers.

use crate::strips::{Reach, Strips};
use crate::{Outcome, Params, Road};
use tenfold_kernel::{Setting, Workspace};

/// Runs the variant.
pub fn run(setting: &Setting<Params>, road: &Road, space: &Workspace, out: &mut Outcome) {
    // Layout: strips, with halos as wide as the steps of a sweep.
    let params = setting.params;
    let mut strips = Strips::new(setting.path, params.n, Reach::Best, space);
    let most = strips.reach.min(params.n).min(params.steps);
    let (first, last) = (space.buffer::<u8>(most), space.buffer::<u8>(most));
    let tally = space.buffer::<u64>(most);
    strips.pack(&road.cells);
    out.moves.fill(0);

    // Steps.
    let mut done = 0;
    while done < params.steps {
        let steps = most.min(params.steps - done);
        let (first, last, tally) = (&mut first[..steps], &mut last[..steps], &mut tally[..steps]);
        strips.edges(first, last);
        strips.renew(last, first);
        let counted = params.reported(done, steps);
        strips.sweep(&counted, tally);
        for step in counted {
            out.add(params, done + 1 + step, tally[step]);
        }
        done += steps;
    }
    strips.unpack(&mut out.cells);
}
