//! What a kernel's own tests ask beside [`hold`](super::hold): of a problem that they name, and of one that is refused.

use super::{judge, judged};
use crate::{AnyKernel, FileValue, Judge, Judgement, Kernel, Npy, ParamSet, Part, Values, Workers, erase};
use serde_json::{Map, Value};
use std::path::Path;

/// A problem of a kernel and its judge, after the naive variant has solved it in this process.
pub struct Problem {
    kernel: Box<dyn AnyKernel>,
    params: Values,
    judge: Box<dyn Judge>,
}

impl Problem {
    /// That of `params`, which are completed.
    ///
    /// # Panics
    /// If they are refused, or the problem cannot be solved.
    pub fn of<K: Kernel>(params: &K::Params) -> Problem {
        let kernel = erase::<K>();
        let params = kernel.resolve(&params.values()).unwrap_or_else(|e| panic!("{}: {e}", K::NAME));
        let judge = judge(&*kernel, &params);
        Problem { kernel, params, judge }
    }

    /// Runs every variant on each number of `workers`, a serial one on the first alone, and returns the judgements.
    ///
    /// # Panics
    /// If one is wrong.
    pub fn all_right(&self, workers: &[usize]) -> Vec<Judgement> {
        let mut said = Vec::new();
        for variant in self.kernel.variants() {
            let workers = if variant.rung.workers() == Workers::One { &workers[..1] } else { workers };
            said.extend(workers.iter().map(|&workers| self.right(variant.name, workers)));
        }
        said
    }

    /// The answer of `variant` on two workers, which has to pass the oracle of this name among all others.
    ///
    /// # Panics
    /// If it is wrong, or that oracle says nothing of it.
    pub fn answer(&self, variant: &str, oracle: &str) -> Map<String, Value> {
        let judgement = self.right(variant, 2);
        assert!(judgement.names().contains(&oracle), "{oracle} says nothing about {:?}", self.params);
        judgement.answer
    }

    fn right(&self, variant: &str, workers: usize) -> Judgement {
        let judgement = judged(&*self.kernel, &*self.judge, variant, &self.params, workers, None);
        assert_eq!(judgement.fault(), None, "{variant} on {workers}, {:?}", self.params);
        judgement
    }
}

/// Why these params are refused, or their input.
///
/// # Panics
/// If they are not.
pub fn refusal<K: Kernel>(params: &K::Params) -> String {
    let resolved = erase::<K>().resolve(&params.values()).map_err(|e| e.to_string());
    let input = resolved.and_then(|params| K::input(&K::Params::from_values(&params), Part::WHOLE));
    input.err().unwrap_or_else(|| panic!("{} takes {params:?}", K::NAME))
}

/// A matrix of doubles that is saved at `path` as NumPy saves it.
///
/// # Panics
/// If it cannot be saved.
pub fn matrix(path: &Path, [rows, columns]: [usize; 2], entry: impl Fn(usize, usize) -> f64) -> FileValue {
    let entries = (0..rows * columns).map(|at| entry(at / columns, at % columns)).collect();
    Npy::save(&Matrix { shape: vec![rows, columns], entries }, path).unwrap_or_else(|e| panic!("{e}"));
    FileValue::of(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[derive(Clone)]
struct Matrix {
    shape: Vec<usize>,
    entries: Vec<f64>,
}
crate::arrays!(Matrix { entries: |matrix| matrix.shape.clone() });
