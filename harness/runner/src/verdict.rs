//! What becomes of a launch: measured, wrong, crashed, out of time.

use tenfold_launch::{Done, Ended};
use tenfold_measure::order::Reply;
use tenfold_record::{Launch, Outcome};

/// The launch to be stored, or `None` where it was interrupted. Cell, round, place and start are left for the caller.
pub fn judged(ended: Ended, limit: f64) -> Option<Launch> {
    match ended {
        Ended::Replied(Reply::Done(done)) => {
            let outcome = outcome(&done);
            Some(done.recorded(outcome))
        }
        Ended::Replied(Reply::Failed { reason }) | Ended::Crashed(reason) => {
            Some(Launch::ended(Outcome::Crashed { reason }))
        }
        Ended::TimedOut => Some(Launch::ended(Outcome::TimedOut { limit })),
        Ended::Interrupted => None,
    }
}

fn outcome(done: &Done) -> Outcome {
    match done.judgement.fault() {
        Some(reason) => Outcome::Wrong { reason },
        None if done.told.samples.is_empty() => Outcome::Crashed { reason: "it ended without a sample".to_string() },
        None => Outcome::Measured,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_kernel::{Defence, Judgement, OracleResult};
    use tenfold_measure::order::Told;
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
        let told = Told {
            path: "avx2".into(),
            iterations: 5,
            samples: vec![Sample { rank: 0, index: 0, start: 0.0, seconds: 1.0, steal: 0.0, switches: 0 }],
            ..Told::default()
        };
        Done { judgement: Judgement { answer: Default::default(), oracles: vec![oracle], digest: "d1".into() }, told }
    }

    fn ended(done: Done) -> Ended {
        Ended::Replied(Reply::Done(Box::new(done)))
    }

    #[test]
    fn a_right_answer_is_measured() {
        let launch = judged(ended(done(true)), 1.0).unwrap();
        assert_eq!((launch.outcome, launch.samples.len(), launch.iterations), (Outcome::Measured, 1, 5));
    }

    #[test]
    fn a_failed_check_leaves_no_time() {
        let launch = judged(ended(done(false)), 1.0).unwrap();
        assert_eq!(launch.outcome, Outcome::Wrong { reason: "cars: cars: 2, expected 3".to_string() });
        assert!(launch.samples.is_empty());
    }

    #[test]
    fn an_interrupted_launch_is_not_kept() {
        assert_eq!(judged(Ended::Interrupted, 1.0), None);
        assert_eq!(judged(Ended::TimedOut, 9.0).unwrap().outcome, Outcome::TimedOut { limit: 9.0 });
    }
}
