//! tango's paired comparison, on blocks that were timed already.
//!
//! tango keeps its statistics to itself as well. Its comparison starts a process of either side, lets both "time" a function
//! in step, and prints its verdict: here both hand it the times there are. All settings are tango's own.

use crate::alike;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};
use tango_bench::{ErasedSampler, benchmark_fn};
use tenfold_record::{Called, Opinion, PairedBlocks};

/// The variable that names the file with the blocks, for the processes that tango starts.
const BLOCKS: &str = "TENFOLD_RIVALS_BLOCKS";

/// What the benchmark is called.
const NAME: &str = "blocks";

/// Whether tango started this process, or is to start.
pub fn is_tangos() -> bool {
    std::env::var_os(BLOCKS).is_some()
}

/// tango's opinion of `blocks`.
pub fn tango(blocks: &PairedBlocks) -> Result<Opinion, String> {
    let mut file = tempfile::NamedTempFile::new().map_err(|e| format!("cannot make a file: {e}"))?;
    let json = serde_json::to_string(blocks).expect("blocks serialise to memory");
    file.write_all(json.as_bytes()).map_err(|e| format!("cannot write the blocks: {e}"))?;
    let exe = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut command = Command::new(exe);
    command.args(["compare", "--samples", &blocks.a.len().to_string()]).env(BLOCKS, file.path());
    let output = command.output().map_err(|e| format!("cannot start tango: {e}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = || format!("tango gave no verdict: {said}{}", String::from_utf8_lossy(&output.stderr));
    opinion(&said).ok_or_else(complaint)
}

/// What tango prints: "blocks   [ 700.1 us ... 735.2 us ]   +5.01%*", where the star says that it is significant.
fn opinion(said: &str) -> Option<Opinion> {
    let line = said.lines().find(|line| line.split_whitespace().next() == Some(NAME))?;
    let change = line.split_whitespace().last()?;
    let (percent, significant) = match change.strip_suffix('*') {
        Some(percent) => (percent, true),
        None => (change, false),
    };
    let percent: f64 = percent.strip_suffix('%')?.parse().ok()?;
    let verdict = match significant {
        true if percent > 0.0 => Called::Slower,
        true => Called::Faster,
        false => Called::NoDifference,
    };
    Some(Opinion { judge: "tango".to_string(), verdict, time_ratio: 1.0 + percent / 100.0 })
}

/// The process that tango starts, or that starts tango: the arguments are tango's.
pub fn replay() -> ExitCode {
    let said = std::env::var_os(BLOCKS).map(|file| read(Path::new(&file)));
    let blocks = match said {
        Some(Ok(blocks)) => blocks,
        Some(Err(why)) => return crate::failed(&why),
        None => return crate::failed("there are no blocks"),
    };
    let baseline = std::env::args().any(|arg| arg == "baseline");
    let (times, factor) = if baseline { (blocks.a.clone(), 1.0) } else { (blocks.b.clone(), alike(&blocks)) };
    let times: Vec<u64> = times.iter().map(|seconds| (seconds * factor * 1e9).round() as u64).collect();
    let benchmark = benchmark_fn(NAME, move |_| Box::new(Replayed { times: times.clone(), next: 0 }));
    tango_bench::cli::run(vec![benchmark]).unwrap_or_else(|e| crate::failed(&format!("tango: {e:#}")))
}

fn read(file: &Path) -> Result<PairedBlocks, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("the blocks cannot be read: {e}"))?;
    serde_json::from_str(&text).map_err(|e| format!("these are no blocks: {e}"))
}

/// Takes the times there are, one after the other.
struct Replayed {
    times: Vec<u64>,
    next: usize,
}

impl ErasedSampler for Replayed {
    fn measure(&mut self, _: usize) -> u64 {
        let time = self.times.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        time
    }

    /// A block is one iteration: the times are not to be divided.
    fn estimate_iterations(&mut self, _: u32) -> usize {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_star_and_the_sign_are_the_verdict() {
        for (change, verdict, time_ratio) in [
            ("+5.01%*", Called::Slower, 1.0501),
            ("-5.00%*", Called::Faster, 0.95),
            ("+0.20%", Called::NoDifference, 1.002),
        ] {
            let line = format!("blocks            [ 700.1 us ... 735.2 us ]    {change}\n");
            let opinion = opinion(&line).unwrap();
            assert_eq!(opinion.verdict, verdict);
            assert!((opinion.time_ratio - time_ratio).abs() < 1e-12);
        }
        assert_eq!(opinion("Error: nothing\n"), None);
    }
}
