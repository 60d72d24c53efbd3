//! What a kernel declares.

use crate::{Bound, File, Messages, Mutant, Oracle, ParamSet, Peer, Unit, Variant, Work};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A computation with one right answer, as its author declares it.
///
/// `Input` and `Output` are used whole by serial and threaded variants; a distributed rank gets its share of the input
/// and fills its part of the output, which [`Kernel::join`] puts together outside the timed part.
pub trait Kernel: Sized + Send + Sync + 'static {
    /// Name of the kernel, of its folder and of its crate.
    const NAME: &'static str;
    /// What it computes, in one line.
    const SUMMARY: &'static str;
    /// The unit of its rate.
    const UNIT: Unit;

    /// The problem.
    type Params: ParamSet;
    /// What a variant reads: made from the params (and their seed) alone, outside the timed part.
    type Input: Clone + Send + Sync;
    /// What a variant fills. Everything in it is computed in the timed part.
    type Output: Clone + Send + Serialize + DeserializeOwned;

    /// Refuses params that are allowed one by one but not together. The message says what is allowed.
    fn validate(_params: &Self::Params) -> Result<(), String> {
        Ok(())
    }

    /// The whole input.
    fn input(params: &Self::Params) -> Self::Input;
    /// The share of `rank` out of `ranks`.
    fn share(params: &Self::Params, whole: &Self::Input, rank: usize, ranks: usize) -> Self::Input;
    /// An output of the right shape for this input (whole or a share), for a variant to fill. Its contents are arbitrary
    /// but must not be a right answer.
    fn output(params: &Self::Params, input: &Self::Input) -> Self::Output;
    /// The whole output from the parts of the ranks, in rank order. One part comes back as it is.
    fn join(params: &Self::Params, parts: Vec<Self::Output>) -> Self::Output;
    /// The answer a person is shown: an object of numbers and lists of numbers.
    fn answer(params: &Self::Params, output: &Self::Output) -> serde_json::Map<String, serde_json::Value>;
    /// How far `got` is from `reference`, the greatest over all elements; 0 means the same bits, NaN or ∞ no agreement
    /// (also where the shapes differ).
    fn difference(reference: &Self::Output, got: &Self::Output) -> f64;

    /// The work of one run. `input` is the whole input: the work may depend on it, never on the variant.
    fn work(params: &Self::Params) -> Work;
    /// Bytes that one run of `variant` moves to and from memory on a problem that no cache holds, lines that its stores
    /// fetch before they overwrite them included; none where it moves no more than the compulsory bytes, or nobody knows.
    fn streamed_bytes(_params: &Self::Params, _variant: &str) -> Option<f64> {
        None
    }
    /// What every correct single-core implementation needs at least, each with its formula.
    fn bounds(params: &Self::Params) -> Vec<Bound>;
    /// Messages of one distributed run on `ranks` ranks by the declared formula, where the pattern is fixed.
    fn messages(params: &Self::Params, ranks: usize) -> Option<Messages>;
    /// Params for weak scaling: the work per worker stays that of `params`.
    fn grow(params: &Self::Params, workers: usize) -> Self::Params;

    /// The oracles, constants first.
    fn oracles() -> Vec<Oracle<Self>>;
    /// The variants, the naive one first, in the order of the ladder.
    fn variants() -> Vec<Variant<Self>>;
    /// The files beside the variants' own that variants are made of, for views of where their time goes.
    fn files() -> &'static [File] {
        &[]
    }
    /// The mutants.
    fn mutants() -> Vec<Mutant<Self>>;
    /// The externals that ship in `peers/`.
    fn peers() -> &'static [Peer];
    /// Awkward problems for the tests: sizes 1 and 2, primes, fewer cells than lanes, not divisible by the ranks. Small:
    /// every variant runs them all at 1, 2, 3 and 7 workers.
    fn awkward() -> Vec<Self::Params>;
    /// A problem that every variant solves in about a millisecond or less: what is compared where no params are given.
    fn small() -> Self::Params;

    /// The input as bytes for a peer; the layout is described in the kernel's README.
    fn to_peer(params: &Self::Params, input: &Self::Input) -> Vec<u8>;
    /// The output from a peer's bytes, or what is wrong with them.
    fn from_peer(params: &Self::Params, bytes: &[u8]) -> Result<Self::Output, String>;
}
