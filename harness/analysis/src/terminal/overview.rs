//! All kernels and rungs in text: what the overview of a page says, without intervals, which the ladders give.

use super::paint::{Paint, Shade};
use crate::findings::{Findings, Line, Overview, Place};
use crate::format;
use crate::text::short;
use tenfold_record::Rung;

/// What the names of kernels have at least, and the best peer with its name at most, where both do not fit.
const NARROWEST_KERNEL: usize = 14;
const WIDEST_PEER: usize = 14;

/// A line a kernel: the factor of each rung over the base, and of the best peer; none where there is but one kernel, whose ladder
/// says it all.
pub(super) fn lines(findings: &Findings<'_>, width: usize, paint: &Paint) -> Vec<String> {
    let overview = Overview::of(findings);
    if overview.lines.len() < 2 {
        return Vec::new();
    }
    let rungs = overview.rungs.iter().map(|rung| rung.name().to_string());
    let head: Vec<String> = ["over its base".to_string()]
        .into_iter()
        .chain(rungs)
        .chain(["of limit", "best peer"].map(String::from))
        .collect();
    let rows: Vec<Vec<String>> = overview.lines.iter().map(cells).collect();
    let widest = |at: usize| rows.iter().chain([&head]).map(|row| row[at].chars().count()).max().unwrap_or(0);
    let last = head.len() - 1;
    // Two spaces before every column; kernels and peers share what the others leave.
    let free = width.saturating_sub((1..last).map(|at| widest(at) + 2).sum::<usize>() + 4);
    let kernel = widest(0).min(free.saturating_sub(widest(last).min(WIDEST_PEER)).max(NARROWEST_KERNEL));
    let rooms: Vec<usize> =
        [kernel].into_iter().chain((1..last).map(widest)).chain([free.saturating_sub(kernel)]).collect();
    let shades = overview.rungs.iter().map(|rung| Some(Shade::Rung(*rung)));
    let shades: Vec<Option<Shade>> =
        [None].into_iter().chain(shades).chain([None, Some(Shade::Rung(Rung::External))]).collect();
    let line = |cells: &[String], shade: &dyn Fn(usize) -> Option<Shade>| {
        let cell = |(at, text): (usize, &String)| {
            let text = short(text, rooms[at]);
            let gap = " ".repeat(rooms[at].saturating_sub(text.chars().count()));
            let painted = shade(at).map_or(text.clone(), |shade| paint.text(&text, shade));
            match at {
                0 => format!("  {painted}{gap}"),
                _ if at == last => format!("  {painted}"),
                _ => format!("  {gap}{painted}"),
            }
        };
        cells.iter().enumerate().map(cell).collect::<String>()
    };
    let head = line(&head, &|_| Some(Shade::Muted));
    [head].into_iter().chain(rows.iter().map(|row| line(row, &|at| shades[at]))).collect()
}

fn cells(line: &Line<'_, '_>) -> Vec<String> {
    let share = line.share_of_limit.map_or("–".to_string(), format::share);
    let peer = match &line.peer {
        Place::Best(row, _) | Place::WithoutBase(row) => format!("{} {}", place(&line.peer), row.label),
        other => place(other),
    };
    [line.part.title.clone()].into_iter().chain(line.rungs.iter().map(place)).chain([share, peer]).collect()
}

fn place(place: &Place<'_, '_>) -> String {
    match place {
        Place::Empty => "–".into(),
        Place::Noisy(_) => "too noisy".into(),
        Place::Base(_) => "base".into(),
        Place::Best(_, factor) => format::faster(factor.value),
        Place::WithoutBase(row) => format::seconds(row.seconds()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{cell, part, run};

    #[test]
    fn each_kernel_has_a_line_and_one_kernel_alone_has_none() {
        let traffic = || {
            part("traffic")
                .over("python")
                .with(cell("python").takes_each(&[64.0; 8]))
                .with(cell("numba").takes_each(&[2.0; 8]))
                .with(cell("naive").takes_each(&[8.0; 8]))
                .with(cell("vectorised").takes_each(&[1.0; 8]))
        };
        let heat = part("heat").with(cell("naive").takes_each(&[2.0; 8]));
        let both = run("?").with(traffic()).with(heat).built();
        let text = lines(&Findings::of(&both), 80, &Paint::new(false));
        assert_eq!(
            text,
            [
                "  over its base  naive  vectorised  of limit  best peer",
                "  traffic        8.00×       64.0×         –  32.0× numba",
                "  heat            base           –         –  –",
            ]
        );
        let alone = run("?").with(traffic()).built();
        assert!(lines(&Findings::of(&alone), 80, &Paint::new(false)).is_empty());
    }
}
