//! A kernel as the harness sees it: by name, without its types.

use crate::agreement::Described;
use crate::arrays::{encode, to_bytes};
use crate::job::Ready;
use crate::judge::Bench;
use crate::largest::largest;
use crate::{
    File, Job, Judge, Kernel, ParamError, ParamSet, ParamSpec, Part, Path, PeerInfo, Picture, Reference, Rung, Unit,
    Value, Values, fill,
};
use serde::Serialize;
use std::marker::PhantomData;
use tenfold_comm::{Comm, Traffic};

/// A variant as the registry shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariantInfo {
    /// Its name, unique within the kernel.
    pub name: &'static str,
    /// The rung it stands on.
    pub rung: Rung,
    /// What is to be learnt from it.
    pub lesson: &'static str,
    /// How closely it agrees with the naive variant.
    pub agreement: Described,
    /// The CPU path it takes on this machine.
    pub path: Path,
    /// The paths it can take here, the plainest first.
    #[serde(skip)]
    pub paths: &'static [Path],
    /// Its source text.
    #[serde(skip)]
    pub source: &'static str,
}

/// Why there is no job, or no judgement.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum JobError {
    /// There is no variant of this name.
    #[error("{kernel} has no variant '{given}' (it has {allowed})")]
    NoVariant {
        /// The kernel.
        kernel: &'static str,
        /// The name given.
        given: String,
        /// The names there are.
        allowed: String,
    },
    /// The params are refused.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// The input cannot be made: a file is not what it should be.
    #[error("{0}")]
    Input(String),
    /// Bytes that should be an output are none.
    #[error("the output of {kernel} cannot be read: {reason}")]
    Output {
        /// The kernel.
        kernel: &'static str,
        /// What is wrong with the bytes.
        reason: String,
    },
    /// The output cannot be saved.
    #[error("{0}")]
    Save(String),
}

impl JobError {
    pub(crate) fn no_variant<K: Kernel>(given: &str) -> JobError {
        let allowed = K::variants().iter().map(|v| v.name).collect::<Vec<_>>().join(", ");
        JobError::NoVariant { kernel: K::NAME, given: given.to_string(), allowed }
    }
}

/// A kernel without its types. Params are complete, checked [`Values`] from [`AnyKernel::resolve`] throughout.
pub trait AnyKernel: Send + Sync {
    /// Name of the kernel.
    fn name(&self) -> &'static str;
    /// What it computes, in one line.
    fn summary(&self) -> &'static str;
    /// The unit of its rate.
    fn unit(&self) -> Unit;
    /// Its params.
    fn specs(&self) -> &'static [ParamSpec];
    /// Its variants, in the order of the ladder.
    fn variants(&self) -> Vec<VariantInfo>;
    /// The files beside the variants' own that they are made of.
    fn files(&self) -> &'static [File];
    /// Names of its mutants. They can be run like variants, and must fail.
    fn mutants(&self) -> Vec<&'static str>;
    /// The rung of a variant or mutant.
    fn rung(&self, name: &str) -> Option<Rung>;
    /// The externals that ship with it.
    fn peers(&self) -> Vec<PeerInfo>;
    /// Completes `given` with defaults and refuses what is not allowed.
    fn resolve(&self, given: &Values) -> Result<Values, ParamError>;
    /// Bytes that one run of `variant` moves to and from memory, where it says more than the compulsory ones.
    fn streamed_bytes(&self, params: &Values, variant: &str) -> Option<f64>;
    /// Messages that each of `ranks` sends in one run of `variant`, where it says so.
    fn messages(&self, params: &Values, variant: &str, ranks: usize) -> Option<Vec<Traffic>>;
    /// Bytes of memory that the hungriest variant needs on all ranks together.
    fn memory(&self, params: &Values, ranks: usize) -> f64;
    /// The largest problem like `params` of which `fits` says that it does: the param that makes it smaller, and its value. `None`
    /// where files decide, or nothing fits.
    fn largest(&self, params: &Values, fits: &dyn Fn(&Values) -> bool) -> Option<(&'static str, i64)>;
    /// Params for weak scaling on `workers`.
    fn grow(&self, params: &Values, workers: usize) -> Result<Values, ParamError>;
    /// The awkward problems of its tests.
    fn awkward(&self) -> Vec<Values>;
    /// The small problem that is compared where no params are given.
    fn small(&self) -> Values;
    /// The tiny problem, of which a block of a millisecond holds a hundred runs.
    fn tiny(&self) -> Values;
    /// The picture of its problem, if it brings one.
    fn picture(&self) -> Option<Picture>;
    /// Makes `variant` (or a mutant) ready on the rank of `comm`: this rank's share of the input, then its plan. `path` is
    /// one of the variant's, or none for the widest.
    fn job(&self, variant: &str, params: &Values, path: Option<Path>, comm: Comm) -> Result<Box<dyn Job>, JobError>;
    /// Solves the problem with the naive variant, in this process.
    fn reference(&self, params: &Values) -> Result<Reference, JobError>;
    /// The judge of a problem, who makes its whole input.
    fn judge(&self, params: &Values, reference: &Reference) -> Result<Box<dyn Judge>, JobError>;
    /// The whole input as bytes for an external: its arrays one after the other as little-endian numbers.
    fn peer_input(&self, params: &Values) -> Result<Vec<u8>, JobError>;
    /// The planted faults of the defence, by name, that the comparison with the reference answer lets pass.
    #[doc(hidden)]
    fn overlooked_faults(&self, params: &Values, reference: &Reference) -> Result<Vec<String>, JobError>;
}

/// The erased form of the kernel `K`.
pub fn erase<K: Kernel>() -> Box<dyn AnyKernel> {
    Box::new(Erased::<K>(PhantomData))
}

/// Adds the names of the files to a `fault` in a value that was read from them, not set by the user.
fn from_files(fault: ParamError, given: &Values, values: &Values) -> ParamError {
    let file = |value: &Value| if let Value::File(file) = value { Some(file.to_string()) } else { None };
    let files: Vec<String> = values.values().filter_map(file).collect();
    match &fault {
        ParamError::Refused { name, .. } if !files.is_empty() && !given.contains_key(*name) => {
            ParamError::Together(format!("{fault} (from {})", files.join(", ")))
        }
        _ => fault,
    }
}

struct Erased<K>(PhantomData<fn() -> K>);

impl<K: Kernel> AnyKernel for Erased<K> {
    fn name(&self) -> &'static str {
        K::NAME
    }
    fn summary(&self) -> &'static str {
        K::SUMMARY
    }
    fn unit(&self) -> Unit {
        K::UNIT
    }
    fn specs(&self) -> &'static [ParamSpec] {
        K::Params::SPECS
    }
    fn variants(&self) -> Vec<VariantInfo> {
        let info = |v: crate::Variant<K>| VariantInfo {
            name: v.name,
            rung: v.rung,
            lesson: v.lesson,
            agreement: v.agreement.described(),
            path: *v.paths().last().expect("every variant has the portable path"),
            paths: v.paths(),
            source: v.source,
        };
        K::variants().into_iter().map(info).collect()
    }
    fn files(&self) -> &'static [File] {
        K::files()
    }
    fn mutants(&self) -> Vec<&'static str> {
        K::mutants().iter().map(|m| m.name).collect()
    }
    fn rung(&self, name: &str) -> Option<Rung> {
        let variant = K::variants().iter().find(|v| v.name == name).map(|v| v.rung);
        variant.or_else(|| K::mutants().iter().find(|m| m.name == name).map(|m| m.rung))
    }
    fn peers(&self) -> Vec<PeerInfo> {
        K::peers().into_iter().map(|peer| peer.info).collect()
    }
    fn resolve(&self, given: &Values) -> Result<Values, ParamError> {
        let params = K::Params::from_values(&fill(K::Params::SPECS, given)?);
        let params = K::complete(params).map_err(ParamError::Together)?;
        // Once more: what follows from others has its limits, too.
        let values = fill(K::Params::SPECS, &params.values()).map_err(|e| from_files(e, given, &params.values()))?;
        K::validate(&params).map_err(ParamError::Together)?;
        Ok(values)
    }
    fn streamed_bytes(&self, params: &Values, variant: &str) -> Option<f64> {
        let bytes = K::variants().into_iter().find(|v| v.name == variant)?.streamed_bytes?;
        Some(bytes(&K::Params::from_values(params)))
    }
    fn messages(&self, params: &Values, variant: &str, ranks: usize) -> Option<Vec<Traffic>> {
        let sent = K::variants().into_iter().find(|v| v.name == variant)?.messages?;
        let params = K::Params::from_values(params);
        Some((0..ranks).map(|rank| sent(&params, rank, ranks)).collect())
    }
    fn memory(&self, params: &Values, ranks: usize) -> f64 {
        K::memory(&K::Params::from_values(params), ranks)
    }
    fn largest(&self, params: &Values, fits: &dyn Fn(&Values) -> bool) -> Option<(&'static str, i64)> {
        largest(self, K::SIZE, params, fits)
    }
    fn grow(&self, params: &Values, workers: usize) -> Result<Values, ParamError> {
        self.resolve(&K::grow(&K::Params::from_values(params), workers).values())
    }
    fn awkward(&self) -> Vec<Values> {
        K::awkward().iter().map(ParamSet::values).collect()
    }
    fn small(&self) -> Values {
        K::small().values()
    }
    fn tiny(&self) -> Values {
        K::tiny().values()
    }
    fn picture(&self) -> Option<Picture> {
        K::picture()
    }
    fn job(&self, variant: &str, params: &Values, path: Option<Path>, comm: Comm) -> Result<Box<dyn Job>, JobError> {
        Ok(Box::new(Ready::<K>::new(variant, K::Params::from_values(params), path, comm)?))
    }
    fn reference(&self, params: &Values) -> Result<Reference, JobError> {
        let job = Ready::<K>::solved(K::Params::from_values(params))?;
        let mut output = Vec::new();
        encode(&job.output, &mut output).expect("a vector takes all");
        let work = K::work(&job.params, &job.input, &job.output);
        Ok(Reference { output, work, bounds: K::bounds(&job.params, &job.input, &job.output) })
    }
    fn judge(&self, params: &Values, reference: &Reference) -> Result<Box<dyn Judge>, JobError> {
        Ok(Box::new(Bench::<K>::new(K::Params::from_values(params), reference)?))
    }
    fn peer_input(&self, params: &Values) -> Result<Vec<u8>, JobError> {
        let input = K::input(&K::Params::from_values(params), Part::WHOLE).map_err(JobError::Input)?;
        Ok(to_bytes(&input))
    }
    fn overlooked_faults(&self, params: &Values, reference: &Reference) -> Result<Vec<String>, JobError> {
        Ok(crate::defence::overlooked(&Bench::<K>::new(K::Params::from_values(params), reference)?))
    }
}
