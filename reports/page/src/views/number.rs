//! A number in a table, with its interval under it.

use serde::Serialize;
use tenfold_analysis::findings::{Estimate, Interval, wording};
use tenfold_analysis::format;

/// A number with what stands small under it.
#[derive(Serialize)]
pub(super) struct NumberView {
    value: String,
    interval: String,
    noisy: Option<String>,
}

impl NumberView {
    /// A number, or a word in its place, without an interval.
    pub(super) fn bare(value: &str) -> NumberView {
        NumberView { value: value.into(), interval: String::new(), noisy: None }
    }

    /// Whether it warns that its interval is too wide.
    pub(super) fn is_noisy(&self) -> bool {
        self.noisy.is_some()
    }

    /// The same where the warning stands beside it already.
    pub(super) fn without_warning(self) -> NumberView {
        NumberView { noisy: None, ..self }
    }

    /// A ratio; a dash where there is none.
    pub(super) fn of_ratio(estimate: Option<&Estimate>) -> NumberView {
        let Some(estimate) = estimate else { return NumberView::bare("–") };
        NumberView {
            value: format::faster(estimate.value),
            interval: estimate.interval.map_or(String::new(), |i| format::interval(i.low, i.high)),
            noisy: wording::noisy(estimate),
        }
    }

    /// A share; a dash where there is none.
    pub(super) fn of_share(estimate: Option<&Estimate>) -> NumberView {
        let Some(estimate) = estimate else { return NumberView::bare("–") };
        let between = |i: &Interval| format!("[{}, {}]", format::percent(i.low), format::percent(i.high));
        NumberView {
            value: format::percent(estimate.value),
            interval: estimate.interval.as_ref().map_or(String::new(), between),
            noisy: None,
        }
    }

    /// A time in seconds.
    pub(super) fn of_seconds(estimate: &Estimate) -> NumberView {
        NumberView {
            value: format::seconds(estimate.value),
            interval: match estimate.interval {
                Some(_) => wording::interval_of_seconds(estimate),
                None => "no interval".into(),
            },
            noisy: wording::noisy(estimate),
        }
    }
}
