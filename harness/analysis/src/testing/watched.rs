//! What profilers and traces would have seen of a cell built by hand.

use tenfold_record::{
    Calls, Cell, CellKey, HotLine, HotLoop, InCall, Instruction, KernelLine, Profile, RankTrace, Trace, Traffic,
};
use tenfold_stats::messages::End;

/// The file of a cell's variant.
pub(super) fn file(cell: &Cell) -> String {
    format!("kernels/{}/src/{}.rs", cell.kernel, cell.variant.replace('-', "_"))
}

/// A profile with these stacks, whose samples are on the third and the fourth line of `file`, three to one.
pub(crate) fn profile(cell: CellKey, folded: String, file: &str) -> Profile {
    let samples: u64 = folded.lines().filter_map(|l| l.rsplit_once(' ')?.1.parse::<u64>().ok()).sum();
    let own = |line, samples| KernelLine { file: file.to_string(), line, samples, innermost: Some(samples) };
    Profile {
        cell,
        tool: "perf cpu-clock".into(),
        requested_hz: 999.0,
        realised_hz: 997.4,
        samples,
        overhead: Some(0.006),
        lines: vec![HotLine { file: file.to_string(), line: 3, samples: samples / 2 }],
        kernel_lines: vec![own(3, samples * 3 / 4), own(4, samples / 4)],
        hot_loop: Ok(hot_loop(&folded, samples, file)),
        folded,
    }
}

/// Half of the samples of `profile` on the third line of its file are in the second line of `file`, called from there.
pub(super) fn calls(profile: &mut Profile, file: &str) {
    let caller = &mut profile.kernel_lines[0];
    let called = caller.samples / 2;
    caller.innermost = Some(caller.samples - called);
    let line = KernelLine { file: file.to_string(), line: 2, samples: called, innermost: Some(called) };
    profile.kernel_lines.push(line);
}

/// A loop of three instructions in the function that stands last in the stacks.
fn hot_loop(folded: &str, samples: u64, file: &str) -> HotLoop {
    let code = ["vpxor zmm0,zmm0,zmm1", "add rax,0x8", "jne 1f40 <traffic::naive::step+0x40>"];
    let instruction = |(index, text): (usize, &str)| Instruction {
        address: 0x1f40 + 4 * index as u64,
        text: text.into(),
        samples: if index == 1 { samples / 2 } else { 0 },
        source: Some((file.to_string(), 3)),
    };
    let last = folded.lines().next_back().unwrap_or_default();
    HotLoop {
        function: last.rsplit_once(' ').map_or("", |(stack, _)| stack).rsplit(';').next().unwrap_or_default().into(),
        function_samples: samples,
        samples: samples / 2,
        is_loop: true,
        instructions: code.into_iter().enumerate().map(instruction).collect(),
        left_out: 0,
    }
}

/// A run of 10 ms on `ranks` ranks: four times each computes and passes 8 kB on to the next.
pub(super) fn trace(cell: CellKey, ranks: usize, call: &str) -> Trace {
    const STEPS: usize = 4;
    const STEP: f64 = 2.5e-3;
    const BYTES: u64 = 8192;
    let rank = |rank: usize| {
        let computing = STEP * (0.7 + 0.2 * (rank + 1) as f64 / ranks as f64);
        let (next, previous) = ((rank + 1) % ranks, (rank + ranks - 1) % ranks);
        let span = |step: usize| {
            let start = step as f64 * STEP;
            InCall { call: 0, from: start + computing, to: start + STEP }
        };
        let ends = |step: usize| {
            let InCall { from, to, .. } = span(step);
            let computed = (step + 1) as f64 * computing;
            [(true, next), (false, previous)].map(|peer| end(peer, BYTES, computed, (from, to)))
        };
        let to = |to: usize| match next == to {
            true => Traffic { messages: STEPS as u64, bytes: BYTES * STEPS as u64 },
            false => Traffic::default(),
        };
        RankTrace {
            seconds: STEP * STEPS as f64,
            calls: vec![Calls { name: call.into(), count: STEPS as u64, seconds: (STEP - computing) * STEPS as f64 }],
            spans: (0..STEPS).map(span).collect(),
            cut: false,
            sent: (0..ranks).map(to).collect(),
            started: Some(0.0),
            messages: Ok((0..STEPS).flat_map(ends).collect()),
        }
    };
    let messages = (STEPS * ranks) as u64;
    let declared = Some(Traffic { messages, bytes: BYTES * messages });
    Trace { cell, ranks: (0..ranks).map(rank).collect(), declared }
}

/// Two ranks that compute for so many seconds each and then exchange messages of so many bytes, which takes `moving`
/// seconds once both are there.
#[cfg(test)]
pub(crate) fn meeting(computing: [f64; 2], moving: f64, bytes: u64) -> Trace {
    let to = computing[0].max(computing[1]) + moving;
    let rank = |rank: usize| {
        let from = computing[rank];
        let end = |sends| end((sends, 1 - rank), bytes, from, (from, to));
        RankTrace {
            seconds: to,
            calls: vec![Calls { name: "sendrecv".into(), count: 1, seconds: to - from }],
            spans: vec![InCall { call: 0, from, to }],
            cut: false,
            sent: (0..2).map(|peer| Traffic { messages: u64::from(peer != rank), bytes }).collect(),
            started: Some(0.0),
            messages: Ok(vec![end(true), end(false)]),
        }
    };
    Trace { cell: CellKey(0), ranks: vec![rank(0), rank(1)], declared: None }
}

fn end((sends, peer): (bool, usize), bytes: u64, computed: f64, waited: (f64, f64)) -> End {
    End { call: 0, sends, peer, channel: 0, bytes, computed, begun: waited.0, waited: Some(waited) }
}
