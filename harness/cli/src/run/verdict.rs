//! What becomes of a launch: measured, wrong, crashed, out of time.

use tenfold_measure::launch::Ended;
use tenfold_measure::order::{Done, Reply};
use tenfold_record::{Launch, Outcome};

/// The naive variant's answer to a problem.
#[derive(Clone, Debug, PartialEq)]
pub enum Reference {
    /// The digest of its output.
    Digest(String),
    /// It has none, and why: the oracles alone judge.
    None(String),
}

/// The launch to be stored, or `None` where it was interrupted. Cell, round, place and start are left for the caller.
pub fn judged(ended: Ended, reference: Option<&Reference>, limit: f64) -> Option<Launch> {
    match ended {
        Ended::Replied(Reply::Done(done)) => {
            let outcome = outcome(&done, reference);
            Some(done.recorded(outcome))
        }
        Ended::Replied(Reply::Failed { reason }) | Ended::Crashed(reason) => {
            Some(Launch::ended(Outcome::Crashed { reason }))
        }
        Ended::TimedOut => Some(Launch::ended(Outcome::TimedOut { limit })),
        Ended::Interrupted => None,
    }
}

fn outcome(done: &Done, reference: Option<&Reference>) -> Outcome {
    let failed = done.judgement.oracles.iter().find(|o| !o.passed);
    if let Some(oracle) = failed {
        return Outcome::Wrong { reason: format!("{}: {}", oracle.name, oracle.detail) };
    }
    if !done.judgement.passed() {
        return Outcome::Wrong { reason: "no oracle knows this problem, so nothing can be said of the answer".into() };
    }
    match reference {
        Some(Reference::Digest(digest)) if *digest != done.judgement.digest => {
            Outcome::Wrong { reason: "its output differs from the naive variant's".to_string() }
        }
        _ if done.samples.is_empty() => Outcome::Crashed { reason: "it ended without a sample".to_string() },
        _ => Outcome::Measured,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_kernel::{Defence, Judgement, OracleResult};
    use tenfold_record::Sample;

    fn done(passed: bool) -> Done {
        let oracle = OracleResult {
            name: "cars".into(),
            source: String::new(),
            defence: Defence::Property,
            passed,
            error: Some(1.0),
            tolerance: 0.0,
            detail: "cars: 2, expected 3".into(),
        };
        Done {
            judgement: Judgement { answer: Default::default(), oracles: vec![oracle], digest: "d1".into() },
            path: "avx2".into(),
            pinning: "cpu 1".into(),
            startup_seconds: 0.1,
            input_seconds: 0.2,
            first_seconds: 0.3,
            sampling_seconds: 0.4,
            iterations: 5,
            samples: vec![Sample { rank: 0, index: 0, start: 0.0, seconds: 1.0, steal: 0.0, switches: 0 }],
            profile: None,
            trace: None,
        }
    }

    fn ended(done: Done) -> Ended {
        Ended::Replied(Reply::Done(Box::new(done)))
    }

    #[test]
    fn a_right_answer_is_measured() {
        let same = Reference::Digest("d1".into());
        let launch = judged(ended(done(true)), Some(&same), 1.0).unwrap();
        assert_eq!((launch.outcome, launch.samples.len(), launch.iterations), (Outcome::Measured, 1, 5));
    }

    #[test]
    fn a_failed_check_or_another_digest_leaves_no_time() {
        let other = Reference::Digest("d2".into());
        for (done, reference) in [(done(false), None), (done(true), Some(&other))] {
            let launch = judged(ended(done), reference, 1.0).unwrap();
            assert!(matches!(launch.outcome, Outcome::Wrong { .. }));
            assert!(launch.samples.is_empty());
        }
    }

    #[test]
    fn an_answer_that_no_oracle_knows_is_not_right() {
        let mut unknown = done(true);
        unknown.judgement.oracles.clear();
        assert!(matches!(judged(ended(unknown), None, 1.0).unwrap().outcome, Outcome::Wrong { .. }));
    }

    #[test]
    fn an_interrupted_launch_is_not_kept() {
        assert_eq!(judged(Ended::Interrupted, None, 1.0), None);
        assert_eq!(judged(Ended::TimedOut, None, 9.0).unwrap().outcome, Outcome::TimedOut { limit: 9.0 });
    }
}
