//! How noise scatters: accounts of it, each fitted to the nights before.

use super::density::{Tail, inverse_moment};
use super::innovation::{Innovation, Point, likeness, weighted};

/// A kind of noise.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoiseKind {
    pub tail: Tail,
    /// Whether a night keeps a share of the deviation of the one before.
    pub wanders: bool,
    /// How likely it is before any night.
    pub prior: f64,
    /// How much less the logarithm of a ratio is worth in it, for such noise imitates changes.
    pub imitates: f64,
}

/// The kinds of noise that are thought of. Ratios are met some five times as often in heavy-tailed noise as in normal noise: that is
/// the 1.6. Priors and the rest were set by simulation, with the numbers of `needed.rs`.
pub(super) const KINDS: [NoiseKind; 4] = [
    NoiseKind { tail: Tail::Normal, wanders: false, prior: 0.75 * 0.75, imitates: 0.0 },
    NoiseKind { tail: Tail::Student, wanders: false, prior: 0.25 * 0.75, imitates: 1.6 },
    NoiseKind { tail: Tail::Normal, wanders: true, prior: 0.75 * 0.25, imitates: 0.35 },
    NoiseKind { tail: Tail::Student, wanders: true, prior: 0.25 * 0.25, imitates: 1.6 + 0.35 },
];

/// The same where there have been outliers.
const OUTLIERS_IMITATE: f64 = 0.5;

/// So many nights at one place are hardly ever outliers.
const OUTLIERS_IN_A_ROW: usize = 4;

/// So many outliers are taken for seen before the first night.
const FORESEEN: f64 = 2.0;

/// The share of outliers that may be anywhere; the others come where one has been, so near in standard deviations.
const ANYWHERE: f64 = 0.3;
const NEAR: f64 = 1.2;

/// How far outliers lie that may be anywhere, most often: in standard deviations.
const OUTLYING: f64 = 8.0;

/// A kind of noise, fitted to a history.
pub(super) struct Account {
    tail: Tail,
    /// The share of a night's deviation that the next one keeps.
    kept: f64,
    /// How much less the logarithm of a ratio is worth.
    imitates: f64,
    level: f64,
    /// What is known of the level: the reciprocal of its variance.
    known: f64,
    /// The scale of innovations.
    scale: f64,
    /// Whether that is the least that is believed, and so not fitted.
    is_least: bool,
    /// The outliers.
    far: Vec<f64>,
    /// The last point's value, unless it is an outlier.
    last: Option<f64>,
    /// How many points are no outliers.
    usual: usize,
    /// The logarithm of how likely the kind is, by the history and before it.
    pub log: f64,
}

impl Account {
    /// `points` seen as noise of `kind`, with the robust standard deviation `robust`, which is above 0. From `own` on their level
    /// is the one that is not quite known. No scale below `floor` is believed.
    pub fn fitted(kind: NoiseKind, points: &[Point], own: usize, robust: f64, floor: f64) -> Account {
        let NoiseKind { tail, wanders, prior, mut imitates } = kind;
        let is_far = |point: &Point| point.value.abs() > tail.far() * robust.max(point.error);
        let kept = if wanders { likeness(points, own, is_far) } else { 0.0 };
        let (mut near, mut far, mut last) = (Vec::with_capacity(points.len()), Vec::new(), None);
        for (t, point) in points.iter().enumerate() {
            if is_far(point) {
                far.push(point.value);
                last = None;
                continue;
            }
            let innovation = Innovation::new(kept, point, last.filter(|_| t != own));
            near.push(if t < own { Innovation { share: 0.0, ..innovation } } else { innovation });
            last = Some(point.value);
        }
        if !far.is_empty() {
            imitates += OUTLIERS_IMITATE;
        }
        let (mut level, mut known, mut scale) = (0.0, 0.0, robust.max(floor) * (1.0 - kept * kept).sqrt());
        for _ in 0..tail.rounds() {
            let weighted = weighted(&near, tail, level, scale);
            if weighted.known > 0.0 {
                (level, known) = (weighted.level, weighted.known);
            }
            scale = (scale * (weighted.squares / near.len().saturating_sub(1).max(1) as f64).sqrt()).max(floor);
        }
        let near_log: f64 = near.iter().map(|innovation| innovation.log_density(tail, level, scale)).sum();
        let usual = near.len();
        let is_least = scale <= floor;
        let mut account = Account { tail, kept, imitates, level, known, scale, is_least, far, last, usual, log: 0.0 };
        let far_log: f64 =
            account.far.iter().map(|far| account.outlier(*far, account.beside(*far, Some(*far))).ln()).sum();
        let no_outliers = usual as f64 * (-account.outlying()).ln_1p();
        // A share that was fitted explains chance as well (G. Schwarz, "Estimating the dimension of a model", Annals of Statistics
        // 6 (1978) 461–464).
        let fitted = if wanders { 0.5 * (usual.max(1) as f64).ln() } else { 0.0 };
        account.log = near_log + far_log + no_outliers + prior.ln() - fitted;
        account
    }

    /// What it makes of the points after the history: the logarithm of their density as noise around the old level, and by how
    /// much greater it is, at most, around another one.
    pub fn judged(&self, after: &[Point]) -> (f64, f64) {
        let mut last = self.last.map(|last| last - self.level);
        let mut innovations = Vec::with_capacity(after.len());
        // Each value with the probability that it is an outlier.
        let mut met: Vec<(f64, f64)> = Vec::with_capacity(after.len());
        let (mut none, mut without_outliers) = (0.0, 0.0);
        for (t, point) in after.iter().enumerate() {
            let off = Point { value: point.value - self.level, error: point.error };
            let innovation = Innovation::new(self.kept, &off, last);
            let log = innovation.log_density(self.tail, 0.0, self.scale) + (-self.outlying()).ln_1p();
            let among = log.exp();
            without_outliers += log;
            let again: f64 = met.iter().map(|(at, outlying)| outlying * self.near(point.value - at)).sum();
            let outlier = self.outlier(point.value, self.beside(point.value, None) + again);
            none += (among + outlier).ln();
            met.push((point.value, outlier / (among + outlier)));
            // The night before the first had the old level.
            let share = if t == 0 { innovation.widening.recip() } else { innovation.share };
            innovations.push(Innovation { share, ..innovation });
            last = Some(off.value);
        }
        let mut values: Vec<f64> = after.iter().map(|point| point.value - self.level).collect();
        let (mut size, mut known) = (super::glance::middle(&mut values), 0.0);
        for _ in 0..self.tail.rounds() {
            let weighted = weighted(&innovations, self.tail, size, self.scale);
            (size, known) = (weighted.level, weighted.known);
        }
        let usual = (-self.outlying()).ln_1p();
        let change: f64 = innovations.iter().map(|i| i.log_density(self.tail, size, self.scale) + usual).sum();
        // That outliers come back to where they have been is no news.
        let news = 1.0 + self.beside(self.level + size, None) / self.anywhere(self.level + OUTLYING * self.deviation());
        let ratio = change - none - news.ln();
        // Few outliers in a row are doubted as noise is. That so many are none has nothing to do with what the scale is.
        let worth = if after.len() < OUTLIERS_IN_A_ROW {
            self.believed(ratio, known)
        } else {
            self.believed(change - without_outliers, known).min(ratio)
        };
        (none, worth - self.imitates)
    }

    /// What a logarithm of a likelihood ratio is worth where level and scale were fitted: twice it is the square of Student's t, and
    /// what it is worth is half the square of the normal deviate that is as rare (D. L. Wallace, "Bounds on normal approximations to
    /// Student's and the chi-square distributions", Annals of Mathematical Statistics 30 (1959) 1121–1130). `known` is what the
    /// points tell of their level.
    fn believed(&self, ratio: f64, known: f64) -> f64 {
        if ratio <= 0.0 {
            return ratio;
        }
        let ratio = ratio / (1.0 + known / self.known);
        if self.is_least {
            return ratio;
        }
        let freedom = self.usual.saturating_sub(1).max(1) as f64;
        let wallace = (8.0 * freedom + 1.0) / (8.0 * freedom + 3.0);
        0.5 * freedom * (2.0 * ratio / freedom).ln_1p() * wallace * wallace
    }

    /// The standard deviation of a point.
    fn deviation(&self) -> f64 {
        self.scale * self.tail.deviation() / (1.0 - self.kept * self.kept).sqrt()
    }

    /// The share of outliers.
    fn outlying(&self) -> f64 {
        let far = self.far.len() as f64;
        (FORESEEN + far) / (self.usual as f64 + far + FORESEEN)
    }

    /// The density of being an outlier and at `value`, beside so many.
    fn outlier(&self, value: f64, beside: f64) -> f64 {
        let among = self.usual as f64 + self.far.len() as f64 + FORESEEN;
        ((self.anywhere(value) + beside) / among).max(f64::MIN_POSITIVE)
    }

    /// How many of the outliers that may be anywhere are at `value`.
    fn anywhere(&self, value: f64) -> f64 {
        let deviation = self.deviation();
        let density = inverse_moment((value - self.level) / deviation, OUTLYING) / deviation;
        (FORESEEN + ANYWHERE * self.far.len() as f64) * density
    }

    /// How many come to `value` because others have been there, all but one of those at `but`.
    fn beside(&self, value: f64, but: Option<f64>) -> f64 {
        let beside: f64 = self.far.iter().map(|far| self.near(value - far)).sum();
        (beside - but.map_or(0.0, |but| self.near(value - but))).max(0.0)
    }

    /// How many come that far from where one has been.
    fn near(&self, distance: f64) -> f64 {
        let near = NEAR * self.deviation();
        (1.0 - ANYWHERE) * Tail::Normal.log_density(distance / near).exp() / near
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
    use std::f64::consts::PI;

    const PLAIN: NoiseKind = KINDS[0];

    fn points(values: &[f64]) -> Vec<Point> {
        values.iter().map(|&value| Point { value, error: 0.0 }).collect()
    }

    #[test]
    fn in_normal_noise_a_ratio_is_worth_the_normal_deviate_that_is_as_rare_as_student_s_t() {
        for n in [8, 20, 150] {
            let values: Vec<f64> = (0..n).map(|i| f64::from((i * 7 + 3) % n) - 0.5 * f64::from(n - 1)).collect();
            let robust = 0.4 * f64::from(n);
            let account = Account::fitted(PLAIN, &points(&values), 0, robust, 1e-9);
            let freedom = f64::from(n) - 1.0;
            let variance = values.iter().map(|v| v * v).sum::<f64>() / freedom;
            assert!((account.scale - variance.sqrt()).abs() < 1e-9 && account.level.abs() < 1e-9);
            for t in [2.0, 4.0, 6.0] {
                // Of two nights at `size`: t = size / √(variance (1/2 + 1/n)), and the ratio is that of a known level and scale.
                let size = t * (variance * (0.5 + 1.0 / f64::from(n))).sqrt();
                let known = 2.0 / variance;
                let worth = account.believed(0.5 * size * size * known, known);
                let rare = StudentsT::new(0.0, 1.0, freedom).unwrap().cdf(-t);
                let deviate = -Normal::standard().inverse_cdf(rare);
                assert!(((2.0 * worth).sqrt() / deviate - 1.0).abs() < 0.015, "{n} {t}: {worth} {deviate}");
            }
        }
    }

    #[test]
    fn a_change_is_the_difference_of_two_products_of_densities() {
        let account = Account::fitted(PLAIN, &points(&[1.0, -1.0].repeat(20)), 0, 1.0, 1e-9);
        let (none, _) = account.judged(&points(&[0.5, 1.5]));
        let normal = |x: f64| (-0.5 * (x / account.scale).powi(2)).exp() / account.scale / (2.0 * PI).sqrt();
        let share = FORESEEN / (40.0 + FORESEEN);
        let outlier = |x: f64| share * inverse_moment(x / account.scale, 8.0) / account.scale;
        let expected: f64 = [0.5, 1.5].map(|x| ((1.0 - share) * normal(x) + outlier(x)).ln()).iter().sum();
        // Neither is an outlier, so that the second does not come back to the first.
        assert!((none - expected).abs() < 1e-9);
        // Two that differ by more than noise does are no level.
        assert!(account.judged(&points(&[0.0, 12.0])).1 < 0.0);
        assert!(account.judged(&points(&[6.0, 6.0])).1 > 5.0);
    }

    #[test]
    fn a_share_that_is_kept_is_found_and_what_it_makes_of_a_level_discounted() {
        let mut values = vec![0.0];
        let mut draw = 7u32;
        for _ in 0..200 {
            draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            values.push(0.6 * values[values.len() - 1] + f64::from(draw >> 8) / f64::from(1 << 24) - 0.5);
        }
        let fitted = |kind: NoiseKind| Account::fitted(kind, &points(&values), 0, 0.36, 1e-9);
        let (plain, wandering) = (fitted(PLAIN), fitted(KINDS[2]));
        assert!((wandering.kept - 0.6).abs() < 0.15, "{}", wandering.kept);
        // Innovations are uniform: their standard deviation is √(1/12).
        assert!((wandering.scale - (1.0f64 / 12.0).sqrt()).abs() < 0.03 && wandering.log > plain.log + 10.0);
        let lasting = points(&[0.9; 6]);
        assert!(wandering.judged(&lasting).1 < 0.7 * plain.judged(&lasting).1);
    }

    #[test]
    fn tails_are_told_apart_and_a_far_point_tells_little_where_they_are_heavy() {
        let quantiles = |of: &dyn Fn(f64) -> f64| -> Vec<Point> {
            points(&(0..101).map(|i| of((f64::from(i * 37 % 101) + 0.5) / 101.0)).collect::<Vec<_>>())
        };
        let normal = quantiles(&|p| Normal::standard().inverse_cdf(p));
        let student = StudentsT::new(0.0, 1.0, 3.0).unwrap();
        let heavy = quantiles(&|p| student.inverse_cdf(p));
        let log = |points: &[Point], kind: usize| Account::fitted(KINDS[kind], points, 0, 1.0, 1e-9).log;
        assert!(log(&normal, 0) > log(&normal, 1) + 3.0 && log(&heavy, 1) > log(&heavy, 0) + 3.0);
        let fitted = Account::fitted(KINDS[1], &heavy, 0, 1.134, 1e-9);
        assert!((fitted.scale - 1.0).abs() < 0.05, "{}", fitted.scale);
    }

    #[test]
    fn a_night_s_own_error_widens_its_density() {
        let account = Account::fitted(PLAIN, &points(&[1.0, -1.0].repeat(20)), 0, 1.0, 1e-9);
        let with = |error: f64| account.judged(&[Point { value: 5.0, error }, Point { value: 5.0, error }]).1;
        assert!(with(0.5) == with(0.0) && with(5.0) < 1.2, "{} {}", with(0.0), with(5.0));
    }

    #[test]
    fn an_outlier_is_likelier_where_one_has_been() {
        let mut values = [0.1, -0.1].repeat(15);
        values[7] = 10.0;
        let account = Account::fitted(PLAIN, &points(&values), 0, 0.2, 1e-9);
        assert_eq!(account.far, [10.0]);
        let at = |value: f64| account.judged(&points(&[value])).0;
        assert!(at(10.0) > at(-10.0) + 1.6, "{} {}", at(10.0), at(-10.0));
    }

    #[test]
    fn counts_that_never_scatter_have_the_least_scale_and_keep_nothing() {
        let account = Account::fitted(KINDS[2], &points(&[0.0; 20]), 0, 2e-4, 2e-4);
        assert_eq!((account.scale, account.kept, account.level), (2e-4, 0.0, 0.0));
        assert!(account.log.is_finite());
    }
}
