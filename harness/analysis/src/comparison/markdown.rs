//! A comparison as a Markdown table, for a pull request.

use super::standing::CellStanding;
use super::words;
use crate::text::visible;
use tenfold_record::Comparison;

/// The table, with a heading and the cells left out.
pub fn markdown(comparison: &Comparison, cells: &[CellStanding<'_>]) -> String {
    let [a, b] = &comparison.parties;
    let mut out =
        format!("### {}\n\nA: {}  \nB: {}\n\n", words::summary(cells, comparison.threshold), text(a), text(b));
    out.push_str("| cell | verdict | time B / A | instructions | rests on |\n|---|---|---|---|---|\n");
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

/// Text in a cell of a table: nothing in it is taken for markup.
fn text(raw: &str) -> String {
    let mut out = String::new();
    for c in visible(raw).replace(['\n', '\t'], " ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '@') {
            out.push('\\');
        }
        out.push(c);
        if c == '@' {
            // A word joiner: GitHub would call a person so named, escaped or not.
            out.push('\u{2060}');
        }
    }
    out
}
