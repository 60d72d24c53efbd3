//! Taking in the results of other programs: all of it in one transaction.

use super::{Store, StoreError, failed, insert_launch, insert_run, named, sound};
use crate::{Launch, Run};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior};

/// Runs that are being taken in. Unless it is [kept](Importing::keep), the store stays as it was.
pub struct Importing<'s> {
    store: &'s Store,
    tx: Transaction<'s>,
}

impl Store {
    /// Begins to take in runs.
    pub fn importing(&mut self) -> Result<Importing<'_>, StoreError> {
        self.still_there()?;
        // The transaction needs the connection alone, and would borrow all of the store mutably.
        let store: &Store = self;
        let tx = Transaction::new_unchecked(&store.db, TransactionBehavior::Immediate);
        Ok(Importing { store, tx: tx.map_err(|e| failed(&store.path, e))? })
    }
}

impl Importing<'_> {
    /// Whether a run of this name is there already.
    pub fn knows(&self, run: &str) -> Result<bool, StoreError> {
        let known = self.tx.query_row("SELECT 1 FROM runs WHERE id = ?", [run], |_| Ok(())).optional();
        known.map(|known| known.is_some()).map_err(|e| failed(&self.store.path, e))
    }

    /// Begins a run.
    pub fn begin(&mut self, run: &Run) -> Result<(), StoreError> {
        named(&run.id)?;
        insert_run(&self.tx, run).map_err(|e| failed(&self.store.path, e))
    }

    /// Adds a launch to a run.
    pub fn add_launch(&mut self, run: &str, launch: &Launch) -> Result<(), StoreError> {
        sound(launch)?;
        insert_launch(&self.tx, run, launch).map_err(|e| failed(&self.store.path, e))
    }

    /// Keeps all of it.
    pub fn keep(self) -> Result<(), StoreError> {
        self.tx.commit().map_err(|e| failed(&self.store.path, e))
    }
}
