//! What a kernel declares.

use crate::{Agreement, Arrays, Bound, File, Mutant, Oracle, ParamSet, Peer, Picture, Unit, Variant, Work, arrays};
use std::ops::Range;
use tenfold_comm::{Comm, block};

/// Which share of a problem: that of one rank, or all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The rank.
    pub rank: usize,
    /// Out of so many.
    pub ranks: usize,
}

impl Part {
    /// The whole, as serial and threaded variants have it.
    pub const WHOLE: Part = Part { rank: 0, ranks: 1 };

    /// That of the rank which has this communicator.
    pub fn on(comm: &Comm) -> Part {
        Part { rank: comm.rank(), ranks: comm.size() }
    }

    /// This part of `n` items in a row, by [`block`].
    pub fn of(self, n: usize) -> Range<usize> {
        block(n, self.ranks, self.rank)
    }
}

/// A computation with one right answer, as its author declares it.
///
/// Serial and threaded variants use `Input` and `Output` whole; a rank of a distributed one makes its own share of the input
/// and fills its part of the output, which [`Kernel::join`] puts together outside the measured process.
pub trait Kernel: Sized + Send + Sync + 'static {
    /// Name of the kernel, of its folder and of its crate.
    const NAME: &'static str;
    /// What it computes, in one line.
    const SUMMARY: &'static str;
    /// The unit of its rate.
    const UNIT: Unit;
    /// The integer param that makes the problem larger, so that a problem which does not fit can be told the largest that
    /// would. Empty where files decide.
    const SIZE: &'static str;
    /// How closely variants and peers agree with the naive variant, unless [`Variant::agrees`] or [`Peer::agrees`] says it.
    const AGREEMENT: Agreement<Self> = Agreement::Bitwise;
    /// The array of the output that is saved under the very name that a user asks for; the first where none is named.
    const MAIN: Option<&'static str> = None;
    /// The arrays of the output that every rank fills whole: sums over all ranks, say.
    const COMMON: &'static [&'static str] = &[];

    /// The problem.
    type Params: ParamSet;
    /// What a variant reads: made from the params (their seed, their files) alone, before timing starts.
    type Input: Arrays;
    /// What a variant fills. Everything in it is computed in the timed part.
    type Output: Arrays;

    /// Fills in params that follow from others: a size from a class, or from the header of a file. Whoever sees params later
    /// (records, peers, [`Kernel::memory`]) sees them complete; completing them again changes nothing.
    ///
    /// # Errors
    /// A file is not what it should be: names it, and what is wrong where.
    fn complete(params: Self::Params) -> Result<Self::Params, String> {
        Ok(params)
    }
    /// Refuses complete params that are allowed one by one but not together. The message says what is allowed.
    fn validate(_params: &Self::Params) -> Result<(), String> {
        Ok(())
    }

    /// A share of the input. A rank makes its own, without the rest.
    ///
    /// # Errors
    /// A file is not what it should be: names it, and what is wrong where.
    fn input(params: &Self::Params, part: Part) -> Result<Self::Input, String>;
    /// Room for the output of a share. What it holds does not matter: it is poisoned before it is judged.
    fn output(params: &Self::Params, part: Part) -> Self::Output;
    /// The whole output from the parts of several ranks, in rank order: by default their arrays one after the other, and of
    /// those that are [`COMMON`](Kernel::COMMON) one, in which what two ranks think differently of is no number.
    fn join(params: &Self::Params, parts: Vec<Self::Output>) -> Self::Output {
        let mut whole = Self::output(params, Part::WHOLE);
        arrays::join(&mut whole, &parts, Self::COMMON);
        whole
    }
    /// The answer a person is shown: an object of numbers, texts and lists of them. The output is whole, and of the right
    /// shape.
    fn answer(params: &Self::Params, output: &Self::Output) -> serde_json::Value;

    /// The work of one run, whatever the variant. Input and right answer are whole.
    fn work(params: &Self::Params, input: &Self::Input, answer: &Self::Output) -> Work;
    /// What every correct single-core implementation needs at least, each with its formula.
    fn bounds(params: &Self::Params, input: &Self::Input, answer: &Self::Output) -> Vec<Bound>;
    /// Bytes of memory that the hungriest variant needs on all ranks together: input, output and scratch memory.
    fn memory(params: &Self::Params, ranks: usize) -> f64;
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
    fn peers() -> Vec<Peer<Self>>;
    /// Awkward problems for the tests: sizes 1 and 2, primes, fewer cells than lanes, not divisible by the ranks. Small:
    /// every variant runs them all at 1, 2, 3 and 7 workers on every path.
    fn awkward() -> Vec<Self::Params>;
    /// A problem that every variant solves in about a millisecond or less: what is compared where no params are given.
    fn small() -> Self::Params;
    /// A problem of some ten microseconds for the fastest serial variant: a block of a millisecond holds a hundred runs, so
    /// that one run more is one per cent.
    fn tiny() -> Self::Params;
    /// A picture of the problem, computed by the kernel itself (see [`solved`](crate::solved)) in well under 50 ms: a deck
    /// of slides opens with it.
    fn picture() -> Option<Picture> {
        None
    }

    /// The output from what a peer wrote: by default its arrays one after the other as little-endian numbers.
    ///
    /// # Errors
    /// What is wrong with the bytes, and what there should be.
    fn from_peer(params: &Self::Params, bytes: &[u8]) -> Result<Self::Output, String> {
        let mut output = Self::output(params, Part::WHOLE);
        arrays::fill_from_bytes(&mut output, bytes)?;
        Ok(output)
    }
}
