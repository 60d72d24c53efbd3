//! Polls in the store. A ballot and the start of a run may come at the same moment, from two processes: each is one
//! writing transaction, so a ballot is either before the start, and in the run, or refused.

use super::reading::list;
use super::{Store, StoreError, json, parse};
use crate::{Ballot, Cast, Experiment, PollId, PollState, Run};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// Most ballots of a poll: more than the largest lecture theatre has seats, and no more than a page can show.
const MOST_BALLOTS: i64 = 2000;

impl Store {
    /// The poll about `experiment` that is open, or a new one that opens at `now_ms` of Unix time. It is the same poll
    /// for as long as the same ratios of the same problems are asked for.
    pub fn open_poll(&mut self, experiment: &Experiment, now_ms: i64) -> Result<PollId, StoreError> {
        let topics = json(&experiment.topics());
        self.write(|tx| {
            let open = "SELECT id FROM polls WHERE topics = ? AND closed_ms IS NULL AND run IS NULL";
            if let Some(id) = tx.query_row(open, [&topics], |row| row.get(0)).optional()? {
                return Ok(PollId(id));
            }
            tx.execute(
                "INSERT INTO polls (experiment, topics, opened_ms) VALUES (?, ?, ?)",
                params![experiment.name, topics, now_ms],
            )?;
            Ok(PollId(tx.last_insert_rowid()))
        })
    }

    /// Keeps what `guesser` guessed, in the place of what they guessed before.
    pub fn cast(&mut self, poll: PollId, guesser: &str, ballot: &Ballot, now_ms: i64) -> Result<Cast, StoreError> {
        self.write(|tx| {
            let state = state(tx, poll)?;
            let before = earlier(tx, poll, guesser)?;
            let verdict = match before {
                _ if !state.open => Cast::Closed,
                Some(_) => Cast::Changed,
                None if state.ballots as i64 >= MOST_BALLOTS => Cast::Full,
                None => Cast::New,
            };
            if matches!(verdict, Cast::New | Cast::Changed) {
                tx.execute(
                    "INSERT INTO ballots (poll, guesser, cast_ms, ballot) VALUES (?, ?, ?, ?)
                     ON CONFLICT (poll, guesser) DO UPDATE SET cast_ms = excluded.cast_ms, ballot = excluded.ballot",
                    params![poll.0, guesser, now_ms, json(ballot)],
                )?;
            }
            Ok(verdict)
        })
    }

    /// What `guesser` has guessed so far.
    pub fn ballot(&self, poll: PollId, guesser: &str) -> Result<Option<Ballot>, StoreError> {
        self.read(|db| earlier(db, poll, guesser))
    }

    /// How a poll stands.
    pub fn poll_state(&self, poll: PollId) -> Result<PollState, StoreError> {
        self.read(|db| state(db, poll))
    }

    /// Takes no more guesses about `experiment` from `now_ms` on: its run starts. How many people have guessed since the
    /// last run, whose guesses the next one that [`begin`](Store::begin)s takes in.
    pub fn close_polls(&mut self, experiment: &Experiment, now_ms: i64) -> Result<usize, StoreError> {
        let topics = json(&experiment.topics());
        self.write(|tx| {
            let close = "UPDATE polls SET closed_ms = ? WHERE topics = ? AND run IS NULL AND closed_ms IS NULL";
            tx.execute(close, params![now_ms, topics])?;
            let waiting = "SELECT count(*) FROM ballots JOIN polls ON polls.id = poll WHERE topics = ? AND run IS NULL";
            tx.query_row(waiting, [&topics], |row| row.get::<_, i64>(0)).map(|n| n as usize)
        })
    }
}

/// Gives the polls about a run's experiment to it, as it begins.
pub(super) fn take_in(tx: &Transaction<'_>, run: &Run) -> rusqlite::Result<()> {
    let topics = run.experiment.topics();
    if topics.is_empty() {
        return Ok(());
    }
    let take = "UPDATE polls SET run = ?, closed_ms = coalesce(closed_ms, ?) WHERE topics = ? AND run IS NULL";
    tx.execute(take, params![run.id, run.started_ms, json(&topics)]).map(drop)
}

/// What was guessed before a run, in the order of the first ballots.
pub(super) fn of_run(db: &Connection, run: &str) -> rusqlite::Result<Vec<Ballot>> {
    list(db, "SELECT ballot FROM ballots JOIN polls ON polls.id = poll WHERE run = ? ORDER BY ballots.id", run)
}

fn state(db: &Connection, poll: PollId) -> rusqlite::Result<PollState> {
    db.query_row(
        "SELECT closed_ms IS NULL, (SELECT count(*) FROM ballots WHERE poll = polls.id) FROM polls WHERE id = ?",
        [poll.0],
        |row| Ok(PollState { open: row.get(0)?, ballots: row.get::<_, i64>(1)? as usize }),
    )
}

fn earlier(db: &Connection, poll: PollId, guesser: &str) -> rusqlite::Result<Option<Ballot>> {
    let find = "SELECT ballot FROM ballots WHERE poll = ? AND guesser = ?";
    db.query_row(find, params![poll.0, guesser], |row| parse(row.get_ref(0)?.as_str()?)).optional()
}
