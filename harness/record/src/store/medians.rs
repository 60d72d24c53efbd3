//! What runs found, beside the samples that it was found from.

use super::{Store, StoreError, json, unpack};
use crate::Gist;
use crate::pack::packed;
use rusqlite::{OptionalExtension, Row, params};

/// Attempts at launches of the run ?1.
const ATTEMPTS: &str = "(SELECT count(*) FROM attempts JOIN sessions ON sessions.id = session WHERE sessions.run = ?1)";

impl Store {
    /// What `program` (its revision) found of a run; `None` where it has not looked since the last launch, or wrote it down in
    /// another form.
    pub fn gist(&self, run: &str, program: &str) -> Result<Option<Gist>, StoreError> {
        let find = format!("SELECT medians FROM medians WHERE run = ?1 AND program = ?2 AND attempts = {ATTEMPTS}");
        let gist = |row: &Row<'_>| Ok(unpack(row.get_ref(0)?.as_blob()?).ok());
        self.read(|db| db.query_row(&find, params![run, program], gist).optional().map(Option::flatten))
    }

    /// Keeps what `program` found of a run, in place of what was found before.
    pub fn keep_gist(&mut self, run: &str, program: &str, gist: &Gist) -> Result<(), StoreError> {
        let add =
            format!("INSERT OR REPLACE INTO medians (run, program, attempts, medians) VALUES (?1, ?2, {ATTEMPTS}, ?3)");
        self.write(|tx| tx.execute(&add, params![run, program, packed(json(gist).as_bytes())]).map(drop))
    }
}
