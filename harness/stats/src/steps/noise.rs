//! How noise scatters: its kinds, and what nights say of it.

use std::f64::consts::PI;

/// A point of a history, as a difference from its level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub value: f64,
    pub error: f64,
}

/// How innovations are distributed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tail {
    Normal,
    /// Student's t with 3 degrees of freedom.
    Student,
}

impl Tail {
    /// The density of a standardised innovation.
    pub fn density(self, z: f64) -> f64 {
        match self {
            Tail::Normal => (-0.5 * z * z).exp() / (2.0 * PI).sqrt(),
            // Γ(2) / (Γ(3/2) √(3π)) (1 + z²/3)⁻²
            Tail::Student => 2.0 / (PI * 3f64.sqrt()) / (1.0 + z * z / 3.0).powi(2),
        }
    }

    /// Standard deviation of an innovation of scale 1.
    pub fn deviation(self) -> f64 {
        match self {
            Tail::Normal => 1.0,
            Tail::Student => 3f64.sqrt(),
        }
    }

    /// How many robust standard deviations away a point is an outlier.
    fn far(self) -> f64 {
        match self {
            Tail::Normal => 4.0,
            Tail::Student => 20.0,
        }
    }
}

/// A kind of noise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub tail: Tail,
    /// The share of a night's deviation that the next one keeps.
    pub kept: f64,
    /// How likely it is before any night.
    pub prior: f64,
    /// Decades by which evidence for a change counts less where it is of this kind: such noise imitates changes.
    pub handicap: f64,
}

/// The kinds. Their priors and handicaps were set with the numbers of `needed.rs`.
pub(super) const KINDS: [Kind; 4] = [
    Kind { tail: Tail::Student, kept: 0.0, prior: 0.3 * 0.65, handicap: 2.5 },
    Kind { tail: Tail::Normal, kept: 0.0, prior: 0.7 * 0.65, handicap: 0.0 },
    Kind { tail: Tail::Student, kept: 0.5, prior: 0.3 * 0.35, handicap: 2.5 },
    Kind { tail: Tail::Normal, kept: 0.5, prior: 0.7 * 0.35, handicap: 1.2 },
];

/// Decades by which evidence counts less in normal noise with outliers: with many of them; one halves the way there, and so on.
const OUTLIERS_HANDICAP: f64 = 2.0;

/// So many outliers are taken for seen before the first night.
const FORESEEN: f64 = 6.0;

/// The share of outliers that may be anywhere; the others come where one has been, so near in standard deviations.
const ANYWHERE: f64 = 0.3;
const NEAR: f64 = 1.2;

/// How far outliers lie that may be anywhere, most often: in standard deviations.
const OUTLYING: f64 = 8.0;

/// A history seen as noise of one kind.
pub(super) struct Seen<'a> {
    pub kind: Kind,
    points: &'a [Point],
    /// From where on the level is the one that is not quite known.
    own: usize,
    is_far: Vec<bool>,
    far: Vec<f64>,
    /// The scale of innovations, about.
    pub scale: f64,
}

impl<'a> Seen<'a> {
    /// `points` with the robust standard deviation `robust`, which is above 0.
    pub fn new(kind: Kind, points: &'a [Point], own: usize, robust: f64) -> Seen<'a> {
        let is_far: Vec<bool> = points.iter().map(|p| p.value.abs() > kind.tail.far() * robust.max(p.error)).collect();
        let values =
            |wanted: bool| points.iter().zip(&is_far).filter(move |(_, far)| **far == wanted).map(|(p, _)| p.value);
        let near = values(false).count();
        let deviation = (values(false).map(|v| v * v).sum::<f64>() / near.saturating_sub(1).max(1) as f64).sqrt();
        let deviation = match kind.tail {
            Tail::Normal => deviation.max(0.3 * robust),
            // The sample's own is of no use with tails like these.
            Tail::Student => 1.2 * deviation.clamp(0.8 * robust, 1.5 * robust),
        };
        let scale = deviation * (1.0 - kind.kept * kind.kept).sqrt() / kind.tail.deviation();
        let far = values(true).collect();
        Seen { kind, points, own, is_far, far, scale }
    }

    /// Decades by which evidence for a change counts less.
    pub fn handicap(&self) -> f64 {
        let outliers = match self.kind.tail {
            Tail::Normal => OUTLIERS_HANDICAP * (1.0 - 0.5f64.powi(self.far.len() as i32)),
            Tail::Student => 0.0,
        };
        self.kind.handicap + outliers
    }

    /// A deviation in standard innovations, after `before` unless that is an outlier or there is none.
    pub fn innovation(&self, deviation: f64, before: Option<f64>, scale: f64) -> f64 {
        match before {
            Some(before) => (deviation - self.kind.kept * before) / scale,
            None => deviation / (scale * self.widening()),
        }
    }

    /// The last point's deviation from `level`, unless it is an outlier.
    pub fn last(&self, level: f64) -> Option<f64> {
        let last = self.points.len() - 1;
        (!self.is_far[last]).then(|| self.points[last].value - level)
    }

    /// Standard deviation of a point over that of an innovation.
    fn widening(&self) -> f64 {
        (1.0 - self.kind.kept * self.kind.kept).sqrt().recip()
    }

    /// The logarithm of the probability density of the history, with innovations of `scale` and the own part around `level`.
    pub fn log_likelihood(&self, scale: f64, level: f64) -> f64 {
        let level_at = |t: usize| if t >= self.own { level } else { 0.0 };
        let (mut log, mut product, mut squares, mut near) = (0.0, 1.0, 0.0, 0usize);
        let widening = self.widening();
        for (t, point) in self.points.iter().enumerate() {
            if self.is_far[t] {
                continue;
            }
            let is_first = t == 0 || t == self.own || self.is_far[t - 1];
            let before = (!is_first).then(|| self.points[t - 1].value - level_at(t - 1));
            let wide = scale.max(point.error);
            let z = self.innovation(point.value - level_at(t), before, wide);
            near += 1;
            // A product of many terms has one logarithm.
            product *= wide / scale * if is_first { widening } else { 1.0 };
            match self.kind.tail {
                Tail::Normal => squares += z * z,
                Tail::Student => product *= (1.0 + z * z / 3.0).powi(2),
            }
            if product > 1e100 {
                log -= product.ln();
                product = 1.0;
            }
        }
        log -= product.ln() + 0.5 * squares;
        log += near as f64 * ((self.kind.tail.density(0.0) / scale).ln() + (-self.outlying()).ln_1p());
        let deviation = self.deviation(scale);
        log + self.far.iter().map(|far| self.outlier(*far, level, deviation, Some(*far)).ln()).sum::<f64>()
    }

    /// The standard deviation of a point with innovations of `scale`.
    pub fn deviation(&self, scale: f64) -> f64 {
        scale * self.widening() * self.kind.tail.deviation()
    }

    /// The share of outliers.
    fn outlying(&self) -> f64 {
        (FORESEEN + self.far.len() as f64) / (self.points.len() as f64 + FORESEEN)
    }

    /// The density of being an outlier and at `value`, where those of the history are, all but one of them at `but`.
    fn outlier(&self, value: f64, level: f64, deviation: f64, but: Option<f64>) -> f64 {
        let n = self.far.len() as f64;
        let mut density = (FORESEEN + ANYWHERE * n) * inverse_moment((value - level) / deviation, OUTLYING) / deviation;
        let near = NEAR * deviation;
        let kernel = |at: f64| Tail::Normal.density((value - at) / near) / near;
        let beside: f64 = self.far.iter().map(|far| kernel(*far)).sum();
        density += (1.0 - ANYWHERE) * (beside - but.map_or(0.0, kernel)).max(0.0);
        (density / (self.points.len() as f64 + FORESEEN)).max(f64::MIN_POSITIVE)
    }

    /// The density of a point that is noise around `level`.
    pub fn as_before(&self, value: f64, before: Option<f64>, level: f64, scale: f64, wide: f64) -> f64 {
        let z = self.innovation(value - level, before, wide);
        let among = self.kind.tail.density(z) / wide;
        (1.0 - self.outlying()) * among + self.outlier(value, level, self.deviation(scale), None)
    }
}

/// √(τ/π) u⁻² exp(−τ/u²) with τ = `mode`²: it has its greatest values at ±`mode`, none at 0, and sums to 1.
pub(super) fn inverse_moment(u: f64, mode: f64) -> f64 {
    let ratio = mode / u;
    if ratio.abs() > 20.0 { 0.0 } else { ratio * ratio / (mode * PI.sqrt()) * (-ratio * ratio).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::gamma::ln_gamma;

    fn points(values: &[f64]) -> Vec<Point> {
        values.iter().map(|&value| Point { value, error: 0.0 }).collect()
    }

    /// ∫ f from −`end` to `end`, by Simpson's rule.
    fn sum(end: f64, f: impl Fn(f64) -> f64) -> f64 {
        let n = 40_000;
        let h = 2.0 * end / f64::from(n);
        let weight = |i: i32| {
            if i == 0 || i == n {
                1.0
            } else if i % 2 == 1 {
                4.0
            } else {
                2.0
            }
        };
        (0..=n).map(|i| weight(i) * f(h * f64::from(i) - end)).sum::<f64>() * h / 3.0
    }

    #[test]
    fn densities_sum_to_one() {
        assert!((sum(12.0, |z| Tail::Normal.density(z)) - 1.0).abs() < 1e-9);
        // Beyond ±200 a t with 3 degrees has 2.8e-7, and an inverse moment of mode 3 has 2 · 3 / (200 √π).
        assert!((sum(200.0, |z| Tail::Student.density(z)) - 1.0).abs() < 1e-6);
        let beyond = 2.0 * 3.0 / (200.0 * PI.sqrt());
        assert!((sum(200.0, |u| inverse_moment(u, 3.0)) + beyond - 1.0).abs() < 1e-5);
        assert!(inverse_moment(3.0, 3.0) > inverse_moment(2.9, 3.0).max(inverse_moment(3.1, 3.0)));
        assert_eq!(inverse_moment(0.0, 3.0), 0.0);
    }

    #[test]
    fn the_evidence_of_normal_noise_is_the_student_s_t_marginal() {
        // ∬ Π N(x; μ, σ²) dμ d ln σ = Γ((n−1)/2) / (2 √n π^((n−1)/2)) S^(−(n−1)/2), S = Σ (x − x̄)².
        let values: Vec<f64> = (0..20).map(|i| f64::from((i * 7 + 3) % 20) - 9.5).collect();
        let points = points(&values);
        let kind = Kind { tail: Tail::Normal, kept: 0.0, prior: 1.0, handicap: 0.0 };
        let seen = Seen::new(kind, &points, 0, 7.0);
        let step = 0.02;
        let mut grid = 0.0;
        for i in -60..=60 {
            let scale = seen.scale * (f64::from(i) * step).exp();
            for j in -40..=40 {
                let width = 0.2 * scale / 20f64.sqrt();
                grid += seen.log_likelihood(scale, f64::from(j) * width).exp() * width * step;
            }
        }
        // No point is an outlier, which each might have been.
        grid /= (1.0 - seen.outlying()).powi(20);
        let squares: f64 = values.iter().map(|v| v * v).sum();
        let m = 19.0 / 2.0;
        let exact = ln_gamma(m) - m * PI.ln() - m * squares.ln() - (2.0 * 20f64.sqrt()).ln();
        assert!((grid.ln() - exact).abs() < 1e-3, "{} {exact}", grid.ln());
    }

    #[test]
    fn a_history_of_innovations_is_the_product_of_their_densities() {
        let points = points(&[0.5, -0.3, 1.1, 0.2]);
        let kind = Kind { tail: Tail::Student, kept: 0.5, prior: 1.0, handicap: 0.0 };
        let seen = Seen::new(kind, &points, 2, 1.0);
        // The first two have the level 0, the last two 0.1; the first of either part has no night before it.
        let wide = 0.8 / 0.75f64.sqrt();
        let expected: f64 = [(0.5, wide), (-0.3 - 0.25, 0.8), (1.0, wide), (0.1 - 0.5, 0.8)]
            .map(|(off, scale)| (1.0 - seen.outlying()) * Tail::Student.density(off / scale) / scale)
            .iter()
            .product();
        assert!((seen.log_likelihood(0.8, 0.1) - expected.ln()).abs() < 1e-12);
    }

    #[test]
    fn a_night_s_own_error_widens_its_density() {
        let mut points = points(&[0.0, 0.0, 3.0]);
        let kind = Kind { tail: Tail::Normal, kept: 0.0, prior: 1.0, handicap: 0.0 };
        let narrow = Seen::new(kind, &points, 0, 1.0).log_likelihood(1.0, 0.0);
        points[2].error = 3.0;
        let wide = Seen::new(kind, &points, 0, 1.0).log_likelihood(1.0, 0.0);
        assert!((wide - narrow - (4.5 - 0.5 - 3f64.ln())).abs() < 1e-12);
    }

    #[test]
    fn an_outlier_is_likelier_where_one_has_been() {
        let mut values = [0.1, -0.1].repeat(15);
        values[7] = 10.0;
        let points = points(&values);
        let seen = Seen::new(KINDS[1], &points, 0, 0.2);
        let at = |value: f64| seen.as_before(value, None, 0.0, seen.scale, seen.scale);
        assert!(at(10.0) > 5.0 * at(-10.0), "{} {}", at(10.0), at(-10.0));
        assert!(seen.handicap() > Seen::new(KINDS[1], &points[8..], 0, 0.2).handicap());
    }
}
