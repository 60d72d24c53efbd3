//! Findings of runs built by hand, with planted faults: each number here can be worked out on paper.

use super::*;
use crate::testing::{cell, example, hostile, part, run};
use tenfold_record::{Outcome, Resource};

fn labels(ladder: &Ladder<'_>) -> Vec<String> {
    ladder.rows.iter().map(|r| r.label.clone()).collect()
}

#[test]
fn the_ladder_stands_slowest_first_with_ratios_of_the_same_round() {
    // Round by round the naive one is 2, 4 and 3 times as slow; the ratio of the medians would be 2.5.
    let naive = cell("naive").takes_each(&[2.0, 8.0, 5.0]);
    let fast = cell("vectorised").takes_each(&[1.0, 2.0, 5.0 / 3.0]);
    let run = run("?").with(part("traffic").with(fast).with(naive)).built();
    let findings = Findings::of(&run);
    let ladder = &findings.parts[0].ladder;
    assert_eq!(labels(ladder), ["naive", "vectorised"]);
    let fast = &ladder.rows[1];
    assert_eq!(fast.times.estimate.value, 5.0 / 3.0);
    assert!((fast.speed_up.unwrap().value - 3.0).abs() < 1e-12);
    assert_eq!(fast.step, fast.speed_up);
    assert!((fast.times.rate() - 6e7).abs() < 1e-3);
}

#[test]
fn a_round_that_one_side_lacks_is_not_compared() {
    let naive = cell("naive").takes_each(&[2.0]).ends(Outcome::TimedOut { limit: 9.0 }).takes_each(&[6.0]);
    let run = run("?").with(part("traffic").with(naive).with(cell("vectorised").takes_each(&[1.0, 1.0, 1.0]))).built();
    let findings = Findings::of(&run);
    let speed_up = findings.parts[0].ladder.rows[1].speed_up.unwrap();
    assert_eq!(speed_up.n, 2);
    assert!((speed_up.value - 12f64.sqrt()).abs() < 1e-12, "the middle of two ratios is the geometric one");
}

#[test]
fn a_threaded_variant_stands_at_its_best_within_the_cores() {
    let threads = |workers, seconds| cell("threaded").on(workers).takes(seconds);
    let part = part("traffic").with(threads(1, 4.0)).with(threads(2, 2.0)).with(threads(4, 1.0));
    let run = run("?").with(part).on_cores(2).built();
    let findings = Findings::of(&run);
    assert_eq!(labels(&findings.parts[0].ladder), ["threaded × 2"]);
    let points = &findings.parts[0].curves[0].points;
    assert_eq!(points.iter().map(|p| p.beyond_cores).collect::<Vec<_>>(), [false, false, true]);
    let answer = findings.parts[0].curves[0].answer();
    assert!(answer.contains("on 2 workers"), "points beyond the cores are no answer: {answer}");
}

#[test]
fn scaling_is_worked_out_from_pairs() {
    let part =
        part("traffic").with(cell("threaded").on(1).takes_each(&[4.0])).with(cell("threaded").on(4).takes_each(&[2.0]));
    let run = run("?").with(part).on_cores(4).built();
    let findings = Findings::of(&run);
    let point = &findings.parts[0].curves[0].points[1];
    let near = |a: Option<Estimate>, b: f64| (a.unwrap().value - b).abs() < 1e-12;
    assert!(near(point.speed_up, 2.0) && near(point.efficiency, 0.5));
    // (1/2 − 1/4)/(1 − 1/4)
    assert!(near(point.karp_flatt, 1.0 / 3.0));
}

#[test]
fn amdahls_law_is_fitted_to_three_points_within_the_cores_and_not_to_two() {
    let threads = |workers: usize| cell("threaded").on(workers).takes_each(&[2.0 + 6.0 / workers as f64; 3]);
    let part = part("traffic").with(threads(1)).with(threads(2)).with(threads(4)).with(threads(8));
    let fitted = run("?").with(part.clone()).on_cores(4).built();
    let serial = Findings::of(&fitted).parts[0].curves[0].fit.unwrap().serial.value;
    assert!((serial - 0.25).abs() < 1e-9, "{serial}");
    let few = run("?").with(part).on_cores(2).built();
    assert!(Findings::of(&few).parts[0].curves[0].fit.is_none());
}

#[test]
fn weak_scaling_multiplies_by_the_work() {
    let part = part("heat")
        .weak()
        .with(cell("threaded").on(1).takes_each(&[4.0]))
        .with(cell("threaded").on(2).takes_each(&[5.0]));
    let run = run("?").with(part).built();
    let findings = Findings::of(&run);
    let curve = &findings.parts[0].curves[0];
    assert_eq!(curve.answer(), "threaded keeps 80 % of its speed per worker on 2 workers.");
    let point = &curve.points[1];
    assert!((point.speed_up.unwrap().value - 1.6).abs() < 1e-12);
    assert!((point.efficiency.unwrap().value - 0.8).abs() < 1e-12);
    assert_eq!(labels(&findings.parts[0].ladder), ["threaded × 1"], "a grown problem is another problem");
}

#[test]
fn a_wrong_answer_has_no_time_however_often_it_was_right() {
    let wrong = cell("vectorised").takes_each(&[1e-3, 1e-3]).is_wrong("42 is not 43");
    let run = run("?").with(part("traffic").with(cell("naive").takes(1.0)).with(wrong)).built();
    let findings = Findings::of(&run);
    assert_eq!(labels(&findings.parts[0].ladder), ["naive"]);
    let missing = &findings.parts[0].missing[0];
    assert_eq!((missing.kind, missing.reason.as_str()), (MissingKind::Wrong, "wrong answer: 42 is not 43"));
    assert_eq!(findings.wrong().len(), 1);
}

#[test]
fn a_launch_that_was_lost_leaves_its_reason_beside_the_number() {
    let crash = || Outcome::Crashed { reason: "rank 1 was killed".into() };
    let naive = cell("naive").takes_each(&[1.0; 3]).ends(crash()).ends(Outcome::TimedOut { limit: 9.0 }).ends(crash());
    let run = run("?").with(part("traffic").with(naive).with(cell("vectorised").takes(0.5))).built();
    let findings = Findings::of(&run);
    let said: Vec<String> = findings.parts[0].lost.iter().map(|lost| lost.sentence()).collect();
    assert_eq!(
        said,
        ["2 of 6 launches: crashed: rank 1 was killed", "1 of 6 launches: stopped at its time limit of 9 s"]
    );
    assert_eq!(labels(&findings.parts[0].ladder), ["naive", "vectorised"]);
    let shown = [crate::terminal(&run, 80, false), crate::html(&run).unwrap()];
    assert!(shown.iter().all(|text| text.contains("rank 1 was killed") && text.contains("2 of 6")), "{}", shown[0]);
}

#[test]
fn a_number_below_its_limit_is_a_fault_and_no_record() {
    let lucky = |seconds| {
        let cell = cell("vectorised").takes_each(&[seconds]).needing(Resource::LogicBits, 1e9, "bits");
        run("?").with(part("traffic").with(cell)).one_core_can(Resource::LogicBits, 1e12).built()
    };
    // The limit is 1 ms; 5 % are allowed.
    for (seconds, faulty) in [(1.1e-3, false), (0.96e-3, false), (0.94e-3, true), (1e-6, true)] {
        let run = lucky(seconds);
        let findings = Findings::of(&run);
        assert_eq!(findings.too_fast().len(), usize::from(faulty), "{seconds}");
        assert_eq!(findings.parts[0].ladder.rows.is_empty(), faulty, "{seconds}");
    }
}

/// A ladder whose naive variant reaches 5 % of its limit and whose vectorised one 60 %.
fn ladder_needing(amount: f64, lucky: Option<f64>) -> tenfold_record::Run {
    let needing = |c: crate::testing::CellBuilder| c.needing(Resource::LogicBits, amount, "bits");
    let part = part("traffic")
        .with(needing(cell("naive").takes_each(&[20e-3])))
        .with(needing(cell("vectorised").takes_each(&[1e-3 / 0.6])));
    let part = lucky.into_iter().fold(part, |part, s| part.with(needing(cell("vectorised-lucky").takes_each(&[s]))));
    run("?").with(part).one_core_can(Resource::LogicBits, 1e12).built()
}

#[test]
fn planted_faults_are_caught_with_their_likely_cause() {
    let reasons = |run: &tenfold_record::Run| -> Vec<String> {
        Findings::of(run).too_fast().iter().map(|m| m.reason.clone()).collect()
    };
    assert_eq!(reasons(&ladder_needing(1e9, None)), [] as [String; 0]);
    let counted_too_high = reasons(&ladder_needing(1e12, None));
    assert_eq!(counted_too_high.len(), 2);
    assert!(
        counted_too_high.iter().all(|r| r.contains("Likely the kernel declares more work")),
        "{counted_too_high:?}"
    );
    let dead_code = reasons(&ladder_needing(1e9, Some(1e-8)));
    assert!(matches!(&dead_code[..], [r] if r.contains("Likely the work is not done")), "{dead_code:?}");
    assert!(
        dead_code[0].starts_with("too fast to be true: 10.0 ns per run is 100,000× faster than the limit of 1.00 ms")
    );
    let bad_minute = reasons(&ladder_needing(1e9, Some(0.8e-3)));
    assert!(matches!(&bad_minute[..], [r] if r.contains("bad minute (1.00 Tbit/s on one core)")), "{bad_minute:?}");
}

#[test]
fn of_a_ceiling_measured_twice_the_higher_one_counts() {
    let mut honest = ladder_needing(1e9, Some(0.8e-3));
    assert_eq!(Findings::of(&honest).too_fast().len(), 1);
    let late = tenfold_record::Ceiling { per_second: 1.3e12, ..honest.ceilings[0].clone() };
    honest.ceilings.push(late);
    assert!(Findings::of(&honest).too_fast().is_empty());
    honest.ceilings.swap(0, 1);
    assert!(Findings::of(&honest).too_fast().is_empty());
}

#[test]
fn what_the_cache_may_keep_from_run_to_run_is_no_fault() {
    // 1 MiB of cache; the limit of memory is 1 ms for 10 MiB, of which 9 must cross.
    let needing = |mib: f64, seconds: f64| {
        let bytes = mib * f64::from(1 << 20);
        let cell = cell("vectorised").takes_each(&[seconds]).needing(Resource::MemoryBytes, bytes, "x");
        let rate = 10.0 * f64::from(1 << 20) / 1e-3;
        run("?").with(part("heat").with(cell)).one_core_can(Resource::MemoryBytes, rate).built()
    };
    for (mib, seconds, faulty) in
        [(10.0, 0.9e-3, false), (10.0, 0.8e-3, true), (1.1, 0.02e-3, false), (0.9, 1e-9, false)]
    {
        assert_eq!(
            Findings::of(&needing(mib, seconds)).too_fast().len(),
            usize::from(faulty),
            "{mib} MiB in {seconds} s"
        );
    }
}

#[test]
fn more_workers_may_pass_the_limit_of_one_core_but_not_that_of_memory() {
    let two = |resource| {
        let cell = cell("threaded").on(2).takes_each(&[0.6e-3]).needing(resource, 1e9, "x");
        run("?").with(part("traffic").with(cell)).one_core_can(resource, 1e12).built()
    };
    assert!(Findings::of(&two(Resource::Flops)).too_fast().is_empty());
    assert_eq!(Findings::of(&two(Resource::MemoryBytes)).too_fast().len(), 1);
    let mut cached = two(Resource::MemoryBytes);
    cached.fingerprint.cache_bytes = 1 << 30;
    assert!(Findings::of(&cached).too_fast().is_empty(), "what fits the cache need not cross to memory");
}

#[test]
fn one_launch_has_no_interval_and_says_why() {
    let run = run("?").with(part("traffic").with(cell("naive").takes_each(&[1.0]))).built();
    let findings = Findings::of(&run);
    let estimate = findings.parts[0].ladder.rows[0].times.estimate;
    assert_eq!((estimate.value, estimate.interval), (1.0, None));
    assert_eq!(say::interval_of_seconds(&estimate), "no interval: 1 launch, 6 are needed");
}

#[test]
fn times_that_are_none_are_no_times() {
    let run =
        run("?").with(part("traffic").with(cell("naive").takes_each(&[f64::NAN, f64::INFINITY, -1.0, 0.0]))).built();
    let findings = Findings::of(&run);
    assert_eq!(findings.parts[0].missing[0].reason, "none of its samples is a positive, finite time");
    assert_eq!(findings.parts[0].answer(), "No variant has a number; each has its reason below.");
}

#[test]
fn one_rank_without_a_time_leaves_its_batch_without_one() {
    let mut run = run("?").with(part("traffic").with(cell("naive").takes_each(&[1.0]))).built();
    let samples = &mut run.cells[0].launches[0].samples;
    let mut second = samples[0];
    (second.rank, second.seconds) = (1, f64::NAN);
    samples.push(second);
    let findings = Findings::of(&run);
    assert_eq!((findings.parts[0].times[0].samples(), findings.parts[0].times[0].launches[0].unusable), (8, 1));
}

#[test]
fn what_lies_between_the_first_and_the_last_rank_of_a_batch_is_its_offset() {
    let mut run = run("?")
        .with(part("traffic").with(cell("distributed").on(2).takes(1.0)).with(cell("naive").takes(1.0)))
        .built();
    for sample in run.cells[0].launches.iter_mut().flat_map(|l| &mut l.samples).filter(|s| s.rank == 1) {
        sample.start += if sample.index == 0 { 1.0 } else { 0.25 };
    }
    let findings = Findings::of(&run);
    assert_eq!(findings.parts[0].times[0].start_offset(), Some(0.25));
    assert_eq!(findings.parts[0].times[1].start_offset(), None);
}

#[test]
fn the_fastest_is_not_praised_over_one_it_cannot_be_told_from() {
    let answer = |threaded: &[f64]| {
        let part = part("traffic")
            .with(cell("naive").takes_each(&[8.0; 6]))
            .with(cell("vectorised").takes_each(&[1.0, 1.1, 0.9, 1.0, 1.05, 0.95]))
            .with(cell("threaded").on(2).takes_each(threaded));
        let run = run("?").with(part).built();
        Findings::of(&run).parts[0].answer()
    };
    let apart = answer(&[0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    assert!(apart.starts_with("threaded × 2 is 16.0× ") && !apart.contains("No difference"), "{apart}");
    let close = answer(&[0.9, 1.2, 0.9, 0.9, 1.2, 0.9]);
    assert!(close.contains(" No difference was found between it and vectorised."), "{close}");
}

#[test]
fn an_interval_too_wide_to_mean_much_is_said_beside_its_number() {
    let answer = |times: &[f64]| {
        let part = part("traffic").with(cell("naive").takes_each(&[8.0; 6])).with(cell("vectorised").takes_each(times));
        let run = run("?").with(part).built();
        Findings::of(&run).parts[0].answer()
    };
    let calm = answer(&[1.0, 1.0, 1.1, 1.0, 1.0, 1.0]);
    assert!(calm.contains("is 8.00× [") && !calm.contains("disturbed"), "{calm}");
    let wild = answer(&[1.0, 1.0, 8.0, 0.5, 1.0, 1.0]);
    assert!(wild.contains("(disturbed: interval spans 5.94×) as fast as naive"), "{wild}");
}

#[test]
fn guesses_are_held_against_the_measurement() {
    let score = |factor: f64| {
        let part = part("traffic").guessing("vectorised", "naive", factor);
        let part = part.with(cell("naive").takes_each(&[8.0])).with(cell("vectorised").takes_each(&[1.0]));
        let run = run("?").with(part).built();
        Findings::of(&run).parts[0].guesses[0].verdict()
    };
    assert_eq!(score(8.0), "right");
    assert_eq!(score(9.9), "right");
    assert_eq!(score(6.5), "right");
    assert_eq!(score(24.0), "off by 3.00×, too optimistic");
    assert_eq!(score(2.0), "off by 4.00×, too pessimistic");
    assert_eq!(score(f64::NAN), "not scored: the guess is not a positive number");
}

#[test]
fn a_guess_about_what_has_no_number_says_so() {
    let part = part("traffic").guessing("vectorised", "naive", 2.0).guessing("magic", "naive", 2.0);
    let run = run("?").with(part.with(cell("naive").takes(1.0)).with(cell("vectorised").is_wrong("no"))).built();
    let findings = Findings::of(&run);
    let verdicts: Vec<String> = findings.parts[0].guesses.iter().map(GuessScore::verdict).collect();
    assert_eq!(verdicts, ["not scored: vectorised has no number", "not scored: magic is not part of the experiment"]);
    assert_eq!(findings.guesses_answer(), "No guess could be scored.");
}

#[test]
fn disturbed_samples_are_marked_and_kept() {
    let run = run("?").with(part("traffic").with(cell("naive").takes_each(&[1.0, 1.0]).disturbed(2))).built();
    let findings = Findings::of(&run);
    let times = &findings.parts[0].times[0];
    assert_eq!((times.samples(), times.disturbed()), (18, 4));
    assert!(say::spread(&findings.parts[0].times).ends_with(
        "4 of 18 samples were disturbed (22 %): marked, and kept. Other programs kept 0.01 CPUs busy in the median \
             launch, 0.02 at most."
    ));
}

#[test]
fn every_cell_is_either_timed_or_missing() {
    for run in [example(), hostile(), run("?").with(part("traffic").with(cell("naive"))).built()] {
        let findings = Findings::of(&run);
        let accounted: usize = findings.parts.iter().map(|p| p.times.len() + p.missing.len()).sum();
        assert_eq!(accounted, run.cells.len());
    }
}

#[test]
fn hot_functions_count_a_recursive_one_once() {
    let run = run("?").with(part("traffic").with(cell("naive").takes(1.0).profiled("a;b;a 6\na;b 2\n"))).built();
    let hot = hot_functions(&run.profiles[0], 9);
    let found: Vec<_> = hot.iter().map(|h| (h.name.as_str(), h.itself, h.with_callees)).collect();
    assert_eq!(found, [("a", 0.75, 1.0), ("b", 0.25, 1.0)]);
}

/// A machine whose L1 holds 32 KiB and gives 300 GB/s, whose L2 holds 256 KiB and gives 100, whose memory gives 10, and
/// whose arithmetic does 50 Gflop/s.
fn under_roofs(bytes: f64, flops: f64, seconds: f64, streaming: Option<f64>) -> tenfold_record::Run {
    let cell = cell("vectorised").takes_each(&[seconds]).touching(bytes).needing(Resource::Flops, flops, "x");
    let cell = streaming.into_iter().fold(cell, |cell, bytes| cell.streaming(bytes));
    run("?")
        .with(part("heat").with(cell))
        .one_core_can(Resource::L1Bytes, 3e11)
        .one_core_can(Resource::L2Bytes, 1e11)
        .one_core_can(Resource::MemoryBytes, 1e10)
        .one_core_can(Resource::Flops, 5e10)
        .built()
}

#[test]
fn the_nearer_roof_at_the_level_that_holds_the_data_is_the_bound() {
    let (l1, l2, memory) = (Resource::L1Bytes, Resource::L2Bytes, Resource::MemoryBytes);
    // Bytes, flops, seconds, what is streamed; the level, what limits, the share of the nearer roof.
    let cases = [
        (30e3, 30e3, 0.8e-6, None, Some(l1), Bound::Compute, 0.75),
        (200e3, 10e3, 2.5e-6, None, Some(l2), Bound::Memory(l2), 0.8),
        (1e8, 1e8, 12.5e-3, None, Some(memory), Bound::Memory(memory), 0.8),
        (1e8, 1e9, 25e-3, None, Some(memory), Bound::Compute, 0.8),
        // The same speed is bound by memory where more is streamed than must be.
        (1e8, 1e9, 50e-3, Some(4e8), Some(memory), Bound::Memory(memory), 0.8),
        // What fits into a cache is streamed from no memory.
        (200e3, 10e3, 2.5e-6, Some(1e9), Some(l2), Bound::Memory(l2), 0.8),
        (1e8, 1e9, 1.0, None, Some(memory), Bound::Neither, 0.02),
        // Between the caches whose bandwidth was measured and the last one: nothing is known.
        (500e3, 1e6, 40e-6, None, None, Bound::Compute, 0.5),
    ];
    for (bytes, flops, seconds, streaming, level, bound, share) in cases {
        let run = under_roofs(bytes, flops, seconds, streaming);
        let findings = Findings::of(&run);
        let position = &findings.parts[0].roofline.as_ref().unwrap().positions[0];
        assert_eq!((position.level, position.bound()), (level, bound), "{bytes} B, {flops} flop");
        assert!((position.share() - share).abs() < 1e-12, "{bytes} B, {flops} flop: {}", position.share());
    }
}

#[test]
fn a_position_under_the_roofs_is_work_over_time_and_bytes() {
    let run = under_roofs(1e8, 1e9, 50e-3, Some(4e8));
    let findings = Findings::of(&run);
    let roofline = findings.parts[0].roofline.as_ref().unwrap();
    let position = &roofline.positions[0];
    assert_eq!((position.rate.value, position.intensity, position.streamed), (2e10, 10.0, Some(2.5)));
    assert_eq!(roofline.answer(), "vectorised is memory-bound: it reaches 80 % of what memory gives one core.");
    let roofs: Vec<_> = roofline.roofs.iter().map(|roof| (roof.resource, roof.per_second)).collect();
    let (l1, l2) = ((Resource::L1Bytes, 3e11), (Resource::L2Bytes, 1e11));
    assert_eq!(roofs, [l1, l2, (Resource::MemoryBytes, 1e10), (Resource::Flops, 5e10)]);
}

#[test]
fn without_a_ceiling_of_arithmetic_there_is_no_roofline() {
    let mut run = under_roofs(1e8, 1e9, 50e-3, None);
    run.ceilings.retain(|c| c.resource != Resource::Flops);
    assert!(Findings::of(&run).parts[0].roofline.is_none());
}
