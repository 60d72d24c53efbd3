//! The picture of the problem: the loss of two weights, and the way down.

use crate::{Data, Params, Sgd};
use tenfold_kernel::{Part, Picture, solved};

/// Rows and columns of the picture.
const SIDE: usize = 120;

/// The loss over a square of weights around 0, on a scale of logarithms, and the weights after each step.
pub(crate) fn descent() -> Option<Picture> {
    let params =
        |steps| Params { samples: Some(200), features: Some(2), batch: 20, steps, rate: 0.6, ..Params::default() };
    let data = Data::of(&params(1), Part::WHOLE).ok()?;
    let weight = |pixel: usize| 3.0 * (pixel as f64 + 0.5) / SIDE as f64 - 1.5;
    let loss = |w: [f64; 2]| {
        let all = (0..data.batches.len()).flat_map(|batch| data.batch(batch).each());
        let squares = all.map(|(x, y)| (x[0] * w[0] + x[1] * w[1] - y).powi(2));
        (squares.sum::<f64>() + 1e-3).ln()
    };
    let pixels = (0..SIDE * SIDE).map(|pixel| [weight(pixel % SIDE), weight(SIDE - 1 - pixel / SIDE)]);
    let losses: Vec<f64> = pixels.map(loss).collect();
    let (least, most) =
        losses.iter().fold((f64::MAX, f64::MIN), |(least, most), &loss| (loss.min(least), loss.max(most)));
    // Contour lines: the shade is the same between two of them.
    let mut values: Vec<f32> =
        losses.iter().map(|loss| (12.0 * (loss - least) / (most - least)).floor() as f32 / 16.0).collect();
    for steps in 1..=60 {
        let weights = solved::<Sgd>(params(steps)).ok()?.weights;
        let pixel = |w: f64| (((w + 1.5) / 3.0 * SIDE as f64) as usize).min(SIDE - 1);
        values[(SIDE - 1 - pixel(weights[1])) * SIDE + pixel(weights[0])] = 1.0;
    }
    let says = "The loss of two weights, the first from left to right, the second from bottom to top, lighter where it \
                is lower; the dots are the weights after each step, on their way from the middle down into the valley.";
    Some(Picture { columns: SIDE, values, says })
}
