//! The value axis of each view.

use crate::scaling::Kind;
use crate::{plot, scale};
use tenfold_analysis::format;

impl Kind {
    /// Whether it is logarithmic.
    pub(super) fn axis(self) -> scale::Kind {
        match self {
            Kind::Time | Kind::Speedup => scale::Kind::Log,
            Kind::Efficiency | Kind::KarpFlatt => scale::Kind::Linear,
        }
    }

    /// What stands beside it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Time => "time",
            Kind::Speedup => "speed-up",
            Kind::Efficiency => "efficiency",
            Kind::KarpFlatt => "serial share (Karp–Flatt)",
        }
    }

    /// What stands at a tick.
    pub(super) fn tick(self, value: f64) -> String {
        match self {
            Kind::Time => plot::tick_text(&format::seconds(value)),
            Kind::Speedup => plot::tick_text(&format::ratio(value)),
            Kind::Efficiency | Kind::KarpFlatt => format!("{} %", plot::tick_text(&format::number(value * 100.0))),
        }
    }
}
