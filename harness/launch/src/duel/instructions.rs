//! How many instructions a run takes, counted by Callgrind.
//!
//! A duelist is started under Valgrind; counting is on only while its function `counted_run` runs. Counts of serial code
//! repeat exactly. Valgrind knows no AVX-512, so the AVX2 path is counted, also by name.

use super::opponent::{Opponent, Silence, unasked};
use super::pair::Program;
use super::reference::reference;
use crate::installed;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tenfold_kernel::{COUNTED, Path};
use tenfold_measure::duel::protocol::{Answer, Ask, Prepare, VERB};

/// Instructions of one run of `program`, after one that made the scratch memory; it may take `limit`, its reference answer included.
///
/// # Errors
/// Valgrind is missing or did not count, the program fails, or it was told to stop.
pub fn count(program: &Program, limit: Duration, stop: &AtomicBool) -> Result<u64, Silence> {
    count_runs(program, 1, limit, stop)
}

/// Instructions of so many runs, each as [`count`] counts it.
///
/// # Errors
/// As [`count`].
pub fn count_runs(program: &Program, runs: u32, limit: Duration, stop: &AtomicBool) -> Result<u64, Silence> {
    installed::valgrind().map_err(Silence::Gone)?;
    let begun = Instant::now();
    let known = reference(program, limit, stop)?;
    let folder = tempfile::tempdir().map_err(|e| Silence::Gone(format!("cannot create a folder: {e}")))?;
    let file = folder.path().join("callgrind.out");
    // By a name of the same length for both sides: the length of the arguments moves the stack, and what is aligned on it.
    let link = folder.path().join("tenfold");
    symlink(program.path(), &link)
        .map_err(|e| Silence::Gone(format!("cannot link to {}: {e}", program.path().display())))?;
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--quiet", "--collect-atstart=no"])
        .arg(format!("--toggle-collect={COUNTED}"))
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(&link)
        .arg(VERB);
    // The widest path that Valgrind knows, which has no AVX-512.
    let path = Path::widest().name();
    command.env("TENFOLD_PATH", if path == "avx512" { "avx2" } else { path });
    let mut opponent = Opponent::start(command, limit.saturating_sub(begun.elapsed()), stop)?;
    // Valgrind runs all threads on one CPU anyway.
    let prepare = Prepare { reference: Some(known.to_path_buf()), cpus: Vec::new(), ..program.prepare.clone() };
    right(opponent.ask(&Ask::Prepare(prepare))?)?;
    for _ in 0..runs {
        opponent.ask(&Ask::Count)?;
    }
    right(opponent.ask(&Ask::Judge)?)?;
    opponent.end();
    let text = std::fs::read_to_string(&file).map_err(|e| Silence::Gone(format!("Callgrind wrote no counts: {e}")))?;
    total(&text).ok_or_else(|| Silence::Gone("Callgrind counted nothing".to_string()))
}

/// No count of a wrong answer.
fn right(judged: Answer) -> Result<(), Silence> {
    match judged {
        Answer::Ready { wrong: None, .. } | Answer::Judged { wrong: None } => Ok(()),
        Answer::Ready { wrong: Some(why), .. } | Answer::Judged { wrong: Some(why) } => {
            Err(Silence::Gone(format!("its answer is wrong: {why}")))
        }
        other => Err(unasked(&other)),
    }
}

/// The total of the first event (instructions) in a file of Callgrind's: its line `totals: N`.
fn total(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("totals:").or_else(|| line.strip_prefix("summary:")))?;
    line.split_whitespace().next()?.parse().ok().filter(|&n| n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_answer_is_not_counted() {
        assert_eq!(right(Answer::Judged { wrong: None }), Ok(()));
        let wrong = Some("cars: 2, expected 3".to_string());
        let ready = Answer::Ready { params: Default::default(), path: "avx2".into(), wrong: wrong.clone() };
        for answer in [Answer::Judged { wrong }, ready] {
            assert_eq!(right(answer), Err(Silence::Gone("its answer is wrong: cars: 2, expected 3".to_string())));
        }
        assert!(right(Answer::Kernels(Vec::new())).is_err());
    }

    #[test]
    fn the_total_is_read_and_nothing_is_no_total() {
        assert_eq!(total("version: 1\nevents: Ir\nfn=(1) f\n3 4\ntotals: 1234\n"), Some(1234));
        assert_eq!(total("events: Ir\ntotals: 0\n"), None);
        assert_eq!(total("events: Ir\n"), None);
    }
}
