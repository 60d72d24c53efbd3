//! The answer: the weights, and how the loss fell on the way to them.

/// The weights after the last step, and the loss of every step's batch before that step.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The weight of each feature.
    pub weights: Vec<f64>,
    /// ½ mean (x·w − y)² + λ/2 |w|² over the batch of each step, with the weights that the step begins with.
    pub losses: Vec<f64>,
}

tenfold_kernel::arrays!(Model { weights, losses });
