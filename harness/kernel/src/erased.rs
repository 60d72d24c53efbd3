//! A kernel as the harness sees it: by name, without its types.

use crate::judge::judge;
use crate::{
    Agreement, Body, Bound, Depth, File, Judgement, Kernel, Messages, ParamError, ParamSet, ParamSpec, Path, Peer,
    Rung, Unit, Values, Work, Workspace, fill,
};
use serde::Serialize;
use std::marker::PhantomData;
use tenfold_comm::Comm;

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
    pub agreement: Agreement,
    /// The CPU path it takes on this machine.
    pub path: Path,
    /// Its source text.
    #[serde(skip)]
    pub source: &'static str,
}

/// Why there is no job.
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
    /// Bytes that should be an output are none.
    #[error("the output of {kernel} cannot be read: {reason}")]
    Output {
        /// The kernel.
        kernel: &'static str,
        /// What is wrong with the bytes.
        reason: String,
    },
}

/// A variant made ready on one rank: params, input, scratch memory and output are in place.
pub trait Job: Send {
    /// Runs the variant once. For a threaded variant call it inside the rayon pool it shall use; for a distributed one
    /// on every rank.
    fn run(&mut self);
    /// The output of the last run on this rank, as bytes for [`AnyKernel::judge`].
    fn output(&self) -> Vec<u8>;
    /// The communicator it was made with.
    fn comm(&self) -> &Comm;
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
    /// The externals that ship with it.
    fn peers(&self) -> &'static [Peer];
    /// Completes `given` with defaults and refuses what is not allowed.
    fn resolve(&self, given: &Values) -> Result<Values, ParamError>;
    /// The work of one run.
    fn work(&self, params: &Values) -> Work;
    /// Bytes that one run of `variant` moves to and from memory, where it says more than the compulsory ones.
    fn streamed_bytes(&self, params: &Values, variant: &str) -> Option<f64>;
    /// What every correct single-core implementation needs at least.
    fn bounds(&self, params: &Values) -> Vec<Bound>;
    /// Messages of one distributed run by the declared formula.
    fn messages(&self, params: &Values, ranks: usize) -> Option<Messages>;
    /// Params for weak scaling on `workers`.
    fn grow(&self, params: &Values, workers: usize) -> Result<Values, ParamError>;
    /// The awkward problems of its tests.
    fn awkward(&self) -> Vec<Values>;
    /// The small problem that is compared where no params are given.
    fn small(&self) -> Values;
    /// Makes `variant` (or a mutant) ready on the rank of `comm`: makes the input and takes this rank's share of it.
    fn job(&self, variant: &str, params: &Values, comm: Comm) -> Result<Box<dyn Job>, JobError>;
    /// Judges the outputs of all ranks, in rank order.
    fn judge(&self, variant: &str, params: &Values, outputs: &[Vec<u8>], depth: Depth) -> Result<Judgement, JobError>;
    /// The input as bytes for a peer.
    fn peer_input(&self, params: &Values) -> Vec<u8>;
    /// Judges what a peer wrote, by the same oracles, and agreement bit for bit.
    fn judge_peer(&self, params: &Values, bytes: &[u8], depth: Depth) -> Result<Judgement, JobError>;
}

/// The erased form of the kernel `K`.
pub fn erase<K: Kernel>() -> Box<dyn AnyKernel> {
    Box::new(Erased::<K>(PhantomData))
}

struct Erased<K>(PhantomData<fn() -> K>);

impl<K: Kernel> Erased<K> {
    /// Body and agreement of a variant or mutant.
    fn find(&self, name: &str) -> Result<(Body<K>, Agreement), JobError> {
        if let Some(variant) = K::variants().into_iter().find(|v| v.name == name) {
            return Ok((variant.body, variant.agreement));
        }
        if let Some(mutant) = K::mutants().into_iter().find(|m| m.name == name) {
            return Ok((Body::Serial(mutant.body), Agreement::Bitwise));
        }
        let allowed = K::variants().iter().map(|v| v.name).collect::<Vec<_>>().join(", ");
        Err(JobError::NoVariant { kernel: K::NAME, given: name.to_string(), allowed })
    }

    fn broken(reason: impl ToString) -> JobError {
        JobError::Output { kernel: K::NAME, reason: reason.to_string() }
    }
}

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
        K::variants()
            .into_iter()
            .map(|v| VariantInfo {
                name: v.name,
                rung: v.rung,
                lesson: v.lesson,
                agreement: v.agreement,
                path: Path::best_of(v.paths),
                source: v.source,
            })
            .collect()
    }
    fn files(&self) -> &'static [File] {
        K::files()
    }
    fn mutants(&self) -> Vec<&'static str> {
        K::mutants().iter().map(|m| m.name).collect()
    }
    fn peers(&self) -> &'static [Peer] {
        K::peers()
    }
    fn resolve(&self, given: &Values) -> Result<Values, ParamError> {
        let values = fill(K::Params::SPECS, given)?;
        K::validate(&K::Params::from_values(&values)).map_err(ParamError::Together)?;
        Ok(values)
    }
    fn work(&self, params: &Values) -> Work {
        K::work(&K::Params::from_values(params))
    }
    fn streamed_bytes(&self, params: &Values, variant: &str) -> Option<f64> {
        K::streamed_bytes(&K::Params::from_values(params), variant)
    }
    fn bounds(&self, params: &Values) -> Vec<Bound> {
        K::bounds(&K::Params::from_values(params))
    }
    fn messages(&self, params: &Values, ranks: usize) -> Option<Messages> {
        K::messages(&K::Params::from_values(params), ranks)
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

    fn job(&self, variant: &str, params: &Values, comm: Comm) -> Result<Box<dyn Job>, JobError> {
        let (body, _) = self.find(variant)?;
        let params = K::Params::from_values(params);
        let whole = K::input(&params);
        let input = match body {
            Body::Distributed(_) => K::share(&params, &whole, comm.rank(), comm.size()),
            Body::Serial(_) | Body::Threaded(_) => whole,
        };
        let output = K::output(&params, &input);
        Ok(Box::new(Ready::<K> { body, params, input, space: Workspace::default(), output, comm }))
    }

    fn judge(&self, variant: &str, params: &Values, outputs: &[Vec<u8>], depth: Depth) -> Result<Judgement, JobError> {
        let (_, agreement) = self.find(variant)?;
        let params = K::Params::from_values(params);
        let parts = outputs
            .iter()
            .map(|bytes| postcard::from_bytes(bytes).map_err(Self::broken))
            .collect::<Result<Vec<K::Output>, _>>()?;
        let output = K::join(&params, parts);
        Ok(judge::<K>(&params, &K::input(&params), &output, agreement.tolerance(), depth))
    }

    fn peer_input(&self, params: &Values) -> Vec<u8> {
        let params = K::Params::from_values(params);
        K::to_peer(&params, &K::input(&params))
    }

    fn judge_peer(&self, params: &Values, bytes: &[u8], depth: Depth) -> Result<Judgement, JobError> {
        let params = K::Params::from_values(params);
        let output = K::from_peer(&params, bytes).map_err(Self::broken)?;
        Ok(judge::<K>(&params, &K::input(&params), &output, 0.0, depth))
    }
}

struct Ready<K: Kernel> {
    body: Body<K>,
    params: K::Params,
    input: K::Input,
    space: Workspace,
    output: K::Output,
    comm: Comm,
}

impl<K: Kernel> Job for Ready<K> {
    fn run(&mut self) {
        self.space.rewind();
        match self.body {
            Body::Distributed(f) => f(&self.params, &self.input, &self.space, &mut self.output, &self.comm),
            _ => run_serial(&self.body, &self.params, &self.input, &self.space, &mut self.output),
        }
    }
    fn output(&self) -> Vec<u8> {
        postcard::to_stdvec(&self.output).expect("an output serialises to memory")
    }
    fn comm(&self) -> &Comm {
        &self.comm
    }
}

/// Runs a body that needs no communicator; a distributed one runs as a single rank.
pub(crate) fn run_serial<K: Kernel>(
    body: &Body<K>,
    params: &K::Params,
    input: &K::Input,
    space: &Workspace,
    output: &mut K::Output,
) {
    match body {
        Body::Serial(f) | Body::Threaded(f) => f(params, input, space, output),
        Body::Distributed(f) => f(params, input, space, output, &Comm::solo()),
    }
}
