//! The answer: the weights, and how the loss fell on the way to them.

use serde_json::{Map, Value};

/// The weights after the last step, and the loss of every step's batch before that step.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The weight of each feature.
    pub weights: Vec<f64>,
    /// ½ mean (x·w − y)² + λ/2 |w|² over the batch of each step, with the weights that the step begins with.
    pub losses: Vec<f64>,
}

tenfold_kernel::arrays!(Model { weights, losses });

/// Weights that the answer lists.
const LISTED: usize = 32;

impl Model {
    /// The first weights, the length of the vector of all, and the last loss.
    pub(crate) fn answer(&self) -> Map<String, Value> {
        let listed = &self.weights[..self.weights.len().min(LISTED)];
        let length = self.weights.iter().map(|w| w * w).sum::<f64>().sqrt();
        let answer =
            [("weights", listed.into()), ("length", length.into()), ("loss", self.losses.last().copied().into())];
        answer.map(|(name, value)| (name.to_string(), value)).into_iter().collect()
    }
}
