//! What a night comes to, and the exit code that says so.

use super::kept::Told;
use crate::bisect::short;
use crate::fault::FAILED;
use tenfold_analysis::format::{counted, percent};
use tenfold_history::{Night, Outcome};

/// What a night comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum NightVerdict {
    /// Cells whose answer is wrong, or that the revision does not run.
    Faulty(Vec<String>),
    /// Nothing can be concluded, and why.
    Void(String),
    /// Changes for the worse that no commit accepts.
    Regressed(Vec<Told>),
    /// Nothing of the kind.
    Passed,
}

/// What `night` comes to, which is the first to tell of some changes; smaller ones than `threshold`, a share, are no regressions.
pub fn verdict(night: &Night, told: &[Told], threshold: f64) -> NightVerdict {
    let faulty = night.observations.iter().filter(|o| is_fault(&o.outcome));
    let faulty: Vec<String> = faulty.map(|o| o.series.to_string()).collect();
    if !faulty.is_empty() {
        return NightVerdict::Faulty(faulty);
    }
    if let Some(why) = &night.void {
        return NightVerdict::Void(why.clone());
    }
    let is_regression =
        |told: &&Told| told.log_size > threshold.ln_1p() && told.accepted.is_none() && !told.is_repeated;
    let regressed: Vec<Told> = told.iter().filter(is_regression).cloned().collect();
    if regressed.is_empty() { NightVerdict::Passed } else { NightVerdict::Regressed(regressed) }
}

/// Whether it is the revision that has no time.
fn is_fault(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Wrong(_) => true,
        Outcome::Failed(why) => why.starts_with("the revision"),
        Outcome::Measured(_) => false,
    }
}

/// Whether an outcome says something of the revision: a reference that does not run says nothing.
pub fn says_something(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Measured(_)) || is_fault(outcome)
}

impl NightVerdict {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            NightVerdict::Faulty(_) | NightVerdict::Regressed(_) => 1,
            NightVerdict::Void(_) => FAILED,
            NightVerdict::Passed => 0,
        }
    }

    /// One word.
    pub fn word(&self) -> &'static str {
        match self {
            NightVerdict::Faulty(_) => "wrong",
            NightVerdict::Void(_) => "void",
            NightVerdict::Regressed(_) => "regression",
            NightVerdict::Passed => "passed",
        }
    }

    /// One sentence, of a night that measured so many cells.
    pub fn sentence(&self, cells: usize) -> String {
        match self {
            NightVerdict::Faulty(names) => {
                let (cells, are) = (counted(names.len(), "cell"), if names.len() == 1 { "is" } else { "are" });
                format!("{cells} {are} wrong or not running: {}.", names.join(", "))
            }
            NightVerdict::Void(why) => format!("Void, so nothing is concluded from this night: {why}."),
            NightVerdict::Regressed(told) => {
                let mut names: Vec<String> = told.iter().map(|told| told.series.to_string()).collect();
                // Its time and its instructions.
                names.dedup();
                format!("{}: {}.", counted(names.len(), "new regression"), names.join(", "))
            }
            NightVerdict::Passed => format!("No new regression in {}.", counted(cells, "cell")),
        }
    }
}

/// A change in words: "slower by 3.0 % [2.8 %, 3.2 %] since 1a2b3c4d5e6f (Sum exactly); last without it: 0f9e8d7c6b5a".
pub fn told(told: &Told) -> String {
    let (worse, better) =
        if told.is_of_instructions { ("more instructions", "fewer instructions") } else { ("slower", "faster") };
    let [low, high] = told.interval;
    let (word, [size, low, high]) = match told.log_size > 0.0 {
        true => (worse, [told.log_size, low, high].map(f64::exp_m1)),
        false => (better, [told.log_size, high, low].map(|log| -log.exp_m1())),
    };
    let accepted = told
        .accepted
        .as_ref()
        .map(|accepted| format!("; accepted by {}: {}", short(&accepted.commit), accepted.reason));
    let repeated = if told.is_repeated { "; already reported" } else { "" };
    let last = match told.before.hash == told.first.hash {
        true => "no commit lies between, so something other than the code changed".to_string(),
        false => format!("last without it: {}", told.before.short()),
    };
    format!(
        "{word} by {} [{}, {}] since {} ({}); {last}{repeated}{}",
        percent(size),
        percent(low),
        percent(high),
        told.first.short(),
        told.first.subject,
        accepted.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_history::{Accepted, Commit, Machine, Observation, Series};

    fn series() -> Series {
        Series { group: "k".into(), name: "v".into(), problem: String::new(), workers: 1 }
    }

    fn commit(hash: &str) -> Commit {
        Commit { hash: hash.into(), depth: 1, time: 0, subject: "Sum exactly".into() }
    }

    fn night(outcome: Outcome) -> Night {
        Night {
            id: "x".into(),
            started_ms: 0,
            seconds: 1.0,
            revision: commit("b"),
            reference: commit("a"),
            machine: Machine { key: "m".into(), name: "m".into() },
            void: None,
            accepted: Vec::new(),
            sentinels: Vec::new(),
            observations: vec![Observation { series: series(), outcome }],
            left_out: Vec::new(),
        }
    }

    fn change(log_size: f64, accepted: Option<Accepted>) -> Told {
        let interval = [log_size - 0.001, log_size + 0.001];
        Told {
            series: series(),
            is_of_instructions: false,
            before: commit("a"),
            first: commit("b"),
            log_size,
            interval,
            accepted,
            is_repeated: false,
        }
    }

    #[test]
    fn a_regression_is_a_change_for_the_worse_that_nobody_accepts() {
        let night = night(Outcome::Failed("the reference does not run: gone".into()));
        let of = |told: Vec<Told>| verdict(&night, &told, 0.01);
        assert_eq!(of(vec![change(-0.1, None), change(0.005, None)]), NightVerdict::Passed);
        let regressed = of(vec![change(0.03, None)]);
        assert_eq!((regressed.code(), regressed.sentence(3)), (1, "1 new regression: k v.".to_string()));
        let accepted = Accepted { commit: "b".into(), reason: "exact".into() };
        let repeated = Told { is_repeated: true, ..change(0.03, None) };
        for told in [change(0.03, Some(accepted)), repeated] {
            assert_eq!(of(vec![told]).sentence(3), "No new regression in 3 cells.");
        }
        let counted = Told { is_of_instructions: true, ..change(0.03, None) };
        assert_eq!(of(vec![change(0.03, None), counted]).sentence(3), "1 new regression: k v.");
    }

    #[test]
    fn a_void_night_concludes_nothing_and_a_wrong_answer_is_wrong_in_any_night() {
        let void = |outcome| Night { void: Some("a sentinel raised an alarm".into()), ..night(outcome) };
        let told = [change(0.03, None)];
        let nothing = verdict(&void(Outcome::Failed("the reference does not run".into())), &told, 0.01);
        assert_eq!((nothing.code(), nothing.word()), (3, "void"));
        for outcome in [Outcome::Wrong("2, expected 3".into()), Outcome::Failed("the revision does not run: x".into())]
        {
            let faulty = verdict(&void(outcome), &told, 0.01);
            assert_eq!((faulty.code(), faulty.sentence(1)), (1, "1 cell is wrong or not running: k v.".to_string()));
        }
    }

    #[test]
    fn a_change_is_told_with_its_interval_and_where_it_began() {
        let accepted = Accepted { commit: "b".into(), reason: "exact".into() };
        assert_eq!(
            told(&change(1.03f64.ln(), Some(accepted))),
            "slower by 3.0 % [2.9 %, 3.1 %] since b (Sum exactly); last without it: a; accepted by b: exact"
        );
        assert!(
            told(&change(0.9f64.ln(), None)).starts_with("faster by 10 % [9.9 %, 10 %]"),
            "{}",
            told(&change(0.9f64.ln(), None))
        );
    }
}
