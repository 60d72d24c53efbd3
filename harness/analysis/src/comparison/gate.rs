//! What a comparison says to whoever wants to merge: pass, fail, or that the machine could not say.

use super::standing::{CellStanding, Standing};
use crate::format::{counted, percent};
use crate::markdown::escape;

/// The verdict on a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateVerdict {
    /// No cell is slower by more than is accepted, and a slowdown of more would have been found in each.
    Passed,
    /// A cell is slower by more than is accepted for certain, or has no time that can be compared.
    Failed,
    /// No such slowdown was found, and in some cell it could have been missed.
    Undecided,
    /// Cells may be slower, and a commit's message accepts it.
    Accepted,
}

/// What a gate says.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// The verdict.
    pub verdict: GateVerdict,
    /// Cells that are slower with their whole interval beyond the threshold.
    pub slower: Vec<String>,
    /// Cells that are wrong, too fast to be true or not running.
    pub faults: Vec<String>,
    /// Cells in which a slowdown beyond the threshold could have been missed, those not measured included.
    pub undecided: Vec<String>,
    /// Commits that accept slowdowns, with the reasons they give.
    pub accepted: Vec<(String, String)>,
    /// How many cells there are.
    pub cells: usize,
    /// The slowdown that is accepted, as a share.
    pub threshold: f64,
}

/// What `cells` say of a change at `threshold`, where there was no time for those `unmeasured`, and commits accept slowdowns
/// for the reasons in `accepted`. A reason accepts slowdowns, found or missed, and never a fault.
pub fn gate(
    cells: &[CellStanding<'_>],
    unmeasured: &[String],
    accepted: Vec<(String, String)>,
    threshold: f64,
) -> Gate {
    let named = |holds: &dyn Fn(&CellStanding<'_>) -> bool| -> Vec<String> {
        cells.iter().filter(|cell| holds(cell)).map(|cell| cell.duel.contest.to_string()).collect()
    };
    let slower = named(&|cell| cell.standing == Standing::Slower { beyond: true });
    let faults = named(&|cell| cell.standing.is_fault());
    let mut undecided = named(&|cell| may_be_slower(cell, threshold));
    undecided.extend(unmeasured.iter().cloned());
    let verdict = match (&faults[..], &slower[..], &undecided[..]) {
        ([_, ..], ..) => GateVerdict::Failed,
        ([], [], []) => GateVerdict::Passed,
        _ if !accepted.is_empty() => GateVerdict::Accepted,
        ([], [_, ..], _) => GateVerdict::Failed,
        ([], [], [_, ..]) => GateVerdict::Undecided,
    };
    Gate { verdict, slower, faults, undecided, accepted, cells: cells.len() + unmeasured.len(), threshold }
}

/// Whether a slowdown beyond the threshold could have been missed.
fn may_be_slower(cell: &CellStanding<'_>, threshold: f64) -> bool {
    match cell.standing {
        Standing::NoDifference { detectable } => detectable > threshold,
        Standing::Slower { beyond: false } => {
            cell.time_ratio().and_then(|ratio| ratio.interval).is_none_or(|i| i.high > 1.0 + threshold)
        }
        Standing::Stopped => true,
        _ => false,
    }
}

impl Gate {
    /// The verdict in one or two sentences of Markdown.
    pub fn markdown(&self) -> String {
        let (all, threshold) = (self.cells, percent(self.threshold));
        let list = |names: &[String]| names.iter().map(|name| escape(name)).collect::<Vec<_>>().join(", ");
        let mut said = Vec::new();
        if !self.faults.is_empty() {
            let are = if self.faults.len() == 1 { "is" } else { "are" };
            let names = list(&self.faults);
            said.push(format!(
                "**{} of {all} {are} wrong, too fast to be true or not running**: {names}.",
                self.faults.len()
            ));
        }
        if !self.slower.is_empty() {
            let are = if self.slower.len() == 1 { "is" } else { "are" };
            said.push(format!(
                "**{} of {all} {are} slower by more than {threshold}**: {}.",
                self.slower.len(),
                list(&self.slower)
            ));
        }
        if said.is_empty() {
            said.push(match self.undecided.is_empty() {
                true => format!("**No slowdown of more than {threshold}** in {}.", counted(all, "cell")),
                false => format!("**No slowdown of more than {threshold} found, but not every cell could be judged.**"),
            });
        }
        if !self.undecided.is_empty() {
            said.push(format!(
                "A slowdown of more than {threshold} could have been missed in {}: {}. Allow more time (`--minutes`) or use a \
                 quieter machine.",
                counted(self.undecided.len(), "cell"),
                list(&self.undecided)
            ));
        }
        if self.verdict == GateVerdict::Accepted {
            let by = self.accepted.iter().map(|(commit, reason)| format!("{}: {}", escape(commit), escape(reason)));
            said.push(format!("Accepted by {}.", by.collect::<Vec<_>>().join("; ")));
        }
        said.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::standings;
    use super::*;
    use crate::testing::{comparison, duel};
    use tenfold_record::{Comparison, Duel, DuelEnd, Side};

    fn said(planted: &Comparison, unmeasured: &[String], accepted: &[(&str, &str)]) -> Gate {
        let accepted = accepted.iter().map(|(commit, reason)| (commit.to_string(), reason.to_string())).collect();
        gate(&standings(planted).unwrap(), unmeasured, accepted, planted.threshold)
    }

    fn wrong() -> Duel {
        let end = DuelEnd::Wrong { side: Side::B, reason: "2, expected 3".into() };
        Duel { end, launches: Vec::new(), looks: Vec::new(), ..duel("w", 1.0, None) }
    }

    #[test]
    fn a_slowdown_beyond_the_threshold_fails_and_a_reason_accepts_it() {
        let planted = comparison(vec![duel("a", 1.05, None), duel("b", 1.0, None), duel("c", 0.9, None)]);
        let failed = said(&planted, &[], &[]);
        assert_eq!(failed.verdict, GateVerdict::Failed);
        assert_eq!(failed.markdown(), "**1 of 3 is slower by more than 1.0 %**: traffic a.");
        let accepted = said(&planted, &[], &[("1a2b", "exact | sums")]);
        assert_eq!(accepted.verdict, GateVerdict::Accepted);
        assert!(accepted.markdown().ends_with("Accepted by 1a2b: exact &#124; sums."), "{}", accepted.markdown());
    }

    #[test]
    fn where_a_slowdown_could_have_been_missed_nothing_is_passed() {
        // Twelve launches find a thousandth; with three nothing would have been found.
        let few = Duel { looks: vec![(3, 1.0)], ..duel("few", 1.0, None) };
        let passed = said(&comparison(vec![duel("a", 1.0, None), duel("b", 1.005, None)]), &[], &[("1a2b", "x")]);
        assert_eq!((passed.verdict, passed.undecided.len()), (GateVerdict::Passed, 0));
        assert_eq!(passed.markdown(), "**No slowdown of more than 1.0 %** in 2 cells.", "no reason was needed");
        let undecided = said(&comparison(vec![duel("a", 1.0, None), few]), &["heat naive".to_string()], &[]);
        assert_eq!(undecided.verdict, GateVerdict::Undecided);
        assert_eq!(undecided.undecided, ["traffic few", "heat naive"]);
        assert!(undecided.markdown().contains("missed in 2 cells: traffic few, heat naive. Allow more time"));
        // Its interval holds the threshold.
        let near = said(&comparison(vec![duel("near", 1.0103, None)]), &[], &[]);
        assert_eq!(near.verdict, GateVerdict::Undecided);
    }

    #[test]
    fn no_reason_accepts_a_wrong_answer() {
        let gate = said(&comparison(vec![wrong(), duel("a", 1.05, None)]), &[], &[("1a2b", "faster this way")]);
        assert_eq!((gate.verdict, gate.faults.len()), (GateVerdict::Failed, 1));
        assert!(gate.markdown().starts_with("**1 of 2 is wrong"), "{}", gate.markdown());
    }
}
