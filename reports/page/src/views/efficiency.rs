//! The efficiency table of a distributed variant.

use minijinja::{Value, context};
use tenfold_analysis::findings::{EfficiencyLine, EfficiencyTable};
use tenfold_analysis::format;

/// From these values on a factor has this class.
const CLASSES: [(f64, &str); 4] = [(0.95, "best"), (0.85, "good"), (0.75, "fair"), (0.5, "poor")];

/// A table, with what it says.
pub(super) fn table(table: &EfficiencyTable<'_>) -> Value {
    let lines: Vec<Value> = table.lines.iter().map(line).collect();
    context! { label => table.label, answer => table.answer(), lines }
}

fn line(line: &EfficiencyLine<'_>) -> Value {
    let of = &line.factors;
    let factors = [Some(of.parallel), Some(of.load_balance), of.serialisation, of.transfer, line.computation];
    let factors = factors.map(|value| factor(value, line.beyond_cores));
    context! { ranks => line.cell.workers, beyond_cores => line.beyond_cores, factors }
}

/// A number, and the class that gives its colour.
fn factor(factor: Option<f64>, beyond_cores: bool) -> Value {
    let Some(value) = factor else { return context! { value => "–", class => "nothing" } };
    let class = CLASSES.iter().find(|(least, _)| value >= *least).map_or("bad", |(_, class)| class);
    context! { value => format::percent(value), class => if beyond_cores { "nothing" } else { class } }
}
