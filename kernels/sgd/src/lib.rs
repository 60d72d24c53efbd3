//! Ridge regression by mini-batch gradient descent, on every rung.
//!
//! Data-parallel training: every worker computes the gradient of its own samples, and all must have the sum before the
//! next step. The sums are made so that they do not depend on who adds what first. The README says more.

mod data;
mod distributed;
mod distributed_ring;
mod model;
mod mutants;
mod naive;
mod oracles;
mod picture;
mod rounding;
mod threaded;
mod training;
mod vectorised;
mod vectorised_rows;

pub use data::{Data, Params, Rows};
pub use model::Model;

use serde_json::{Value, json};
use tenfold_kernel::{Agreement, Bound, File, Kernel, Mutant, Npy, Oracle, Part, Peer, Picture, Resource, Unit};
use tenfold_kernel::{Variant, Work, Workers, files, peer, variant};

/// The kernel.
pub struct Sgd;

impl Kernel for Sgd {
    const NAME: &'static str = "sgd";
    const SUMMARY: &'static str = "Ridge regression by mini-batch gradient descent";
    const UNIT: Unit = Unit { plural: "samples visited", symbol: "sample" };
    const SIZE: &'static str = "samples";
    const AGREEMENT: Agreement<Self> = rounding::ANY_ORDER;
    const COMMON: &'static [&'static str] = &["weights", "losses"];

    type Params = Params;
    type Input = Data;
    type Output = Model;

    fn complete(mut params: Params) -> Result<Params, String> {
        Npy::adopt(&params.x, [&mut params.samples, &mut params.features])?;
        params.samples.get_or_insert(65_536);
        params.features.get_or_insert(64);
        Npy::adopt(&params.y, [&mut params.samples])?;
        Ok(params)
    }
    fn validate(params: &Params) -> Result<(), String> {
        let Params { rate, ridge, .. } = *params;
        if params.x.is_some() != params.y.is_some() {
            return Err("x and y belong together: name both files, or neither".to_string());
        }
        if rate <= 0.0 {
            return Err(format!("rate = {rate}: nothing would be learnt; choose a value above 0"));
        }
        // Synthetic samples have |x| ≤ 1.
        if params.x.is_none() && rate * (1.0 + ridge) > 2.0 {
            let allowed = "rate × (1 + ridge) must be at most 2, or steps overshoot";
            return Err(format!("rate = {rate}, ridge = {ridge}: {allowed}"));
        }
        params.x.as_ref().map_or(Ok(()), |file| data::no_step_overshoots(params, file))
    }
    fn input(params: &Params, part: Part) -> Result<Data, String> {
        Data::of(params, part)
    }
    fn output(params: &Params, _: Part) -> Model {
        let [_, features] = params.size();
        Model { weights: vec![0.0; features], losses: vec![0.0; params.steps] }
    }
    fn answer(_: &Params, model: &Model) -> Value {
        // Of many weights the first, and the length of the vector of all.
        let listed = &model.weights[..model.weights.len().min(32)];
        let length = model.weights.iter().map(|w| w * w).sum::<f64>().sqrt();
        json!({ "weights": listed, "length": length, "loss": model.losses.last() })
    }

    fn work(params: &Params, _: &Data, _: &Model) -> Work {
        let ([samples, features], visited) = (params.size().map(|extent| extent as f64), params.visited() as f64);
        let numbers = (features + 1.0) * visited.min(samples) + features + params.steps as f64;
        Work { amount: visited, flops: 4.0 * features * visited, compulsory_bytes: 8.0 * numbers }
    }
    fn bounds(params: &Params, data: &Data, model: &Model) -> Vec<Bound> {
        let arithmetic = "4 d for each sample that a step visits: d multiply-adds for its residual, d for its gradient";
        let traffic = "8 (d + 1) for each sample, read once however many steps visit it; weights and losses written";
        Self::work(params, data, model).bounds(Resource::FusedFlops, [arithmetic, traffic])
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        let [samples, features] = params.size().map(|extent| extent as f64);
        let batches = samples / params.batch as f64 + 1.0;
        // Of a rank: weights, a gradient, sums and what arrives of them; losses; where its rows of each batch are.
        8.0 * (samples * (features + 1.0)
            + ranks as f64 * (6.0 * (features + 1.0) + params.steps as f64 + 8.0 * batches))
    }
    fn grow(params: &Params, workers: usize) -> Params {
        // As many steps, in which each worker visits as many samples.
        let [samples, _] = params.size();
        Params { samples: Some(samples * workers), batch: params.batch * workers, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        // Each visited sample crosses from memory once: the gradient follows while its row is in the nearest cache.
        let streamed = |params: &Params| 8.0 * (params.size()[1] as f64 + 1.0) * params.visited() as f64;
        let variants = vec![
            variant!(naive, "Row by row; each addition of a dot product waits for the one before"),
            variant!(vectorised_rows, plan, "Vectors along a row: weights and gradient are reloaded for every sample"),
            variant!(vectorised, plan, "Eight rows at once: weights and gradient are loaded once for all of them"),
            variant!(threaded, plan, "Each thread takes a share of every batch; all synchronise after every step"),
            variant!(distributed, plan, "Sums travel up a tree: few messages, each as long as the gradient")
                .sends(distributed::messages),
            variant!(
                distributed_ring,
                plan,
                "Sums go around a ring: many short messages, but no more bytes for more ranks"
            )
            .sends(distributed_ring::messages),
        ];
        variants.into_iter().map(|variant| variant.streams(streamed)).collect()
    }
    fn files() -> &'static [File] {
        files!["data.rs", "training.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy", "peers/with_numpy.py", Python["numpy"]),
            peer!("numba", "Numba", "peers/with_numba.py", Python ["numpy", "numba"]),
            peer!("numba-parallel", "Numba, parallel", "peers/numba_parallel.py", Python ["numpy", "numba"])
                .on(Workers::Threads),
            // Sums may be reordered, as those of every other but the naive variant are.
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native", "-ffast-math"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-ffast-math", "-fopenmp"])
                .on(Workers::Threads),
        ]
    }
    fn awkward() -> Vec<Params> {
        data::awkward()
    }
    fn small() -> Params {
        Params { samples: Some(1_024), features: Some(32), batch: 256, steps: 16, ..Params::default() }
    }
    fn tiny() -> Params {
        Params { samples: Some(256), features: Some(32), batch: 128, steps: 4, ..Params::default() }
    }
    fn picture() -> Option<Picture> {
        picture::descent()
    }
}
