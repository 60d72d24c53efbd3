//! The defences that every kernel holds, and what is particular to this one.

use cholesky::{Cholesky, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{Problem, hold, judge, matrix, refusal};
use tenfold_kernel::{ParamSet, erase, outputs};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Cholesky>()), Vec::<&str>::new(), "no oracle catches them");
}

#[test]
#[cfg_attr(debug_assertions, ignore = "a problem of full size wants --release")]
fn every_entry_is_exact_at_full_size() {
    Problem::of::<Cholesky>(&Params::default()).all_right(&[1, 2, 3, 4, 7]);
}

/// Many small tiles: as many tasks as there can be, in whatever order threads come to them.
#[test]
fn hundreds_of_tasks_are_done_in_an_order_that_is_right() {
    for _ in 0..5 {
        Problem::of::<Cholesky>(&Params::of(150, 5)).all_right(&[1, 2, 3, 5, 7, 16]);
    }
}

/// Four columns of tiles of 3, 3, 3 and 1 on three ranks: the first is sent to both others, the second to the ranks of the
/// third and the fourth, the third to that of the fourth.
#[test]
fn messages_of_three_ranks_by_hand() {
    let sent = erase::<Cholesky>().messages(&Params::of(10, 3).values(), "distributed", 3).unwrap();
    let traffic = |messages, numbers: u64| Traffic { messages, bytes: 8 * numbers };
    assert_eq!(sent, [traffic(2, 2 * 3 * 7), traffic(2, 2 * 3 * 4), traffic(1, 3)]);
}

type Entry = fn(usize, usize) -> f64;

/// The params for a matrix that is saved as NumPy saves it.
fn saved(shape: [usize; 2], entry: impl Fn(usize, usize) -> f64) -> (tempfile::TempDir, Params) {
    let folder = tempfile::tempdir().unwrap();
    let a = matrix(&folder.path().join("a.npy"), shape, entry);
    (folder, Params { a: Some(a), ..Params::default() })
}

fn smooth(i: usize, j: usize) -> f64 {
    (-0.1 * i.abs_diff(j) as f64).exp()
}

/// Matrices whose factors are rounded: one well conditioned, and one of Hilbert's kind, with a condition number of about 10⁸.
#[test]
fn files_are_factored_within_the_bound() {
    let hilbert: Entry = |i, j| 1.0 / (i + j + 1) as f64 + if i == j { 1e-8 } else { 0.0 };
    for (n, tile, entry) in [(157, 24, smooth as Entry), (90, 31, hilbert)] {
        let (_folder, params) = saved([n, n], entry);
        Problem::of::<Cholesky>(&Params { tile, ..params }).all_right(&[1, 2, 3, 4, 5, 7]);
    }
}

/// A factor that is wrong by a part in a hundred million is outside the bound.
#[test]
fn the_bound_for_files_is_a_tight_one() {
    let (_folder, params) = saved([40, 40], smooth);
    let kernel = erase::<Cholesky>();
    let params = kernel.resolve(&params.values()).unwrap();
    let mut parts = outputs(&*kernel, "vectorised", &params, 1, None).unwrap();
    let last = parts[0].len() - 8;
    let entry = f64::from_le_bytes(parts[0][last..].try_into().unwrap());
    parts[0][last..].copy_from_slice(&(entry * (1.0 + 1e-8)).to_le_bytes());
    let judgement = judge(&*kernel, &params).variant("vectorised", parts).unwrap();
    let failed: Vec<&str> = judgement.oracles.iter().filter(|o| !o.passed).map(|o| o.name.as_str()).collect();
    assert_eq!(failed, ["agreement", "residual"]);
}

#[test]
fn what_has_no_factor_is_refused_with_the_reason() {
    let lopsided: Entry = |i, j| if (i, j) == (2, 1) { 0.5 } else { f64::from(u8::from(i == j)) };
    let holed: Entry = |i, j| if (i, j) == (2, 1) { f64::NAN } else { 1.0 };
    let indefinite: Entry = |i, j| if i == j { 1.0 } else { 2.0 };
    let [ones, zeros]: [Entry; 2] = [|_, _| 1.0, |_, _| 0.0];
    for (shape, entry, n, reason) in [
        ([4, 6], smooth as Entry, None, "a.npy: has shape [4, 6]; it must have shape [4, 4]"),
        ([0, 0], smooth, None, "n = 0: must be an integer from 1 to 16384 (from a = /"),
        ([3, 3], indefinite, Some(5), "a.npy: has shape [3, 3]; it must have shape [5, 5]"),
        ([3, 3], lopsided, None, "a.npy: is not symmetric: entry [2, 1] is 0.5 and [1, 2] is 0"),
        ([3, 3], holed, None, "a.npy: holds NaN at [2, 1]: only finite numbers"),
        ([3, 3], indefinite, None, "a.npy: is not positive definite: its leading minor of order 2 is not positive"),
        ([3, 3], ones, None, "a.npy: is not positive definite: its leading minor of order 2 is not positive"),
        ([2, 2], zeros, None, "a.npy: is not positive definite: its leading minor of order 1 is not positive"),
    ] {
        let (_folder, params) = saved(shape, entry);
        let found = refusal::<Cholesky>(&Params { n, ..params });
        assert!(found.contains(reason), "{found}");
    }
    let many = refusal::<Cholesky>(&Params::of(1000, 3));
    assert!(many.starts_with("n = 1000 with tile = 3 makes 334 tiles per side: at most 256"), "{many}");
}

#[test]
fn a_problem_that_does_not_fit_is_told_the_largest_that_would() {
    let kernel = erase::<Cholesky>();
    let fits = |params: &_| kernel.memory(params, 1) <= f64::from(1 << 30);
    let largest = kernel.largest(&Params::of(16_384, 120).values(), &fits).unwrap();
    assert!(largest.0 == "n" && (7200..7400).contains(&largest.1), "{largest:?}");
}
