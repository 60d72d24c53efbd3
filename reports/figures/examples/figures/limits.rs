//! What limits it?

use super::about;
use tenfold_figures::Roofline;
use tenfold_figures::roofline::{self, Height, Roof};
use tenfold_record::Rung;

pub fn roofline() -> Roofline {
    let roof = |label: &str, height| Roof { label: label.into(), height };
    let point = |label: &str, rung, intensity, streamed, rate, share| roofline::Point {
        label: label.into(),
        rung,
        intensity,
        streamed,
        rate: about(rate),
        share: Some(share),
    };
    Roofline {
        title: "What limits it?".into(),
        caption: "Example data. heat is bound by memory; fused steps stay in L2 and pass the memory roof by 1.6×."
            .into(),
        unit: "flop".into(),
        roofs: vec![
            roof("L1", Height::Bytes(310e9)),
            roof("L2", Height::Bytes(95e9)),
            roof("memory", Height::Bytes(22e9)),
            roof("multiply–add, AVX-512", Height::Operations(112e9)),
            roof("scalar multiply–add", Height::Operations(7.1e9)),
        ],
        points: vec![
            point("heat naive", Rung::Naive, 0.25, None, 1.9e9, 0.35),
            point("heat vectorised", Rung::Vectorised, 0.25, Some(0.17), 5.0e9, 0.91),
            point("heat fused", Rung::Vectorised, 0.25, None, 8.6e9, 0.36),
            point("matmul naive", Rung::Naive, 16.0, None, 2.1e9, 0.02),
            point("matmul packed", Rung::Vectorised, 16.0, None, 95e9, 0.85),
            point("mandelbrot", Rung::Vectorised, 120.0, None, 80e9, 0.71),
        ],
        left_out: Vec::new(),
        footer: "one core · ceilings measured the same day · 2-core Xeon, AVX-512 · run 7f3a".into(),
    }
}
