//! A ladder in text: one row a variant, rung by rung, its time as a bar on a logarithmic axis.

use super::paint::{Paint, Shade};
use crate::findings::{Estimate, Ladder, Row};
use crate::format;
use crate::text::short;

/// Bars in eighths of a character, the least first (Unicode, "Block Elements").
const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// Widest column of names; longer ones end in an ellipsis.
const WIDEST_NAME: usize = 22;

/// The ladder's lines: a head, and a row for each variant with time, interval, factor over the base, bar and n.
pub(super) fn lines(ladder: &Ladder<'_>, width: usize, paint: &Paint) -> Vec<String> {
    if ladder.rows.is_empty() {
        return Vec::new();
    }
    let base = ladder.base().map_or("base", |b| b.label.as_str());
    let over = format!("over {}", short(base, 9));
    let head = ["", "time", "interval", "", &over, "n"].map(String::from);
    let rows: Vec<[String; 6]> = ladder.rows.iter().map(cells).collect();
    let widths: [usize; 6] =
        std::array::from_fn(|i| rows.iter().chain([&head]).map(|r| r[i].chars().count()).max().unwrap_or(0));
    let [name, time, interval, _, factor, n] = widths;
    // Two spaces before the table, and between two columns.
    let bar = width.saturating_sub(2 + name + time + interval + factor + n + 5 * 2);
    let line = |cells: &[String; 6], bar_text: &str| {
        let [label, seconds, between, _, times, launches] = cells;
        format!(
            "  {label:<name$}  {seconds:>time$}  {between:<interval$}  {bar_text:<bar$}  {times:>factor$}  {launches:>n$}"
        )
    };
    let mut lines = vec![paint.text(&line(&head, ""), Shade::Muted)];
    for (row, cells) in ladder.rows.iter().zip(&rows) {
        let drawn = bar_of(row, ladder, bar);
        let plain = line(cells, &drawn);
        // Painted last, so that codes never count as width.
        lines.push(match drawn.is_empty() {
            true => plain,
            false => plain.replacen(&drawn, &paint.text(&drawn, Shade::Rung(row.times.cell.rung)), 1),
        });
    }
    lines
}

fn cells(row: &Row<'_>) -> [String; 6] {
    let times = &row.times;
    let factor = |e: &Option<Estimate>| e.as_ref().map_or("–".into(), |e| format::faster(e.value));
    let interval = match times.estimate.interval {
        Some(i) => format!("[{}, {}]", format::seconds(i.low), format::seconds(i.high)),
        None => "no interval".into(),
    };
    [
        short(&row.label, WIDEST_NAME),
        format::seconds(times.estimate.value),
        interval,
        String::new(),
        match (row.ranked, row.is_base) {
            (false, _) => "not ranked".into(),
            (true, true) => "base".into(),
            (true, false) => factor(&row.speed_up),
        },
        times.launches.len().to_string(),
    ]
}

/// The time as a bar of at most `width` characters on a logarithmic axis that begins a tenth below the fastest, or the
/// limit: the shorter the faster.
fn bar_of(row: &Row<'_>, ladder: &Ladder<'_>, width: usize) -> String {
    let times = || ladder.rows.iter().map(|r| r.times.estimate.value);
    let least = times().chain(ladder.limit.as_ref().map(|l| l.seconds)).fold(f64::INFINITY, f64::min);
    let most = times().fold(0.0, f64::max);
    let from = (least / 1.1).ln();
    let share = (row.times.estimate.value.ln() - from) / (most.ln() - from);
    let eighths = ((share * width as f64 * 8.0).round() as usize).clamp(1, (width * 8).max(1));
    if width == 0 || !share.is_finite() {
        return String::new();
    }
    let mut bar = "█".repeat(eighths / 8);
    bar.extend((eighths % 8).checked_sub(1).map(|e| EIGHTHS[e]));
    bar
}
