//! The words of a text and how often each occurs, on every rung.
//!
//! Bytes are classified, words hashed and counted in a table: map and reduce within one process, and between ranks with
//! an all-to-all whose amounts depend on the text. The README says more.

mod distributed;
mod lanes;
mod mutants;
mod naive;
mod oracles;
mod picture;
mod synthetic;
mod table;
mod tally;
mod text;
mod threaded;
mod vectorised;
mod vectorised_masks;

pub use tally::Tally;
pub use text::{Params, Text, WordRule};

use serde_json::{Value, json};
use table::{Entry, Table};
use tenfold_kernel::{Bound, File, Kernel, Mutant, Oracle, Part, Peer, Picture, Resource, Unit, Variant};
use tenfold_kernel::{Work, Workers, files, peer, variant};

/// The kernel.
pub struct WordCount;

impl Kernel for WordCount {
    const NAME: &'static str = "wordcount";
    const SUMMARY: &'static str = "How often every word of a text occurs";
    const UNIT: Unit = Unit { plural: "bytes of text", symbol: "B" };
    const SIZE: &'static str = "total";

    type Params = Params;
    type Input = Text;
    type Output = Tally;

    fn validate(params: &Params) -> Result<(), String> {
        params.validate()
    }
    fn input(params: &Params, part: Part) -> Result<Text, String> {
        Text::of(params, part)
    }
    fn output(_: &Params, _: Part) -> Tally {
        // How many words there are shows while they are counted.
        Tally::default()
    }
    fn join(_: &Params, parts: Vec<Tally>) -> Tally {
        Tally::join(parts)
    }
    fn answer(_: &Params, tally: &Tally) -> Value {
        let mut top: Vec<(&[u8], u64)> = tally.words().collect();
        // A stable sort: words that are equally frequent stay in their order.
        top.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        top.truncate(10);
        let top: Vec<Value> = top.iter().map(|(word, count)| json!([String::from_utf8_lossy(word), count])).collect();
        let total = tally.counts.iter().fold(0, |sum: u64, &count| sum.saturating_add(count));
        json!({ "total": total, "distinct": tally.ends.len(), "top": top })
    }

    fn work(_: &Params, text: &Text, tally: &Tally) -> Work {
        let (read, written) = (text.bytes.len() as f64, tally.bytes.len() as f64 + 16.0 * tally.ends.len() as f64);
        Work { amount: read, flops: 0.0, compulsory_bytes: read + written }
    }
    fn bounds(params: &Params, text: &Text, tally: &Tally) -> Vec<Bound> {
        let Work { amount, compulsory_bytes, .. } = Self::work(params, text, tally);
        let loaded = "the bytes of the text: each is loaded at least once, ignoring the cost of the table";
        let moved = "the bytes of the text read once; the bytes of every different word and 16 more written once";
        vec![Bound::new(Resource::L1Bytes, amount, loaded), Bound::new(Resource::MemoryBytes, compulsory_bytes, moved)]
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        let (text, workers) = (params.bytes(), ranks as f64);
        let (distinct, in_share) = (params.distinct(text), params.distinct(text / workers));
        // Of a rank: its table and the smaller ones before it, the entries as they leave and arrive, merged, in order.
        let entries = 3 * Table::slots_for(in_share as usize + 64) + 3 * in_share as usize;
        text + 40.0 * distinct + workers * (entries * size_of::<Entry>()) as f64
    }
    fn grow(params: &Params, workers: usize) -> Params {
        Params { total: params.total * workers, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(
                naive,
                "The standard library's hash map: SipHash resists attacks, but is slower than, say, FNV-1a"
            ),
            variant!(vectorised_masks, "64 bytes become a bit mask: finding the words was not what took the time"),
            variant!(vectorised, "A word of up to 16 bytes is a number: one hash, one comparison, no memory"),
            variant!(threaded, "One table per thread, so nobody waits; then each thread merges its share of the words"),
            variant!(distributed, "Map and reduce: count where the text is, add up where the word belongs")
                .sends(distributed::messages),
        ]
    }
    fn files() -> &'static [File] {
        files!["lanes.rs", "synthetic.rs", "table.rs", "tally.rs", "text.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python, Counter", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy", "peers/with_numpy.py", Python["numpy"]),
            peer!("numba", "Numba", "peers/with_numba.py", Python ["numpy", "numba"]),
            peer!("coreutils", "tr, sort, uniq -c", "peers/with_coreutils.py", Python []),
            peer!("pandas", "pandas", "peers/with_pandas.py", Python["pandas"]),
            peer!("dask", "Dask bag, threads", "peers/with_dask.py", Python["dask"]).on(Workers::Threads),
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-fopenmp"])
                .on(Workers::Threads),
        ]
    }
    fn awkward() -> Vec<Params> {
        let sizes = [(0, 1), (1, 1), (2, 1), (3, 2), (7, 97), (13, 3), (97, 1000), (500, 97), (701, 3), (2500, 5000)];
        let of = |words: &str| {
            sizes.map(|(total, vocabulary)| Params { words: words.into(), total, vocabulary, ..Params::default() })
        };
        [of("letters"), of("blanks")].concat()
    }
    fn small() -> Params {
        Params { total: 20_000, vocabulary: 2_000, ..Params::default() }
    }
    fn tiny() -> Params {
        Params { total: 500, vocabulary: 200, ..Params::default() }
    }
    fn picture() -> Option<Picture> {
        picture::frequencies()
    }
    fn from_peer(_: &Params, bytes: &[u8]) -> Result<Tally, String> {
        Tally::from_bytes(bytes)
    }
}
