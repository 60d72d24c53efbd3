//! What do the ranks wait for?

use crate::findings::ranks::{InCalls, Ranks};
use crate::format;
use std::collections::BTreeMap;

impl Ranks<'_> {
    /// How evenly the work is shared, what the network costs, and what is lost in calls.
    pub fn answer(&self) -> String {
        let balance = format::percent(self.efficiencies.load_balance);
        let evenly = match self.is_uneven() {
            true => format!(
                "Rank {} computes longest: {}, {} the mean (load balance {balance}).",
                self.slowest,
                format::seconds(self.trace.ranks[self.slowest].computing()),
                format::ratio(self.over_mean),
            ),
            false => format!("All ranks compute for about the same time (load balance {balance})."),
        };
        let computing = format::percent(self.efficiencies.parallel.min(1.0));
        let factors = self.factors();
        format!("{evenly} {factors} Ranks compute {computing} of the time.{}", self.lost())
    }

    /// Serialisation and transfer, or why they are not known.
    fn factors(&self) -> String {
        match &self.network.ideal {
            Ok(ideal) => format!(
                "If messages took no time, the run would take {} instead of {}: serialisation {}, transfer {}.",
                format::seconds(*ideal),
                format::seconds(self.network.elapsed),
                format::percent(self.efficiencies.serialisation.unwrap_or(f64::NAN)),
                format::percent(self.efficiencies.transfer.unwrap_or(f64::NAN))
            ),
            Err(why) => format!("Serialisation and transfer are unknown: {why}."),
        }
    }

    /// What all ranks together lose the most time by: a call, and how much of it is waiting; or that they do not start and end
    /// at one time.
    fn lost(&self) -> String {
        let idle: f64 = self.trace.ranks.iter().map(|rank| (self.network.elapsed - rank.seconds).max(0.0)).sum();
        let ranks = 0..self.trace.ranks.len();
        let mut calls: BTreeMap<&str, InCalls> = BTreeMap::new();
        for (name, one) in ranks.flat_map(|rank| self.in_calls(rank)) {
            let all = calls.entry(name).or_default();
            *all = InCalls { seconds: all.seconds + one.seconds, waiting: all.waiting + one.waiting };
        }
        let all: f64 = idle + calls.values().map(|call| call.seconds).sum::<f64>();
        let dearest = calls.into_iter().max_by(|a, b| a.1.seconds.total_cmp(&b.1.seconds));
        let Some((name, call)) = dearest.filter(|_| all > 0.0) else { return String::new() };
        let (what, share, how) = match &self.network.waits {
            _ if idle > call.seconds => {
                ("before ranks start and after they end".to_string(), idle / all, String::new())
            }
            Ok(_) => {
                let [waiting, itself] =
                    [call.waiting, call.itself()].map(|seconds| format::percent(seconds / call.seconds));
                let how = format!(": {waiting} waiting for another rank, {itself} the call itself");
                (format!("in {name}"), call.seconds / all, how)
            }
            Err(_) => (format!("in {name}"), call.seconds / all, String::new()),
        };
        let most = if share > 0.5 { "Most" } else { "The largest part" };
        format!(" {most} of the rest is {what} ({}){how}.", format::percent(share))
    }

    /// The efficiencies in one line.
    pub fn factors_in_short(&self) -> String {
        let of = &self.efficiencies;
        let factors =
            [("load balance", Some(of.load_balance)), ("serialisation", of.serialisation), ("transfer", of.transfer)];
        let known = factors.iter().filter_map(|(name, factor)| Some(format!("{name} {}", format::percent((*factor)?))));
        let computing = format!("{} computing", format::percent(of.parallel));
        known.chain([computing]).collect::<Vec<_>>().join(", ")
    }
}
