//! How the standing of a cell is said.

use super::standing::{CellStanding, Standing, more_instructions};
use crate::format::{count, counted, number, percent, seconds};

/// From this factor on a change is said as a factor, not as a share.
const FACTOR: f64 = 1.5;

/// The verdict: "slower by 2.1 %", "5.31× faster", "no difference found; 0.6 % would have been detected".
pub(super) fn verdict(cell: &CellStanding<'_>, threshold: f64) -> String {
    match &cell.standing {
        Standing::Faster | Standing::Slower { .. } => {
            let time = cell.time_ratio();
            let within = match time.and_then(|time| time.interval) {
                _ if cell.standing != (Standing::Slower { beyond: false }) => String::new(),
                Some(i) if i.high <= 1.0 + threshold => ", within the threshold".to_string(),
                _ => format!(", not shown to exceed {}", percent(threshold)),
            };
            format!("{}{within}", change(time.map_or(f64::NAN, |time| time.value)))
        }
        Standing::NoDifference { detectable } if detectable.is_finite() => {
            format!("no difference found; {} would have been detected", percent(*detectable))
        }
        Standing::NoDifference { .. } => "no difference found; not enough evidence for a verdict".to_string(),
        Standing::Wrong(side, reason) => format!("{side}'s answer is wrong; its time is not reported: {reason}"),
        Standing::TooFast(side, reason) => format!("{side} is too fast to be true; its time is not compared: {reason}"),
        Standing::Failed(side, reason) => format!("{side} does not run: {reason}"),
        Standing::Stopped => "stopped before a verdict".to_string(),
    }
}

/// "slower by 2.1 %" for 1.021, "5.31× faster" for 0.188.
pub fn change(time: f64) -> String {
    match time {
        t if t >= FACTOR => format!("slower: {}× the time", number(t)),
        t if t >= 1.0 => format!("slower by {}", percent(t - 1.0)),
        t if t > 1.0 / FACTOR => format!("faster by {}", percent(1.0 - t)),
        t => format!("{}× faster", number(1.0 / t)),
    }
}

/// Time of B over A with its interval: "1.0213 [1.0190, 1.0240]".
pub(super) fn ratio(cell: &CellStanding<'_>) -> Option<String> {
    let time = cell.time_ratio().filter(|_| !cell.standing.is_fault())?;
    let digits = |x: f64| if (0.1..10.0).contains(&x) { format!("{x:.4}") } else { number(x) };
    Some(match time.interval {
        Some(i) => format!("{} [{}, {}]", digits(time.value), digits(i.low), digits(i.high)),
        None => digits(time.value),
    })
}

/// That one side was interrupted more often: "B was interrupted in 12 % of its blocks, A in 1 %, those …".
pub(super) fn interrupted(cell: &CellStanding<'_>) -> Option<String> {
    let (side, finding) = (cell.interrupted?, cell.finding.as_ref()?);
    let shares = finding.interruptions.shares;
    let cost = match finding.left_out == finding.disturbed {
        true => "those turns are left out, so the ratio does not include their cost",
        false => "not all of those turns are left out, so the ratio includes some of their cost",
    };
    let (own, other) = (percent(shares[side.index()]), percent(shares[side.other().index()]));
    Some(format!(
        "{side} INTERRUPTED MORE OFTEN: in {own} of its blocks, {} in {other}; {cost} \
         (does {side} have more threads than CPUs, or wait for other processes?)",
        side.other()
    ))
}

/// That a quota made both sides stand still: "THROTTLED …".
pub(super) fn throttled(cell: &CellStanding<'_>) -> Option<String> {
    let throttling = cell.duel.throttling.filter(|throttling| throttling.throttled > 0)?;
    Some(format!(
        "THROTTLED: the CPU quota stopped both sides in {} of {}, so the times include pauses that the program did not \
         cause; raise the quota, or compare with fewer workers",
        count(throttling.throttled),
        counted(throttling.periods as usize, "period")
    ))
}

/// What it is based on: "34 launches of 2 × 2 builds, 1,020 turns, of which 12 were disturbed and left out, 3.10 s".
pub(super) fn basis(cell: &CellStanding<'_>) -> Option<String> {
    let finding = cell.finding.as_ref()?;
    Some(format!(
        "{}{}, {}, {}, {}",
        counted(finding.logs.len(), "launch"),
        match cell.duel.builds {
            None => String::new(),
            Some([1, 1]) => " of one build per side".to_string(),
            Some([a, b]) => format!(" of {a} × {b} builds"),
        },
        counted(finding.quads, "turn"),
        disturbed(finding.disturbed, finding.left_out),
        seconds(cell.duel.wall_seconds)
    ))
}

/// What became of the turns that were disturbed: where hardly any other is left in a launch, they count.
fn disturbed(turns: usize, left_out: usize) -> String {
    let were = if turns == 1 { "was" } else { "were" };
    let kept = "where a launch had fewer than 3 others";
    match turns - left_out {
        _ if turns == 0 => "none disturbed".into(),
        0 => format!("of which {} {were} disturbed and left out", count(turns as u64)),
        n if n == turns => format!("of which {} {were} disturbed, but kept {kept}", count(turns as u64)),
        n => format!(
            "of which {} {were} disturbed: {} left out, {} kept {kept}",
            count(turns as u64),
            count(left_out as u64),
            count(n as u64)
        ),
    }
}

/// The instructions: "instructions +0.70 %: 1,000,000 → 1,007,000".
pub(super) fn instructions(cell: &CellStanding<'_>) -> Option<String> {
    match cell.duel.instructions.as_ref()? {
        Ok([a, b]) if a == b => {
            let of_layout = matches!(cell.standing, Standing::Faster | Standing::Slower { .. });
            let cause = if of_layout { "; code or data placement is the likely cause" } else { "" };
            Some(format!("instructions unchanged, {}{cause}", count(*a)))
        }
        Ok([a, b]) => {
            let rise = cell.instruction_ratio()? - 1.0;
            let sign = if rise > 0.0 { "+" } else { "" };
            let mark = if more_instructions(*a, *b) { "MORE INSTRUCTIONS" } else { "instructions" };
            Some(format!("{mark} {sign}{}: {} → {}", percent(rise), count(*a), count(*b)))
        }
        Err(reason) => Some(format!("instructions not counted: {reason}")),
    }
}

/// What all cells come to, in one sentence.
pub(super) fn summary(cells: &[CellStanding<'_>], threshold: f64) -> String {
    let number_of = |holds: fn(&Standing) -> bool| cells.iter().filter(|c| holds(&c.standing)).count();
    let beyond = number_of(|s| matches!(s, Standing::Slower { beyond: true }));
    let within = number_of(|s| matches!(s, Standing::Slower { beyond: false }));
    let faster = number_of(|s| matches!(s, Standing::Faster));
    let same = number_of(|s| matches!(s, Standing::NoDifference { .. }));
    let (stopped, bad) = (number_of(|s| matches!(s, Standing::Stopped)), number_of(Standing::is_fault));
    let mut parts = vec![format!("{beyond} slower by more than {}", percent(threshold))];
    for (n, what) in [
        (within, "slower, not shown to exceed it"),
        (faster, "faster"),
        (same, "with no difference found"),
        (stopped, "stopped before a verdict"),
        (bad, "wrong, too fast to be true or not running"),
    ] {
        if n > 0 {
            parts.push(format!("{n} {what}"));
        }
    }
    format!("{}: {}", counted(cells.len(), "cell"), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::disturbed;

    #[test]
    fn what_became_of_disturbed_turns_is_told() {
        assert_eq!(disturbed(0, 0), "none disturbed");
        assert_eq!(disturbed(1, 1), "of which 1 was disturbed and left out");
        assert_eq!(disturbed(36, 0), "of which 36 were disturbed, but kept where a launch had fewer than 3 others");
        assert_eq!(
            disturbed(36, 30),
            "of which 36 were disturbed: 30 left out, 6 kept where a launch had fewer than 3 others"
        );
    }
}
