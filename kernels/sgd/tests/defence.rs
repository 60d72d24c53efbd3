//! The defences that every kernel holds, and what is particular to this one.

use sgd::{Model, Params, Sgd};
use std::path::Path;
use tenfold_comm::Traffic;
use tenfold_kernel::{
    Defence, FileValue, Judge, Kernel, Npy, ParamSet, Part, Rung, Values, arrays, defence, erase, outputs,
};

#[test]
fn defences_hold() {
    defence::hold(&*erase::<Sgd>());
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the problem at full size wants --release")]
fn every_variant_is_right_at_full_size() {
    let kernel = erase::<Sgd>();
    for params in [Params::default(), Params { batch: 65_536, steps: 20, ..Params::default() }] {
        let params = kernel.resolve(&params.values()).unwrap();
        let judge = defence::judge(&*kernel, &params);
        for variant in kernel.variants() {
            let judgement = defence::judged(&*kernel, &*judge, variant.name, &params, 2, None);
            assert_eq!(judgement.fault(), None, "{}", variant.name);
        }
    }
}

/// Vectors of another width add in another order, but nothing else changes a bit: neither the number of workers nor the way by
/// which their sums meet.
#[test]
fn all_but_naive_have_the_same_bits_on_any_number_of_workers() {
    let kernel = erase::<Sgd>();
    for params in kernel.awkward() {
        for &path in tenfold_kernel::Path::all() {
            let one = outputs(&*kernel, "vectorised", &params, 1, Some(path)).unwrap().remove(0);
            for variant in kernel.variants().into_iter().filter(|variant| variant.rung != Rung::Naive) {
                for workers in [1, 2, 3, 4, 7, 8] {
                    for part in outputs(&*kernel, variant.name, &params, workers, Some(path)).unwrap() {
                        assert!(part == one, "{} on {workers}, {path}, {params:?}", variant.name);
                    }
                }
            }
        }
    }
}

#[test]
fn oracles_catch_every_mutant_without_the_naive_variant() {
    let kernel = erase::<Sgd>();
    let judges: Vec<(Values, Box<dyn Judge>)> =
        kernel.awkward().into_iter().map(|params| (params.clone(), defence::judge(&*kernel, &params))).collect();
    for mutant in kernel.mutants() {
        let caught = judges.iter().any(|(params, judge)| {
            [1, 2].iter().any(|&workers| {
                let judgement = defence::judged(&*kernel, &**judge, mutant, params, workers, None);
                judgement.oracles.iter().any(|oracle| oracle.defence != Defence::Agreement && !oracle.passed)
            })
        });
        assert!(caught, "{mutant}");
    }
}

/// A matrix of rows of three numbers, and a vector, to be saved.
#[derive(Clone)]
struct Files {
    x: Vec<f64>,
    y: Vec<f64>,
}
arrays!(Files { x: |files| vec![files.x.len() / 3, 3], y });

/// Saves both and names them, with 4 samples of 3 numbers unless something is changed.
fn saved(folder: &Path, change: fn(&mut Files)) -> Params {
    let x = vec![1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.5, 0.5, 0.5];
    let mut files = Files { x, y: vec![1.0, 2.0, 3.0, 3.0] };
    change(&mut files);
    let written = Npy::save(&files, &folder.join("data.npy")).unwrap();
    let [x, y] = [&written[0], &written[1]].map(|path| Some(FileValue::of(path).unwrap()));
    Params { x, y, rate: 1.0, ridge: 0.0, ..Params::default() }
}

/// The weights (1, 2, 3) fit exactly, and are found.
#[test]
fn samples_of_files_are_read_and_fitted() {
    let (folder, kernel) = (tempfile::tempdir().unwrap(), erase::<Sgd>());
    let params = Params { steps: 2_000, ..saved(folder.path(), |_| ()) };
    let params = kernel.resolve(&params.values()).unwrap();
    assert_eq!((params["samples"].as_f64(), params["features"].as_f64()), (4.0, 3.0));
    let judge = defence::judge(&*kernel, &params);
    for variant in kernel.variants() {
        let judgement = defence::judged(&*kernel, &*judge, variant.name, &params, 2, None);
        assert_eq!(judgement.fault(), None, "{}", variant.name);
        let weights: Vec<f64> = serde_json::from_value(judgement.answer["weights"].clone()).unwrap();
        for (weight, exact) in weights.iter().zip([1.0, 2.0, 3.0]) {
            assert!((weight - exact).abs() < 1e-9, "{}: {weights:?}", variant.name);
        }
        assert!(judgement.answer["loss"].as_f64().unwrap() < 1e-18);
    }
}

#[test]
fn what_cannot_be_fitted_is_refused_with_one_message() {
    let (folder, kernel) = (tempfile::tempdir().unwrap(), erase::<Sgd>());
    let refusal = |params: &Params| match kernel.resolve(&params.values()) {
        Err(refusal) => refusal.to_string(),
        Ok(values) => Sgd::input(&Params::from_values(&values), Part::WHOLE).map(|_| ()).unwrap_err(),
    };
    let good = saved(folder.path(), |_| ());
    assert_eq!(refusal(&Params { y: None, ..good.clone() }), "x and y belong together: name both files, or neither");
    let shapes = [
        (
            Params { x: good.y.clone(), ..good.clone() },
            "data.y.npy: has shape [4]; it must have two extents, samples and features",
        ),
        (Params { y: good.x.clone(), ..good.clone() }, "data.x.npy: has shape [4, 3]; it must have shape [4]"),
        (Params { features: Some(2), ..good.clone() }, "data.x.npy: has shape [4, 3]; it must have shape [4, 2]"),
    ];
    for (params, expected) in shapes {
        assert!(refusal(&params).ends_with(expected), "{}", refusal(&params));
    }
    let fast = refusal(&Params { rate: 2.5, ..good.clone() });
    assert!(fast.contains("data.x.npy: row 0 has |x|² = 1.0") && fast.contains("lower rate to at most 2.0"), "{fast}");
    assert!(refusal(&saved(folder.path(), |files| files.x[7] = f64::NAN)).contains("data.x.npy: row 2 holds NaN"));
    assert!(refusal(&saved(folder.path(), |files| files.y[3] = f64::INFINITY)).contains("data.y.npy: row 3 holds NaN"));
    let empty = refusal(&saved(folder.path(), |files| *files = Files { x: Vec::new(), y: Vec::new() }));
    assert!(empty.contains("samples = 0: must be an integer from 1 to"), "{empty}");
    std::fs::write(folder.path().join("data.x.npy"), "no matrix").unwrap();
    let text = FileValue::of(&folder.path().join("data.x.npy")).unwrap();
    assert!(refusal(&Params { x: Some(text), ..good }).contains("data.x.npy: not a NumPy .npy file"));
    assert!(refusal(&Params { rate: 0.0, ..Params::default() }).contains("choose a value above 0"));
    assert!(refusal(&Params { rate: 2.0, ..Params::default() }).contains("rate × (1 + ridge) must be at most 2"));
}

/// Ten numbers (nine weights and the loss) of three ranks: up the tree and down again, or in parts of 4, 3 and 3 around the ring.
#[test]
fn messages_of_three_ranks_by_hand() {
    let params = Params { samples: Some(8), features: Some(9), batch: 4, steps: 5, ..Params::default() };
    let sent = |variant| erase::<Sgd>().messages(&params.values(), variant, 3).unwrap();
    let traffic = |messages: u64, numbers: u64| Traffic { messages: 5 * messages, bytes: 5 * 8 * numbers };
    assert_eq!(sent("distributed"), [traffic(2, 20), traffic(1, 10), traffic(1, 10)]);
    // Each rank sends its own part, the one before, and what is complete: all but two, of which each is sent twice.
    assert_eq!(
        sent("distributed-ring"),
        [traffic(4, 4 + 3 + 3 + 4), traffic(4, 3 + 4 + 3 + 3), traffic(4, 3 + 3 + 4 + 3)]
    );
}

#[test]
fn the_answer_lists_few_weights_and_the_length_of_all() {
    let model = Model { weights: vec![0.5; 100], losses: vec![3.0, 2.0] };
    let answer = Sgd::answer(&Params::default(), &model);
    assert_eq!(answer["weights"].as_array().unwrap().len(), 32);
    assert_eq!((answer["length"].as_f64(), answer["loss"].as_f64()), (Some(5.0), Some(2.0)));
}
