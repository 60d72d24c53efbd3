//! A comparison as a Markdown table, for a pull request.

use super::standing::CellStanding;
use super::words;
use crate::markdown::escape as text;
use tenfold_record::Comparison;

/// The table, with a heading and the cells left out.
pub fn markdown(comparison: &Comparison, cells: &[CellStanding<'_>]) -> String {
    let [a, b] = &comparison.parties;
    let mut out =
        format!("### {}\n\nA: {}  \nB: {}\n\n", words::summary(cells, comparison.threshold), text(a), text(b));
    out.push_str("| cell | verdict | time B / A | instructions | based on |\n|---|---|---|---|---|\n");
    for cell in cells {
        let or_dash = |value: Option<String>| value.map_or("–".to_string(), |v| text(&v));
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} |\n",
            text(&cell.duel.contest.to_string()),
            text(&words::verdict(cell, comparison.threshold)),
            or_dash(words::ratio(cell)),
            or_dash(words::instructions(cell)),
            or_dash(words::basis(cell).map(|basis| {
                [basis]
                    .into_iter()
                    .chain(words::interrupted(cell))
                    .chain(words::throttled(cell))
                    .collect::<Vec<_>>()
                    .join("; ")
            })),
        ));
    }
    if !comparison.left_out.is_empty() {
        out.push_str("\nLeft out:\n");
        for (what, why) in &comparison.left_out {
            out.push_str(&format!("- {}: {}\n", text(what), text(why)));
        }
    }
    out
}
