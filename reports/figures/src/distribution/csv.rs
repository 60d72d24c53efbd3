//! The numbers behind it.

use super::Distribution;
use crate::Size;
use crate::table::{Table, number};

impl Distribution {
    /// What it draws, as CSV with a head.
    pub fn csv(&self) -> String {
        let mut table = Table::new(&["launch", "sample", "seconds", "disturbed"]);
        let most = self.most_drawn(Size::Page);
        for launch in &self.launches {
            for index in launch.drawn_samples(most) {
                let sample = launch.samples[index];
                let seconds = number(Some(sample.seconds));
                table.row(&[&launch.label, &index.to_string(), &seconds, &sample.contaminated.to_string()]);
            }
        }
        table.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Launch, Sample};
    use tenfold_record::Rung;

    #[test]
    fn a_distribution_gives_the_samples_that_are_drawn() {
        let sample = |seconds, contaminated| Sample { seconds, contaminated };
        let samples = vec![sample(0.25, false), sample(f64::NAN, true)];
        let launch = Launch { label: "1".into(), samples, quartiles: None };
        let figure = Distribution { rung: Rung::Naive, launches: vec![launch], median: None };
        assert_eq!(figure.csv(), "launch,sample,seconds,disturbed\n1,0,2.50000e-1,false\n1,1,,true\n");
    }
}
