//! The same programs through SimGrid (H. Casanova, A. Giersch, A. Legrand, M. Quinson, F. Suter, "Versatile, scalable, and
//! accurate simulation of distributed applications and platforms", JPDC 74 (2014) 2899–2917), which replays
//! time-independent traces on a platform whose links take no time.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use tenfold_stats::bootstrap::Draws;
use tenfold_stats::messages::{End, Messages, Rank};

/// A program of some ranks, told to both: one computing step and one call after the other.
struct Program {
    ranks: Vec<Rank>,
    /// SimGrid's trace of each rank.
    lines: Vec<String>,
    /// Where each rank stands in its own order of calls.
    calls: Vec<f64>,
}

impl Program {
    fn of(ranks: usize) -> Program {
        let lines = (0..ranks).map(|rank| format!("{rank} init\n")).collect();
        let idle = Rank { computing: 0.0, ends: Vec::new() };
        Program { ranks: vec![idle; ranks], lines, calls: vec![0.0; ranks] }
    }

    /// Milliseconds, whole ones, so that SimGrid's six decimals hold them.
    fn compute(&mut self, rank: usize, milliseconds: usize) {
        self.ranks[rank].computing += milliseconds as f64 * 1e-3;
        // A host of 1 Gflop/s.
        writeln!(self.lines[rank], "{rank} compute {}", milliseconds as f64 * 1e6)
            .expect("memory takes what is written");
    }

    /// Sends now; received there at the next call.
    fn pass(&mut self, from: usize, to: usize) {
        for (rank, peer, what) in [(from, to, "send"), (to, from, "recv")] {
            self.calls[rank] += 1.0;
            let (computed, begun) = (self.ranks[rank].computing, self.calls[rank]);
            let (sends, waited) = (rank == from, Some((begun, begun)));
            self.ranks[rank].ends.push(End { call: 0, sends, peer, channel: 0, bytes: 8, computed, begun, waited });
            writeln!(self.lines[rank], "{rank} {what} {peer} 0 8").expect("memory takes what is written");
        }
    }

    fn ours(&self) -> f64 {
        Messages::of(self.ranks.clone()).expect("both ends of all").ideal_seconds().expect("somebody can always go on")
    }

    /// The simulated time of SimGrid's replay.
    fn simgrids(&self, folder: &Path) -> f64 {
        let file = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::write(&path, text).expect("the folder of the tests can be written to");
            path.display().to_string()
        };
        let size = self.ranks.len();
        let traces: Vec<String> = self
            .lines
            .iter()
            .enumerate()
            .map(|(rank, lines)| file(&format!("rank-{rank}"), &format!("{lines}{rank} finalize\n")))
            .collect();
        let platform = format!(
            "<?xml version='1.0'?>\n<!DOCTYPE platform SYSTEM \"https://simgrid.org/simgrid.dtd\">\n\
             <platform version=\"4.1\"><cluster id=\"ideal\" prefix=\"host\" suffix=\"\" radical=\"0-{}\" speed=\"1Gf\" \
             bw=\"1e30Bps\" lat=\"0s\"/></platform>\n",
            size - 1
        );
        let hosts: String = (0..size).map(|rank| format!("host{rank}\n")).collect();
        let output = Command::new("smpirun")
            .args(["-np", &size.to_string(), "-platform", &file("platform.xml", &platform)])
            .args(["-hostfile", &file("hosts", &hosts), "-replay", &file("traces", &(traces.join("\n") + "\n"))])
            // The plain model of a link, and no message that waits for its receive.
            .args(["--cfg=network/model:CM02", "--cfg=smpi/send-is-detached-thresh:1000000000"])
            .output()
            .expect("smpirun was there a moment ago");
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let time =
            told.rsplit_once("Simulation time ").and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok());
        time.unwrap_or_else(|| panic!("no time in what smpirun says:\n{told}"))
    }
}

/// Each rank computes a second and passes on to the next.
fn pipeline(ranks: usize) -> Program {
    let mut program = Program::of(ranks);
    for rank in 0..ranks {
        program.compute(rank, 1000);
        if rank + 1 < ranks {
            program.pass(rank, rank + 1);
        }
    }
    program
}

/// Messages between ranks at random, after computing of random length.
fn by_chance(seed: u64) -> Program {
    let mut draws = Draws::new(seed);
    let ranks = 2 + draws.index(5);
    let mut program = Program::of(ranks);
    for _ in 0..50 {
        let from = draws.index(ranks);
        let to = (from + 1 + draws.index(ranks - 1)) % ranks;
        program.compute(from, 1 + draws.index(500));
        program.compute(to, 1 + draws.index(500));
        program.pass(from, to);
    }
    program
}

/// `scripts/test` installs SimGrid: where CI runs it, that it is missing is a failure.
#[test]
fn simgrid_takes_as_long_on_an_ideal_network() {
    if Command::new("smpirun").arg("-version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "smpirun is missing");
        return println!("skipped: smpirun is missing (Debian: libsimgrid-dev)");
    }
    let mut programs = vec![pipeline(2), pipeline(5)];
    programs.extend((1..=6).map(by_chance));
    for (number, program) in programs.iter().enumerate() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("simgrid-{number}"));
        fs::create_dir_all(&folder).expect("the folder of the tests can be written to");
        let (ours, theirs) = (program.ours(), program.simgrids(&folder));
        assert!((ours - theirs).abs() <= 2e-6, "program {number}: {ours} s, SimGrid {theirs} s");
    }
}
