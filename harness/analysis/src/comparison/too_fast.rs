//! Sides that are faster than the machine allows.

use super::standing::{Standing, decision};
use crate::findings::Machine;
use crate::format;
use tenfold_duel::{Finding, finding};
use tenfold_record::{Ceiling, Comparison, Duel, Side};
use tenfold_stats::StatsError;

/// Whether ceilings are to be measured after `duel`, which is not among the duels of `comparison` yet: none are known so far
/// and it has limits that follow from them, or one of its sides passes those that are known, which may have been measured
/// while the machine was busy.
///
/// # Errors
/// Times that make no sense.
pub fn needs_ceilings(comparison: &Comparison, duel: &Duel) -> Result<bool, StatsError> {
    let known = comparison.duels.iter().any(|duel| !duel.ceilings.is_empty());
    let has_limits = duel.demands.iter().any(|demands| !demands.is_empty());
    let Some(found) = finding(duel, decision())?.filter(|_| has_limits) else { return Ok(false) };
    Ok(!known || of(comparison, duel, &found).is_some())
}

/// The side of `duel` that passes its limit by most, where one does.
pub(super) fn of(comparison: &Comparison, duel: &Duel, finding: &Finding) -> Option<Standing> {
    let ceilings = comparison.duels.iter().chain([duel]).flat_map(|duel| &duel.ceilings);
    let ceilings: Vec<Ceiling> = ceilings.cloned().collect();
    let machine = Machine::new(&ceilings, &comparison.fingerprint);
    let passed = Side::BOTH.into_iter().flat_map(|side| {
        let seconds = finding.seconds[side.index()];
        let limits = machine.limits(&duel.demands[side.index()], duel.contest.workers[side.index()]);
        limits.into_iter().filter_map(move |limit| Some((side, seconds, limit.passed_by(seconds)?)))
    });
    let (side, seconds, fault) = passed.max_by(|a, b| a.2.factor.total_cmp(&b.2.factor))?;
    let reason = format!(
        "{} per run is {} faster than the limit of {} ({}): the work is skipped, or the kernel overstates it",
        format::seconds(seconds),
        format::ratio(fault.limit.share(seconds)),
        format::seconds(fault.limit.seconds),
        fault.limit.formula
    );
    Some(Standing::TooFast(side, reason))
}
