//! Which times are too fast to be true?

use super::super::*;
use crate::testing::{cell, part, run};
use tenfold_record::{Resource, Workers};

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
        counted_too_high.iter().all(|r| r.contains("Likely cause: the kernel overstates its work")),
        "{counted_too_high:?}"
    );
    let dead_code = reasons(&ladder_needing(1e9, Some(1e-8)));
    assert!(matches!(&dead_code[..], [r] if r.contains("Likely cause: the work is skipped")), "{dead_code:?}");
    assert!(
        dead_code[0].starts_with("too fast to be true: 10.0 ns per run is 100,000× faster than the limit of 1.00 ms")
    );
    let bad_minute = reasons(&ladder_needing(1e9, Some(0.8e-3)));
    assert!(matches!(&bad_minute[..], [r] if r.contains("was measured (1.00 Tbit/s on one core)")), "{bad_minute:?}");
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
fn an_external_has_the_cores_that_its_workers_use() {
    let faults = |workers| {
        let cell = cell("openmp").on_its_own(workers, Workers::Threads).takes_each(&[0.6e-3]);
        let cell = cell.needing(Resource::Flops, 1e9, "x");
        let run = run("?").with(part("heat").with(cell)).one_core_can(Resource::Flops, 1e12).built();
        Findings::of(&run).too_fast().iter().map(|m| m.reason.clone()).collect::<Vec<_>>()
    };
    assert_eq!(faults(2), [] as [String; 0]);
    assert!(matches!(&faults(1)[..], [fault] if fault.contains("faster than the limit of 1.00 ms")), "{:?}", faults(1));
}
