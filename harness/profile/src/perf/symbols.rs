//! Names and lines of the addresses perf saw, inlined functions included, from the programs' debug information.

use super::script::{Frame, Sample};
use crate::hot::{Spot, hot_lines};
use crate::{Folded, HotLine};
use addr2line::Loader;
use object::{Object, ObjectSegment};
use std::collections::HashMap;
use std::path::Path;

/// A function at an address, and its line where it is known.
#[derive(Clone)]
struct Place {
    name: String,
    line: Option<(String, u32)>,
}

/// A program or library with its debug information.
struct Binary {
    loader: Loader,
    /// Offset in the file, length and address of each loaded part.
    segments: Vec<(u64, u64, u64)>,
}

impl Binary {
    fn open(path: &Path) -> Option<Binary> {
        let bytes = std::fs::read(path).ok()?;
        let file = object::File::parse(&*bytes).ok()?;
        let segments = file.segments().map(|part| (part.file_range().0, part.file_range().1, part.address())).collect();
        Some(Binary { loader: Loader::new(path).ok()?, segments })
    }

    /// The functions at an offset in the file, the innermost first.
    fn places(&self, offset: u64, leaf: bool, by_perf: &str) -> Option<Vec<Place>> {
        let part = self.segments.iter().find(|(start, len, _)| (*start..start + len).contains(&offset))?;
        // A caller's address is where it goes on; the call is the instruction before.
        let address = offset - part.0 + part.2 - u64::from(!leaf);
        let mut found = self.loader.find_frames(address).ok()?;
        let mut places = Vec::new();
        while let Ok(Some(frame)) = found.next() {
            let name = frame.function.as_ref().and_then(|f| f.raw_name().ok()).map(|name| plain(&name));
            let line = frame.location.and_then(|at| Some((at.file?.to_string(), at.line?)));
            places.push(Place { name: name.unwrap_or_else(|| plain(by_perf)), line });
        }
        // The symbol table names the function with its path, line tables alone without.
        let outer = places.last_mut()?;
        if let Some(symbol) = self.loader.find_symbol(address) {
            outer.name = plain(symbol);
        }
        Some(places)
    }
}

/// The folded stacks of the samples, from the thread's name to the innermost inlined function, and the lines that were
/// being carried out.
pub(super) fn resolve(samples: &[Sample]) -> (Folded, Vec<HotLine>) {
    let mut binaries: HashMap<&str, Option<Binary>> = HashMap::new();
    let mut known: HashMap<(&Frame, bool), Vec<Place>> = HashMap::new();
    let mut folded = Folded::default();
    let mut lines = Vec::new();
    for sample in samples {
        let mut stack: Vec<String> = Vec::new();
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
            stack.extend(places.iter().map(|place| place.name.clone()));
        }
        folded.add([sample.thread.as_str()].into_iter().chain(stack.iter().rev().map(String::as_str)), 1);
    }
    (folded, hot_lines(samples.len() as u64, lines))
}

/// The name as it stands in the source: demangled, without the compiler's hash.
fn plain(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_demangled_in_both_schemes() {
        assert_eq!(plain("_ZN3foo3barE"), "foo::bar");
        assert_eq!(plain("_RNvC6_123foo3bar"), "123foo::bar");
        assert_eq!(plain("[unknown]"), "[unknown]");
    }

    #[test]
    fn what_cannot_be_read_keeps_the_name_that_perf_gave() {
        let frame = Frame { offset: 1, name: "clock".into(), object: "[vdso]".into() };
        let sample = Sample { thread: "rank 0".into(), tid: 1, time: 1.0, frames: vec![frame] };
        let (folded, lines) = resolve(&[sample]);
        assert_eq!((folded.to_string().as_str(), lines.len()), ("rank 0;clock 1\n", 0));
    }
}
