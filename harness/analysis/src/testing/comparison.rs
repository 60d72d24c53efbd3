//! A comparison built by hand.

use tenfold_record::{Comparison, Contest, Duel, DuelEnd, DuelLaunch, Fingerprint, Quad, Rung, Side};

/// A duel of twelve launches whose B takes `factor` times A's time, with a scatter of a thousandth.
pub fn duel(variant: &str, factor: f64, instructions: Option<[u64; 2]>) -> Duel {
    let quad = |scatter: f64| Quad {
        begun_by: Side::A,
        seconds: [1e-3, 1e-3 * factor * scatter, 1e-3 * factor * scatter, 1e-3],
        switches: [0; 4],
        steal: 0.0,
    };
    let launch = |i: i32| DuelLaunch {
        first: Side::A,
        padding: [0; 2],
        builds: [0; 2],
        quads: vec![quad(1.0 + 1e-3 * f64::from(i - 6) / 6.0 + 1e-5)],
    };
    Duel {
        contest: Contest {
            kernel: "traffic".into(),
            variants: [variant.into(), variant.into()],
            rungs: [Rung::Naive; 2],
            params: Default::default(),
            workers: [1; 2],
        },
        iterations: [10; 2],
        builds: None,
        launches: (0..12).map(launch).collect(),
        looks: vec![(12, 1.0)],
        end: DuelEnd::Narrow,
        wall_seconds: 1.5,
        throttling: None,
        instructions: instructions.map(Ok),
        stacks: Some(Ok(["main;old 90\nmain;same 10".into(), "main;new 60\nmain;same 40".into()])),
        demands: Default::default(),
        ceilings: Vec::new(),
    }
}

/// A comparison of two revisions with these duels, in which one cell is left out.
pub fn comparison(duels: Vec<Duel>) -> Comparison {
    Comparison {
        id: "compare-1".into(),
        started_ms: 0,
        seed: 1,
        parties: ["revision 1a2b <main>".into(), "revision 3c4d | x".into()],
        threshold: 0.01,
        fingerprint: Fingerprint::default(),
        duels,
        left_out: vec![("heat".into(), "B does not have this kernel".into())],
    }
}
