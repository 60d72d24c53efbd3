//! Keeps the output that was judged last, to be saved.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use tenfold_kernel::{Claim, JobError, Judge, Judgement};

/// A judge who remembers what it judged.
pub(crate) struct Saving {
    judge: Box<dyn Judge>,
    last: RefCell<Last>,
}

/// The output that was judged last.
enum Last {
    Nothing,
    Parts(Vec<Vec<u8>>),
    External(Vec<u8>),
}

impl Saving {
    pub fn new(judge: Box<dyn Judge>) -> Saving {
        Saving { judge, last: RefCell::new(Last::Nothing) }
    }

    /// Saves it as NumPy files, whose names are returned; nothing where nothing was judged.
    pub fn save_last(&self, path: &Path) -> Result<Vec<PathBuf>, String> {
        let saved = match self.last.replace(Last::Nothing) {
            Last::Nothing => Ok(Vec::new()),
            Last::Parts(parts) => self.judge.save(parts, path),
            Last::External(bytes) => self.judge.save_external(&bytes, path),
        };
        saved.map_err(|e| e.to_string())
    }
}

impl Judge for Saving {
    fn variant(&self, name: &str, parts: Vec<Vec<u8>>) -> Result<Judgement, JobError> {
        *self.last.borrow_mut() = Last::Parts(parts.clone());
        self.judge.variant(name, parts)
    }
    fn external(&self, claim: Claim<'_>, bytes: &[u8]) -> Result<Judgement, JobError> {
        *self.last.borrow_mut() = Last::External(bytes.to_vec());
        self.judge.external(claim, bytes)
    }
    fn save(&self, parts: Vec<Vec<u8>>, path: &Path) -> Result<Vec<PathBuf>, JobError> {
        self.judge.save(parts, path)
    }
    fn save_external(&self, bytes: &[u8], path: &Path) -> Result<Vec<PathBuf>, JobError> {
        self.judge.save_external(bytes, path)
    }
}
