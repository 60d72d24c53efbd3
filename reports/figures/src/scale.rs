//! From values to pixels, and where the ticks stand.

/// How an axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spacing {
    Linear,
    /// To the base of 10; values must be above zero.
    Log,
}

/// An axis: a range of values laid over a range of pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    kind: Spacing,
    values: (f64, f64),
    pixels: (f64, f64),
}

impl Scale {
    /// An axis that shows all `values` with room around them. Non-finite values, and on a logarithmic axis those not above
    /// zero, do not count; without any, or with only one, the axis shows the surroundings of it (or of 1).
    pub(crate) fn around(kind: Spacing, values: impl IntoIterator<Item = f64>, pixels: (f64, f64)) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|v| v.is_finite() && (kind == Spacing::Linear || *v > 0.0)) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (1.0, 1.0);
        }
        match kind {
            Spacing::Log => {
                // Less than a factor of 1.5 in all would blow noise up to the height of the plot.
                let room = (high / low).powf(0.05).max(if high / low < 1.5 { 1.3 } else { 1.0 });
                // Neither end may leave what a number can be: an axis to infinity has no end of ticks.
                Self { kind, values: ((low / room).max(f64::MIN_POSITIVE), (high * room).min(f64::MAX)), pixels }
            }
            Spacing::Linear => {
                let room = ((high - low) * 0.05).max(if high == low { high.abs().max(1.0) * 0.1 } else { 0.0 });
                Self { kind, values: (low - room, high + room), pixels }
            }
        }
    }

    /// An axis from exactly here to exactly there.
    pub(crate) fn exact(kind: Spacing, values: (f64, f64), pixels: (f64, f64)) -> Self {
        Self { kind, values, pixels }
    }

    /// How it counts, the values at its ends, and their pixels.
    pub(crate) fn ends(&self) -> (Spacing, (f64, f64), (f64, f64)) {
        (self.kind, self.values, self.pixels)
    }

    /// The pixel of a value.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let way = |v: f64| if self.kind == Spacing::Log { v.ln() } else { v };
        let share = (way(value) - way(self.values.0)) / (way(self.values.1) - way(self.values.0));
        self.pixels.0 + share * (self.pixels.1 - self.pixels.0)
    }

    /// At most `most` round values in the range: 1, 2, 5 steps of decades if they fit, else 1, 3 steps, else decades, else
    /// every second decade and so on; in a range of less than a decade with less than three of these, evenly spaced ones.
    pub(crate) fn ticks(&self, most: usize) -> Vec<f64> {
        if self.kind == Spacing::Linear {
            return self.even_ticks(most);
        }
        let (first, last) = (self.values.0.log10().floor() as i32, self.values.1.log10().ceil() as i32);
        let narrow = self.values.1 / self.values.0 < 10.0;
        for (digits, stride) in [
            (&[1.0, 2.0, 5.0][..], 1),
            (&[1.0, 3.0], 1),
            (&[1.0], 1),
            (&[1.0], 2),
            (&[1.0], 3),
            (&[1.0], 6),
            (&[1.0], 12),
        ] {
            let ticks: Vec<f64> = (first..=last)
                .filter(|decade| decade.rem_euclid(stride) == 0)
                .flat_map(|decade| digits.iter().map(move |digit| round_value(*digit, decade)))
                .filter(|tick| self.holds(*tick))
                .collect();
            if ticks.len() <= most {
                return if ticks.len() < 3 && narrow { self.even_ticks(most) } else { ticks };
            }
        }
        Vec::new()
    }

    fn even_ticks(&self, most: usize) -> Vec<f64> {
        let span = self.values.1 - self.values.0;
        let decade = (span / most.max(1) as f64).log10().floor() as i32;
        for (digit, decade) in (decade..decade + 3).flat_map(|d| [(1.0, d), (2.0, d), (5.0, d)]) {
            let step = round_value(digit, decade);
            let (first, last) = ((self.values.0 / step).ceil() as i64, (self.values.1 / step).floor() as i64);
            if (last - first + 1).max(0) as usize <= most {
                // From whole multiples by division where the step is below one: 3 × 0.1 is not 0.3.
                let value = |k: i64| if decade < 0 { k as f64 * digit / 10f64.powi(-decade) } else { k as f64 * step };
                return (first..=last).map(value).collect();
            }
        }
        Vec::new()
    }

    fn holds(&self, value: f64) -> bool {
        self.values.0 <= value && value <= self.values.1
    }
}

/// digit × 10^decade, correctly rounded, so that ticks print as round as they are.
fn round_value(digit: f64, decade: i32) -> f64 {
    if decade < 0 { digit / 10f64.powi(-decade) } else { digit * 10f64.powi(decade) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(low: f64, high: f64) -> Scale {
        Scale::exact(Spacing::Log, (low, high), (0.0, 100.0))
    }

    #[test]
    fn values_fall_where_they_should() {
        assert_eq!(log(1.0, 100.0).at(10.0), 50.0);
        assert_eq!(Scale::exact(Spacing::Linear, (0.0, 4.0), (100.0, 0.0)).at(1.0), 75.0);
    }

    #[test]
    fn ticks_are_as_dense_as_they_may_be() {
        assert_eq!(log(0.9, 11.0).ticks(6), [1.0, 2.0, 5.0, 10.0]);
        assert_eq!(log(1e-3, 1e2).ticks(8), [1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0]);
        assert_eq!(log(1e-9, 1e3).ticks(8), [1e-8, 1e-6, 1e-4, 1e-2, 1.0, 1e2]);
        assert_eq!(
            log(0.4e-3, 60e-3).ticks(6),
            [1e-3, 3e-3, 1e-2, 3e-2],
            "no even steps where they would crowd the top"
        );
        assert_eq!(log(1.1, 1.55).ticks(6), [1.1, 1.2, 1.3, 1.4, 1.5]);
        assert_eq!(Scale::exact(Spacing::Linear, (0.0, 1.05), (0.0, 1.0)).ticks(6), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
    }

    #[test]
    fn values_at_the_ends_of_what_a_number_can_be_have_an_axis() {
        for values in [[1.0, 1e300], [1e-300, 1.0], [1e-300, 1e300], [f64::MIN_POSITIVE, f64::MAX]] {
            let scale = Scale::around(Spacing::Log, values, (0.0, 100.0));
            assert!(scale.ticks(60).len() <= 60 && values.iter().all(|v| (0.0..=100.0).contains(&scale.at(*v))));
        }
    }

    #[test]
    fn nothing_and_one_value_have_an_axis() {
        for values in [vec![], vec![3.0], vec![f64::NAN, -1.0, 0.0]] {
            let scale = Scale::around(Spacing::Log, values, (0.0, 100.0));
            assert!(scale.values.0 > 0.0 && scale.values.0 < scale.values.1);
            assert!(scale.ticks(6).len() >= 2, "{:?}", scale.ticks(6));
        }
    }
}
