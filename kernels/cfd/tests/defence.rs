//! The defences that every kernel holds, and what is particular to this one.

use cfd::{Cfd, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{Problem, hold, refusal};
use tenfold_kernel::{Kernel, ParamSet, erase};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Cfd>()), Vec::<&str>::new(), "no oracle catches them");
}

/// Asserts that all variants give the published norms, to every digit.
fn norms_are(n: usize, published: [&str; 3], workers: &[usize]) {
    for judgement in Problem::of::<Cfd>(&Params { n: Some(n), ..Params::default() }).all_right(workers) {
        assert!(judgement.names().contains(&"published"));
        let norms = ["sum", "l2", "max"].map(|name| format!("{:.10}", judgement.answer[name].as_f64().unwrap()));
        assert_eq!(norms, published);
    }
}

#[test]
fn norms_at_scale_1_are_the_published_ones_to_every_digit() {
    norms_are(32, ["1530.3587835690", "67.1616998813", "4.9802716405"], &[2, 3]);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the problem at full size wants --release")]
fn norms_at_scale_10_are_the_published_ones_to_every_digit() {
    norms_are(320, ["305893.1594377683", "2954.0576429905", "49.9364333489"], &[2]);
}

/// The answer of the vectorised variant, which has to pass the oracle of this name among all others.
fn answer(params: Params, oracle: &str) -> serde_json::Map<String, serde_json::Value> {
    Problem::of::<Cfd>(&params).answer("vectorised", oracle)
}

/// ρ = cos(π/33) a mode and iteration: 10,000 of them leave nothing that ten decimals could show.
#[test]
fn many_iterations_end_at_the_steady_state() {
    let answer = answer(Params { n: Some(32), iterations: 10_000, ..Params::default() }, "every-iteration");
    assert_eq!(format!("{:.8}", answer["sum"].as_f64().unwrap()), "1542.09855155");
    assert!(answer["residual"].as_f64().unwrap() < 1e-14);
}

/// Up to the Reynolds number that EPCC's courses allow the iteration converges, and the faster the fluid the more it swirls.
#[test]
fn viscous_flows_come_to_rest() {
    for (n, reynolds) in [(32, 0.0), (32, 1.0), (32, 3.7), (64, 3.7)] {
        let params = Params { n: Some(n), iterations: 8000, reynolds: Some(reynolds), ..Params::default() };
        let residual = answer(params, "no-slip")["residual"].as_f64().unwrap();
        assert!(residual < 1e-6, "n = {n}, reynolds = {reynolds}: {residual}");
    }
}

/// Two ways to the same flow, whether the fluid creeps or is as fast as is allowed.
#[test]
fn small_viscous_flows_end_where_newtons_method_does() {
    for (n, reynolds) in [(1, 1.0), (4, 0.0), (6, 1.0), (5, 3.7)] {
        answer(Params { n: Some(n), reynolds: Some(reynolds), ..Params::default() }, "steady-flow");
    }
}

/// Blocks that have neighbours on both axes: the usual worker counts 2, 3 and 7 cut along one axis only.
#[test]
fn blocks_cut_along_both_axes_agree() {
    for params in Cfd::awkward().iter().filter(|params| params.iterations < 100) {
        Problem::of::<Cfd>(params).all_right(&[4, 6, 12]);
    }
}

/// Four ranks hold 2 × 2 blocks of 7 or 6 points a side, each with two neighbours. There are 4 exchanges, and 3 residuals,
/// each of which takes two rounds.
#[test]
fn messages_of_four_ranks_by_hand() {
    let params = |reynolds| Params { n: Some(13), iterations: 5, check: 2, reynolds, ..Params::default() };
    for (reynolds, fields) in [(None, 1), (Some(1.0), 2)] {
        let sent = erase::<Cfd>().messages(&params(reynolds).values(), "distributed", 4).unwrap();
        let bytes = |points: u64| 8 * (4 * fields * points + 6);
        assert_eq!(sent, [14, 13, 13, 12].map(|points| Traffic { messages: 4 * 2 + 6, bytes: bytes(points) }));
    }
}

#[test]
fn what_is_not_allowed_is_refused_with_the_limits() {
    let fast = refusal::<Cfd>(&Params { reynolds: Some(4.0), ..Params::default() });
    assert!(fast.contains("must be a number from 0 to 3.7"), "{fast}");
    assert_eq!(Cfd::complete(Params { scale: 3, ..Params::default() }).unwrap().n, Some(96));
}

/// Three grids of 2 GiB and their frames, at the largest n.
#[test]
fn the_largest_problem_needs_three_grids() {
    let gibibytes = |reynolds, ranks| {
        let params = Params { n: Some(16_384), reynolds, ..Params::default() };
        Cfd::memory(&params, ranks) / f64::from(1 << 30)
    };
    assert!([1, 4].iter().all(|&ranks| (6.0..6.1).contains(&gibibytes(None, ranks))), "{}", gibibytes(None, 1));
    assert!((12.0..12.1).contains(&gibibytes(Some(1.0), 1)));
}
