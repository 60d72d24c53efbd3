//! The sentinels' record: the reference against itself, night after night.

use super::words::{ABSENT, ratio};
use serde::Serialize;
use std::collections::BTreeMap;
use tenfold_analysis::findings::wording;
use tenfold_analysis::format::counted;
use tenfold_analysis::selftest;
use tenfold_history::{History, Sentinel};

/// One sentinel.
#[derive(Serialize)]
pub(super) struct Row {
    name: String,
    n: usize,
    alarms: usize,
    share: String,
    /// What is the largest deviation that it ever measured.
    largest: String,
}

/// Sentinels that raised a false alarm, of all.
pub(super) fn answer(history: &History) -> Option<String> {
    let all = || history.nights.iter().flat_map(|night| &night.sentinels);
    let (n, alarms) = (all().count(), all().filter(|sentinel| sentinel.alarmed).count());
    let void = history.nights.iter().filter(|night| night.void.is_some()).count();
    (n > 0).then(|| {
        format!(
            "{alarms} of {} of the reference with itself raised a false alarm: {}. {void} of {} {} void.",
            counted(n, "comparison"),
            share(alarms, n),
            counted(history.nights.len(), "night"),
            if void == 1 { "is" } else { "are" }
        )
    })
}

/// Each sentinel.
pub(super) fn rows(history: &History) -> Vec<Row> {
    let mut by_series: BTreeMap<_, Vec<&Sentinel>> = BTreeMap::new();
    for sentinel in history.nights.iter().flat_map(|night| &night.sentinels) {
        by_series.entry(&sentinel.series).or_default().push(sentinel);
    }
    let row = |(series, all): (&tenfold_history::Series, Vec<&Sentinel>)| {
        let alarms = all.iter().filter(|sentinel| sentinel.alarmed).count();
        let size = |sentinel: &&&Sentinel| sentinel.measured.log_ratio.abs();
        let largest = all.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
        Row {
            name: series.to_string(),
            n: all.len(),
            alarms,
            share: share(alarms, all.len()),
            largest: largest.map_or(ABSENT.to_string(), |s| ratio(s.measured.log_ratio, s.measured.interval)),
        }
    };
    by_series.into_iter().map(row).collect()
}

/// "0.31 % [0.04 %, 1.1 %]": exact bounds.
fn share(alarms: usize, n: usize) -> String {
    selftest::share(alarms, n).map_or(ABSENT.to_string(), |share| wording::share(&share))
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn the_share_of_false_alarms_has_exact_bounds() {
        // 1 − 0.05^(1/300) = 0.994 %: as in the self-test, each bound holds with 95 %.
        assert_eq!(share(0, 300), "0 % [0 %, 1.0 %]");
        assert_eq!(share(0, 0), "–");
    }
}
