//! The defences that every kernel holds, and what is particular to this one.

use cholesky::{Cholesky, Params};
use std::path::Path;
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{self, hold, judge, judged};
use tenfold_kernel::{
    Defence, Judge, Kernel, Npy, ParamError, ParamSet, Part, Rung, Value, Values, arrays, erase, outputs, parse_value,
};

/// Asserts that all variants are right, ranks on `ranks` as well.
fn all_agree(params: &Values, ranks: &[usize]) {
    let kernel = erase::<Cholesky>();
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
    hold(&*erase::<Cholesky>());
}

#[test]
#[cfg_attr(debug_assertions, ignore = "a problem of full size wants --release")]
fn every_entry_is_exact_at_full_size() {
    let params = erase::<Cholesky>().resolve(&Values::new()).unwrap();
    assert_eq!(params["n"], Value::Int(1024));
    all_agree(&params, &[4]);
}

/// Many small tiles: as many tasks as there can be, in whatever order threads come to them.
#[test]
fn hundreds_of_tasks_are_done_in_an_order_that_is_right() {
    for _ in 0..5 {
        all_agree(&Params::of(150, 5).values(), &[5, 16]);
    }
}

#[test]
fn oracles_catch_every_mutant_without_the_naive_variant() {
    let kernel = erase::<Cholesky>();
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

/// Four columns of tiles of 3, 3, 3 and 1 on three ranks: the first is sent to both others, the second to the ranks of the
/// third and the fourth, the third to that of the fourth.
#[test]
fn messages_of_three_ranks_by_hand() {
    let sent = erase::<Cholesky>().messages(&Params::of(10, 3).values(), "distributed", 3).unwrap();
    let traffic = |messages, numbers: u64| Traffic { messages, bytes: 8 * numbers };
    assert_eq!(sent, [traffic(2, 2 * 3 * 7), traffic(2, 2 * 3 * 4), traffic(1, 3)]);
}

#[test]
fn ranks_make_their_own_share() {
    let params = Params::of(23, 4);
    let whole = Cholesky::input(&params, Part::WHOLE).unwrap();
    for ranks in [2, 3, 7] {
        for rank in 0..ranks {
            let part = Part { rank, ranks };
            let own: Vec<f64> = params.columns(part).flatten().flat_map(|i| whole.a[i * 23..][..23].to_vec()).collect();
            assert_eq!(Cholesky::input(&params, part).unwrap().a, own, "rank {rank} of {ranks}");
        }
    }
}

/// A matrix that is saved as NumPy saves it.
#[derive(Clone)]
struct Saved {
    entries: Vec<f64>,
    shape: [usize; 2],
}
arrays!(Saved { entries: |of| of.shape.to_vec() });

fn saved(at: &Path, shape: [usize; 2], entry: impl Fn(usize, usize) -> f64) -> String {
    let entries = (0..shape[0]).flat_map(|i| (0..shape[1]).map(move |j| (i, j))).map(|(i, j)| entry(i, j)).collect();
    Npy::save(&Saved { entries, shape }, at).unwrap();
    at.display().to_string()
}

/// The complete params with these values, as a person writes them.
fn params(given: &[(&str, &str)]) -> Result<Values, ParamError> {
    let kernel = erase::<Cholesky>();
    let value = |&(name, text): &(&str, &str)| Ok((name.to_string(), parse_value(kernel.specs(), name, text)?));
    kernel.resolve(&given.iter().map(value).collect::<Result<_, _>>()?)
}

/// Matrices whose factors are rounded: one well conditioned, and one of Hilbert's kind, with a condition number of about 10⁸.
#[test]
fn files_are_factored_within_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    let file = |n: usize, entry: fn(usize, usize) -> f64| saved(&folder.path().join("a.npy"), [n, n], entry);
    let smooth: fn(usize, usize) -> f64 = |i, j| (-0.1 * i.abs_diff(j) as f64).exp();
    let hilbert: fn(usize, usize) -> f64 = |i, j| 1.0 / (i + j + 1) as f64 + if i == j { 1e-8 } else { 0.0 };
    for (n, tile, entry) in [(157, "24", smooth), (90, "31", hilbert)] {
        let given = params(&[("a", &file(n, entry)), ("tile", tile)]).unwrap();
        assert_eq!(given["n"], Value::Int(n as i64), "the file says it");
        all_agree(&given, &[4, 5]);
    }
}

/// A factor that is wrong by a part in a hundred million is outside the bound.
#[test]
fn the_bound_for_files_is_a_tight_one() {
    let folder = tempfile::tempdir().unwrap();
    let a = saved(&folder.path().join("a.npy"), [40, 40], |i, j| (-0.1 * i.abs_diff(j) as f64).exp());
    let (kernel, params) = (erase::<Cholesky>(), params(&[("a", &a)]).unwrap());
    let judge = judge(&*kernel, &params);
    let mut parts = outputs(&*kernel, "vectorised", &params, 1, None).unwrap();
    let last = parts[0].len() - 8;
    let entry = f64::from_le_bytes(parts[0][last..].try_into().unwrap());
    parts[0][last..].copy_from_slice(&(entry * (1.0 + 1e-8)).to_le_bytes());
    let judgement = judge.variant("vectorised", parts).unwrap();
    let failed: Vec<&str> = judgement.oracles.iter().filter(|o| !o.passed).map(|o| o.name.as_str()).collect();
    assert_eq!(failed, ["agreement", "residual"]);
}

#[test]
fn what_has_no_factor_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let oblong = saved(&at("oblong.npy"), [4, 6], |i, _| i as f64);
    let lopsided =
        saved(&at("lopsided.npy"), [3, 3], |i, j| if (i, j) == (2, 1) { 0.5 } else { f64::from(u8::from(i == j)) });
    let holed = saved(&at("holed.npy"), [3, 3], |i, j| if (i, j) == (2, 1) { f64::NAN } else { 1.0 });
    let indefinite = saved(&at("indefinite.npy"), [3, 3], |i, j| if i == j { 1.0 } else { 2.0 });
    let singular = saved(&at("singular.npy"), [3, 3], |_, _| 1.0);
    let zero = saved(&at("zero.npy"), [2, 2], |_, _| 0.0);
    for (given, refusal) in [
        (&[("a", &oblong[..])][..], format!("{oblong}: has shape [4, 6]; it must be a square matrix")),
        (&[("a", &indefinite), ("n", "5")], format!("{indefinite}: has shape [3, 3]; it must have shape [5, 5]")),
        (&[("a", &lopsided)], format!("{lopsided}: is not symmetric: entry [2, 1] is 0.5 and [1, 2] is 0")),
        (&[("a", &holed)], format!("{holed}: entry [2, 1] is NaN: only finite numbers")),
        (&[("a", &indefinite)], format!("{indefinite}: is not positive definite: its leading minor of order 2 is not")),
        (&[("a", &singular)], format!("{singular}: is not positive definite: its leading minor of order 2 is not")),
        (&[("a", &zero)], format!("{zero}: is not positive definite: its leading minor of order 1 is not")),
        (&[("n", "1000"), ("tile", "3")], "n = 1000 with tile = 3 makes 334 tiles a side: at most 256".to_string()),
        (&[("tile", "0")], "tile = 0: must be an integer from 1 to 480".to_string()),
    ] {
        let found = params(given).unwrap_err().to_string();
        assert!(found.starts_with(&refusal), "{found}");
    }
}

/// Each rank's columns are judged: nobody else fills them in.
#[test]
fn an_entry_that_one_rank_spoils_is_caught() {
    let (kernel, params) = (erase::<Cholesky>(), Params::of(11, 3).values());
    let judge = judge(&*kernel, &params);
    let right = outputs(&*kernel, "distributed", &params, 3, None).unwrap();
    for rank in 0..3 {
        let mut parts = right.clone();
        let last = parts[rank].len() - 8;
        parts[rank][last..].copy_from_slice(&0.5_f64.to_le_bytes());
        let judgement = judge.variant("distributed", parts).unwrap();
        let failed: Vec<&str> = judgement.oracles.iter().filter(|o| !o.passed).map(|o| o.name.as_str()).collect();
        assert_eq!(failed, ["agreement", "closed-form", "residual"], "rank {rank}");
    }
}

#[test]
fn a_problem_that_does_not_fit_is_told_the_largest_that_would() {
    let kernel = erase::<Cholesky>();
    let (name, n) = kernel.largest(&params(&[("n", "16384")]).unwrap(), 1, f64::from(1 << 30)).unwrap();
    assert_eq!((name, (7200..7400).contains(&n)), ("n", true), "{n}");
}
