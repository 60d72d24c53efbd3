//! The defences that every kernel holds, and what is particular to this one.

use sgd::{Data, Model, Params, Sgd};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{Problem, hold, refusal};
use tenfold_kernel::{FileValue, Kernel, Npy, ParamSet, Path, Rung, erase, outputs};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Sgd>()), Vec::<&str>::new(), "no oracle catches them");
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the problem at full size wants --release")]
fn every_variant_is_right_at_full_size() {
    for params in [Params::default(), Params { batch: 65_536, steps: 20, ..Params::default() }] {
        Problem::of::<Sgd>(&params).all_right(&[2]);
    }
}

/// Vectors of another width add in another order, but nothing else changes a bit: neither the number of workers nor the
/// way by which their sums meet.
#[test]
fn all_but_naive_have_the_same_bits_on_any_number_of_workers() {
    let kernel = erase::<Sgd>();
    for params in kernel.awkward() {
        for &path in Path::all() {
            let parts = |variant, workers| outputs(&*kernel, variant, &params, workers, Some(path)).unwrap();
            let one = parts("vectorised", 1);
            for variant in kernel.variants().iter().filter(|variant| variant.rung != Rung::Naive) {
                for workers in [1, 2, 3, 4, 7, 8] {
                    let same = parts(variant.name, workers).iter().all(|part| *part == one[0]);
                    assert!(same, "{} on {workers}, {path}, {params:?}", variant.name);
                }
            }
        }
    }
}

/// Samples of three numbers, and what is predicted of them, in the files `x.npy` and `x.y.npy`.
fn saved<const N: usize>(folder: &std::path::Path, x: [[f64; 3]; N], y: [f64; N]) -> Params {
    let samples = Data { features: 3, x: x.concat(), y: y.to_vec(), batches: Vec::new() };
    let files = Npy::save(&samples, &folder.join("x.npy")).unwrap();
    let [x, y] = [0, 1].map(|file| Some(FileValue::of(&files[file]).unwrap()));
    Params { x, y, rate: 1.0, ridge: 0.0, ..Params::default() }
}

const X: [[f64; 3]; 4] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.5, 0.5]];
const Y: [f64; 4] = [1.0, 2.0, 3.0, 3.0];

/// The weights (1, 2, 3) fit exactly, and are found.
#[test]
fn samples_of_files_are_read_and_fitted() {
    let folder = tempfile::tempdir().unwrap();
    let params = Params { steps: 2_000, ..saved(folder.path(), X, Y) };
    for judgement in Problem::of::<Sgd>(&params).all_right(&[2]) {
        let weights: Vec<f64> = serde_json::from_value(judgement.answer["weights"].clone()).unwrap();
        let is_exact = weights.iter().zip([1.0, 2.0, 3.0]).all(|(weight, exact)| (weight - exact).abs() < 1e-9);
        assert!(weights.len() == 3 && is_exact, "{weights:?}");
        assert!(judgement.answer["loss"].as_f64().unwrap() < 1e-18);
    }
}

#[test]
fn what_cannot_be_fitted_is_refused_with_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |params: Params, reason: &str| {
        let found = refusal::<Sgd>(&params);
        assert!(found.contains(reason), "{found}");
    };
    let good = saved(folder.path(), X, Y);
    refused(Params { y: None, ..good.clone() }, "x and y belong together: name both files, or neither");
    refused(Params { x: good.y.clone(), ..good.clone() }, "y.npy: has shape [4]; it must have shape [4, 1]");
    refused(Params { y: good.x.clone(), ..good.clone() }, "x.npy: has shape [4, 3]; it must have shape [4]");
    refused(Params { features: Some(2), ..good.clone() }, "x.npy: has shape [4, 3]; it must have shape [4, 2]");
    refused(Params { rate: 2.5, ..good.clone() }, "x.npy: row 0 has |x|² = 1.000000, with which steps at rate = 2.5");
    let [mut holed, mut endless] = [(X, Y); 2];
    (holed.0[2][1], endless.1[3]) = (f64::NAN, f64::INFINITY);
    refused(saved(folder.path(), holed.0, holed.1), "x.npy: holds NaN at [2, 1]: only finite");
    refused(saved(folder.path(), endless.0, endless.1), "y.npy: holds inf at [3]: only finite");
    refused(saved(folder.path(), [], []), "samples = 0: must be an integer from 1 to 100000000 (from x = /");
    std::fs::write(folder.path().join("x.npy"), "no matrix").unwrap();
    let text = FileValue::of(&folder.path().join("x.npy")).unwrap();
    refused(Params { x: Some(text), ..good }, "x.npy: not a NumPy .npy file");
    refused(Params { rate: 0.0, ..Params::default() }, "choose a value above 0");
    refused(Params { rate: 2.0, ..Params::default() }, "rate × (1 + ridge) must be at most 2");
}

/// Ten numbers (nine weights and the loss) in parts of 4, 3 and 3: each rank sends its own, the one before, and what is
/// complete, all but two, of which each is sent twice.
#[test]
fn messages_around_a_ring_of_three_by_hand() {
    let params = Params { samples: Some(8), features: Some(9), batch: 4, steps: 5, ..Params::default() };
    let sent = erase::<Sgd>().messages(&params.values(), "distributed-ring", 3).unwrap();
    let numbers = [4 + 3 + 3 + 4, 3 + 4 + 3 + 3, 3 + 3 + 4 + 3];
    assert_eq!(sent, numbers.map(|numbers| Traffic { messages: 5 * 4, bytes: 5 * 8 * numbers }));
}

#[test]
fn the_answer_lists_few_weights_and_the_length_of_all() {
    let model = Model { weights: vec![0.5; 100], losses: vec![3.0, 2.0] };
    let answer = Sgd::answer(&Params::default(), &model);
    assert_eq!(answer["weights"].as_array().unwrap().len(), 32);
    assert_eq!((answer["length"].as_f64(), answer["loss"].as_f64()), (Some(5.0), Some(2.0)));
}
