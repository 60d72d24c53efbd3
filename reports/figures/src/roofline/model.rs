//! The roofline, as a model.

use crate::{LONGEST_NAME, LeftOut};
use tenfold_analysis::ceiling;
use tenfold_analysis::findings::{self, MissingKind, PartFindings, wording};
use tenfold_analysis::text::short;
use tenfold_record::{Reach, Rung};
use tenfold_stats::Estimate;

/// What a roofline shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Roofline {
    /// What is counted: `flop`, `op`.
    pub unit: String,
    /// The measured ceilings.
    pub roofs: Vec<Roof>,
    /// The variants.
    pub points: Vec<Point>,
    /// Variants that are not drawn, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Where the numbers come from.
    pub footer: String,
}

/// A measured ceiling.
#[derive(Clone, Debug, PartialEq)]
pub struct Roof {
    /// What it is: `L2`, `memory`, `multiply–add, AVX-512`.
    pub label: String,
    /// How much of it there is.
    pub height: Height,
}

/// How much of a resource there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Height {
    /// Bytes per second of a level of the memory hierarchy: a slanted roof.
    Bytes(f64),
    /// Operations per second of a kind of arithmetic: a flat roof.
    Operations(f64),
}

/// One variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its name.
    pub label: String,
    /// Its rung, which gives colour and marker.
    pub rung: Rung,
    /// Operations per compulsory byte of the algorithm.
    pub intensity: f64,
    /// Operations per byte that it really streams, as the end of a horizontal bar; none if not known.
    pub streamed: Option<f64>,
    /// Operations per second.
    pub rate: Estimate,
    /// Its share of the roof above it.
    pub share: Option<f64>,
}

impl Roofline {
    /// The roofline of a part; `None` where it has none.
    pub fn of(part: &PartFindings<'_>) -> Option<Roofline> {
        let roofline = part.roofline.as_ref()?;
        let roof = |roof: &findings::Roof| Roof {
            label: match roof.reach {
                Reach::OneCore => ceiling::level(roof.resource).to_string(),
                Reach::AllCores => format!("{}, {}", ceiling::level(roof.resource), ceiling::reach(roof.reach)),
            },
            height: match roof.resource == roofline.arithmetic {
                true => Height::Operations(roof.per_second),
                false => Height::Bytes(roof.per_second),
            },
        };
        let point = |position: &findings::Position<'_>| Point {
            label: short(&position.row.label, LONGEST_NAME),
            rung: position.row.times.cell.rung,
            intensity: position.intensity,
            streamed: position.streamed,
            rate: position.rate,
            share: Some(position.share()),
        };
        let faults = part.missing.iter().filter(|m| m.kind == MissingKind::TooFast).map(|m| LeftOut {
            label: short(&wording::label(m.cell), LONGEST_NAME),
            reason: "too fast to be true".into(),
            fault: true,
        });
        let points: Vec<_> = roofline.positions.iter().map(point).collect();
        let streamed = points.iter().any(|point| point.streamed.is_some());
        let footer =
            "roofs: highest measured in this run, one core unless stated; %: share of the nearer roof of its workers";
        Some(Roofline {
            unit: roofline.unit().into(),
            roofs: roofline.roofs.iter().map(roof).collect(),
            points,
            left_out: faults.collect(),
            footer: format!(
                "{footer}{}",
                if streamed { "; a bar leads to operations per byte actually streamed" } else { "" }
            ),
        })
    }
}
