//! The efficiency table of a distributed variant.

use serde::Serialize;
use tenfold_analysis::findings::{EfficiencyLine, EfficiencyTable};
use tenfold_analysis::format;

/// A table, with what it says.
#[derive(Serialize)]
pub(super) struct EfficiencyView {
    label: String,
    answer: String,
    lines: Vec<LineView>,
}

#[derive(Serialize)]
struct LineView {
    ranks: usize,
    beyond_cores: bool,
    /// Parallel efficiency, load balance, serialisation, transfer, computation scaling.
    factors: Vec<FactorView>,
}

#[derive(Serialize)]
struct FactorView {
    value: String,
    /// The class that gives its colour.
    class: &'static str,
}

/// From these values on a factor has this class.
const CLASSES: [(f64, &str); 4] = [(0.95, "best"), (0.85, "good"), (0.75, "fair"), (0.5, "poor")];

impl EfficiencyView {
    pub(super) fn of(table: &EfficiencyTable<'_>) -> EfficiencyView {
        EfficiencyView {
            label: table.label.clone(),
            answer: table.answer(),
            lines: table.lines.iter().map(LineView::of).collect(),
        }
    }
}

impl LineView {
    fn of(line: &EfficiencyLine<'_>) -> LineView {
        let of = &line.factors;
        let factors = [Some(of.parallel), Some(of.load_balance), of.serialisation, of.transfer, line.computation];
        LineView {
            ranks: line.cell.workers,
            beyond_cores: line.beyond_cores,
            factors: factors.into_iter().map(|factor| FactorView::of(factor, line.beyond_cores)).collect(),
        }
    }
}

impl FactorView {
    fn of(factor: Option<f64>, beyond_cores: bool) -> FactorView {
        let Some(value) = factor else { return FactorView { value: "–".into(), class: "nothing" } };
        let class = CLASSES.iter().find(|(least, _)| value >= *least).map_or("bad", |(_, class)| class);
        FactorView { value: format::percent(value), class: if beyond_cores { "nothing" } else { class } }
    }
}
