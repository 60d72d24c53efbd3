//! The inner loop as the machine runs it: which instructions of the hottest function the samples fell on.

pub(crate) mod objdump;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Instructions kept of a loop; more than this is unrolled code that nobody reads to its end.
const MOST: usize = 160;

/// Instructions shown on either side of the hottest one where there is no loop around it.
const AROUND: usize = 20;

/// A machine instruction with its samples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// Its address in the file.
    pub address: u64,
    /// As the disassembler writes it.
    pub text: String,
    /// Samples on it. A sample is often taken an instruction or two after the one that cost the time.
    pub samples: u64,
    /// File and line of the innermost function around it that is not of the standard library or of another crate.
    pub source: Option<(String, u32)>,
}

/// The innermost loop of a function that has the most samples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HotLoop {
    /// The function as compiled.
    pub function: String,
    /// Samples in the function.
    pub function_samples: u64,
    /// Samples in the loop.
    pub samples: u64,
    /// Whether it is a loop; else the instructions are those around the hottest one.
    pub is_loop: bool,
    /// Its instructions, in the order of addresses.
    pub instructions: Vec<Instruction>,
    /// Instructions of it that were too many to keep.
    pub left_out: usize,
}

/// An instruction as it was disassembled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub address: u64,
    pub text: String,
    /// Where it may jump to, where that is written in it.
    pub target: Option<u64>,
}

/// The hottest loop in `code`, a whole function, by the samples at each address. `None` where no sample is in it.
pub(crate) fn hot_loop(function: &str, code: &[Line], samples: &BTreeMap<u64, u64>) -> Option<HotLoop> {
    let (first, last) = (code.first()?.address, code.last()?.address);
    let count = |from: u64, to: u64| samples.range(from..=to).map(|(_, n)| n).sum::<u64>();
    let hottest = samples.range(first..=last).max_by_key(|(address, n)| (**n, std::cmp::Reverse(**address)))?.0;
    let found = hottest_of(&loops(code), samples, (first, last));
    let at = |address: u64| code.partition_point(|line| line.address < address);
    let whole = match found {
        Some((from, to)) => at(from)..at(to) + 1,
        None => at(*hottest).saturating_sub(AROUND)..(at(*hottest) + AROUND + 1).min(code.len()),
    };
    // The hottest instruction of the loop stays among what is kept.
    let (from, to) = (code[whole.start].address, code[whole.end - 1].address);
    let middle = samples.range(from..=to).max_by_key(|(address, n)| (**n, std::cmp::Reverse(**address)));
    let middle = middle.map_or(whole.start, |(address, _)| at(*address));
    let start = middle.saturating_sub(MOST / 2).min(whole.end.saturating_sub(MOST)).max(whole.start);
    let kept = start..(start + MOST).min(whole.end);
    let instruction = |line: &Line| Instruction {
        address: line.address,
        text: line.text.clone(),
        samples: samples.get(&line.address).copied().unwrap_or(0),
        source: None,
    };
    Some(HotLoop {
        function: function.to_string(),
        function_samples: count(first, last),
        samples: count(from, to),
        is_loop: found.is_some(),
        instructions: code[kept.clone()].iter().map(instruction).collect(),
        left_out: whole.len() - kept.len(),
    })
}

/// The loops of a function: from where a jump leads back to, to the last jump that leads there.
fn loops(code: &[Line]) -> BTreeMap<u64, u64> {
    let mut loops = BTreeMap::new();
    for line in code {
        if let Some(target) = line.target.filter(|t| *t <= line.address && *t >= code[0].address) {
            loops.insert(target, line.address);
        }
    }
    loops
}

/// The loop with the most samples that are in no loop inside it.
fn hottest_of(loops: &BTreeMap<u64, u64>, samples: &BTreeMap<u64, u64>, whole: (u64, u64)) -> Option<(u64, u64)> {
    let mut own: BTreeMap<(u64, u64), u64> = BTreeMap::new();
    for (address, n) in samples.range(whole.0..=whole.1) {
        let around = loops.iter().filter(|(from, to)| (**from..=**to).contains(address));
        if let Some((from, to)) = around.min_by_key(|(from, to)| **to - **from) {
            *own.entry((*from, *to)).or_default() += n;
        }
    }
    own.into_iter().max_by_key(|((from, to), n)| (*n, std::cmp::Reverse(to - from))).map(|(bounds, _)| bounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Instructions at 0, 4, 8, …; `jumps` leads from some of them to others.
    fn code(len: u64, jumps: &[(u64, u64)]) -> Vec<Line> {
        let target = |at: u64| jumps.iter().find(|(from, _)| *from == at).map(|(_, to)| *to);
        (0..len).map(|k| Line { address: 4 * k, text: format!("i{k}"), target: target(4 * k) }).collect()
    }

    fn addresses(found: &HotLoop) -> (u64, u64) {
        (found.instructions[0].address, found.instructions.last().unwrap().address)
    }

    #[test]
    fn of_nested_loops_the_one_with_the_most_samples_of_its_own_is_taken() {
        let nested = code(20, &[(24, 12), (40, 8), (60, 4)]);
        let found = hot_loop("f", &nested, &[(16, 50), (32, 5), (52, 7), (76, 1)].into()).unwrap();
        assert_eq!((addresses(&found), found.samples, found.function_samples, found.is_loop), ((12, 24), 50, 63, true));
        assert_eq!(found.instructions[1], Instruction { address: 16, text: "i4".into(), samples: 50, source: None });
        let outer = hot_loop("f", &nested, &[(16, 5), (32, 50)].into()).unwrap();
        assert_eq!((addresses(&outer), outer.samples), ((8, 40), 55));
    }

    #[test]
    fn two_jumps_to_one_place_are_one_loop() {
        let found = hot_loop("f", &code(20, &[(24, 12), (40, 12)]), &[(16, 5)].into()).unwrap();
        assert_eq!(addresses(&found), (12, 40));
    }

    #[test]
    fn without_a_loop_it_is_what_stands_around_the_hottest_instruction() {
        let found = hot_loop("f", &code(100, &[(8, 40)]), &[(200, 5), (4, 1)].into()).unwrap();
        assert_eq!((addresses(&found), found.is_loop, found.samples), ((120, 280), false, 5));
        assert_eq!(hot_loop("f", &code(100, &[]), &[(4000, 5)].into()), None);
        assert_eq!(hot_loop("f", &[], &BTreeMap::new()), None);
    }

    #[test]
    fn a_long_loop_is_cut_around_its_hottest_instruction() {
        let found = hot_loop("f", &code(1000, &[(3996, 0)]), &[(2000, 5), (3000, 1)].into()).unwrap();
        assert_eq!((found.instructions.len(), found.left_out), (MOST, 1000 - MOST));
        assert!(found.instructions.iter().any(|i| i.samples == 5));
        let at_the_end = hot_loop("f", &code(1000, &[(3996, 0)]), &[(3996, 5)].into()).unwrap();
        assert_eq!(addresses(&at_the_end), (4 * (1000 - MOST as u64), 3996));
    }
}
