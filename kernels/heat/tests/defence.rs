//! The defences that every kernel holds, and what is particular to this one.

use heat::{Block, Heat, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{AWKWARD_WORKERS, Problem, hold, judge, refusal};
use tenfold_kernel::{Kernel, ParamSet, Part, erase, outputs};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Heat>()), Vec::<&str>::new(), "no oracle catches them");
}

/// Several tiles side by side, the last one narrow; several passes of unequal depth; bands lower than a pass is deep.
#[test]
fn the_exact_decay_is_kept_where_rows_and_steps_are_cut() {
    for (n, steps, p, q) in [(521, 17, 1, 2), (512, 16, 2, 3), (1061, 3, 1, 2)] {
        Problem::of::<Heat>(&Params { n, steps, nu: 0.25, p, q }).all_right(&AWKWARD_WORKERS);
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the problem at full size wants --release")]
fn every_point_decays_exactly_at_full_size() {
    Problem::of::<Heat>(&Params::default()).all_right(&[2]);
}

/// Blocks that have neighbours on both axes, and so corners: the usual worker counts 2, 3 and 7 cut along one axis only.
#[test]
fn blocks_cut_along_both_axes_agree() {
    let wide = Params { n: 100, steps: 40, nu: 0.25, p: 2, q: 3 };
    for params in Heat::awkward().iter().chain([&wide]) {
        Problem::of::<Heat>(params).all_right(&[4, 6, 12]);
    }
}

/// What a rank writes to its part of the boundary is judged as well, and nobody else fills it in.
#[test]
fn a_boundary_that_one_rank_spoils_is_caught() {
    let (kernel, params) = (erase::<Heat>(), Heat::small().values());
    let judge = judge(&*kernel, &params);
    let right = outputs(&*kernel, "distributed", &params, 4, None).unwrap();
    for rank in 0..4 {
        let mut parts = right.clone();
        // Of its 50 × 50 cells the one in the middle of a side that is boundary, after 8 bytes that tell their number.
        let cell = if rank < 2 { 25 } else { 49 * 50 + 25 };
        parts[rank][8 + 8 * cell..][..8].copy_from_slice(&1.0_f64.to_le_bytes());
        let judgement = judge.variant("distributed", parts).unwrap();
        let failed: Vec<&str> = judgement.oracles.iter().filter(|o| !o.passed).map(|o| o.name.as_str()).collect();
        assert!(failed.contains(&"boundary"), "rank {rank}: {failed:?}");
    }
}

/// The parts that the ranks make alone, frames included, are those of the whole.
#[test]
fn ranks_make_their_own_share_of_the_start() {
    let params = Params { n: 7, steps: 1, nu: 0.2, p: 2, q: 3 };
    let whole = Heat::input(&params, Part::WHOLE).unwrap();
    assert!(whole.cells.iter().all(|&u| u.to_bits() != (-0.0_f64).to_bits()), "peers keep the bits of the boundary");
    for ranks in [2, 3, 6, 12, 64] {
        let parts: Vec<Block> = (0..ranks).map(|rank| Heat::input(&params, Part { rank, ranks }).unwrap()).collect();
        for part in &parts {
            for i in 0..part.tile.rows.len() + 2 {
                let expected = &whole.row(part.tile.rows.start + i)[part.tile.columns.start..][..part.stride()];
                assert_eq!(part.row(i), expected, "{ranks} ranks, {:?}, row {i}", part.tile);
            }
        }
        assert_eq!(Heat::join(&params, parts), whole, "{ranks} ranks");
    }
}

/// Four ranks hold 2 × 2 blocks of 7 or 6 points a side, each with two neighbours. `distributed` exchanges 4 times.
/// `distributed-temporal` does so once for up to 6 steps, the width of its halo; along the second axis the corners go too.
#[test]
fn messages_of_four_ranks_by_hand() {
    let (kernel, params) = (erase::<Heat>(), Params { n: 13, steps: 5, nu: 0.2, p: 1, q: 2 });
    let sent = |variant| kernel.messages(&params.values(), variant, 4).unwrap();
    let traffic = |messages, numbers: u64| Traffic { messages, bytes: 8 * numbers };
    assert_eq!(sent("distributed"), [14, 13, 13, 12].map(|points| traffic(4 * 2, 4 * points)));
    let wide = [(7, 7), (6, 7), (7, 6), (6, 6)].map(|(cols, rows)| traffic(2, 6 * (cols + rows + 12)));
    assert_eq!(sent("distributed-temporal"), wide);
}

/// Four grids of 2 GiB and their frames, at the largest n.
#[test]
fn the_largest_problem_needs_four_grids() {
    let params = Params { n: 16_384, ..Params::default() };
    let gibibytes = |ranks| Heat::memory(&params, ranks) / f64::from(1 << 30);
    assert!((8.0..8.1).contains(&gibibytes(1)), "{}", gibibytes(1));
    assert!((8.0..8.1).contains(&gibibytes(4)), "{}", gibibytes(4));
}

#[test]
fn what_cannot_be_solved_is_refused_with_the_reason() {
    let refusal = |params: Params| refusal::<Heat>(&params);
    let good = Params { n: 4, steps: 1, nu: 0.2, p: 1, q: 2 };
    assert!(refusal(Params { nu: 0.0, ..good.clone() }).contains("above 0, up to 0.25"));
    assert!(refusal(Params { nu: 0.26, ..good.clone() }).contains("must be a number from 0 to 0.25"));
    assert!(refusal(Params { p: 5, ..good }).contains("4 points per side carry the modes 1 to 4"));
}
