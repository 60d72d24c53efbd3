//! Reads what `perf script -F comm,tid,time,ip,sym,dso` prints.
//!
//! ```text
//! rank 1 20400  6201.393091:
//!            15333 pt::hot (/path/of/the/program)
//!            15c6c main (/path/of/the/program)
//! ```

use std::collections::HashSet;

/// What perf calls a place that it knows no name of.
const UNKNOWN: &str = "[unknown]";

/// One frame of a stack.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Frame {
    /// Offset in the file `object`.
    pub offset: u64,
    /// Name by perf, demangled; `[unknown]` where it knows none.
    pub name: String,
    /// Path of the program or library.
    pub object: String,
}

/// One sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sample {
    /// Name of the thread.
    pub thread: String,
    /// Its number.
    pub tid: u32,
    /// When it was taken, in seconds of the clock that perf was told to use.
    pub time: f64,
    /// The stack, the leaf first.
    pub frames: Vec<Frame>,
}

/// All that was read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Seen {
    pub samples: Vec<Sample>,
    pub lost: u64,
}

impl Seen {
    /// How many threads were at work.
    pub(super) fn threads(&self) -> usize {
        self.samples.iter().map(|sample| sample.tid).collect::<HashSet<_>>().len()
    }

    /// How many stacks are broken: perf could not unwind them to where their thread begins, and calls their root unknown.
    pub(super) fn broken(&self) -> u64 {
        let is_broken = |sample: &&Sample| sample.frames.last().is_some_and(|root| root.name == UNKNOWN);
        self.samples.iter().filter(is_broken).count() as u64
    }

    /// When the first sample was taken, and the last; nothing was seen between infinity and minus infinity.
    pub(super) fn span(&self) -> (f64, f64) {
        let times = self.samples.iter().map(|sample| sample.time);
        times.fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), time| (first.min(time), last.max(time)))
    }
}

/// Reads all samples. Lines of no use (other events) are passed over.
pub(super) fn read(text: &str) -> Seen {
    let mut seen = Seen::default();
    for block in text.split("\n\n") {
        let mut lines = block.lines().filter(|line| !line.trim().is_empty()).peekable();
        while let Some(count) = lines.peek().and_then(|line| lost(line)) {
            seen.lost += count;
            lines.next();
        }
        let Some((thread, tid, time)) = lines.next().and_then(header) else { continue };
        let frames: Vec<Frame> = lines.filter_map(frame).collect();
        if !frames.is_empty() {
            seen.samples.push(Sample { thread: thread.to_string(), tid, time, frames });
        }
    }
    seen
}

/// `rank 1 20400  6201.393091:`: the name may contain blanks.
fn header(line: &str) -> Option<(&str, u32, f64)> {
    let (rest, time) = line.trim().strip_suffix(':')?.rsplit_once(' ')?;
    let (thread, tid) = rest.trim_end().rsplit_once(' ')?;
    Some((thread.trim(), tid.parse().ok()?, time.parse().ok()?))
}

/// `15333 pt::hot (/path)`: name and path may contain blanks and parentheses.
fn frame(line: &str) -> Option<Frame> {
    let (offset, rest) = line.trim().split_once(' ')?;
    let (name, object) = rest.rsplit_once(" (")?;
    Some(Frame {
        offset: u64::from_str_radix(offset, 16).ok()?,
        name: name.to_string(),
        object: object.strip_suffix(')')?.to_string(),
    })
}

/// `pt 20399 PERF_RECORD_LOST lost 12`.
fn lost(line: &str) -> Option<u64> {
    line.contains("PERF_RECORD_LOST").then(|| line.rsplit(' ').find_map(|word| word.parse().ok()).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_lost_events_and_names_with_blanks_are_read() {
        let text = "pt 20399  6201.393091: \n\t           15333 pt::hot (/tmp/a b/pt)\n\t   15c6c <A as B>::run (/tmp/a b/pt)\n\n\
                    pt 20399 PERF_RECORD_LOST lost 12\n\
                    rank 1 20400  6201.384091: \n\t   891f5 [unknown] ([vdso])\n\nperf 1 no sample\n";
        let at = |offset, name: &str, object: &str| Frame { offset, name: name.into(), object: object.into() };
        let stack = vec![at(0x15333, "pt::hot", "/tmp/a b/pt"), at(0x15c6c, "<A as B>::run", "/tmp/a b/pt")];
        let sample = |thread: &str, tid, time, frames| Sample { thread: thread.into(), tid, time, frames };
        let expected = vec![
            sample("pt", 20399, 6201.393091, stack),
            sample("rank 1", 20400, 6201.384091, vec![at(0x891f5, "[unknown]", "[vdso]")]),
        ];
        let seen = read(text);
        assert_eq!(seen, Seen { samples: expected, lost: 12 });
        assert_eq!((seen.threads(), seen.span(), seen.broken()), (2, (6201.384091, 6201.393091), 1));
    }
}
