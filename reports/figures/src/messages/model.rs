//! Who talks to whom, as a model.

use tenfold_record::{Rung, Trace, Traffic};

/// What the map of messages shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Messages {
    /// The rung of the ranks, which gives the colour.
    pub rung: Rung,
    /// `traffic[sender][receiver]`; rows may be of any length, what is missing was not sent.
    pub traffic: Vec<Vec<Traffic>>,
}

impl Messages {
    /// Who sent how much to whom.
    pub fn of(trace: &Trace, rung: Rung) -> Messages {
        Messages { rung, traffic: trace.ranks.iter().map(|rank| rank.sent.clone()).collect() }
    }
}
