//! The defences that every kernel holds, and what is particular to this one.

use cfd::{Cfd, Flow, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{hold, judge, judged};
use tenfold_kernel::{Defence, Judge, Kernel, ParamSet, Part, Rung, Values, VariantInfo, erase};

/// Asserts that all variants agree with the naive one, each on those `workers`.
fn all_agree(params: &Params, workers: impl Fn(&VariantInfo) -> &'static [usize]) {
    let (kernel, params) = (erase::<Cfd>(), params.values());
    let judge = judge(&*kernel, &params);
    for variant in kernel.variants() {
        for &workers in workers(&variant) {
            let fault = judged(&*kernel, &*judge, variant.name, &params, workers, None).fault();
            assert_eq!(fault, None, "{} on {workers}, {params:?}", variant.name);
        }
    }
}

/// The answer of the vectorised variant, which has to pass the oracle of this name among all others.
fn answer(params: &Params, oracle: &str) -> serde_json::Map<String, serde_json::Value> {
    let (kernel, params) = (erase::<Cfd>(), params.values());
    let judgement = judged(&*kernel, &*judge(&*kernel, &params), "vectorised", &params, 1, None);
    assert_eq!(judgement.fault(), None);
    assert!(judgement.oracles.iter().any(|of| of.name == oracle), "{oracle} says nothing of {params:?}");
    judgement.answer
}

fn decimals(answer: &serde_json::Map<String, serde_json::Value>) -> [String; 3] {
    ["sum", "l2", "max"].map(|name| format!("{:.10}", answer[name].as_f64().unwrap()))
}

#[test]
fn defences_hold() {
    hold(&*erase::<Cfd>());
}

#[test]
fn norms_at_scale_1_are_the_published_ones_to_every_digit() {
    let params = Params { n: Some(32), ..Params::default() };
    assert_eq!(decimals(&answer(&params, "published")), ["1530.3587835690", "67.1616998813", "4.9802716405"]);
    all_agree(&params, |variant| if variant.rung == Rung::Distributed { &[2, 3] } else { &[2] });
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the problem at full size wants --release")]
fn norms_at_scale_10_are_the_published_ones_to_every_digit() {
    let params = Params { n: Some(320), ..Params::default() };
    assert_eq!(decimals(&answer(&params, "published")), ["305893.1594377683", "2954.0576429905", "49.9364333489"]);
    all_agree(&params, |_| &[2]);
}

/// ρ = cos(π/33) a mode and iteration: 10,000 of them leave nothing that ten decimals could show.
#[test]
fn many_iterations_end_at_the_steady_state() {
    let answer = answer(&Params { n: Some(32), iterations: 10_000, ..Params::default() }, "every-iteration");
    assert_eq!(format!("{:.8}", answer["sum"].as_f64().unwrap()), "1542.09855155");
    assert!(answer["residual"].as_f64().unwrap() < 1e-14);
}

/// Up to the Reynolds number that EPCC's courses allow the iteration converges, and the faster the fluid the more it swirls.
#[test]
fn viscous_flows_come_to_rest() {
    for (n, reynolds) in [(32, 0.0), (32, 1.0), (32, 3.7), (64, 3.7)] {
        let params = Params { n: Some(n), iterations: 8000, reynolds: Some(reynolds), ..Params::default() };
        let residual = answer(&params, "no-slip")["residual"].as_f64().unwrap();
        assert!(residual < 1e-6, "n = {n}, reynolds = {reynolds}: {residual}");
    }
}

/// Two ways to the same flow, whether the fluid creeps or is as fast as is allowed.
#[test]
fn small_viscous_flows_end_where_newtons_method_does() {
    for (n, reynolds) in [(1, 1.0), (4, 0.0), (6, 1.0), (5, 3.7)] {
        answer(&Params { n: Some(n), reynolds: Some(reynolds), ..Params::default() }, "steady-flow");
    }
}

/// Blocks that have neighbours on both axes: the usual worker counts 2, 3 and 7 cut along one axis only.
#[test]
fn blocks_cut_along_both_axes_agree() {
    for params in Cfd::awkward().iter().filter(|params| params.iterations < 100) {
        all_agree(params, |variant| if variant.rung == Rung::Distributed { &[4, 6, 12] } else { &[] });
    }
}

#[test]
fn oracles_catch_every_mutant_without_the_naive_variant() {
    let kernel = erase::<Cfd>();
    let judges: Vec<(Values, Box<dyn Judge>)> =
        kernel.awkward().into_iter().map(|params| (params.clone(), judge(&*kernel, &params))).collect();
    for mutant in kernel.mutants() {
        let workers = if kernel.rung(mutant) == Some(Rung::Distributed) { 3 } else { 1 };
        let caught = judges.iter().any(|(params, judge)| {
            let judgement = judged(&*kernel, &**judge, mutant, params, workers, None);
            judgement.oracles.iter().any(|oracle| oracle.defence != Defence::Agreement && !oracle.passed)
        });
        assert!(caught, "{mutant}");
    }
}

/// The parts that the ranks make alone, halos included, are those of the whole.
#[test]
fn ranks_make_their_own_share_of_the_start() {
    let params = Params { n: Some(13), reynolds: Some(1.0), ..Params::default() };
    let whole = Cfd::input(&params, Part::WHOLE).unwrap();
    let row = |flow: &Flow, i: usize| flow.psi[i * flow.stride()..][..flow.stride()].to_vec();
    for ranks in [2, 3, 6, 12, 64] {
        let parts: Vec<Flow> = (0..ranks).map(|rank| Cfd::input(&params, Part { rank, ranks }).unwrap()).collect();
        for part in &parts {
            for i in 0..part.rows.len() + 2 {
                let expected = &row(&whole, part.rows.start + i)[part.cols.start..][..part.stride()];
                assert_eq!(row(part, i), expected, "{ranks} ranks, {:?}, row {i}", part.rows);
            }
        }
        let filled = |part: Flow| Flow { residuals: vec![0.0; params.checks()], ..part };
        let joined = Cfd::join(&params, parts.into_iter().map(filled).collect());
        assert_eq!(joined, filled(whole.clone()), "{ranks} ranks");
    }
}

/// Four ranks hold 2 × 2 blocks of 7 or 6 points a side, each with two neighbours. There are 4 exchanges, and 3 residuals,
/// each of which takes two rounds.
#[test]
fn messages_of_four_ranks_by_hand() {
    let kernel = erase::<Cfd>();
    let params = |reynolds| Params { n: Some(13), iterations: 5, check: 2, reynolds, ..Params::default() };
    for (reynolds, fields) in [(None, 1), (Some(1.0), 2)] {
        let sent = kernel.messages(&params(reynolds).values(), "distributed", 4).unwrap();
        let by_hand =
            [14, 13, 13, 12].map(|points: u64| Traffic { messages: 4 * 2 + 6, bytes: 8 * (4 * fields * points + 6) });
        assert_eq!(sent, by_hand);
    }
}

#[test]
fn what_is_not_allowed_is_refused_with_the_limits() {
    let kernel = erase::<Cfd>();
    let refusal = |params: Params| kernel.resolve(&params.values()).unwrap_err().to_string();
    assert!(refusal(Params { reynolds: Some(4.0), ..Params::default() }).contains("must be a number from 0 to 3.7"));
    assert!(refusal(Params { check: 0, ..Params::default() }).contains("must be an integer from 1 to"));
    let complete = kernel.resolve(&Params { scale: 3, ..Params::default() }.values()).unwrap();
    assert_eq!(Params::from_values(&complete).n, Some(96));
}

/// Three grids of 2 GiB and their frames, at the largest n.
#[test]
fn the_largest_problem_needs_three_grids() {
    let params = Params { n: Some(16_384), ..Params::default() };
    let gibibytes = |ranks| Cfd::memory(&params, ranks) / f64::from(1 << 30);
    assert!((6.0..6.1).contains(&gibibytes(1)), "{}", gibibytes(1));
    assert!((6.0..6.1).contains(&gibibytes(4)), "{}", gibibytes(4));
    assert!((12.0..12.1).contains(&(Cfd::memory(&Params { reynolds: Some(1.0), ..params }, 1) / f64::from(1 << 30))));
}
