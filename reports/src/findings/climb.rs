//! The climb: the ladder in the order in which it is taught, rung by rung, and what each step was worth.
//!
//! The ladder is sorted by time; a lesson goes by rungs. There a step may lose, which the sorted ladder cannot show.

use super::{Estimate, PartFindings, Row};
use tenfold_record::Rung;

/// A ladder in the order of its rungs.
#[derive(Clone, Debug)]
pub struct Climb<'f, 'r> {
    /// Externals, slowest first: where the climb starts.
    pub start: Vec<&'f Row<'r>>,
    /// The kernel's own variants by rung, slowest first within a rung.
    pub steps: Vec<Step<'f, 'r>>,
}

/// One variant of the climb.
#[derive(Clone, Debug)]
pub struct Step<'f, 'r> {
    /// The variant.
    pub row: &'f Row<'r>,
    /// What it is worth over the one before; `None` for a first one without an external before it.
    pub gain: Option<Gain<'f, 'r>>,
}

/// What a step is worth.
#[derive(Clone, Debug)]
pub struct Gain<'f, 'r> {
    /// The variant before: that of the step before; for the first step the base of the part.
    pub over: &'f Row<'r>,
    /// How many times as fast, from launches of the same round.
    pub ratio: Estimate,
}

impl<'f, 'r> Climb<'f, 'r> {
    /// The climb of a part.
    pub fn of(part: &'f PartFindings<'r>) -> Climb<'f, 'r> {
        let ladder = &part.ladder;
        let (start, mut own): (Vec<_>, Vec<_>) =
            ladder.rows.iter().partition(|row| row.times.cell.rung == Rung::External);
        // The rows come slowest first, and a stable sort keeps that within a rung.
        own.sort_by_key(|row| row.times.cell.rung);
        let base = ladder.base().filter(|base| base.times.cell.rung == Rung::External);
        let steps = own.iter().enumerate().map(|(index, row)| {
            let before = index.checked_sub(1).map(|i| own[i]).or(base);
            let gain = before.and_then(|over| Some(Gain { over, ratio: row.times.speed_up_over(&over.times)? }));
            Step { row, gain }
        });
        Climb { steps: steps.collect(), start }
    }
}

impl Gain<'_, '_> {
    /// Whether the whole interval lies above 1; without an interval, the median.
    pub fn helped(&self) -> bool {
        self.ratio.interval.map_or(self.ratio.value, |i| i.low) > 1.0
    }

    /// Whether the whole interval lies below 1; without an interval, the median.
    pub fn hurt(&self) -> bool {
        self.ratio.interval.map_or(self.ratio.value, |i| i.high) < 1.0
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
            .with(cell("naive").takes_each(&[4.0; 6]))
            .with(cell("vectorised").takes_each(&[1.0; 6]))
            .with(cell("threaded").on(2).takes_each(&[2.0; 6]))
            .with(cell("distributed").on(2).takes_each(&[2.0; 6]));
        let run = run("?").with(part).built();
        let findings = Findings::of(&run);
        let climb = Climb::of(&findings.parts[0]);
        assert_eq!(climb.start.len(), 1);
        let gains: Vec<(&str, f64)> =
            climb.steps.iter().map(|s| (s.row.label.as_str(), s.gain.as_ref().unwrap().ratio.value)).collect();
        assert_eq!(gains, [("naive", 25.0), ("vectorised", 4.0), ("threaded × 2", 0.5), ("distributed × 2", 1.0)]);
        let gains = || climb.steps.iter().map(|s| s.gain.as_ref().unwrap());
        assert_eq!(gains().map(|g| g.helped()).collect::<Vec<_>>(), [true, true, false, false]);
        assert_eq!(gains().map(|g| g.hurt()).collect::<Vec<_>>(), [false, false, true, false]);
    }
}
