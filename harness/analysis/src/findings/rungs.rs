//! What each rung is worth: its best variant over the best of the rung before.
//!
//! The first rung of the kernel's own is held against the base of the part where that is a peer; a rung of which nothing can be
//! ranked is stepped over.

use super::{Estimate, Ladder, Row};
use tenfold_record::Rung;

/// What one rung is worth.
#[derive(Clone, Copy, Debug)]
pub struct RungWorth<'l, 'r> {
    /// Its best variant.
    pub best: &'l Row<'r>,
    /// The best of the rung before, or the base.
    pub over: &'l Row<'r>,
    /// How many times faster.
    pub ratio: Estimate,
}

impl<'r> Ladder<'r> {
    /// The rungs that can be held against one before, in their order.
    pub fn rungs(&self) -> Vec<RungWorth<'_, 'r>> {
        let own = Rung::TABLE.iter().map(|info| info.rung).filter(|rung| *rung != Rung::External);
        let mut over = self.base().filter(|base| base.is_external() && base.ranked);
        let mut rungs = Vec::new();
        for best in own.filter_map(|rung| self.best_of(rung)) {
            let before = over.replace(best);
            let ratio = before.and_then(|before| best.times.speed_up_over(&before.times));
            rungs.extend(before.zip(ratio).map(|(over, ratio)| RungWorth { best, over, ratio }));
        }
        rungs
    }

    /// What the rung is worth whose best variant `row` is.
    pub fn worth_of(&self, row: &Row<'r>) -> Option<RungWorth<'_, 'r>> {
        self.rungs().into_iter().find(|worth| worth.best.times.cell.key == row.times.cell.key)
    }
}

#[cfg(test)]
mod tests {
    use crate::findings::Findings;
    use crate::testing::{cell, part, run};

    #[test]
    fn a_rung_is_its_best_over_the_best_before_it() {
        let part = part("traffic")
            .over("python")
            .with(cell("python").takes_each(&[400.0; 6]))
            .with(cell("numba").takes_each(&[3.0; 6]))
            .with(cell("naive").takes_each(&[8.0; 6]))
            .with(cell("vectorised-bytes").takes_each(&[4.0; 6]))
            .with(cell("vectorised").takes_each(&[1.0; 6]))
            .with(cell("distributed").on(2).takes_each(&[2.0; 6]));
        let run = run("?").with(part).built();
        let findings = Findings::of(&run);
        let ladder = &findings.parts[0].ladder;
        let rungs = ladder.rungs();
        let told: Vec<(&str, &str, f64)> =
            rungs.iter().map(|w| (w.best.label.as_str(), w.over.label.as_str(), w.ratio.value)).collect();
        let near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
        assert_eq!(
            told.iter().map(|t| (t.0, t.1)).collect::<Vec<_>>(),
            [("naive", "python"), ("vectorised", "naive"), ("distributed × 2", "vectorised"),]
        );
        assert!(near(told[0].2, 50.0) && near(told[1].2, 8.0) && near(told[2].2, 0.5), "{told:?}");
        let labels: Vec<&str> = ladder.rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels, ["naive", "vectorised-bytes", "vectorised", "distributed × 2", "python", "numba"]);
        assert_eq!(ladder.best_peer().unwrap().label, "numba");
        assert!(ladder.worth_of(&ladder.rows[1]).is_none());
    }
}
