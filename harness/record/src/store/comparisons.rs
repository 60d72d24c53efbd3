//! Comparisons in the store.

use super::reading::list;
use super::{Store, StoreError, json, unpack};
use crate::pack::packed;
use crate::{Comparison, Duel};
use rusqlite::params;

impl Store {
    /// Begins a comparison: writes everything known before its first duel.
    pub fn begin_comparison(&mut self, comparison: &Comparison) -> Result<(), StoreError> {
        let head = Comparison { duels: Vec::new(), ..comparison.clone() };
        super::named(&head.id)?;
        let add = "INSERT INTO comparisons (id, started_ms, head) VALUES (?, ?, ?)";
        self.write(|tx| tx.execute(add, params![head.id, head.started_ms, json(&head)]).map(drop))
    }

    /// Adds a duel with all its blocks.
    pub fn add_duel(&mut self, comparison: &str, duel: &Duel) -> Result<(), StoreError> {
        let add = "INSERT INTO duels (comparison, duel) VALUES (?, ?)";
        self.write(|tx| tx.execute(add, params![comparison, packed(json(duel).as_bytes())]).map(drop))
    }

    /// Names of all comparisons, the newest first.
    pub fn comparisons(&self) -> Result<Vec<String>, StoreError> {
        self.read(|db| {
            let mut ids = db.prepare("SELECT id FROM comparisons ORDER BY started_ms DESC, id DESC")?;
            ids.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// The comparison `id` with its duels in the order in which they were fought; `None` where there is none.
    pub fn comparison(&self, id: &str) -> Result<Option<Comparison>, StoreError> {
        let found = self.read(|db| {
            let Some(head) = list(db, "SELECT head FROM comparisons WHERE id = ?", id)?.pop() else { return Ok(None) };
            let mut duels = db.prepare("SELECT duel FROM duels WHERE comparison = ? ORDER BY id")?;
            let duels = duels.query_map([id], |row| unpack(row.get_ref(0)?.as_blob()?))?.collect::<Result<_, _>>()?;
            Ok(Some(Comparison { duels, id: id.to_string(), ..head }))
        })?;
        if let Some(found) = &found {
            self.safe(&found.id)?;
        }
        Ok(found)
    }
}
