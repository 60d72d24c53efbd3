//! Names and lines of the addresses perf saw, inlined functions included, from the programs' debug information.

use super::binary::{Binary, Place, plain};
use super::origin::is_foreign;
use super::script::{Frame, Sample};
use crate::assembly::{HotLoop, hot_loop, objdump};
use crate::hot::{Spot, hot_lines, hot_lines_of_files};
use crate::{FileLine, Folded, HotLine};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// What the samples say once names and lines are known.
pub(super) struct Resolved {
    /// The stacks, from the thread's name to the innermost inlined function.
    pub folded: Folded,
    /// The lines that were being carried out.
    pub lines: Vec<HotLine>,
    /// For every file the lines of it that were the innermost.
    pub file_lines: Vec<FileLine>,
    /// The hottest loop, or why there is none.
    pub hot_loop: Result<HotLoop, String>,
}

/// Looks up names and lines of all samples.
pub(super) fn resolve(samples: &[Sample]) -> Resolved {
    let mut binaries: HashMap<&str, Option<Binary>> = HashMap::new();
    let mut known: HashMap<(&Frame, bool), Vec<Place>> = HashMap::new();
    let mut folded = Folded::default();
    let (mut lines, mut of_files) = (Vec::new(), Vec::new());
    for sample in samples {
        let mut stack: Vec<Place> = Vec::new();
        for (depth, frame) in sample.frames.iter().enumerate() {
            let leaf = depth == 0;
            let places = known.entry((frame, leaf)).or_insert_with(|| {
                let binary = binaries.entry(&frame.object).or_insert_with(|| Binary::open(Path::new(&frame.object)));
                let found = binary.as_ref().and_then(|b| b.places(frame.offset, leaf, &frame.name));
                found.unwrap_or_else(|| vec![Place { name: plain(&frame.name), line: None }])
            });
            let (inner, outer) = (&places[0], &places[places.len() - 1]);
            if let (true, Some((file, line))) = (leaf, inner.line.clone()) {
                lines.push(Spot { function: inner.name.clone(), inlined_in: outer.name.clone(), file, line });
            }
            stack.extend(places.iter().cloned());
        }
        folded.add([sample.thread.as_str()].into_iter().chain(stack.iter().rev().map(|p| p.name.as_str())), 1);
        of_files.push(stack.into_iter().filter_map(|place| place.line).collect());
    }
    let lines = hot_lines(samples.len() as u64, lines);
    Resolved {
        folded,
        lines,
        file_lines: hot_lines_of_files(of_files, is_foreign),
        hot_loop: hottest(samples, &binaries),
    }
}

/// The hottest loop of the function with the most samples of its own.
fn hottest(samples: &[Sample], binaries: &HashMap<&str, Option<Binary>>) -> Result<HotLoop, String> {
    let mut functions: BTreeMap<(&str, u64, u64), BTreeMap<u64, u64>> = BTreeMap::new();
    for leaf in samples.iter().filter_map(|sample| sample.frames.first()) {
        let binary = binaries.get(leaf.object.as_str()).and_then(Option::as_ref);
        let found = binary.and_then(|b| b.address(leaf.offset).and_then(|at| Some((at, b.function(at)?))));
        if let Some((address, function)) = found {
            let counts = functions.entry((&leaf.object, function.start, function.end)).or_default();
            *counts.entry(address).or_default() += 1;
        }
    }
    let by_samples = |counts: &BTreeMap<u64, u64>| counts.values().sum::<u64>();
    let ((object, start, end), counts) = functions
        .into_iter()
        .max_by_key(|(_, counts)| by_samples(counts))
        .ok_or("no sample is in a function whose program can be read")?;
    let binary = binaries[object].as_ref().ok_or("its program cannot be read")?;
    let name = binary.name(start).unwrap_or_default();
    let bytes = binary.code(start..end).map_err(|e| format!("{object}: {e}"))?;
    let code = objdump::disassemble(&bytes, start, |to| binary.name_within(to))?;
    let mut found = hot_loop(&name, &code, &counts).ok_or("no sample is on an instruction that objdump knows")?;
    for instruction in &mut found.instructions {
        let places = binary.places_at(instruction.address, &name).unwrap_or_default();
        instruction.source = places.into_iter().filter_map(|place| place.line).find(|(file, _)| !is_foreign(file));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_keeps_the_name_that_perf_gave() {
        let frame = Frame { offset: 1, name: "clock".into(), object: "[vdso]".into() };
        let sample = Sample { thread: "rank 0".into(), tid: 1, time: 1.0, frames: vec![frame] };
        let found = resolve(&[sample]);
        assert_eq!((found.folded.to_string().as_str(), found.lines.len()), ("rank 0;clock 1\n", 0));
        assert!(found.hot_loop.is_err_and(|why| why.contains("can be read")));
    }
}
