//! The launches of a duel as a gauge: is B slower, and do the launches agree?

use super::{Gauge, Goal, Row};
use crate::estimate::Drawn;
use tenfold_analysis::comparison::CellStanding;
use tenfold_analysis::format::percent;

impl Gauge {
    /// One cell of a comparison; `None` where there are no times that may be compared. Up to `threshold` a slowdown is accepted.
    pub fn of_duel(cell: &CellStanding<'_>, threshold: f64) -> Option<Gauge> {
        if cell.standing.is_fault() {
            return None;
        }
        let share = |ratio: f64| ratio - 1.0;
        let (median, finding) = (cell.time_ratio()?.map_monotone(share), cell.finding.as_ref()?);
        let row = Row {
            label: "time of B over A".into(),
            rung: cell.duel.contest.rungs[1],
            value: median,
            dots: finding.logs.iter().map(|log| share((-log).exp())).collect(),
            said: signed(median.value),
        };
        let goal = || Goal { low: None, high: Some(threshold), label: format!("accepted up to {}", signed(threshold)) };
        median.is_sound().then(|| Gauge {
            rows: vec![row],
            goal: (threshold > 0.0).then(goal),
            footer:
                "B / A minus 1; dots are launches (median of their turns); below: their median with its 95 % interval"
                    .into(),
        })
    }
}

/// `+2.1 %`, `−2.0 %`.
fn signed(share: f64) -> String {
    format!("{}{}", if share > 0.0 { "+" } else { "" }, percent(share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Size;
    use tenfold_analysis::comparison::{Standing, standings};
    use tenfold_analysis::testing::{comparison, duel};
    use tenfold_record::Side;

    #[test]
    fn every_launch_is_a_dot_and_the_median_is_said_as_a_change() {
        let planted = comparison(vec![duel("slower", 1.05, None), duel("hundredfold", 100.0, None)]);
        let cells = standings(&planted).unwrap();
        let gauge = Gauge::of_duel(&cells[0], 0.01).unwrap();
        let launches = planted.duels[0].launches.len();
        assert_eq!((gauge.rows[0].dots.len(), gauge.csv().lines().count()), (launches, launches + 2));
        assert!(gauge.rows[0].said.starts_with("+5.0"), "{}", gauge.rows[0].said);
        assert!(gauge.svg(Size::Page).contains("accepted up to +1.0 %"));
        assert!(Gauge::of_duel(&cells[1], 0.0).is_some_and(|gauge| gauge.goal.is_none()));
        let mut wrong = cells[0].clone();
        wrong.standing = Standing::Wrong(Side::B, "it is".into());
        assert_eq!(Gauge::of_duel(&wrong, 0.01), None, "its time is not compared");
        assert_eq!([signed(0.021), signed(-0.02), signed(0.0)], ["+2.1 %", "−2.0 %", "0 %"]);
    }
}
