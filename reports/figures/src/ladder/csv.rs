//! The numbers behind it.

use super::Ladder;
use crate::table::{Table, estimate, number};

impl Ladder {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let mut table = Table::new(&[
            "variant",
            "rung",
            "seconds",
            "low",
            "high",
            "launches",
            "factor_to_base",
            "guess_seconds",
            "left_out",
        ]);
        for row in &self.rows {
            let guess = row.guess.as_ref().map(|guess| guess.seconds);
            let [seconds, low, high, n] = estimate(Some(&row.seconds));
            let factor = number(row.factor_to_base.as_ref().map(|factor| factor.value));
            table.row(&[&row.label, row.rung.name(), &seconds, &low, &high, &n, &factor, &number(guess), ""]);
        }
        for out in &self.left_out {
            table.row(&[&out.label, "", "", "", "", "", "", "", &out.reason]);
        }
        table.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LeftOut;
    use crate::estimate::between;
    use crate::ladder::Row;
    use tenfold_record::Rung;

    #[test]
    fn a_ladder_gives_its_rows_and_what_it_leaves_out() {
        let seconds = between(1.5e-3, (1.4e-3, 1.75e-3), 6);
        let row = Row {
            label: "row, \"the\" first".into(),
            rung: Rung::Naive,
            seconds,
            is_base: true,
            factor_to_base: None,
            rung_factor: None,
            guess: None,
            launches: vec![1.5e-3],
        };
        let left_out = vec![LeftOut { label: "numba".into(), reason: "not installed".into(), fault: false }];
        let csv = Ladder { rows: vec![row], left_out, ..Ladder::default() }.csv();
        let expected = "variant,rung,seconds,low,high,launches,factor_to_base,guess_seconds,left_out\n\
                        \"row, \"\"the\"\" first\",naive,1.50000e-3,1.40000e-3,1.75000e-3,6,,,\n\
                        numba,,,,,,,,not installed\n";
        assert_eq!(csv, expected);
    }
}
