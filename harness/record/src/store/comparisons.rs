//! Comparisons in the store.

use super::{Store, StoreError, failed, json, parse, unpack};
use crate::pack::packed;
use crate::{Comparison, Duel};
use rusqlite::{OptionalExtension, params};

impl Store {
    /// Begins a comparison: writes everything known before its first duel.
    pub fn begin_comparison(&mut self, comparison: &Comparison) -> Result<(), StoreError> {
        let head = Comparison { duels: Vec::new(), ..comparison.clone() };
        super::named(&head.id)?;
        self.write(|tx| {
            let add = "INSERT INTO comparisons (id, started_ms, head) VALUES (?, ?, ?)";
            tx.execute(add, params![head.id, head.started_ms, json(&head)]).map(drop)
        })
    }

    /// Adds a duel with all its blocks.
    pub fn add_duel(&mut self, comparison: &str, duel: &Duel) -> Result<(), StoreError> {
        self.write(|tx| {
            let add = "INSERT INTO duels (comparison, duel) VALUES (?, ?)";
            tx.execute(add, params![comparison, packed(json(duel).as_bytes())]).map(drop)
        })
    }

    /// Names of all comparisons, the newest first.
    pub fn comparisons(&self) -> Result<Vec<String>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut ids = self.db.prepare("SELECT id FROM comparisons ORDER BY started_ms DESC, id DESC")?;
            ids.query_map([], |row| row.get(0))?.collect()
        };
        read().map_err(|e| failed(&self.path, e))
    }

    /// The comparison `id` with its duels in the order in which they were fought; `None` where there is none.
    pub fn comparison(&self, id: &str) -> Result<Option<Comparison>, StoreError> {
        let read = || -> rusqlite::Result<Option<Comparison>> {
            let head =
                self.db.query_row("SELECT head FROM comparisons WHERE id = ?", [id], |row| row.get::<_, String>(0));
            let Some(head) = head.optional()? else { return Ok(None) };
            let mut comparison: Comparison = parse(&head)?;
            comparison.duels = self
                .db
                .prepare("SELECT duel FROM duels WHERE comparison = ? ORDER BY id")?
                .query_map([id], |row| unpack(row.get_ref(0)?.as_blob()?))?
                .collect::<rusqlite::Result<Vec<Duel>>>()?;
            Ok(Some(comparison))
        };
        read().map_err(|e| failed(&self.path, e))
    }
}
