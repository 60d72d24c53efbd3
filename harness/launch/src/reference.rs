//! Reference answers: each problem's is computed once, by a process of its own, and kept as long as the program runs.

use crate::{Ended, Launcher, command};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;
use tenfold_kernel::{AnyKernel, Judge, Reference, Values};
use tenfold_measure::order::{ReferenceOrder, Reply};

/// Where the answers are kept.
#[derive(Default)]
pub(crate) struct References {
    folder: Mutex<Option<TempDir>>,
    /// By kernel and params as text: the file, or why there is none.
    known: Mutex<BTreeMap<String, Result<PathBuf, String>>>,
}

/// Why there is no reference answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoReference {
    /// The naive variant did not solve the problem.
    #[error("{0}")]
    Failed(String),
    /// The program was told to stop.
    #[error("stopped")]
    Interrupted,
}

impl From<NoReference> for Ended {
    fn from(why: NoReference) -> Ended {
        match why {
            NoReference::Failed(reason) => Ended::Replied(Reply::Failed { reason }),
            NoReference::Interrupted => Ended::Interrupted,
        }
    }
}

impl Launcher<'_> {
    /// The reference answer to a problem. The naive variant computes it in a process of its own, for at most `limit`, unless
    /// it did so before.
    ///
    /// # Errors
    /// The naive variant failed or took too long, or the program was told to stop.
    pub fn reference(
        &self,
        kernel: &dyn AnyKernel,
        params: &Values,
        limit: Duration,
    ) -> Result<Reference, NoReference> {
        let problem =
            format!("{} {}", kernel.name(), serde_json::to_string(params).expect("params serialise to memory"));
        let known = self.references.known.lock().unwrap_or_else(|e| e.into_inner()).get(&problem).cloned();
        let file = match known {
            Some(file) => file,
            None => {
                let file = match self.computed(kernel, params, limit) {
                    Err(NoReference::Failed(reason)) => Err(reason),
                    Err(interrupted) => return Err(interrupted),
                    Ok(file) => Ok(file),
                };
                let mut known = self.references.known.lock().unwrap_or_else(|e| e.into_inner());
                known.insert(problem, file.clone());
                file
            }
        };
        let file = file.map_err(NoReference::Failed)?;
        Reference::load(&file).map_err(|e| NoReference::Failed(format!("{}: {e}", file.display())))
    }

    /// The judge of a problem, by its reference answer.
    pub(crate) fn judge(
        &self,
        kernel: &dyn AnyKernel,
        params: &Values,
        limit: Duration,
    ) -> Result<Box<dyn Judge>, NoReference> {
        let reference = self.reference(kernel, params, limit)?;
        kernel.judge(params, &reference).map_err(|e| NoReference::Failed(e.to_string()))
    }

    fn computed(&self, kernel: &dyn AnyKernel, params: &Values, limit: Duration) -> Result<PathBuf, NoReference> {
        let failed = |reason: String| NoReference::Failed(format!("no reference answer to compare with: {reason}"));
        let file = self.references.place().map_err(|e| failed(format!("no scratch folder can be made: {e}")))?;
        let order =
            ReferenceOrder { reference_of: kernel.name().to_string(), params: params.clone(), file: file.clone() };
        match self.heard::<Reply<()>>(command::worker(&self.program, &order, None, limit), limit, |_| String::new()) {
            Ended::Replied(Reply::Done(())) => Ok(file),
            Ended::Replied(Reply::Failed { reason }) | Ended::Crashed(reason) => {
                Err(failed(format!("the naive variant: {reason}")))
            }
            Ended::TimedOut => {
                Err(failed(format!("the naive variant takes longer than the limit of {} s", limit.as_secs_f64())))
            }
            Ended::Interrupted => Err(NoReference::Interrupted),
        }
    }
}

impl References {
    /// A file that is not there yet.
    fn place(&self) -> std::io::Result<PathBuf> {
        let mut folder = self.folder.lock().unwrap_or_else(|e| e.into_inner());
        if folder.is_none() {
            *folder = Some(tempfile::tempdir()?);
        }
        let number = self.known.lock().unwrap_or_else(|e| e.into_inner()).len();
        let folder = folder.as_ref().map(TempDir::path).unwrap_or_else(|| unreachable!("it was made above"));
        Ok(folder.join(format!("reference-{number}")))
    }
}
