//! The judgement of an output: its answer, every check, and a digest to compare runs by.

use crate::arrays::{decode, encode};
use crate::compare::compare;
use crate::erased::JobError;
use crate::params::hex;
use crate::{Agreement, Arrays, Check, Defence, Kernel, Npy, Part, Reference};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

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
    /// How far off the answer is; `None` where it is not a finite number.
    pub error: Option<f64>,
    /// How far off it may be.
    pub tolerance: f64,
    /// What was compared.
    pub detail: String,
}

impl OracleResult {
    fn of(name: &str, source: &str, defence: Defence, check: Check) -> OracleResult {
        OracleResult {
            name: name.to_string(),
            source: source.to_string(),
            defence,
            passed: check.passed(),
            error: Some(check.error).filter(|e| e.is_finite()),
            tolerance: check.tolerance,
            detail: check.detail,
        }
    }
}

/// What is said of an output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The answer a person is shown; empty where the output has not the right shape.
    pub answer: serde_json::Map<String, serde_json::Value>,
    /// Every check that applied. Never empty.
    pub oracles: Vec<OracleResult>,
    /// SHA-256 of the whole output, hexadecimal: equal for outputs that are equal bit for bit.
    pub digest: String,
}

impl Judgement {
    /// Passed if at least one check applied and all that applied passed.
    pub fn passed(&self) -> bool {
        !self.oracles.is_empty() && self.oracles.iter().all(|o| o.passed)
    }

    /// The names of the checks that applied.
    pub fn names(&self) -> Vec<&str> {
        self.oracles.iter().map(|o| o.name.as_str()).collect()
    }

    /// What the first failed check found; `None` where all passed.
    pub fn fault(&self) -> Option<String> {
        let failed = self.oracles.iter().find(|o| !o.passed);
        failed.map(|o| format!("{}: {}", o.name, o.detail))
    }
}

/// By what an output is claimed to agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Claim<'a> {
    /// By what the variant, mutant or peer of this name declares.
    Of(&'a str),
    /// By no more than this in any float; 0 is bit by bit.
    Within(f64),
}

/// Knows the right answer to one problem of a kernel.
pub trait Judge: Send {
    /// Judges the outputs of all ranks of a variant or mutant, in rank order, each as `Job::write` wrote it.
    ///
    /// # Errors
    /// There is no variant of this name, or bytes are no output.
    fn variant(&self, name: &str, parts: Vec<Vec<u8>>) -> Result<Judgement, JobError>;
    /// Judges what an external wrote.
    ///
    /// # Errors
    /// There is no peer of this name, or bytes are no output.
    fn external(&self, claim: Claim<'_>, bytes: &[u8]) -> Result<Judgement, JobError>;
    /// Saves an output as NumPy files: its main array at `path`, others beside it, each with its name before the ending. Returns
    /// what was written.
    ///
    /// # Errors
    /// As for [`Judge::variant`], or a file cannot be written: names it.
    fn save(&self, parts: Vec<Vec<u8>>, path: &Path) -> Result<Vec<PathBuf>, JobError>;
    /// Saves what an external wrote, in the same way.
    ///
    /// # Errors
    /// Bytes are no output, or a file cannot be written.
    fn save_external(&self, bytes: &[u8], path: &Path) -> Result<Vec<PathBuf>, JobError>;
}

/// The judge of one problem, with whole input and reference answer at hand.
pub(crate) struct Bench<K: Kernel> {
    params: K::Params,
    input: K::Input,
    reference: K::Output,
}

impl<K: Kernel> Bench<K> {
    pub(crate) fn new(params: K::Params, reference: &Reference) -> Result<Self, JobError> {
        let input = K::input(&params, Part::WHOLE).map_err(JobError::Input)?;
        let mut answer = K::output(&params, Part::WHOLE);
        decode(&mut answer, &reference.output).map_err(broken::<K>)?;
        Ok(Bench { params, input, reference: answer })
    }

    fn joined(&self, parts: Vec<Vec<u8>>) -> Result<K::Output, JobError> {
        let ranks = parts.len();
        // By value, so that the bytes of a part are gone before the next one is decoded.
        let part = |(rank, bytes): (usize, Vec<u8>)| {
            let mut output = K::output(&self.params, Part { rank, ranks });
            decode(&mut output, &bytes).map(|()| output).map_err(broken::<K>)
        };
        let mut parts: Vec<K::Output> = parts.into_iter().enumerate().map(part).collect::<Result<_, _>>()?;
        if ranks == 1 {
            return Ok(parts.swap_remove(0));
        }
        // Parts of another shape than a rank's may be more than `join` bargains for.
        let joined = std::panic::catch_unwind(AssertUnwindSafe(|| K::join(&self.params, parts)));
        joined.map_err(|_| broken::<K>("the parts of the ranks do not fit together".to_string()))
    }

    pub(crate) fn judge(&self, output: &K::Output, agreement: Agreement<K>) -> Judgement {
        let (params, input, reference) = (&self.params, &self.input, &self.reference);
        let agreed = self.agreement(output, agreement);
        // First, since it says what a failed oracle cannot: that an element was not written at all.
        let name = "the naive variant, element by element";
        let mut oracles = vec![OracleResult::of("agreement", name, Defence::Agreement, agreed)];
        let is_shaped = same_shape(reference, output);
        if is_shaped {
            let checks = K::oracles().into_iter().filter_map(|o| Some(((o.check)(params, input, output)?, o)));
            oracles.extend(checks.map(|(check, o)| OracleResult::of(o.name, o.source, o.defence, check)));
        }
        let answer = match is_shaped.then(|| K::answer(params, output)) {
            Some(serde_json::Value::Object(answer)) => answer,
            Some(other) => panic!("{}: the answer is no JSON object but {other}", K::NAME),
            None => Default::default(),
        };
        Judgement { answer, oracles, digest: digest(output) }
    }

    /// The reference answer.
    pub(crate) fn reference(&self) -> &K::Output {
        &self.reference
    }

    pub(crate) fn agreement(&self, output: &K::Output, agreement: Agreement<K>) -> Check {
        let (reference, got) = (self.reference.arrays(), output.arrays());
        match agreement {
            Agreement::Bitwise => compare(&reference, &got, |_| 0.0),
            Agreement::Bounded { bound, .. } => {
                compare(&reference, &got, |array| bound(&self.params, &self.input, array))
            }
            Agreement::Statistical { test, .. } => {
                // Whatever the test thinks of them: what is no number is no answer, and every element has to be written.
                let sound = compare(&reference, &got, |_| f64::MAX);
                let is_sound = sound.error.is_finite();
                if is_sound { test(&self.params, &self.reference, output) } else { sound }
            }
        }
    }
}

impl<K: Kernel> Judge for Bench<K> {
    fn variant(&self, name: &str, parts: Vec<Vec<u8>>) -> Result<Judgement, JobError> {
        let variants = K::variants();
        let named = variants.iter().find(|v| v.name == name).map(|v| v.agreement);
        if named.is_none() && K::mutants().iter().all(|m| m.name != name) {
            return Err(JobError::no_variant::<K>(name));
        }
        let output = self.joined(parts)?;
        // A mutant is caught only if no variant may answer so: rounding alone is no fault where any may round.
        let lenient = || variants.iter().map(|v| v.agreement).find(|&a| self.agreement(&output, a).passed());
        let agreement = named.or_else(lenient).unwrap_or(Agreement::Bitwise);
        Ok(self.judge(&output, agreement))
    }

    fn external(&self, claim: Claim<'_>, bytes: &[u8]) -> Result<Judgement, JobError> {
        let output = K::from_peer(&self.params, bytes).map_err(broken::<K>)?;
        match claim {
            Claim::Of(name) => match K::peers().into_iter().find(|p| p.info.name == name) {
                Some(peer) => Ok(self.judge(&output, peer.agreement)),
                None => Err(JobError::no_variant::<K>(name)),
            },
            Claim::Within(bound) => {
                let mut judgement = self.judge(&output, Agreement::Bitwise);
                let check = compare(&self.reference.arrays(), &output.arrays(), |_| bound);
                if let Some(agreement) = judgement.oracles.first_mut() {
                    *agreement = OracleResult::of(&agreement.name, &agreement.source, Defence::Agreement, check);
                }
                Ok(judgement)
            }
        }
    }

    fn save(&self, parts: Vec<Vec<u8>>, path: &Path) -> Result<Vec<PathBuf>, JobError> {
        Npy::save_by(&self.joined(parts)?, K::MAIN, path).map_err(JobError::Save)
    }

    fn save_external(&self, bytes: &[u8], path: &Path) -> Result<Vec<PathBuf>, JobError> {
        let output = K::from_peer(&self.params, bytes).map_err(broken::<K>)?;
        Npy::save_by(&output, K::MAIN, path).map_err(JobError::Save)
    }
}

pub(crate) fn broken<K: Kernel>(reason: String) -> JobError {
    JobError::Output { kernel: K::NAME, reason }
}

fn same_shape(a: &impl Arrays, b: &impl Arrays) -> bool {
    let lengths = |of: Vec<crate::Array<'_>>| of.into_iter().map(|a| (a.items.len(), a.shape)).collect::<Vec<_>>();
    lengths(a.arrays()) == lengths(b.arrays())
}

fn digest(output: &impl Arrays) -> String {
    let mut hash = Sha256::new();
    encode(output, &mut hash).expect("a hash takes all");
    hex(&hash.finalize())
}
