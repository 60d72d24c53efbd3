//! What is kept of a night: from how its cells stand to observations, from git to commits, from the fingerprint to a machine.

use sha2::{Digest, Sha256};
use tenfold_analysis::comparison::{CellStanding, Standing};
use tenfold_analysis::format::counted;
use tenfold_history::{Commit, Instructions, Machine, Measured, Observation, Outcome, Sentinel, Series};
use tenfold_launch::revision::Repository;
use tenfold_record::{Contest, Fingerprint, Side};
use tenfold_stats::median_error;

/// Fewer launches than this have no interval, and no error.
const FEWEST: usize = 3;

/// The facts beside the cores by which machines are told apart: ratios of two that agree in all of them may be compared.
const FACTS: [(&str, &str); 5] = [
    ("processor", "model"),
    ("processor", "widest path used"),
    ("compiler", "compiler"),
    ("compiler", "flags"),
    ("compiler", "target"),
];

/// What git says of the commit `hash`.
///
/// # Errors
/// It is not here.
pub fn commit(repository: &Repository, hash: &str) -> Result<Commit, String> {
    let about = repository.about(hash)?;
    Ok(Commit {
        depth: repository.depth(hash)?,
        time: about.time,
        subject: about.subject().to_string(),
        hash: about.hash,
    })
}

/// The machine of a fingerprint.
pub fn machine(print: &Fingerprint) -> Machine {
    let mut digest = Sha256::new_with_prefix(print.cores.to_string());
    for (group, name) in FACTS {
        digest.update(format!("\0{}", print.get(group, name).unwrap_or_default()));
    }
    let key = tenfold_kernel::hex(&digest.finalize()[..8]);
    Machine { key, name: print.machine.clone() }
}

/// The name of a night: "20261129-031700-1a2b3c4d5e6f-7f3a".
pub fn id(started_ms: i64, revision: &Commit, seed: u64) -> String {
    format!("{}-{}-{:04x}", tenfold_runner::stamp(started_ms), revision.short(), seed & 0xffff)
}

/// What is followed where this is run.
pub fn series(contest: &Contest) -> Series {
    let problem: Vec<String> = contest.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Series {
        group: contest.kernel.clone(),
        name: contest.variants[1].clone(),
        problem: problem.join(" "),
        workers: contest.workers[1],
    }
}

/// What came of each cell, or why nothing did.
pub fn observations(cells: &[CellStanding<'_>]) -> (Vec<Observation>, Vec<(String, String)>) {
    let (mut observed, mut left_out): (Vec<Observation>, _) = (Vec::new(), Vec::new());
    for cell in cells {
        let series = series(&cell.duel.contest);
        match outcome(cell) {
            Ok(_) if observed.iter().any(|o| o.series == series) => {
                left_out.push((series.to_string(), "another cell of this name was already measured".to_string()));
            }
            Ok(outcome) => observed.push(Observation { series, outcome }),
            Err(why) => left_out.push((cell.duel.contest.to_string(), why)),
        }
    }
    (observed, left_out)
}

/// The sentinels; one has alarmed where it would have been called a change.
pub fn sentinels(cells: &[CellStanding<'_>]) -> Vec<Sentinel> {
    let sentinel = |cell: &CellStanding<'_>| {
        let Ok(Outcome::Measured(measured)) = outcome(cell) else { return None };
        let alarmed = matches!(cell.standing, Standing::Faster | Standing::Slower { .. });
        Some(Sentinel { series: series(&cell.duel.contest), measured, alarmed })
    };
    cells.iter().filter_map(sentinel).collect()
}

fn outcome(cell: &CellStanding<'_>) -> Result<Outcome, String> {
    match &cell.standing {
        Standing::Wrong(Side::B, why) => Ok(Outcome::Wrong(why.clone())),
        Standing::TooFast(Side::B, why) => Ok(Outcome::Wrong(format!("too fast to be true: {why}"))),
        Standing::Failed(Side::B, why) => Ok(Outcome::Failed(format!("the revision does not run: {why}"))),
        Standing::Wrong(Side::A, why) => Ok(Outcome::Failed(format!("the reference's answer is wrong: {why}"))),
        Standing::TooFast(Side::A, why) => Ok(Outcome::Failed(format!("the reference is too fast to be true: {why}"))),
        Standing::Failed(Side::A, why) => Ok(Outcome::Failed(format!("the reference does not run: {why}"))),
        Standing::Faster | Standing::Slower { .. } | Standing::NoDifference { .. } | Standing::Stopped => {
            measured(cell).map(Outcome::Measured)
        }
    }
}

fn measured(cell: &CellStanding<'_>) -> Result<Measured, String> {
    let few = |n: usize| {
        let (launches, are) = (counted(n, "launch"), if n == 1 { "is" } else { "are" });
        format!("{launches} {are} too few for a result: give it more --minutes")
    };
    let Some(finding) = cell.finding.as_ref().filter(|finding| finding.logs.len() >= FEWEST) else {
        return Err(few(cell.duel.launches.len()));
    };
    // The finding's logarithms are of A / B.
    let logs: Vec<f64> = finding.logs.iter().map(|log| -log).collect();
    let log_ratio = -finding.comparison.ratio.value.ln();
    let range =
        [logs.iter().copied().fold(f64::INFINITY, f64::min), logs.iter().copied().fold(f64::NEG_INFINITY, f64::max)];
    let interval = finding.comparison.ratio.interval.map_or(range, |i| [-i.high.ln(), -i.low.ln()]);
    let error = median_error(&logs).ok().flatten().ok_or_else(|| few(logs.len()))?;
    let instructions = match cell.duel.instructions {
        Some(Ok([reference, revision])) => Some(Instructions { reference, revision }),
        _ => None,
    };
    Ok(Measured { log_ratio, error, interval, n: logs.len(), seconds: finding.seconds[0], instructions })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::comparison::standings;
    use tenfold_record::{Comparison, Duel, DuelEnd, DuelLaunch, Fact, Quad, Rung};

    /// A duel whose B takes `factor` times A's time, with a scatter of a thousandth over the launches.
    fn duel(factor: f64, launches: usize) -> Duel {
        let quad = |scatter: f64| {
            let b = 1e-3 * factor * scatter;
            Quad { begun_by: Side::A, seconds: [1e-3, b, b, 1e-3], switches: [0; 4], steal: 0.0 }
        };
        let launch = |i: usize| DuelLaunch {
            first: Side::A,
            padding: [0; 2],
            builds: [0; 2],
            quads: vec![quad(1.0 + 1e-3 * (i as f64 - (launches as f64 - 1.0) / 2.0) / launches as f64)],
        };
        Duel {
            contest: Contest {
                kernel: "k".into(),
                variants: ["v".into(), "v".into()],
                rungs: [Rung::Naive; 2],
                params: [
                    ("n".to_string(), tenfold_record::Value::Int(5)),
                    ("steps".to_string(), tenfold_record::Value::Int(2)),
                ]
                .into(),
                workers: [2; 2],
            },
            iterations: [10; 2],
            builds: None,
            launches: (0..launches).map(launch).collect(),
            looks: vec![(launches, 1.0)],
            end: DuelEnd::TimeUp,
            wall_seconds: 1.0,
            throttling: None,
            instructions: Some(Ok([100, 101])),
            stacks: None,
            demands: Default::default(),
            ceilings: Vec::new(),
        }
    }

    fn comparison(duels: Vec<Duel>) -> Comparison {
        Comparison {
            id: "c".into(),
            started_ms: 0,
            seed: 1,
            parties: ["a".into(), "b".into()],
            threshold: 0.01,
            fingerprint: Fingerprint::default(),
            duels,
            left_out: Vec::new(),
        }
    }

    #[test]
    fn an_observation_is_the_time_of_the_revision_over_that_of_the_reference() {
        let planted = comparison(vec![duel(1.05, 12)]);
        let cells = standings(&planted).unwrap();
        let (observed, left_out) = observations(&cells);
        assert!(left_out.is_empty());
        assert_eq!(observed[0].series.to_string(), "k v × 2 (n=5 steps=2)");
        let Outcome::Measured(measured) = &observed[0].outcome else { panic!("{:?}", observed[0]) };
        assert!((measured.log_ratio - 1.05f64.ln()).abs() < 1e-6, "{measured:?}");
        let [low, high] = measured.interval;
        assert!(low < measured.log_ratio && measured.log_ratio < high && high - low < 1e-3, "{measured:?}");
        // The launches lie evenly over a thousandth: a standard deviation of 0.30 thousandths, and of their median 0.11.
        assert!((5e-5..2e-4).contains(&measured.error), "{measured:?}");
        assert_eq!((measured.n, measured.seconds), (12, 1e-4));
        assert_eq!(measured.instructions, Some(Instructions { reference: 100, revision: 101 }));
        assert!(sentinels(&cells)[0].alarmed);
    }

    #[test]
    fn a_fault_of_the_revision_is_told_apart_from_one_of_the_reference() {
        let end = |end: DuelEnd| Duel { end, launches: Vec::new(), looks: Vec::new(), ..duel(1.0, 3) };
        let wrong = |side| end(DuelEnd::Wrong { side, reason: "2, expected 3".into() });
        let failed = |side| end(DuelEnd::Failed { side, reason: "gone".into() });
        let duels = [
            wrong(Side::B),
            wrong(Side::A),
            failed(Side::B),
            failed(Side::A),
            duel(1.0, 2),
            duel(1.0, 4),
            duel(1.0, 4),
        ];
        // The last has the name of the one before it.
        let named = |(i, mut duel): (usize, Duel)| {
            duel.contest.variants[1] = i.min(5).to_string();
            duel
        };
        let planted = comparison(duels.into_iter().enumerate().map(named).collect());
        let cells = standings(&planted).unwrap();
        let (observed, left_out) = observations(&cells);
        let outcomes: Vec<&Outcome> = observed.iter().map(|o| &o.outcome).collect();
        assert_eq!(outcomes[0], &Outcome::Wrong("2, expected 3".into()));
        assert_eq!(outcomes[1], &Outcome::Failed("the reference's answer is wrong: 2, expected 3".into()));
        assert_eq!(outcomes[2], &Outcome::Failed("the revision does not run: gone".into()));
        assert_eq!(outcomes[3], &Outcome::Failed("the reference does not run: gone".into()));
        assert!(matches!(outcomes[4], Outcome::Measured(m) if m.error > 0.0 && m.interval[0] < m.interval[1]));
        let reasons: Vec<&str> = left_out.iter().map(|(_, why)| why.as_str()).collect();
        assert!(reasons[0].starts_with("2 launches are too few"), "{reasons:?}");
        assert_eq!(reasons[1..], ["another cell of this name was already measured"]);
    }

    #[test]
    fn a_machine_is_another_where_a_fact_that_counts_is_another() {
        let print = |cores: usize, name: &str, value: &str| Fingerprint {
            machine: "2-core".into(),
            cores,
            cache_bytes: 0,
            facts: vec![Fact { group: "processor".into(), name: name.into(), value: value.into() }],
        };
        let key = |cores, name, value| machine(&print(cores, name, value)).key;
        assert_eq!(key(2, "model", "x"), key(2, "model", "x"));
        assert_ne!(key(2, "model", "x"), key(2, "model", "y"));
        assert_ne!(key(2, "model", "x"), key(4, "model", "x"));
        assert_eq!(key(2, "turbo", "on"), key(2, "turbo", "off"));
    }

    #[test]
    fn a_night_is_named_by_when_it_began_and_what_it_judges() {
        let commit = Commit { hash: "1a2b3c4d5e6f7a8b".into(), depth: 1, time: 0, subject: String::new() };
        assert_eq!(id(1_795_922_220_000, &commit, 0x5_7f3a), "20261129-031700-1a2b3c4d5e6f-7f3a");
    }
}
