//! What a store holds: opened to be read or written, and the run or the comparison that is named.

use crate::args::Out;
use crate::fault::mistake;
use tenfold_record::{Comparison, Run, Store, StoreError};

/// The comparison named; `None` where it is a run that is named, or nothing.
pub fn comparison(store: &Store, named: Option<&str>) -> anyhow::Result<Option<Comparison>> {
    Ok(named.map(|id| store.comparison(id)).transpose()?.flatten())
}

/// The run named, or the newest, of the store in a folder that must exist.
pub fn find(out: &Out, named: Option<&str>) -> anyhow::Result<Run> {
    load(&open(out)?, named)
}

/// The store in a folder that must exist, to be read.
pub fn open(out: &Out) -> anyhow::Result<Store> {
    let path = out.store();
    if !path.exists() {
        return Err(mistake(format!(
            "{} does not exist: `tenfold run` creates it, --out names its folder",
            path.display()
        )));
    }
    Store::open(&path).map_err(|e| unusable(out, e))
}

/// The store in a folder, which is made where it is missing.
pub fn create(out: &Out) -> anyhow::Result<Store> {
    Store::create(&out.store()).map_err(|e| unusable(out, e))
}

/// Another folder is what a user can name; a file that is damaged, or a full disk, is no mistake of theirs.
fn unusable(out: &Out, why: StoreError) -> anyhow::Error {
    match why.is_wrong_place() {
        true => mistake(format!("--out {}: {why}; name a writable folder", out.out.display())),
        false => anyhow::Error::new(why).context(format!("--out {}", out.out.display())),
    }
}

/// The run named, or the newest.
pub fn load(store: &Store, named: Option<&str>) -> anyhow::Result<Run> {
    let id = match named {
        Some(id) => id.to_string(),
        None => match store.runs()?.into_iter().next() {
            Some(newest) => newest.id,
            None => {
                return Err(mistake(format!("{} holds no run yet: `tenfold run` creates one", store.path().display())));
            }
        },
    };
    store.load(&id).map_err(|e| match e {
        StoreError::NoRun { .. } => mistake(e),
        other => other.into(),
    })
}
