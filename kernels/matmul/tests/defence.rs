//! The defences that every kernel holds, and what is particular to this one.

use matmul::{Matmul, Operands, Params};
use std::path::Path;
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{Problem, hold, matrix, refusal};
use tenfold_kernel::{FileValue, Kernel, Npy, ParamSet, erase};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Matmul>()), Vec::<&str>::new(), "no oracle catches them");
}

/// Grids of several rows and columns: the usual 2, 3 and 7 ranks are all in one column.
#[test]
fn grids_of_ranks_agree() {
    for params in Matmul::awkward() {
        Problem::of::<Matmul>(&params).all_right(&[4, 6, 12]);
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "a problem of full size wants --release")]
fn every_entry_is_exact_at_full_size() {
    Problem::of::<Matmul>(&Params::default()).all_right(&[1, 2, 3, 4, 7]);
}

/// Two rows of two ranks: each sends its panel of A to the other in its row, and its panel of B to the other in its column.
#[test]
fn messages_of_four_ranks_by_hand() {
    let sent = erase::<Matmul>().messages(&Params::of([5, 7, 3]).values(), "distributed", 4).unwrap();
    let traffic = |messages, numbers: u64| Traffic { messages, bytes: 8 * numbers };
    // The five rows are cut into 3 and 2, the seven terms into 4 and 3, the three columns into 2 and 1.
    let expected = [traffic(2, 3 * 4 + 2 * 4), traffic(2, 3 * 3 + 4), traffic(2, 2 * 4 + 2 * 3), traffic(2, 2 * 3 + 3)];
    assert_eq!(sent, expected);
}

type Entry = fn(usize, usize) -> f64;

/// The params for two matrices that are saved in `folder` as NumPy saves them.
fn saved(folder: &Path, [a, b]: [([usize; 2], Entry); 2]) -> Params {
    let [a, b] = [("a.npy", a), ("b.npy", b)].map(|(name, (shape, entry))| matrix(&folder.join(name), shape, entry));
    Params { a: Some(a), b: Some(b), ..Params::default() }
}

/// Entries that are rounded in every product and sum; the shape is that of the files, and what is not read is made.
#[test]
fn files_are_multiplied_within_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    let a: Entry = |i, j| ((i * 31 + j * 17) as f64).sin();
    let b: Entry = |i, j| 1.0 / ((i * 31 + j * 17 + 31) as f64).sin();
    let both = saved(folder.path(), [([29, 301], a), ([301, 43], b)]);
    let complete = Matmul::complete(both.clone()).unwrap();
    assert_eq!(complete.shape(), [29, 301, 43]);
    assert_eq!(Matmul::complete(complete.clone()), Ok(complete), "completing again changes nothing");
    Problem::of::<Matmul>(&both).all_right(&[1, 2, 3, 4, 6, 7]);
    Problem::of::<Matmul>(&Params { b: None, ..both.clone() }).all_right(&[1, 2, 3, 4, 7]);
    Problem::of::<Matmul>(&Params { a: None, m: Some(3), ..both }).all_right(&[1, 2, 3, 4, 7]);
}

#[test]
fn what_cannot_be_multiplied_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let line: Entry = |i, _| i as f64;
    let odd = saved(folder.path(), [([4, 6], line), ([5, 3], line)]);
    let at = |name: &str| folder.path().join(name);
    let empty = matrix(&at("empty.npy"), [0, 3], line);
    let holed = matrix(&at("holed.npy"), [3, 3], |i, j| if (i, j) == (1, 2) { f64::NAN } else { 1.0 });
    Npy::save(&Operands { shape: vec![1], a: vec![1.0], b: vec![] }, &at("other.npy")).unwrap();
    let [integers, vector] = ["other.npy", "other.a.npy"].map(|name| FileValue::of(&at(name)).unwrap());
    let none = Params::default();
    for (given, reason) in [
        (odd.clone(), "b.npy: has shape [5, 3]; it must have shape [6, 3]"),
        (Params { k: Some(5), b: None, ..odd }, "a.npy: has shape [4, 6]; it must have shape [4, 5]"),
        (Params { b: Some(empty), ..none.clone() }, "k = 0: must be an integer from 1 to 65536 (from b = /"),
        (Params { a: Some(vector), ..none.clone() }, "other.a.npy: has shape [1]; it must have shape [1, 1]"),
        (
            Params { a: Some(integers), ..none.clone() },
            "other.npy: holds '<u8'; it must hold f64: save array.astype('f64')",
        ),
        (Params { a: Some(holed), ..none }, "holed.npy: holds NaN at [1, 2]"),
    ] {
        let found = refusal::<Matmul>(&given);
        assert!(found.contains(reason), "{found}");
    }
}

#[test]
fn a_problem_that_does_not_fit_is_told_the_largest_that_would() {
    let kernel = erase::<Matmul>();
    let fits = |params: &_| kernel.memory(params, 1) <= f64::from(1 << 30);
    let largest = kernel.largest(&Params::of([65_536; 3]).values(), &fits).unwrap();
    assert!(largest.0 == "n" && (5700..5800).contains(&largest.1), "{largest:?}");
}
