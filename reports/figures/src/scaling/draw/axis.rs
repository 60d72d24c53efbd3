//! The value axis of each view.

use crate::scale;
use crate::scaling::ValueAxis;
use tenfold_analysis::format;

impl ValueAxis {
    /// Whether it is logarithmic.
    pub(super) fn axis(self) -> scale::Spacing {
        match self {
            ValueAxis::Time | ValueAxis::Speedup => scale::Spacing::Log,
            ValueAxis::Efficiency | ValueAxis::KarpFlatt => scale::Spacing::Linear,
        }
    }

    /// What stands beside it.
    pub(super) fn name(self) -> &'static str {
        match self {
            ValueAxis::Time => "time",
            ValueAxis::Speedup => "speed-up",
            ValueAxis::Efficiency => "efficiency",
            ValueAxis::KarpFlatt => "serial fraction (Karp–Flatt)",
        }
    }

    /// A value in its unit.
    pub(super) fn write(self, value: f64) -> String {
        match self {
            ValueAxis::Time => format::seconds(value),
            ValueAxis::Speedup => format::ratio(value),
            ValueAxis::Efficiency | ValueAxis::KarpFlatt => format!("{} %", format::number(value * 100.0)),
        }
    }
}
