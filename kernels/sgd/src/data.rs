//! The problem: samples, what is to be predicted of them, and how they are cut into batches.

use std::ops::Range;
use tenfold_kernel::{FileValue, Npy, Part, random};

tenfold_kernel::params! {
    /// A linear regression with a ridge penalty, and how its weights are found.
    pub struct Params {
        samples: Option<usize> in 1..=100_000_000, "samples; 65,536 if neither this nor a file gives it";
        features: Option<usize> in 1..=65_536, "features per sample; 64 if neither this nor a file gives it";
        batch: usize = 4_096 in 1..=100_000_000, "samples per step; all of them if there are fewer";
        steps: usize = 256 in 1..=10_000_000, "steps; they take the batches in turn";
        rate: f64 = 1.9 in 0.0..=1_000_000.0, "learning rate, above 0; rate × (greatest |x|² + ridge) must be at most 2";
        ridge: f64 = 0.0001 in 0.0..=1_000_000.0, "weight λ of the penalty λ/2 |w|²";
        noise: f64 = 0.1 in 0.0..=1_000.0, "greatest noise of a synthetic y";
        seed: u64 = 1 in 0..=4_294_967_295, "for the synthetic samples";
        x: Option<FileValue>, "samples × features f64 in a .npy file, row by row";
        y: Option<FileValue>, "what is predicted: one f64 per sample in a .npy file";
    }
}

/// Rows whose part of a gradient is always computed together, and by one worker.
pub(crate) const PIECE: usize = 128;

impl Params {
    /// Samples and features.
    pub fn size(&self) -> [usize; 2] {
        [self.samples, self.features].map(|extent| extent.expect("complete params have it"))
    }

    /// The samples of the whole batch that a step takes.
    pub fn batch_of(&self, step: usize) -> Range<usize> {
        let [samples, _] = self.size();
        let start = step % samples.div_ceil(self.batch) * self.batch;
        start..samples.min(start + self.batch)
    }

    /// The samples of all steps together.
    pub(crate) fn visited(&self) -> usize {
        (0..self.steps).map(|step| self.batch_of(step).len()).sum()
    }
}

/// Refuses samples in `file` so long that a step could overshoot: the greatest eigenvalue of any batch is at most the greatest
/// |x|², so that with rate · (|x|² + ridge) ≤ 2 for all of them no step enlarges an error.
pub(crate) fn no_step_overshoots(params: &Params, file: &FileValue) -> Result<(), String> {
    let Params { rate, ridge, .. } = *params;
    Npy::open(file)?.each_row(|row, x: &[f64]| {
        let squared = x.iter().map(|x| x * x).sum::<f64>();
        if rate * (squared + ridge) <= 2.0 {
            return Ok(());
        }
        let most = 2.0 / (squared + ridge);
        Err(format!(
            "row {row} has |x|² = {squared:.6}, with which steps at rate = {rate} could overshoot: lower rate to at most \
             {most:.6}, or scale x"
        ))
    })
}

/// Samples, or the share of a rank: of every batch some whole pieces.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Numbers of a sample.
    pub features: usize,
    /// The samples, row by row.
    pub x: Vec<f64>,
    /// What is to be predicted of each.
    pub y: Vec<f64>,
    /// Which of these rows belong to each batch.
    pub batches: Vec<Range<usize>>,
}

tenfold_kernel::arrays!(Data { x: |data| vec![data.y.len(), data.features], y });

/// Some rows: their samples, and what is to be predicted.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// Numbers of a sample.
    pub features: usize,
    /// The samples, row by row.
    pub x: &'a [f64],
    /// What is to be predicted of each.
    pub y: &'a [f64],
}

impl Data {
    /// The share of `part`, which is read or made without the rest.
    pub(crate) fn of(params: &Params, part: Part) -> Result<Data, String> {
        let [samples, features] = params.size();
        let (mut rows, mut batches, mut held) = (Vec::new(), Vec::new(), 0);
        for step in 0..samples.div_ceil(params.batch) {
            let batch = params.batch_of(step);
            let pieces = part.of(batch.len().div_ceil(PIECE));
            let [start, end] = [pieces.start, pieces.end].map(|piece| batch.end.min(batch.start + piece * PIECE));
            rows.push(start..end);
            batches.push(held..held + end - start);
            held += end - start;
        }
        let (Some(x_file), Some(y_file)) = (&params.x, &params.y) else {
            let (x, y) = synthetic(params, &rows, held);
            return Ok(Data { features, x, y, batches });
        };
        let lines = rows.iter().map(|rows| rows.start * features..rows.end * features);
        let (x, y) = (Npy::open(x_file)?.ranges(lines)?, Npy::open(y_file)?.ranges(rows.iter().cloned())?);
        Ok(Data { features, x, y, batches })
    }

    /// The rows of a batch, in pieces.
    pub(crate) fn pieces(&self, batch: usize) -> impl ExactSizeIterator<Item = Rows<'_>> {
        let Rows { features, x, y } = self.batch(batch);
        x.chunks(PIECE * features).zip(y.chunks(PIECE)).map(move |(x, y)| Rows { features, x, y })
    }

    /// The rows of a batch.
    pub(crate) fn batch(&self, batch: usize) -> Rows<'_> {
        let (rows, features) = (self.batches[batch].clone(), self.features);
        Rows { features, x: &self.x[rows.start * features..rows.end * features], y: &self.y[rows] }
    }
}

impl<'a> Rows<'a> {
    /// Each sample with what is to be predicted.
    pub fn each(self) -> impl Iterator<Item = (&'a [f64], f64)> {
        self.x.chunks_exact(self.features).zip(self.y.iter().copied())
    }
}

/// Samples with entries between ±1/√features, and y = x·w of weights between ±1 with some noise.
fn synthetic(params: &Params, rows: &[Range<usize>], held: usize) -> (Vec<f64>, Vec<f64>) {
    let [_, features] = params.size();
    let number = |stream: u64, index: usize| 2.0 * random(3 * params.seed + stream, index as u64) - 1.0;
    let weights: Vec<f64> = (0..features).map(|feature| number(0, feature)).collect();
    let scale = (features as f64).sqrt().recip();
    let (mut x, mut y) = (Vec::with_capacity(held * features), Vec::with_capacity(held));
    for row in rows.iter().cloned().flatten() {
        let first = x.len();
        x.extend((row * features..(row + 1) * features).map(|index| scale * number(1, index)));
        let exact: f64 = x[first..].iter().zip(&weights).map(|(x, w)| x * w).sum();
        y.push(exact + params.noise * number(2, row));
    }
    (x, y)
}

/// Small problems at which mistakes show.
pub(crate) fn awkward() -> Vec<Params> {
    let problems = [
        ([1, 1], 1, 1, 0.0),
        ([1, 1], 1, 5, 0.05),
        ([2, 3], 1, 4, 0.0),
        ([7, 5], 100, 8, 0.01),
        ([97, 31], 16, 20, 0.001),
        ([129, 17], 129, 5, 0.02),
        ([1000, 33], 257, 17, 0.01),
        ([1100, 12], 1024, 6, 0.05),
    ];
    let params = problems.map(|(size, batch, steps, ridge)| {
        let [samples, features] = size.map(Some);
        Params { samples, features, batch, steps, ridge, ..Params::default() }
    });
    params.to_vec()
}
