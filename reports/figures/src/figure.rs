//! What all figures of a page have in common.

use crate::{Distribution, Gauge, Guess, History, Ladder, Messages, Roofline, Scaling, Size, Timeline};

/// A figure and the numbers behind it.
pub trait Figure {
    /// The figure as SVG for embedding.
    fn svg(&self, size: Size<'_>) -> String;
    /// What it draws, as CSV (RFC 4180) with a head: one row for everything that is drawn, in SI units.
    fn csv(&self) -> String;
}

macro_rules! figures {
    ($($model:ident)*) => {
        $(impl Figure for $model {
            fn svg(&self, size: Size<'_>) -> String {
                $model::svg(self, size)
            }

            fn csv(&self) -> String {
                $model::csv(self)
            }
        })*
    };
}

figures! { Distribution Gauge Guess History Ladder Messages Roofline Scaling Timeline }
