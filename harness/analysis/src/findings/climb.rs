//! The climb: the ladder in the order in which it is taught, rung by rung, and what each step was worth.
//!
//! Within a rung the ladder is sorted by time; a lesson goes as the experiment does, and there a step may lose.

use super::{Estimate, PartFindings, Row};
use tenfold_record::Rung;

/// A ladder in the order of its rungs: externals first, within a rung as the experiment lists them.
#[derive(Clone, Debug)]
pub struct Climb<'f, 'r> {
    /// The variants.
    pub steps: Vec<Step<'f, 'r>>,
}

/// One variant of the climb.
#[derive(Clone, Debug)]
pub struct Step<'f, 'r> {
    /// The variant.
    pub row: &'f Row<'r>,
    /// What it is worth over the one before; `None` for the first, where no round measured both, and for one that is too
    /// noisy to rank.
    pub gain: Option<Gain<'f, 'r>>,
}

/// What a step is worth.
#[derive(Clone, Debug)]
pub struct Gain<'f, 'r> {
    /// The variant before: that of the step before; for the first of the kernel's own variants the base of the part.
    pub over: &'f Row<'r>,
    /// How many times faster.
    pub ratio: Estimate,
}

/// Whether a step is worth something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// The whole interval lies above 1.
    Helped,
    /// The whole interval lies below 1.
    Hurt,
    /// The interval holds 1, and a gain that would matter is ruled out.
    Nothing,
    /// The interval holds 1, and a gain that would matter as well: too noisy to say.
    Unresolved,
    /// There are too few launches for an interval.
    Unknown,
}

impl<'f, 'r> Climb<'f, 'r> {
    /// The climb of a part.
    pub fn of(part: &'f PartFindings<'r>) -> Climb<'f, 'r> {
        let is_external = |row: &Row<'_>| row.times.cell.rung == Rung::External;
        let listed = |row: &Row<'_>| part.part.variants.iter().position(|v| *v == row.times.cell.variant);
        let mut rows: Vec<&'f Row<'r>> = part.ladder.rows.iter().collect();
        rows.sort_by_key(|row| (row.times.cell.rung, listed(row)));
        let steps = rows.iter().enumerate().map(|(index, row)| {
            // What is too noisy to rank is the base of nothing.
            let before = rows[..index].iter().copied().rfind(|row| row.ranked);
            // A compiled external may be faster than the plain loop: that is no step back of the kernel's own ladder.
            let before = match before {
                Some(external) if is_external(external) && !is_external(row) => part.ladder.base(),
                before => before,
            };
            let before = before.filter(|over| row.ranked && over.ranked);
            let gain = before.and_then(|over| Some(Gain { over, ratio: row.times.speed_up_over(&over.times)? }));
            Step { row, gain }
        });
        Climb { steps: steps.collect() }
    }
}

/// A gain from this factor on would matter.
const MATTERS: f64 = 1.1;

impl Worth {
    /// Of being so many times faster. Without an interval nobody knows.
    pub fn of(ratio: &Estimate) -> Worth {
        match ratio.interval {
            None => Worth::Unknown,
            Some(interval) if interval.low > 1.0 => Worth::Helped,
            Some(interval) if interval.high < 1.0 => Worth::Hurt,
            Some(interval) if interval.high <= MATTERS => Worth::Nothing,
            Some(_) => Worth::Unresolved,
        }
    }
}

impl Gain<'_, '_> {
    /// Whether it is worth something.
    pub fn worth(&self) -> Worth {
        Worth::of(&self.ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Findings;
    use crate::testing::{cell, part, run};

    #[test]
    fn it_goes_by_rungs_and_a_step_may_lose() {
        let part = part("traffic")
            .over("python")
            .with(cell("python").takes_each(&[100.0; 6]))
            .with(cell("numba").takes_each(&[2.0; 6]))
            .with(cell("naive").takes_each(&[4.0; 6]))
            .with(cell("vectorised").takes_each(&[1.0; 6]))
            .with(cell("threaded").on(2).takes_each(&[2.0; 6]))
            .with(cell("distributed").on(2).takes_each(&[2.0; 6]));
        let run = run("?").with(part).built();
        let findings = Findings::of(&run);
        let climb = Climb::of(&findings.parts[0]);
        assert!(climb.steps[0].gain.is_none());
        let gains: Vec<(&str, String)> = climb.steps[1..]
            .iter()
            .map(|s| (s.row.label.as_str(), crate::format::ratio(s.gain.as_ref().unwrap().ratio.value)))
            .collect();
        assert_eq!(
            gains,
            [
                ("numba", "50.0×"),
                ("naive", "25.0×"),
                ("vectorised", "4.00×"),
                ("threaded × 2", "0.500×"),
                ("distributed × 2", "1.00×")
            ]
            .map(|(name, gain)| (name, gain.to_string()))
        );
        let gains = || climb.steps[1..].iter().map(|s| s.gain.as_ref().unwrap());
        use Worth::{Helped, Hurt, Nothing};
        assert_eq!(gains().map(|g| g.worth()).collect::<Vec<_>>(), [Helped, Helped, Helped, Hurt, Nothing]);
    }
}
