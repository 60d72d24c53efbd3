//! Which attempts at a launch count.
//!
//! Of a round, those of one session alone: what two sessions measured is never paired. It is the newest session that has the
//! round whole, or else the newest that has a part of it; of each cell its newest attempt.

use crate::{Cell, CellKey};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashSet};

/// One attempt at a launch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attempt {
    /// Its row.
    pub id: i64,
    pub session: i64,
    pub round: u32,
    pub cell: CellKey,
    /// How often it was tried before.
    pub attempt: u32,
    /// Whether it crashed or was out of time: another attempt may do better.
    pub failed: bool,
}

/// A round as it counts.
pub(super) struct Round {
    pub session: i64,
    /// Whether every cell of the plan is there.
    pub whole: bool,
    /// One for each cell, in the order of cells.
    pub attempts: Vec<Attempt>,
}

/// All attempts of a run, in the order in which they were made.
pub(super) fn all(db: &Connection, run: &str) -> rusqlite::Result<Vec<Attempt>> {
    db.prepare(
        "SELECT attempts.id, session, round, cell, attempt, outcome FROM attempts
         JOIN sessions ON sessions.id = session WHERE run = ? ORDER BY attempts.id",
    )?
    .query_map([run], |row| {
        Ok(Attempt {
            id: row.get(0)?,
            session: row.get(1)?,
            round: row.get(2)?,
            cell: CellKey(row.get(3)?),
            attempt: row.get(4)?,
            failed: matches!(row.get_ref(5)?.as_str()?, "crashed" | "timed_out"),
        })
    })?
    .collect()
}

/// The rounds as they count, by number, where `cells` are planned.
pub(super) fn rounds<'c>(all: &[Attempt], cells: impl Iterator<Item = &'c Cell>) -> BTreeMap<u32, Round> {
    let planned: HashSet<CellKey> = cells.filter(|cell| cell.left_out.is_none()).map(|cell| cell.key).collect();
    let mut by_session: BTreeMap<(u32, i64), BTreeMap<CellKey, Attempt>> = BTreeMap::new();
    for attempt in all {
        let newest = by_session.entry((attempt.round, attempt.session)).or_default().entry(attempt.cell);
        let newest = newest.or_insert(*attempt);
        if attempt.attempt > newest.attempt {
            *newest = *attempt;
        }
    }
    let mut rounds: BTreeMap<u32, Round> = BTreeMap::new();
    // Sessions come in their order, so that of two that are as whole the newer one stays.
    for ((number, session), cells) in by_session {
        let whole = planned.iter().all(|cell| cells.contains_key(cell));
        if whole || rounds.get(&number).is_none_or(|before| !before.whole) {
            rounds.insert(number, Round { session, whole, attempts: cells.into_values().collect() });
        }
    }
    rounds
}

/// The launches that `session` need not make, of `all` attempts and the `rounds` that they make: those it has made, and those of
/// rounds that another one has whole. With `retry` the failed ones are to be made again, and with each that is another
/// session's its whole round.
pub(super) fn done(
    all: &[Attempt],
    rounds: &BTreeMap<u32, Round>,
    session: i64,
    retry: bool,
) -> HashSet<(CellKey, u32)> {
    // Of each the newest attempt comes last. A round that counts as another session's may have some of this one.
    let own = all.iter().filter(|attempt| attempt.session == session);
    let own: BTreeMap<(CellKey, u32), bool> = own.map(|one| ((one.cell, one.round), one.failed)).collect();
    let own = own.into_iter().filter(|(_, failed)| !(retry && *failed)).map(|(launch, _)| launch);
    let counts = |round: &&Round| {
        let again = retry && round.attempts.iter().any(|attempt| attempt.failed);
        round.session != session && round.whole && !again
    };
    let others = rounds.values().filter(counts).flat_map(|round| &round.attempts);
    own.chain(others.map(|attempt| (attempt.cell, attempt.round))).collect()
}
