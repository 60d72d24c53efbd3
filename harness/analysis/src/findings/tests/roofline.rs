//! What limits it?

use super::super::*;
use crate::testing::{cell, part, run};
use tenfold_record::{Base, Resource, Target, Throttling};

/// A machine whose L1 holds 32 KiB and gives 300 GB/s, whose L2 holds 256 KiB and gives 100, whose memory gives 10, and
/// whose arithmetic does 50 Gflop/s.
fn under_roofs(bytes: f64, flops: f64, seconds: f64, streaming: Option<f64>) -> tenfold_record::Run {
    let cell = cell("vectorised").takes_each(&[seconds; 6]).touching(bytes).needing(Resource::Flops, flops, "x");
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
    assert!((position.rate.value / 2e10 - 1.0).abs() < 1e-12);
    assert_eq!((position.intensity, position.streamed), (10.0, Some(2.5)));
    assert_eq!(
        roofline.answer(),
        "vectorised is bandwidth-bound: it reaches 80 % of the memory bandwidth of one core."
    );
    let roofs: Vec<_> = roofline.roofs.iter().map(|roof| (roof.resource, roof.per_second)).collect();
    let (l1, l2) = ((Resource::L1Bytes, 3e11), (Resource::L2Bytes, 1e11));
    assert_eq!(roofs, [l1, l2, (Resource::MemoryBytes, 1e10), (Resource::Flops, 5e10)]);
}

#[test]
fn a_target_of_bandwidth_is_held_against_what_is_streamed() {
    // 0.4 GB at 10 GB/s take 40 ms at the least: 80 % of 50 ms.
    for (share, met) in [(0.75, Met::Yes), (0.85, Met::No)] {
        let mut run = under_roofs(1e8, 1e9, 50e-3, Some(4e8));
        let target = Target { subject: "vectorised".into(), base: Base::Bandwidth, factor: share };
        run.experiment.parts[0].targets.push(target);
        let findings = Findings::of(&run);
        let score = &findings.parts[0].targets[0];
        assert_eq!((score.met(), score.measured().as_str()), (met, "80 % [80 %, 80 %]"));
        run.ceilings.retain(|c| c.resource != Resource::MemoryBytes);
        let findings = Findings::of(&run);
        assert_eq!(
            findings.parts[0].targets[0].verdict(),
            "undecided: the bandwidth that it depends on was not measured"
        );
    }
}

#[test]
fn without_a_ceiling_of_arithmetic_there_is_no_roofline() {
    let mut run = under_roofs(1e8, 1e9, 50e-3, None);
    run.ceilings.retain(|c| c.resource != Resource::Flops);
    assert!(Findings::of(&run).parts[0].roofline.is_none());
}

#[test]
fn a_level_without_a_ceiling_is_said_to_be_unmeasured() {
    let mut run = under_roofs(1e8, 1e9, 25e-3, None);
    run.ceilings.retain(|c| c.resource != Resource::MemoryBytes);
    let findings = Findings::of(&run);
    let answer = findings.parts[0].roofline.as_ref().unwrap().answer();
    assert!(answer.ends_with(". The memory bandwidth was not measured in this run."), "{answer}");
}

#[test]
fn each_pass_over_a_shared_cache_comes_from_there() {
    // 600 kB in an L3 of 1 MiB at 60 GB/s, of which four passes stream three times as much.
    let cell = cell("vectorised").takes_each(&[150e-6; 6]).touching(6e5).needing(Resource::Flops, 9e5, "x");
    let run = run("?").with(part("heat").with(cell.streaming(7.2e6))).one_core_can(Resource::L3Bytes, 6e10);
    let run = run.one_core_can(Resource::L2Bytes, 1e11).one_core_can(Resource::Flops, 5e10).built();
    let findings = Findings::of(&run);
    let answer = findings.parts[0].roofline.as_ref().unwrap().answer();
    assert_eq!(answer, "vectorised is bandwidth-bound: it reaches 80 % of the L3 bandwidth of one core.");
}

#[test]
fn a_roof_of_all_cores_is_measured_and_drawn_where_it_is_spoken_of() {
    let told = |measured: bool| {
        let cell = cell("threaded").on(2).takes_each(&[100e-6; 6]).touching(6e5).needing(Resource::Flops, 1e4, "x");
        let run = run("?").with(part("heat").with(cell.streaming(6e6))).on_cores(2);
        let run = run.one_core_can(Resource::L3Bytes, 6e10).one_core_can(Resource::Flops, 5e10);
        let run = if measured { run.all_cores_can(Resource::L3Bytes, 8e10) } else { run }.built();
        let findings = Findings::of(&run);
        let roofline = findings.parts[0].roofline.as_ref().unwrap();
        let drawn = roofline.roofs.iter().any(|roof| roof.per_second == 8e10);
        assert_eq!(drawn, measured, "it is not half as much again as one core's, but spoken of");
        roofline.answer()
    };
    assert_eq!(told(true), "threaded × 2 is bandwidth-bound: it reaches 75 % of the L3 bandwidth of all cores.");
    // A cache that cores share has but the bandwidth that was measured.
    assert_eq!(told(false), "threaded × 2 is bandwidth-bound: it reaches 100 % of the L3 bandwidth of one core.");
}

/// 64 workers have no 64 caches on two cores.
#[test]
fn more_workers_than_cores_have_the_roofs_of_the_cores() {
    let on = |workers: usize, bytes: f64| {
        let cell =
            cell("threaded").on(workers).takes_each(&[1e-6; 6]).touching(bytes).needing(Resource::Flops, 1e3, "x");
        let run = run("?").with(part("heat").with(cell)).on_cores(2);
        let run = run.one_core_can(Resource::L1Bytes, 3e11).one_core_can(Resource::L2Bytes, 1e11);
        run.one_core_can(Resource::Flops, 5e10).built()
    };
    let told = |run: &tenfold_record::Run| {
        let findings = Findings::of(run);
        let roofline = findings.parts[0].roofline.clone().unwrap();
        (roofline.positions[0].level, roofline.answer())
    };
    let (level, answer) = told(&on(64, 60e3));
    assert_eq!(
        (level, answer.contains("2 × the L1 bandwidth of one core")),
        (Some(Resource::L1Bytes), true),
        "{answer}"
    );
    assert!(!answer.contains("64 cores"), "{answer}");
    assert_eq!(told(&on(64, 100e3)).0, Some(Resource::L2Bytes), "two times 32 KiB do not hold 100 KB");
    let mut throttled = on(2, 60e3);
    throttled.cells[0].launches[0].throttling = Some(Throttling { periods: 9, throttled: 9, seconds: 0.5 });
    assert_eq!(told(&throttled).1, "The CPU quota throttled threaded × 2; what else limits it is unknown.");
}
