//! What every kernel must hold, in process.

use everything::Everything;
use std::fs;
use tenfold_kernel::{defence, erase, outputs};

#[test]
fn defences_hold() {
    defence::hold(&*erase::<Everything>());
}

/// What is merely rounded otherwise than the naive variant's is no mutant: each must be caught for its fault.
#[test]
fn a_right_answer_passes_for_that_of_any_mutant() {
    let kernel = erase::<Everything>();
    let params = kernel.small();
    let judge = defence::judge(&*kernel, &params);
    let rounded = outputs(&*kernel, "vectorised", &params, 1, None).unwrap();
    assert!(judge.variant("vectorised", rounded.clone()).unwrap().passed());
    assert!(
        !judge.variant("naive", rounded.clone()).unwrap().passed(),
        "it differs in no bit, so this test says nothing"
    );
    for mutant in kernel.mutants() {
        assert!(judge.variant(mutant, rounded.clone()).unwrap().passed(), "{mutant}");
    }
}

/// What two kernels would say alike belongs into the contract: one that needs all of it has little left to say. Counted is all that
/// its author writes but tests: `src` with the program that stands in for tenfold, and the peer in C. Blank lines and those of
/// comments alone are not.
#[test]
fn its_sources_and_peers_take_less_than_300_lines_of_code() {
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("//");
    let lines = |file: std::path::PathBuf| fs::read_to_string(file).unwrap().lines().filter(is_code).count();
    let files = |folder: &str| fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let all: usize = ["src", "peers"].into_iter().flat_map(files).map(|entry| lines(entry.unwrap().path())).sum();
    assert!(all < 300, "{all} lines");
}
