//! criterion and tango, asked about the same work by `tenfold selftest`.
//!
//! A program of its own, so that `tenfold` is built without them. It reads one question, a line of JSON, and answers by one
//! behind a mark ([`tenfold_launch::rivals`]).
//!
//! | question | file |
//! |---|---|
//! | what does criterion's comparison make of these blocks? | `replay.rs`, `verdict.rs` |
//! | what does tango's? | `paired.rs` |
//! | how long is a run, by criterion? | `timed.rs` |

mod paired;
mod replay;
mod timed;
mod verdict;

use std::io::stdin;
use std::process::ExitCode;
use tenfold_launch::rivals::{Answer, MARK, Question};
use tenfold_record::PairedBlocks;

/// The version of criterion in `Cargo.lock`.
const CRITERION: &str = "0.8.2";

fn main() -> ExitCode {
    if paired::is_tangos() {
        return paired::replay();
    }
    // By this harness: the launch of `tenfold run`, but of this program, so that criterion and the harness time the same machine
    // code. In another program a function lies at other addresses, which can make up some per cent of its time.
    if let Some(code) = tenfold_measure::hidden::serve(tenfold_suite::kernels) {
        return code;
    }
    let verb = std::env::args().nth(1);
    let mut line = String::new();
    if let Err(e) = stdin().read_line(&mut line) {
        return failed(&e.to_string());
    }
    if verb.as_deref() == Some(replay::VERB) {
        return match serde_json::from_str::<PairedBlocks>(&line) {
            Ok(blocks) => replay::replay(&blocks),
            Err(e) => failed(&format!("these are no blocks: {e}")),
        };
    }
    let answer = match serde_json::from_str(&line) {
        Ok(Question::Judge(blocks)) => opinions(&blocks),
        Ok(Question::Time(work)) => {
            timed::median(&work).map(|seconds| Answer::Median { by: format!("criterion {CRITERION}"), seconds })
        }
        Err(e) => return failed(&format!("this is not a question from tenfold: {e}")),
    };
    let answer = answer.unwrap_or_else(Answer::Failed);
    println!("{MARK}{}", serde_json::to_string(&answer).expect("an answer serialises to memory"));
    ExitCode::SUCCESS
}

fn opinions(blocks: &PairedBlocks) -> Result<Answer, String> {
    let [runs_a, runs_b] = blocks.iterations;
    if blocks.a.len() != blocks.b.len() || runs_a == 0 || runs_b == 0 {
        return Err("the blocks of A and B are no pairs".to_string());
    }
    Ok(Answer::Opinions(vec![verdict::criterion(blocks)?, paired::tango(blocks)?]))
}

/// What makes the time of B's blocks that of as many runs as A's have.
fn alike(blocks: &PairedBlocks) -> f64 {
    f64::from(blocks.iterations[0]) / f64::from(blocks.iterations[1])
}

fn failed(why: &str) -> ExitCode {
    eprintln!("tenfold-rivals: {why}");
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_told_is_that_of_the_lock_file() {
        let lock = include_str!("../../../Cargo.lock");
        assert!(lock.contains(&format!("name = \"criterion\"\nversion = \"{}\"", super::CRITERION)));
    }
}
