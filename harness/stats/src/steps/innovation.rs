//! What is new in a night, and what all nights together make of their level and scale.

use super::density::Tail;

/// A night is taken to keep at most this share of the deviation of the one before.
const MOST_KEPT: f64 = 0.9;

/// An error that was estimated is known to about a tenth: noise may be so much of it.
const LEAST_OF_ERROR: f64 = 0.9;

/// A point of a history, as a difference from its level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub value: f64,
    pub error: f64,
}

/// What is new in a night, `off − share · level`, in the unit of its scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Innovation {
    pub off: f64,
    pub share: f64,
    pub error: f64,
    /// Standard deviation of the night over that of an innovation: 1 after a night that it is compared with.
    pub widening: f64,
}

impl Innovation {
    /// Of `point`, after a night whose value was `before` unless that was an outlier or there is none.
    pub fn new(kept: f64, point: &Point, before: Option<f64>) -> Innovation {
        match before {
            Some(before) => {
                Innovation { off: point.value - kept * before, share: 1.0 - kept, error: point.error, widening: 1.0 }
            }
            None => {
                let widening = (1.0 - kept * kept).sqrt().recip();
                Innovation { off: point.value / widening, share: widening.recip(), error: point.error, widening }
            }
        }
    }

    /// Its scale: a night's own error is about the least that its standard deviation can be.
    fn wide(&self, tail: Tail, scale: f64) -> f64 {
        scale.max(LEAST_OF_ERROR * self.error / tail.deviation())
    }

    /// The logarithm of its density.
    pub fn log_density(&self, tail: Tail, level: f64, scale: f64) -> f64 {
        let wide = self.wide(tail, scale);
        tail.log_density((self.off - self.share * level) / wide) - (wide * self.widening).ln()
    }
}

/// What a round of weighting makes of innovations.
pub(super) struct Weighted {
    /// The level.
    pub level: f64,
    /// What is known of it: the reciprocal of its variance.
    pub known: f64,
    /// Sum of the weighted squares, in the scale.
    pub squares: f64,
}

/// Of the level and the scale that the round before told.
pub(super) fn weighted(innovations: &[Innovation], tail: Tail, level: f64, scale: f64) -> Weighted {
    let (mut sum, mut known, mut squares) = (0.0, 0.0, 0.0);
    for innovation in innovations {
        let wide = innovation.wide(tail, scale);
        let z = (innovation.off - innovation.share * level) / wide;
        let weight = tail.weight(z);
        let share = weight * innovation.share / (wide * wide);
        sum += share * innovation.off;
        known += share * innovation.share;
        squares += weight * z * z;
    }
    Weighted { level: sum / known, known, squares }
}

/// The share of a deviation that the next one keeps, by all neighbours; 0 where they are unlike. By few nights it comes out too
/// small, by (1 + 3 φ) / n (F. H. C. Marriott and J. A. Pope, "Bias in the estimation of autocorrelations", Biometrika 41 (1954)
/// 390–402).
pub(super) fn likeness(points: &[Point], own: usize, is_far: impl Fn(&Point) -> bool) -> f64 {
    let (mut products, mut squares, mut n) = (0.0, 0.0, 0.0);
    for part in [&points[..own], &points[own..]] {
        for pair in part.windows(2).filter(|pair| !is_far(&pair[0]) && !is_far(&pair[1])) {
            products += pair[0].value * pair[1].value;
            squares += 0.5 * (pair[0].value * pair[0].value + pair[1].value * pair[1].value);
            n += 1.0;
        }
    }
    if products <= 0.0 {
        return 0.0;
    }
    let kept = products / squares;
    (kept + (1.0 + 3.0 * kept) / n).min(MOST_KEPT)
}
