//! The defences that every kernel holds, and what is particular to this one.

use cfd::{Cfd, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{Problem, hold};
use tenfold_kernel::{Kernel, ParamSet, erase};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Cfd>()), Vec::<&str>::new(), "no oracle catches them");
}

/// Asserts that all variants give the published norms, to every digit.
fn norms_are(scale: usize, published: [&str; 3], workers: &[usize]) {
    for judgement in Problem::of::<Cfd>(&Params { scale, ..Params::default() }).all_right(workers) {
        assert!(judgement.names().contains(&"published"));
        let norms = ["sum", "l2", "max"].map(|name| format!("{:.10}", judgement.answer[name].as_f64().unwrap()));
        assert_eq!(norms, published);
    }
}

#[test]
fn norms_at_scale_1_are_the_published_ones_to_every_digit() {
    norms_are(1, ["1530.3587835690", "67.1616998813", "4.9802716405"], &[2, 3]);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the problem at full size wants --release")]
fn norms_at_scale_10_are_the_published_ones_to_every_digit() {
    norms_are(10, ["305893.1594377683", "2954.0576429905", "49.9364333489"], &[2]);
}

/// Whether the fluid creeps or is as fast as EPCC's courses allow: small flows where Newton's method ends.
#[test]
fn viscous_flows_come_to_rest() {
    for (n, reynolds) in [(1, 1.0), (4, 0.0), (5, 3.7), (6, 1.0), (32, 0.0), (32, 1.0), (32, 3.7), (64, 3.7)] {
        let params = Params { n: Some(n), iterations: 8000, reynolds: Some(reynolds), ..Params::default() };
        let oracle = if n <= 6 { "steady-flow" } else { "no-slip" };
        let residual = Problem::of::<Cfd>(&params).answer("vectorised", oracle)["residual"].as_f64().unwrap();
        assert!(residual < 1e-6, "n = {n}, reynolds = {reynolds}: {residual}");
    }
}

/// Blocks that have neighbours on both axes: the usual worker counts 2, 3 and 7 cut along one axis only.
#[test]
fn blocks_cut_along_both_axes_agree() {
    for params in Cfd::awkward().iter().filter(|params| params.iterations < 100) {
        Problem::of::<Cfd>(params).all_right(&[4, 6, 12]);
    }
}

/// Four ranks hold 2 × 2 blocks of 7 or 6 points a side, each with two neighbours. There are 4 exchanges, and 3
/// residuals, each of which takes two rounds.
#[test]
fn messages_of_four_ranks_by_hand() {
    for (reynolds, fields) in [(None, 1), (Some(1.0), 2)] {
        let params = Params { n: Some(13), iterations: 5, check: 2, reynolds, ..Params::default() };
        let sent = erase::<Cfd>().messages(&params.values(), "distributed", 4).unwrap();
        let by_hand = |points: u64| Traffic { messages: 4 * 2 + 6, bytes: 8 * (4 * fields * points + 6) };
        assert_eq!(sent, [14, 13, 13, 12].map(by_hand));
    }
}

#[test]
fn the_picture_is_strong_in_both_openings_and_faint_far_from_them() {
    let picture = Cfd::picture().unwrap();
    let rows: Vec<&[f32]> = picture.values.chunks(picture.columns).collect();
    let (inlet, outlet, far) = (rows[95][37], rows[43][95], rows[0][0]);
    assert!(inlet > 0.8 && outlet > 0.8 && far < 0.3, "{inlet} {outlet} {far}");
}
