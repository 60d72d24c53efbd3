//! The defences that every kernel holds, and what is particular to this one.

use matmul::{Matmul, Operands, Params, Product};
use std::path::Path;
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{self, hold, judge, judged};
use tenfold_kernel::{
    Defence, Judge, Kernel, Npy, ParamError, ParamSet, Part, Rung, Value, Values, arrays, erase, outputs, parse_value,
};

/// Asserts that all variants are right, ranks on `ranks` as well.
fn all_agree(params: &Values, ranks: &[usize]) {
    let kernel = erase::<Matmul>();
    let judge = judge(&*kernel, params);
    for variant in kernel.variants() {
        let more = if variant.rung == Rung::Distributed { ranks } else { &[] };
        for &workers in defence::workers(&variant).iter().chain(more) {
            let fault = judged(&*kernel, &*judge, variant.name, params, workers, None).fault();
            assert_eq!(fault, None, "{} on {workers}, {params:?}", variant.name);
        }
    }
}

#[test]
fn defences_hold() {
    hold(&*erase::<Matmul>());
}

/// Grids of several rows and columns: the usual 2, 3 and 7 ranks are all in one column.
#[test]
fn grids_of_ranks_agree() {
    for params in Matmul::awkward() {
        all_agree(&params.values(), &[4, 6, 12]);
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "a problem of full size wants --release")]
fn every_entry_is_exact_at_full_size() {
    let params = erase::<Matmul>().resolve(&Values::new()).unwrap();
    assert_eq!(params["n"], Value::Int(1024));
    all_agree(&params, &[4]);
}

#[test]
fn oracles_catch_every_mutant_without_the_naive_variant() {
    let kernel = erase::<Matmul>();
    let judges: Vec<(Values, Box<dyn Judge>)> =
        kernel.awkward().into_iter().map(|params| (params.clone(), judge(&*kernel, &params))).collect();
    for mutant in kernel.mutants() {
        let caught = judges.iter().any(|(params, judge)| {
            let judgement = judged(&*kernel, &**judge, mutant, params, 3, None);
            judgement.oracles.iter().any(|oracle| oracle.defence != Defence::Agreement && !oracle.passed)
        });
        assert!(caught, "{mutant}");
    }
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

#[test]
fn ranks_make_their_own_share() {
    let params = Params::of([7, 5, 9]);
    let whole = Matmul::input(&params, Part::WHOLE).unwrap();
    for ranks in [2, 3, 6, 16] {
        let shares: Vec<Operands> =
            (0..ranks).map(|rank| Matmul::input(&params, Part { rank, ranks }).unwrap()).collect();
        let numbers = |of: fn(&Operands) -> &Vec<f64>| shares.iter().map(|share| of(share).len()).sum::<usize>();
        assert_eq!([numbers(|share| &share.a), numbers(|share| &share.b)], [whole.a.len(), whole.b.len()]);
    }
}

/// A matrix that is saved as NumPy saves it.
#[derive(Clone)]
struct Matrix {
    entries: Vec<f64>,
    shape: [usize; 2],
}
arrays!(Matrix { entries: |of| of.shape.to_vec() });

fn saved(at: &Path, shape: [usize; 2], entry: impl Fn(usize, usize) -> f64) -> String {
    let entries = (0..shape[0]).flat_map(|i| (0..shape[1]).map(move |j| (i, j))).map(|(i, j)| entry(i, j)).collect();
    Npy::save(&Matrix { entries, shape }, at).unwrap();
    at.display().to_string()
}

/// The complete params with these values, as a person writes them.
fn params(given: &[(&str, &str)]) -> Result<Values, ParamError> {
    let kernel = erase::<Matmul>();
    let value = |&(name, text): &(&str, &str)| Ok((name.to_string(), parse_value(kernel.specs(), name, text)?));
    kernel.resolve(&given.iter().map(value).collect::<Result<_, _>>()?)
}

/// Entries that are rounded in every product and sum; the shape is that of the files.
#[test]
fn files_are_multiplied_within_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let entry = |i: usize, j: usize| ((i * 31 + j * 17) as f64).sin();
    let (a, b) = (saved(&at("a.npy"), [29, 301], entry), saved(&at("b.npy"), [301, 43], |i, j| 1.0 / entry(i + 1, j)));
    let both = params(&[("a", &a), ("b", &b)]).unwrap();
    assert_eq!(["m", "k", "n"].map(|name| both[name].clone()), [29, 301, 43].map(Value::Int));
    assert_eq!(erase::<Matmul>().resolve(&both), Ok(both.clone()), "completing again changes nothing");
    all_agree(&both, &[4, 6]);
    // What is not read is made.
    all_agree(&params(&[("a", &a)]).unwrap(), &[4]);
    all_agree(&params(&[("b", &b), ("m", "3")]).unwrap(), &[4]);
}

/// A·1 = A and A(B + B') = AB + AB', exactly for integers.
#[test]
fn the_product_is_linear_and_keeps_the_identity() {
    let folder = tempfile::tempdir().unwrap();
    let n = 53;
    let product = |variant: &str, a: fn(usize, usize) -> f64, b: fn(usize, usize) -> f64| -> Vec<f64> {
        let files = [
            ("a", saved(&folder.path().join("a.npy"), [n, n], a)),
            ("b", saved(&folder.path().join("b.npy"), [n, n], b)),
        ];
        let params = params(&[("a", &files[0].1), ("b", &files[1].1)]).unwrap();
        let (kernel, to) = (erase::<Matmul>(), folder.path().join("c.npy"));
        let parts = outputs(&*kernel, variant, &params, 2, None).unwrap();
        judge(&*kernel, &params).save(parts, &to).unwrap();
        Npy::open(&tenfold_kernel::FileValue::of(&to).unwrap()).unwrap().all().unwrap()
    };
    type Entry = fn(usize, usize) -> f64;
    let (a, identity): (Entry, Entry) = (|i, j| (i * 3 + j) as f64, |i, j| f64::from(u8::from(i == j)));
    let (b, other): (Entry, Entry) = (|i, j| i as f64 - 2.0 * j as f64, |i, j| (i * j) as f64);
    for variant in erase::<Matmul>().variants() {
        let entries: Vec<f64> = (0..n * n).map(|at| a(at / n, at % n)).collect();
        assert_eq!(product(variant.name, a, identity), entries, "{}", variant.name);
        assert_eq!(product(variant.name, identity, a), entries, "{}", variant.name);
        let sum = product(variant.name, a, |i, j| i as f64 - 2.0 * j as f64 + (i * j) as f64);
        let sums = product(variant.name, a, b).into_iter().zip(product(variant.name, a, other));
        assert!(sum.into_iter().eq(sums.map(|(one, two)| one + two)), "{}", variant.name);
    }
}

#[test]
fn what_cannot_be_multiplied_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let a = saved(&at("a.npy"), [4, 6], |i, _| i as f64);
    let b = saved(&at("b.npy"), [5, 3], |i, _| i as f64);
    let empty = saved(&at("empty.npy"), [0, 3], |_, _| 0.0);
    let holed = saved(&at("holed.npy"), [3, 3], |i, j| if (i, j) == (1, 2) { f64::NAN } else { 1.0 });
    Npy::save(&Operands { shape: vec![1], a: vec![], b: vec![] }, &at("other.npy")).unwrap();
    let (integers, line) = (at("other.shape.npy").display().to_string(), at("other.a.npy").display().to_string());
    for (given, refusal) in [
        (&[("a", &a[..]), ("b", &b)][..], format!("{b}: has shape [5, 3]; it must have shape [6, 3]")),
        (&[("a", &a), ("k", "5")], format!("{a}: has shape [4, 6]; it must have shape [4, 5]")),
        (&[("b", &empty)], format!("{empty}: has shape [0, 3]; it must be a matrix")),
        (&[("a", &line)], format!("{line}: has shape [0]; it must be a matrix")),
        (&[("a", &integers)], format!("{integers}: has shape [1]; it must be a matrix")),
        (&[("n", "0")], "n = 0: must be an integer from 1 to 65536".to_string()),
    ] {
        let found = params(given).unwrap_err().to_string();
        assert!(found.starts_with(&refusal), "{found}");
    }
    let fault = erase::<Matmul>().reference(&params(&[("a", &holed)]).unwrap()).unwrap_err().to_string();
    assert!(fault.starts_with(&format!("{holed}: entry [1, 2] is NaN")), "{fault}");
}

/// Each rank's block is judged: nobody else fills it in.
#[test]
fn an_entry_that_one_rank_spoils_is_caught() {
    let (kernel, params) = (erase::<Matmul>(), Params::of([7, 9, 8]).values());
    let judge = judge(&*kernel, &params);
    let right = outputs(&*kernel, "distributed", &params, 4, None).unwrap();
    for rank in 0..4 {
        let mut parts = right.clone();
        let last = parts[rank].len() - 8;
        parts[rank][last..].copy_from_slice(&0.5_f64.to_le_bytes());
        let judgement = judge.variant("distributed", parts).unwrap();
        assert!(judgement.oracles.iter().all(|oracle| !oracle.passed), "rank {rank}: {:?}", judgement.oracles);
    }
}

#[test]
fn a_problem_that_does_not_fit_is_told_the_largest_that_would() {
    let kernel = erase::<Matmul>();
    let gibibyte = f64::from(1 << 30);
    let (name, n) = kernel.largest(&params(&[("n", "65536")]).unwrap(), 1, gibibyte).unwrap();
    assert_eq!((name, (5700..5800).contains(&n)), ("n", true), "{n}");
    let product: Product = Matmul::output(&Params::of([2, 3, 4]), Part::WHOLE);
    assert_eq!(product.shape, [2, 4]);
}
