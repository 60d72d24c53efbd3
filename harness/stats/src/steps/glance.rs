//! A glance that costs little: which windows deserve the full evidence?

/// The windows of last points that may have a level of their own, and the longest.
pub(super) const WINDOWS: [usize; 8] = [2, 3, 4, 5, 6, 8, 10, LONGEST];
const LONGEST: usize = 12;

/// Half of a window, rounded down, and two values at least, must be off by so many standard deviations: a few outliers are no level.
const EACH_OFF: f64 = 0.8;

/// Windows whose mean is less than so many robust standard errors off are not looked at: the evidence of none of them suffices.
const LEAST_OFF: f64 = 3.0;

/// Φ⁻¹(3/4), which divides a median absolute deviation.
const OF_NORMAL: f64 = 0.674_489_750_196_081_7;

/// The median; 0 of nothing. The order of `values` changes.
pub(super) fn middle(values: &mut [f64]) -> f64 {
    let n = values.len();
    if n == 0 {
        return 0.0;
    }
    let (below, upper, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    let upper = *upper;
    match n % 2 {
        1 => upper,
        _ => f64::midpoint(upper, below.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
    }
}

/// The standard deviation by the median of absolute deviations. The values are replaced.
pub(super) fn robust(deviations: &mut [f64]) -> f64 {
    deviations.iter_mut().for_each(|d| *d = d.abs());
    middle(deviations) / OF_NORMAL
}

/// The windows (numbers of last values) that are off `level`: on average, and about half of them.
pub(super) fn windows(values: &[f64], level: f64, scale: f64) -> Vec<usize> {
    let (mut sum, mut above, mut below) = (0.0, 0, 0);
    let mut off = Vec::new();
    for (n, value) in (1..=LONGEST).zip(values.iter().rev()) {
        let deviation = (value - level) / scale;
        sum += deviation;
        above += usize::from(deviation > EACH_OFF);
        below += usize::from(deviation < -EACH_OFF);
        let with_it = if sum > 0.0 { above } else { below };
        if WINDOWS.contains(&n) && sum.abs() >= LEAST_OFF * (n as f64).sqrt() && with_it >= 2.max(n / 2) {
            off.push(n);
        }
    }
    off
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_deviations_of_known_values() {
        assert_eq!(middle(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(middle(&mut [4.0, 1.0, 3.0, 2.0]), 2.5);
        assert_eq!(middle(&mut []), 0.0);
        assert_eq!(robust(&mut [0.0, 1.0, -1.0, 2.0, 97.0]) * OF_NORMAL, 1.0);
    }

    #[test]
    fn a_window_deserves_a_look_where_its_mean_is_off() {
        let of = |last: &[f64]| windows(&[&[0.0; 20], last].concat(), 0.0, 1.0);
        // 2.2 √2 is 3.1; more values are diluted by zeros.
        assert_eq!(of(&[2.2, 2.2]), [2]);
        assert_eq!(of(&[-2.2, -2.2]), [2]);
        assert!(of(&[2.2, -2.2]).is_empty());
        assert_eq!(of(&[2.2, 2.2, 2.2]), [2, 3, 4]);
        assert!(of(&[0.0, 30.0]).is_empty() && of(&[30.0, 0.0, 0.5]).is_empty(), "one value alone");
        assert!(windows(&[9.0], 0.0, 1.0).is_empty(), "one value is no window");
    }
}
