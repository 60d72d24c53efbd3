//! All kernels and rungs at a glance: what stands before every detail.

use super::{Estimate, Findings, PartFindings, Row};
use tenfold_record::Rung;

/// Kernels × rungs.
#[derive(Clone, Debug)]
pub struct Overview<'f, 'r> {
    /// The rungs that some part has a number for, in their order.
    pub rungs: Vec<Rung>,
    /// One line a part.
    pub lines: Vec<Line<'f, 'r>>,
}

/// One part.
#[derive(Clone, Debug)]
pub struct Line<'f, 'r> {
    /// The part.
    pub part: &'f PartFindings<'r>,
    /// What stands on each of the rungs.
    pub rungs: Vec<Place<'f, 'r>>,
    /// The best peer that is not the base.
    pub peer: Place<'f, 'r>,
    /// Which part of its limit the fastest of the kernel's own variants reaches.
    pub share_of_limit: Option<f64>,
}

/// What stands at one place of the overview.
#[derive(Clone, Debug)]
pub enum Place<'f, 'r> {
    /// Nothing has a number.
    Empty,
    /// What has one is too noisy to rank.
    Noisy(&'f Row<'r>),
    /// The base itself.
    Base(&'f Row<'r>),
    /// The best, and how many times faster than the base it is.
    Best(&'f Row<'r>, Estimate),
    /// The best, where the base has no number that could be ranked.
    WithoutBase(&'f Row<'r>),
}

impl<'f, 'r> Overview<'f, 'r> {
    /// Of all parts with a number.
    pub fn of(findings: &'f Findings<'r>) -> Overview<'f, 'r> {
        let parts = || findings.parts.iter().filter(|part| !part.ladder.rows.is_empty());
        let own = Rung::TABLE.iter().map(|info| info.rung).filter(|rung| *rung != Rung::External);
        let stands = |rung: &Rung| parts().any(|p| p.ladder.rows.iter().any(|row| row.times.cell.rung == *rung));
        let rungs: Vec<Rung> = own.filter(stands).collect();
        let lines = parts().map(|part| Line::of(part, &rungs)).collect();
        Overview { rungs, lines }
    }
}

impl<'f, 'r> Line<'f, 'r> {
    fn of(part: &'f PartFindings<'r>, rungs: &[Rung]) -> Line<'f, 'r> {
        let ladder = &part.ladder;
        Line {
            part,
            rungs: rungs.iter().map(|rung| Place::of(part, |row| row.times.cell.rung == *rung)).collect(),
            peer: Place::of(part, |row| row.is_external() && !row.is_base),
            share_of_limit: ladder.fastest().and_then(|row| row.share_of_limit),
        }
    }
}

impl<'f, 'r> Place<'f, 'r> {
    fn of(part: &'f PartFindings<'r>, is_here: impl Fn(&Row<'r>) -> bool) -> Place<'f, 'r> {
        let rows = || part.ladder.rows.iter().filter(|row| is_here(row));
        let fastest =
            |ranked: bool| rows().filter(|row| row.ranked == ranked).min_by(|a, b| a.seconds().total_cmp(&b.seconds()));
        let has_base = part.ladder.base().is_some_and(|base| base.ranked);
        match (fastest(true), fastest(false)) {
            (Some(best), _) if best.is_base => Place::Base(best),
            (Some(best), _) => match best.speed_up.filter(|_| has_base) {
                Some(factor) => Place::Best(best, factor),
                None => Place::WithoutBase(best),
            },
            (None, Some(noisy)) => Place::Noisy(noisy),
            (None, None) => Place::Empty,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{cell, part, run};

    #[test]
    fn each_rung_has_its_best_and_noise_is_never_ranked() {
        let traffic = part("traffic")
            .over("python")
            .with(cell("python").takes_each(&[64.0; 8]))
            .with(cell("numba").takes_each(&[2.0; 8]))
            .with(cell("naive").takes_each(&[8.0; 8]))
            .with(cell("vectorised").takes_each(&[1.0; 8]))
            .with(cell("vectorised-bits").takes_each(&[4.0; 8]))
            .with(cell("threaded").on(2).takes_each(&[0.3, 9.0, 0.35, 9.0, 0.4, 9.0, 0.3, 0.45]));
        let heat = part("heat").with(cell("naive").takes_each(&[2.0; 8]));
        let run = run("?").with(traffic).with(heat).built();
        let findings = Findings::of(&run);
        let overview = Overview::of(&findings);
        assert_eq!(overview.rungs, [Rung::Naive, Rung::Vectorised, Rung::Threaded]);
        let told = |place: &Place<'_, '_>| match place {
            Place::Empty => "–".to_string(),
            Place::Noisy(row) => format!("{} is noisy", row.label),
            Place::Base(row) => format!("{} is the base", row.label),
            Place::Best(row, factor) => format!("{} {:.1}", row.label, factor.value),
            Place::WithoutBase(row) => format!("{} without a base", row.label),
        };
        let line =
            |at: usize| overview.lines[at].rungs.iter().chain([&overview.lines[at].peer]).map(told).collect::<Vec<_>>();
        assert_eq!(line(0), ["naive 8.0", "vectorised 64.0", "threaded × 2 is noisy", "numba 32.0"]);
        assert_eq!(line(1), ["naive is the base", "–", "–", "–"]);
    }
}
