//! Numbers that are too good to be true, and what is likely behind them.

use super::{Limit, Machine, Missing, MissingKind, Times};
use crate::{ceiling, format};
use tenfold_record::{Run, Rung};

/// A number that passes its limit.
#[derive(Clone, Debug, PartialEq)]
pub struct TooFast {
    /// How many times faster than the limit.
    pub factor: f64,
    /// The limit passed.
    pub limit: Limit,
}

/// What is likely wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The ceiling is too low: the machine was disturbed whenever it was measured.
    BadMinute,
    /// The kernel declares more work than there is.
    WorkCount,
    /// The variant does not do the work: the compiler left it out, or a result is kept from an earlier run.
    DeadCode,
}

/// A disturbed machine lowers a ceiling, the best of many tries, by some tens of per cent. Work that is not done makes
/// times shorter by more: cases seen were 25 and 500 times too fast.
const BAD_MINUTE: f64 = 1.5;

/// Parts the times of one part of the experiment into those that can be and those that cannot.
pub(super) fn sift<'r>(all: Vec<Times<'r>>, run: &'r Run) -> (Vec<Times<'r>>, Vec<Missing<'r>>) {
    let faults: Vec<Option<TooFast>> = all.iter().map(|times| TooFast::of(times, run)).collect();
    let (mut possible, mut impossible) = (Vec::new(), Vec::new());
    for (times, fault) in all.iter().zip(&faults) {
        match fault {
            None => possible.push(times.clone()),
            Some(fault) => {
                let cause = fault.cause(times, &all, &faults);
                let reason = fault.reason(times, cause, run);
                impossible.push(Missing { cell: times.cell, kind: MissingKind::TooFast, reason });
            }
        }
    }
    (possible, impossible)
}

impl TooFast {
    /// The limit that `times` passes by most, if it passes one.
    fn of(times: &Times<'_>, run: &Run) -> Option<TooFast> {
        let limits = Machine::of(run).limits(&times.cell.work.demands, times.cell.workers);
        let passed = limits.iter().filter_map(|limit| limit.passed_by(times.estimate.value));
        passed.max_by(|a, b| a.factor.total_cmp(&b.factor))
    }

    /// What is likely wrong, told by the other variants of the same problem.
    fn cause(&self, times: &Times<'_>, all: &[Times<'_>], faults: &[Option<TooFast>]) -> Cause {
        // The compiler does not leave the work out of every variant, least of all of a plain one, which is far from its
        // limit.
        let twins = || all.iter().zip(faults).filter(|(t, _)| t.cell.params == times.cell.params);
        let mut faulty: Vec<(&str, Rung)> = Vec::new();
        for (twin, _) in twins().filter(|(_, fault)| fault.is_some()) {
            if !faulty.iter().any(|(name, _)| *name == twin.cell.variant) {
                faulty.push((&twin.cell.variant, twin.cell.rung));
            }
        }
        let a_plain_one = faulty.iter().any(|(_, rung)| matches!(rung, Rung::Naive | Rung::External));
        if faulty.len() > 1 && (a_plain_one || twins().all(|(_, fault)| fault.is_some())) {
            Cause::WorkCount
        } else if self.factor < BAD_MINUTE {
            Cause::BadMinute
        } else {
            Cause::DeadCode
        }
    }

    fn reason(&self, times: &Times<'_>, cause: Cause, run: &Run) -> String {
        let likely = match cause {
            Cause::BadMinute => format!("the machine was busy when the ceiling was measured ({})", self.readings(run)),
            Cause::WorkCount => {
                "the kernel overstates its work (other variants of the problem also exceed their limit)".to_string()
            }
            Cause::DeadCode => "the work is skipped (the compiler removed code whose result is unused, or the variant \
                                reuses an earlier result)"
                .to_string(),
        };
        format!(
            "too fast to be true: {} per run is {} faster than the limit of {} ({}). Likely cause: {likely}",
            format::seconds(times.estimate.value),
            format::ratio(self.limit.share(times.estimate.value)),
            format::seconds(self.limit.seconds),
            self.limit.formula,
        )
    }

    /// What the ceiling's method read, each time it was used.
    fn readings(&self, run: &Run) -> String {
        let limit = &self.limit;
        let of = run.ceilings.iter().filter(|c| c.resource == limit.resource && c.method == limit.method);
        let readings: Vec<String> = of
            .map(|c| format!("{} on {}", ceiling::quantity(c.resource, c.per_second), ceiling::reach(c.reach)))
            .collect();
        readings.join(", ")
    }
}
