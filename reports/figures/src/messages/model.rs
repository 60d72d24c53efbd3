//! Who talks to whom, as a model.

use tenfold_record::{Rung, Trace};

/// What the map of messages shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Messages {
    /// The question: `Who talks to whom?`
    pub title: String,
    /// The answer, computed by the caller: messages and bytes per step against the declared formula.
    pub caption: String,
    /// The rung of the ranks, which gives the colour.
    pub rung: Rung,
    /// `traffic[sender][receiver]`; rows may be of any length, what is missing was not sent.
    pub traffic: Vec<Vec<Traffic>>,
    /// Where the numbers come from.
    pub footer: String,
}

/// What one rank sent to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Number of messages.
    pub messages: u64,
    /// Their bytes together.
    pub bytes: u64,
}

impl Messages {
    /// Who sent how much to whom.
    pub fn of(trace: &Trace, rung: Rung) -> Messages {
        let to = |t: &tenfold_record::Traffic| Traffic { messages: t.messages, bytes: t.bytes };
        Messages {
            title: String::new(),
            caption: String::new(),
            rung,
            traffic: trace.ranks.iter().map(|rank| rank.sent.iter().map(to).collect()).collect(),
            footer: "payload per run, collectives included; messages where they carry no bytes".into(),
        }
    }
}
