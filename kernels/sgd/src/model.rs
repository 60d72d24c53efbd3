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
    /// What all ranks say. Where two say otherwise, it is no number, which no check accepts.
    pub(crate) fn join(mut parts: Vec<Model>) -> Model {
        let mut first = parts.swap_remove(0);
        let is_same = |part: &Model| {
            let pairs = |a: &[f64], b: &[f64]| a.iter().map(|x| x.to_bits()).eq(b.iter().map(|x| x.to_bits()));
            pairs(&part.weights, &first.weights) && pairs(&part.losses, &first.losses)
        };
        if !parts.iter().all(is_same) {
            first.weights.fill(f64::NAN);
        }
        first
    }

    /// The first weights, the length of the vector of all, and the last loss.
    pub(crate) fn answer(&self) -> Map<String, Value> {
        let listed = &self.weights[..self.weights.len().min(LISTED)];
        let length = self.weights.iter().map(|w| w * w).sum::<f64>().sqrt();
        let answer =
            [("weights", listed.into()), ("length", length.into()), ("loss", self.losses.last().copied().into())];
        answer.map(|(name, value)| (name.to_string(), value)).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_that_disagree_in_a_bit_are_no_answer() {
        let model = Model { weights: vec![0.0, 1.0], losses: vec![2.0] };
        assert_eq!(Model::join(vec![model.clone(); 3]), model);
        for rank in 0..3 {
            let mut parts = vec![model.clone(); 3];
            parts[rank].weights[0] = -0.0;
            assert!(Model::join(parts).weights[0].is_nan());
        }
    }
}
