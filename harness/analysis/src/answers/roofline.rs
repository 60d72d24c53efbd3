//! What limits it?

use crate::findings::wording::TOO_FEW;
use crate::findings::{Bound, Cores, Position, Roofline};
use crate::{ceiling, format};
use tenfold_record::Resource;

impl Roofline<'_> {
    /// What limits the fastest variant; empty where none is known.
    pub fn answer(&self) -> String {
        let own = || self.positions.iter().filter(|position| !position.row.is_external());
        let unknown = || own().next().is_some() && own().all(|position| position.row.times.estimate.interval.is_none());
        match self.fastest() {
            Some(position) => position.answer(self.arithmetic),
            None if unknown() => format!("Not known yet what limits it: {TOO_FEW}."),
            None => String::new(),
        }
    }
}

impl Position<'_> {
    /// What limits this variant, and how near it is: "vectorised is bandwidth-bound: it reaches 83 % of the memory
    /// bandwidth of one core."
    pub fn answer(&self, arithmetic: Resource) -> String {
        if self.row.times.throttled() > 0 {
            return format!("The CPU quota throttled {}; what else limits it is unknown.", self.row.label);
        }
        let (label, share) = (&self.row.label, format::share(self.share()));
        let (roof, whose) = self.nearer(arithmetic);
        let (times, cores) = match whose {
            Cores::One => (String::new(), "one core"),
            Cores::All => (String::new(), "all cores"),
            Cores::Times(cores) => (format!("{cores} × "), "one core"),
        };
        let of_roof = match self.level == Some(roof) {
            true => format!("{times}the {} bandwidth of {cores}", ceiling::level(roof)),
            false => format!("{times}the peak of {cores} for {}", ceiling::heading(roof)),
        };
        let answer = match self.bound() {
            Bound::Memory(_) | Bound::Compute => {
                format!("{label} is {}: it reaches {share} of {of_roof}.", self.verdict())
            }
            Bound::Neither if self.of_level.is_none() => {
                format!("Arithmetic does not limit {label}: it reaches {share} of {of_roof}.")
            }
            Bound::Neither => {
                format!("Neither bandwidth nor arithmetic limits {label}: it reaches {share} of {of_roof}.")
            }
        };
        // One roof alone is half an answer.
        match (self.level, self.of_level) {
            (Some(level), None) => {
                format!("{answer} The {} bandwidth was not measured in this run.", ceiling::level(level))
            }
            (None, _) => format!("{answer} Where its data come from is not known."),
            (Some(_), Some(_)) => answer,
        }
    }

    /// What limits it, in a word.
    pub fn verdict(&self) -> &'static str {
        match self.bound() {
            Bound::Memory(_) => "bandwidth-bound",
            Bound::Compute => "compute-bound",
            Bound::Neither if self.of_level.is_none() => "not compute-bound",
            Bound::Neither => "neither",
        }
    }
}
