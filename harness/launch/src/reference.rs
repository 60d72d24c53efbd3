//! Reference answers: each problem's is computed once, by a process of its own, and kept as long as the program runs.

use crate::Ended;
use crate::duel::{Silence, solve};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tempfile::TempDir;
use tenfold_kernel::{AnyKernel, Reference, Values};
use tenfold_measure::duel::protocol::Problem;
use tenfold_measure::order::Reply;

/// Where the answers are kept.
#[derive(Default)]
pub(crate) struct References {
    folder: Mutex<Option<TempDir>>,
    /// By kernel and params as text: the file, or why there is none.
    known: Mutex<BTreeMap<String, Result<PathBuf, String>>>,
}

impl From<Silence> for Ended {
    fn from(why: Silence) -> Ended {
        match why {
            Silence::Gone(reason) => Ended::Replied(Reply::Failed { reason }),
            Silence::Interrupted => Ended::Interrupted,
        }
    }
}

impl References {
    /// The reference answer to a problem. The naive variant of `program` computes it in a process of its own, for at most
    /// `limit`, unless it did so before.
    pub fn reference(
        &self,
        (program, stop): (&Path, &AtomicBool),
        kernel: &dyn AnyKernel,
        params: &Values,
        limit: Duration,
    ) -> Result<Reference, Silence> {
        let problem =
            format!("{} {}", kernel.name(), serde_json::to_string(params).expect("params serialise to memory"));
        let known = self.known.lock().unwrap_or_else(|e| e.into_inner()).get(&problem).cloned();
        let file = match known {
            Some(file) => file,
            None => {
                let file = match self.computed((program, stop), kernel, params, limit) {
                    Err(Silence::Gone(reason)) => Err(reason),
                    Err(interrupted) => return Err(interrupted),
                    Ok(file) => Ok(file),
                };
                self.known.lock().unwrap_or_else(|e| e.into_inner()).insert(problem, file.clone());
                file
            }
        };
        let file = file.map_err(Silence::Gone)?;
        Reference::load(&file).map_err(|e| Silence::Gone(format!("{}: {e}", file.display())))
    }

    fn computed(
        &self,
        (program, stop): (&Path, &AtomicBool),
        kernel: &dyn AnyKernel,
        params: &Values,
        limit: Duration,
    ) -> Result<PathBuf, Silence> {
        const WHAT: &str = "no reference answer to compare with";
        let file = self.place().map_err(|e| Silence::Gone(format!("{WHAT}: cannot create a scratch folder: {e}")))?;
        let problem = Problem { kernel: kernel.name().to_string(), params: params.clone(), file: file.clone() };
        let solved = solve(program, problem, limit, stop);
        solved.map(|()| file).map_err(|silence| silence.of("the naive variant").of(WHAT))
    }

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
