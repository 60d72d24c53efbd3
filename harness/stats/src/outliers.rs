//! Labels for unusual points; no point is ever removed.
//!
//! Two rules, for they fail differently. Tukey's fences (J. W. Tukey, *Exploratory Data Analysis*,
//! 1977, chapter 2) follow the quartiles and so allow for skew. The modified z-score (B. Iglewicz and
//! D. C. Hoaglin, *How to Detect and Handle Outliers*, 1993) stands up to almost half the points being
//! bad, against a quarter.

use crate::error::{StatsError, finite};
use crate::quantile::{median, of_sorted, sorted};

/// Inner fences: 1.5 interquartile ranges beyond the quartiles; 0.7 % of a normal sample lies outside.
const INNER: f64 = 1.5;
/// Outer fences, twice as far; 2 in a million of a normal sample lie outside.
const OUTER: f64 = 3.0;
/// Modified z-scores beyond this are outliers (Iglewicz & Hoaglin's recommendation).
const GREATEST_SCORE: f64 = 3.5;
/// Φ⁻¹(3/4): divides a median absolute deviation to give a normal sample's standard deviation.
const MAD_OF_NORMAL: f64 = 0.674_489_750_196_081_7;
/// √(2/π): the mean absolute deviation of a normal sample of standard deviation 1.
const MEAN_DEVIATION_OF_NORMAL: f64 = 0.797_884_560_802_865_4;

/// Where a point stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fence {
    /// Not unusual.
    Inside,
    /// Beyond the lower inner fence.
    Low,
    /// Beyond the lower outer fence.
    FarLow,
    /// Beyond the upper inner fence.
    High,
    /// Beyond the upper outer fence.
    FarHigh,
}

/// What is known about a point that stays in the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Its place among the points that were not disturbed.
    pub standing: Fence,
    /// Disturbed while it was measured, by the mark handed in (steal time, a context switch).
    pub contaminated: bool,
}

/// Tukey's labels, one for each value, in order.
///
/// # Errors
/// No values, or a value that is not finite.
pub fn fences(values: &[f64]) -> Result<Vec<Fence>, StatsError> {
    let of = Fences::of(values)?;
    Ok(values.iter().map(|&v| of.standing(v)).collect())
}

/// Tukey's labels together with the marks of contamination. The fences come from the clean points, so
/// that a disturbed half cannot make itself look usual; where no point is clean, from all.
///
/// # Errors
/// No values, a value that is not finite, or not as many marks as values.
pub fn labels(values: &[f64], contaminated: &[bool]) -> Result<Vec<Label>, StatsError> {
    if values.len() != contaminated.len() {
        return Err(StatsError::Unpaired {
            what: "values and marks of contamination",
            left: values.len(),
            right: contaminated.len(),
        });
    }
    finite("values", values, 1)?;
    let marked = || values.iter().copied().zip(contaminated.iter().copied());
    let clean: Vec<f64> = marked().filter(|&(_, c)| !c).map(|(v, _)| v).collect();
    let of = Fences::of(if clean.is_empty() { values } else { &clean })?;
    Ok(marked().map(|(v, contaminated)| Label { standing: of.standing(v), contaminated }).collect())
}

/// Modified z-scores, 0.6745 (x − median) / MAD, one for each value. Where more than half the values
/// are equal the MAD is zero, and the mean absolute deviation takes its place; where all are, every
/// score is zero.
///
/// # Errors
/// No values, or a value that is not finite.
pub fn modified_z_scores(values: &[f64]) -> Result<Vec<f64>, StatsError> {
    let centre = median(values)?;
    let deviations: Vec<f64> = values.iter().map(|v| (v - centre).abs()).collect();
    let mad = median(&deviations)?;
    let mean = deviations.iter().sum::<f64>() / deviations.len() as f64;
    let scale = if mad > 0.0 { mad / MAD_OF_NORMAL } else { mean / MEAN_DEVIATION_OF_NORMAL };
    Ok(values.iter().map(|v| if scale > 0.0 { (v - centre) / scale } else { 0.0 }).collect())
}

/// Whether each value's modified z-score exceeds 3.5 in size.
///
/// # Errors
/// No values, or a value that is not finite.
pub fn unusual_by_mad(values: &[f64]) -> Result<Vec<bool>, StatsError> {
    Ok(modified_z_scores(values)?.into_iter().map(|z| z.abs() > GREATEST_SCORE).collect())
}

/// The quartiles and the range between them.
struct Fences {
    lower: f64,
    upper: f64,
    range: f64,
}

impl Fences {
    fn of(values: &[f64]) -> Result<Self, StatsError> {
        let v = sorted(values)?;
        let (lower, upper) = (of_sorted(&v, 0.25), of_sorted(&v, 0.75));
        Ok(Self { lower, upper, range: upper - lower })
    }

    fn standing(&self, v: f64) -> Fence {
        let (below, above) = (self.lower - v, v - self.upper);
        let beyond = |fence: f64, distance: f64| distance > fence * self.range;
        if beyond(OUTER, below) {
            Fence::FarLow
        } else if beyond(INNER, below) {
            Fence::Low
        } else if beyond(OUTER, above) {
            Fence::FarHigh
        } else if beyond(INNER, above) {
            Fence::High
        } else {
            Fence::Inside
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_stand_at_one_and_a_half_and_three_ranges() {
        // Quartiles 2 and 6: the fences stand at −4 and −10, 12 and 18.
        let mut v: Vec<f64> = (0..=8).map(f64::from).collect();
        assert!(fences(&v).unwrap().iter().all(|&s| s == Fence::Inside));
        let of = Fences::of(&v).unwrap();
        assert_eq!(of.standing(12.0), Fence::Inside);
        assert_eq!(of.standing(12.1), Fence::High);
        assert_eq!(of.standing(18.1), Fence::FarHigh);
        assert_eq!(of.standing(-4.1), Fence::Low);
        assert_eq!(of.standing(-10.1), Fence::FarLow);
        v.push(100.0);
        assert_eq!(fences(&v).unwrap()[9], Fence::FarHigh);
    }

    #[test]
    fn every_point_keeps_its_place() {
        let v = [1.0, 9.0, 1.1, 0.9, 1.0];
        let got = labels(&v, &[false, true, false, false, true]).unwrap();
        assert_eq!(got.len(), v.len());
        assert_eq!(got[1], Label { standing: Fence::FarHigh, contaminated: true });
        assert_eq!(got[4], Label { standing: Fence::Inside, contaminated: true });
    }

    #[test]
    fn a_disturbed_half_cannot_move_the_fences() {
        let v = [1.0, 1.1, 0.9, 5.0, 6.0, 7.0];
        let marks = [false, false, false, true, true, true];
        assert!(fences(&v).unwrap().iter().all(|&s| s == Fence::Inside));
        let got = labels(&v, &marks).unwrap();
        assert!(got[3..].iter().all(|l| l.standing == Fence::FarHigh));
        assert_eq!(labels(&v, &[true; 6]).unwrap()[0].standing, Fence::Inside);
    }

    #[test]
    fn modified_scores_of_a_known_case() {
        // Median 3, deviations 2 1 0 1 97, MAD 1.
        let z = modified_z_scores(&[1.0, 2.0, 3.0, 4.0, 100.0]).unwrap();
        assert!((z[4] - 0.674_489_750_196_081_7 * 97.0).abs() <= 1e-12);
        assert_eq!(unusual_by_mad(&[1.0, 2.0, 3.0, 4.0, 100.0]).unwrap(), [false, false, false, false, true]);
    }

    #[test]
    fn equal_values_are_usual_and_one_among_many_equal_is_not() {
        assert_eq!(modified_z_scores(&[2.0; 5]).unwrap(), [0.0; 5]);
        assert!(fences(&[2.0; 5]).unwrap().iter().all(|&s| s == Fence::Inside));
        let mut v = [2.0; 12];
        v[11] = 3.0;
        assert!(unusual_by_mad(&v).unwrap()[11]);
    }

    #[test]
    fn mistakes_are_named() {
        assert!(fences(&[]).is_err());
        assert!(labels(&[1.0], &[]).is_err());
        assert!(modified_z_scores(&[f64::NAN]).is_err());
    }
}
