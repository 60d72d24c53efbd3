//! The program, asked as `tenfold selftest` asks it, about blocks of a simulated machine.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use tenfold_kernel::Values;
use tenfold_launch::duel::Silence;
use tenfold_launch::rivals::{Work, judge, time};
use tenfold_record::{Called, Opinion, PairedBlocks};

static STOP: AtomicBool = AtomicBool::new(false);

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_tenfold-rivals"))
}

/// `n` pairs of blocks of 0.7 ms that scatter by a per cent; B's take `factor` times as long.
fn blocks(seed: u64, n: usize, factor: f64) -> PairedBlocks {
    let mut rng = Pcg64::seed_from_u64(seed);
    let mut side = |factor: f64| (0..n).map(|_| 0.7e-3 * factor * (1.0 + 0.01 * (rng.random::<f64>() - 0.5))).collect();
    PairedBlocks { a: side(1.0), b: side(factor), iterations: [100; 2] }
}

fn opinions(blocks: PairedBlocks) -> Vec<Opinion> {
    judge(program(), blocks, &STOP).unwrap()
}

#[test]
fn what_is_clear_is_clear_to_both() {
    for (seed, factor, called) in [(1, 1.05, Called::Slower), (2, 0.95, Called::Faster)] {
        let opinions = opinions(blocks(seed, 400, factor));
        assert_eq!(opinions.iter().map(|o| o.judge.as_str()).collect::<Vec<_>>(), ["criterion", "tango"]);
        for opinion in opinions {
            assert_eq!(opinion.verdict, called, "{opinion:?}");
            assert!((opinion.time_ratio - factor).abs() < 0.003, "{opinion:?}");
        }
    }
}

#[test]
fn the_same_blocks_on_both_sides_are_called_the_same() {
    let one = blocks(3, 200, 1.0);
    for opinion in opinions(PairedBlocks { b: one.a.clone(), ..one }) {
        assert_eq!(opinion.verdict, Called::NoDifference, "{opinion:?}");
        assert!((opinion.time_ratio - 1.0).abs() < 1e-9, "{opinion:?}");
    }
}

#[test]
fn blocks_of_another_number_of_runs_are_judged_by_the_run() {
    let PairedBlocks { a, b, .. } = blocks(4, 400, 2.0);
    for opinion in opinions(PairedBlocks { a, b, iterations: [100, 200] }) {
        assert!((opinion.time_ratio - 1.0).abs() < 0.003, "{opinion:?}");
    }
}

#[test]
fn too_few_blocks_are_no_ground_for_an_opinion() {
    let Err(Silence::Gone(why)) = judge(program(), blocks(5, 4, 1.0), &STOP) else { panic!("an opinion") };
    assert!(why.contains("criterion needs 10"), "{why}");
}

#[test]
fn criterion_times_a_variant_and_refuses_what_there_is_not() {
    let work = |variant: &str| Work {
        kernel: "traffic".into(),
        variant: variant.into(),
        params: Values::new(),
        cpus: Vec::new(),
        seconds: 0.05,
    };
    let mut small = work("naive");
    small.params = tenfold_suite::kernel("traffic").unwrap().small();
    let (by, seconds) = time(program(), small, &STOP).unwrap();
    assert!(by.starts_with("criterion 0.") && seconds > 1e-9 && seconds < 1.0, "{by}: {seconds}");
    let Err(Silence::Gone(why)) = time(program(), work("nave"), &STOP) else { panic!("it was timed") };
    assert!(why.contains("nave"), "{why}");
}
