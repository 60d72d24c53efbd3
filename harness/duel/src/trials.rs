//! Many duels with a known truth: how often are they right?

use crate::finding::Finding;
use tenfold_stats::{StatsError, Verdict, median, proportion};

/// What came of duels that were all fought under one truth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trials {
    /// Duels.
    pub count: usize,
    /// How many called B slower.
    pub slower: usize,
    /// How many called B faster.
    pub faster: usize,
    /// How many intervals held the truth, of those that had an interval.
    pub covered: usize,
    /// How many had an interval.
    pub intervals: usize,
    /// Relative error of each estimate, without its sign.
    pub errors: Vec<f64>,
}

impl Trials {
    /// Adds a duel; `factor` is the time of B over that of A as it truly is.
    pub fn add(&mut self, finding: &Finding, factor: f64) {
        let truth = 1.0 / factor;
        let ratio = finding.comparison.ratio;
        self.count += 1;
        match finding.comparison.verdict {
            Verdict::Slower => self.slower += 1,
            Verdict::Faster => self.faster += 1,
            Verdict::NoDifference { .. } => {}
        }
        if let Some(interval) = ratio.interval {
            self.intervals += 1;
            self.covered += usize::from(interval.contains(truth));
        }
        self.errors.push((ratio.value / truth - 1.0).abs());
    }

    /// All trials of both.
    #[must_use]
    pub fn with(mut self, other: &Trials) -> Trials {
        self.count += other.count;
        self.slower += other.slower;
        self.faster += other.faster;
        self.covered += other.covered;
        self.intervals += other.intervals;
        self.errors.extend(&other.errors);
        self
    }

    /// Share of duels that called a difference, in either direction.
    pub fn alarms(&self) -> f64 {
        (self.slower + self.faster) as f64 / self.count as f64
    }

    /// The share of alarms that is exceeded with a chance of 5 % at most (Clopper and Pearson, one-sided).
    ///
    /// # Errors
    /// No trials.
    pub fn alarms_at_most(&self) -> Result<f64, StatsError> {
        proportion::at_most(self.slower + self.faster, self.count, 0.95)
    }

    /// Share of duels that called B slower.
    pub fn found(&self) -> f64 {
        self.slower as f64 / self.count as f64
    }

    /// Share of intervals that held the truth.
    pub fn coverage(&self) -> f64 {
        self.covered as f64 / self.intervals as f64
    }

    /// The median error of the estimate, relative.
    ///
    /// # Errors
    /// No trials.
    pub fn median_error(&self) -> Result<f64, StatsError> {
        median(&self.errors)
    }
}
