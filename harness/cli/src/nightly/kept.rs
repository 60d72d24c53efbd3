//! The history of a night: appended to after it, and asked what it makes of it.

use super::night::series;
use crate::site;
use crate::written::kept;
use std::path::{Path, PathBuf};
use tenfold_analysis::comparison::CellStanding;
use tenfold_analysis::text::visible;
use tenfold_figures::flamegraph::{difference, draw_large};
use tenfold_history::changes::{Change, Quantity};
use tenfold_history::{Accepted, Commit, History, Night, Series};

/// A change that is told for the first time.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Of what.
    pub series: Series,
    /// Whether of its instructions, not of its time.
    pub is_of_instructions: bool,
    /// The last revision measured without it.
    pub before: Commit,
    /// The first with it.
    pub first: Commit,
    /// Its size and the interval of that, as logarithms.
    pub log_size: f64,
    /// See `log_size`.
    pub interval: [f64; 2],
    /// The commit that accepts it.
    pub accepted: Option<Accepted>,
    /// Whether these commits were told before to have changed the instructions, of a change of the time, or the other way round.
    pub is_repeated: bool,
}

/// Keeps a night, and pins its reference where another one was pinned, or none; the night's file.
pub fn append(folder: &Path, night: &Night, pinned: Option<&str>) -> anyhow::Result<PathBuf> {
    let file = History::append(folder, night)?;
    if pinned != Some(night.reference.hash.as_str()) {
        History::pin(folder, &night.reference.hash)?;
    }
    Ok(file)
}

/// Keeps what differs between the stacks of either side, where a cell changed: a flamegraph for each.
pub fn flames(folder: &Path, night: &Night, cells: &[CellStanding<'_>]) -> anyhow::Result<()> {
    for cell in cells {
        if let Some(Ok([before, after])) = &cell.duel.stacks {
            let (series, kernel) = (series(&cell.duel.contest), &cell.duel.contest.kernel);
            let title = format!("{series}: {} against {}", night.revision.short(), night.reference.short());
            let drawn = draw_large(&visible(&difference(before, after, kernel, &title)?), kernel, &title)?;
            kept(&site::flame(folder, &night.id, &series), drawn.as_bytes())?;
        }
    }
    Ok(())
}

/// The changes of a history that were not in it `before` its newest nights: a night may be of an older commit than others, or
/// another job may have added one meanwhile, and what they show together is to be told once. A change of less than `threshold`, a
/// share, was no alarm: what is told after it of the same commits is no repetition.
pub fn told(history: &History, changes: &[Change], before: &History, known: &[Change], threshold: f64) -> Vec<Told> {
    let is_of_same = |change: &Change, known: &&Change| {
        let ([from, to], [known_from, known_to]) = (range(history, change), range(before, known));
        known.series == change.series
            && (known.log_size > 0.0) == (change.log_size > 0.0)
            && known_from < to
            && from < known_to
    };
    let told = |change: &Change| {
        let mut of_same = known.iter().filter(|known| is_of_same(change, known));
        let is_told = of_same.clone().any(|known| known.kind == change.kind);
        (!is_told).then(|| Told {
            series: change.series.clone(),
            is_of_instructions: change.kind == Quantity::Instructions,
            before: history.nights[change.before].revision.clone(),
            first: history.nights[change.first].revision.clone(),
            log_size: change.log_size,
            interval: change.interval,
            accepted: change.accepted.clone(),
            is_repeated: of_same.any(|known| known.log_size.abs() > threshold.ln_1p()),
        })
    };
    changes.iter().filter_map(told).collect()
}

/// The depths of the commits of a change: after the first of these, up to the second. Of one commit that was measured twice,
/// something beside the code changed.
fn range(history: &History, change: &Change) -> [u64; 2] {
    let [before, first] = [change.before, change.first].map(|night| history.nights[night].revision.depth);
    [before, first.max(before + 1)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_history::testing::{night, series};

    /// A night for each of these commits.
    fn history(depths: &[u64]) -> History {
        History { nights: depths.iter().map(|depth| night(*depth)).collect(), reference: None }
    }

    /// A change from the night of this index to the next.
    fn change(before: usize, log_size: f64) -> Change {
        Change {
            series: series("flow", "naive"),
            kind: Quantity::Time,
            before,
            first: before + 1,
            called: before + 2,
            log_size,
            interval: [log_size; 2],
            none: 0.0,
            accepted: None,
        }
    }

    #[test]
    fn a_change_is_told_once_whichever_night_completes_it() {
        let told = |now: &History, change: Change, then: &History, known: &[Change]| {
            let told = told(now, &[change], then, known, 0.01);
            told.iter().map(|told| (told.before.depth, told.first.depth)).collect::<Vec<_>>()
        };
        // The night of commit 3 comes late: the change after commit 2 is called in that of commit 4, which was there before.
        let (then, now) = (history(&[2, 4, 5]), history(&[2, 3, 4, 5]));
        assert_eq!(told(&now, change(0, 0.1), &then, &[]), [(2, 3)]);
        // It was known, if less exactly; what goes the other way is another one.
        assert_eq!(told(&now, change(0, 0.1), &then, &[change(0, 0.12)]), []);
        assert_eq!(told(&now, change(0, 0.1), &then, &[change(0, -0.1)]), [(2, 3)]);
        // So is the next slowdown, though it begins where the known one ends.
        assert_eq!(told(&now, change(1, 0.1), &now, &[change(0, 0.1)]), [(3, 4)]);
        let again = history(&[2, 2, 2]);
        assert_eq!(told(&again, change(0, 0.1), &again, &[change(0, 0.1)]), []);
    }

    #[test]
    fn time_that_follows_instructions_is_told_and_known_to_be_no_news() {
        let nights = history(&[2, 3, 4, 5]);
        let counted = |log_size| Change { kind: Quantity::Instructions, ..change(0, log_size) };
        let is_repeated = |known: Change| {
            let told = told(&nights, &[change(0, 0.1)], &nights, &[known], 0.01);
            (told.len(), told[0].is_repeated)
        };
        assert_eq!(is_repeated(counted(0.1)), (1, true));
        // Of so few instructions more nobody was told that it got slower.
        assert_eq!(is_repeated(counted(0.002)), (1, false));
        assert_eq!(is_repeated(Change { series: series("flow", "threaded"), ..counted(0.1) }), (1, false));
    }
}
