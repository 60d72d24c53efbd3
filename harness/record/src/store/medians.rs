//! What runs found, beside the samples that it was found from.

use super::{Store, StoreError, failed, json, packed, parse, unpacked};
use crate::CellMedian;
use rusqlite::{OptionalExtension, params};

impl Store {
    /// What `program` (its version) found for the cells of a run; `None` where it has not looked since the last launch.
    pub fn medians(&self, run: &str, program: &str) -> Result<Option<Vec<CellMedian>>, StoreError> {
        let read = || -> rusqlite::Result<Option<Vec<CellMedian>>> {
            self.db
                .query_row(
                    "SELECT medians FROM medians WHERE run = ?1 AND program = ?2
                     AND launches = (SELECT count(*) FROM launches WHERE run = ?1)",
                    params![run, program],
                    |row| parse(unpacked(row.get_ref(0)?.as_blob()?)?),
                )
                .optional()
        };
        read().map_err(|e| failed(&self.path, e))
    }

    /// Keeps what `program` found for the cells of a run, in place of what was found before.
    pub fn keep_medians(&mut self, run: &str, program: &str, medians: &[CellMedian]) -> Result<(), StoreError> {
        self.db
            .execute(
                "INSERT OR REPLACE INTO medians (run, program, launches, medians)
                 VALUES (?1, ?2, (SELECT count(*) FROM launches WHERE run = ?1), ?3)",
                params![run, program, packed(&json(&medians))],
            )
            .map(drop)
            .map_err(|e| failed(&self.path, e))
    }
}
