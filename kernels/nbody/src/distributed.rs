//! Distributed: the sources travel round the ring of ranks, and a rank's bodies are pulled by those that are with it.

use crate::groups::{Group, Source, load, steps, store};
use crate::{Bodies, Params, State, vectorised_rsqrt};
use tenfold_comm::{Tag, Traffic, block};
use tenfold_kernel::{Setting, Workspace};

const ROUND: Tag = 1;

/// Runs all steps on this rank's bodies.
pub fn run(setting: &Setting<Params>, bodies: &Bodies, space: &Workspace, state: &mut State) {
    // Memory: this rank's bodies in groups, and once more one by one, as they pull; room for those here and on the way.
    let (groups, sources) = load(bodies, space);
    let mut visitors = [0, 1].map(|_| space.buffer(block(setting.params.n, setting.comm.size(), 0).len()));

    // Steps: the pulls, and then each of the steps.
    steps(setting.params, groups, sources, |sources, groups| pull(setting, sources, &mut visitors, groups));
    store(groups, state);
}

/// Adds to the accelerations what the bodies of all ranks give. Those of the first rank are the most, so all find room.
// Heart: the next visitors travel while those that are here pull.
fn pull(setting: &Setting<Params>, own: &[Source], [here, there]: &mut [&mut [Source]; 2], groups: &mut [Group]) {
    let (n, rank, ranks) = (setting.params.n, setting.comm.rank(), setting.comm.size());
    let (before, after) = ((rank + ranks - 1) % ranks, (rank + 1) % ranks);
    here[..own.len()].copy_from_slice(own);
    for hop in 0..ranks {
        let [arrived, expected] = [hop, hop + 1].map(|hop| block(n, ranks, (rank + 2 * ranks - hop) % ranks).len());
        let travelling = (hop + 1 < ranks).then(|| {
            let arriving = setting.comm.irecv(expected, before, ROUND);
            (arriving, setting.comm.isend(&here[..arrived], after, ROUND))
        });
        vectorised_rsqrt::pull(setting.path, setting.params.softening, &here[..arrived], groups);
        if let Some((arriving, leaving)) = travelling {
            arriving.wait(&mut there[..expected]);
            leaving.wait();
            std::mem::swap(here, there);
        }
    }
}

/// In each round a rank sends on all bodies but those of the rank after it, where they end their journey.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let sent = params.n - block(params.n, ranks, (rank + 1) % ranks).len();
    let round = Traffic { messages: ranks as u64 - 1, bytes: (size_of::<Source>() * sent) as u64 };
    round * (params.steps as u64 + 1)
}
