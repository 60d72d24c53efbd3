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

/// What two kernels would say alike belongs into the contract: one that needs all of it has little left to say.
#[test]
fn it_takes_less_than_300_lines() {
    let lines = |file: &std::path::Path| fs::read_to_string(file).unwrap().lines().count();
    let sources = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap().map(|entry| entry.unwrap().path());
    let all: usize = sources.filter(|file| !file.ends_with("main.rs")).map(|file| lines(&file)).sum();
    assert!(all < 300, "{all} lines");
}
