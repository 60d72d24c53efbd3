//! What a history is.

use crate::Night;

/// All nights of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The nights, in the order of the commits they measured; where two measured one commit, the earlier one first.
    pub nights: Vec<Night>,
    /// The full hash of the pinned reference, which the next night is measured against.
    pub reference: Option<String>,
}

impl History {
    /// Sorts the nights: jobs may have run in any order.
    pub(crate) fn sort(&mut self) {
        let key = |night: &Night| (night.revision.depth, night.started_ms, night.id.clone());
        self.nights.sort_by_cached_key(key);
    }
}
