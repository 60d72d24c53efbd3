//! The judgement of an output: its answer, every check, and a digest to compare runs by.

use crate::{Defence, Kernel, Variant, Workspace, erased::run_serial};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How much is spent on judging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Oracles only. For a launch of many, whose digest is compared with the naive variant's.
    Oracles,
    /// Oracles, and the naive variant is run for element-wise agreement.
    Full,
}

/// One check with its outcome, as it is stored and printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OracleResult {
    /// The oracle's name.
    pub name: String,
    /// Where its knowledge comes from.
    pub source: String,
    /// Its line of defence.
    pub defence: Defence,
    /// Whether `error <= tolerance`.
    pub passed: bool,
    /// How far off the answer is; `None` where it is not a number.
    pub error: Option<f64>,
    /// How far off it may be.
    pub tolerance: f64,
    /// What was compared.
    pub detail: String,
}

/// What is said of an output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The answer a person is shown.
    pub answer: serde_json::Map<String, serde_json::Value>,
    /// Every check that applied. Never empty in a passed judgement.
    pub oracles: Vec<OracleResult>,
    /// SHA-256 of the whole output, hexadecimal: equal for outputs that are equal bit for bit.
    pub digest: String,
}

impl Judgement {
    /// Passed if at least one check applied and all that applied passed.
    pub fn passed(&self) -> bool {
        !self.oracles.is_empty() && self.oracles.iter().all(|o| o.passed)
    }
}

/// Judges a whole output. `tolerance` is that of the agreement with the naive variant.
pub(crate) fn judge<K: Kernel>(
    params: &K::Params,
    input: &K::Input,
    output: &K::Output,
    tolerance: f64,
    depth: Depth,
) -> Judgement {
    let mut oracles: Vec<OracleResult> = K::oracles()
        .iter()
        .filter_map(|oracle| {
            let check = (oracle.check)(params, input, output)?;
            Some(OracleResult {
                name: oracle.name.to_string(),
                source: oracle.source.to_string(),
                defence: oracle.defence,
                passed: check.passed(),
                error: Some(check.error).filter(|e| e.is_finite()),
                tolerance: check.tolerance,
                detail: check.detail,
            })
        })
        .collect();
    if depth == Depth::Full {
        oracles.push(agreement::<K>(params, input, output, tolerance));
    }
    let bytes = postcard::to_stdvec(output).expect("an output serialises to memory");
    let digest = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    Judgement { answer: K::answer(params, output), oracles, digest }
}

fn agreement<K: Kernel>(params: &K::Params, input: &K::Input, output: &K::Output, tolerance: f64) -> OracleResult {
    let naive: Variant<K> = K::variants().swap_remove(0);
    let mut reference = K::output(params, input);
    run_serial(&naive.body, params, input, &Workspace::default(), &mut reference);
    let error = K::difference(&reference, output);
    OracleResult {
        name: "agreement".to_string(),
        source: "the naive variant, element by element".to_string(),
        defence: Defence::Agreement,
        passed: error <= tolerance,
        error: Some(error).filter(|e| e.is_finite()),
        tolerance,
        detail: format!("greatest difference {error:e}, allowed {tolerance:e}"),
    }
}
