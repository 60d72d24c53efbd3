//! Which factor of the efficiency falls first, and what that means.

use crate::findings::{EfficiencyLine, EfficiencyTable};
use crate::format;

/// A factor from here on is not worth a word.
const GOOD: f64 = 0.95;

impl EfficiencyTable<'_> {
    /// The factor that is lowest on the most ranks within the cores.
    pub fn answer(&self) -> String {
        let Some(line) = self.lines.iter().rfind(|line| !line.beyond_cores) else {
            return format!("{} was traced only on more ranks than cores.", self.label);
        };
        let ranks = format::counted(line.cell.workers, "rank");
        let (name, value, meaning) = line.lowest();
        if value >= GOOD {
            return format!("No factor is below {} on {ranks}.", format::percent(GOOD));
        }
        let value = format::percent(value);
        format!("{name} is the weakest factor, {value} on {ranks}: {meaning}.")
    }
}

impl EfficiencyLine<'_> {
    /// The lowest factor, with its name and what a low one means.
    fn lowest(&self) -> (&'static str, f64, &'static str) {
        let of = &self.factors;
        let mut factors = vec![("Load balance", of.load_balance, "work is unevenly distributed across the ranks")];
        match (of.serialisation, of.transfer) {
            (Some(serialisation), Some(transfer)) => factors.extend([
                ("Serialisation", serialisation, "ranks would wait for each other even if messages took no time"),
                ("Transfer", transfer, "the calls themselves take time, even where nobody has to be waited for"),
            ]),
            _ => factors.push(("Communication", of.communication, "time is lost in calls")),
        }
        let more = "the ranks together compute longer than the fewest ranks did";
        factors.extend(self.computation.map(|value| ("Computation scaling", value, more)));
        factors.into_iter().min_by(|a, b| a.1.total_cmp(&b.1)).expect("load balance is always known")
    }
}

#[cfg(test)]
mod tests {
    use crate::findings::{EfficiencyTable, Findings};
    use crate::testing::{cell, part, run};

    fn answer(cores: usize) -> String {
        let part = part("heat").with(cell("distributed").on(2).takes(0.5).traced("sendrecv"));
        let run = run("?").with(part).on_cores(cores).built();
        let findings = Findings::of(&run);
        EfficiencyTable::all(&findings.parts[0], &run)[0].answer()
    }

    #[test]
    fn the_lowest_factor_within_the_cores_is_named_with_what_it_means() {
        let within = answer(2);
        assert!(within.contains(" is the weakest factor, ") && within.contains(" on 2 ranks: "), "{within}");
        assert_eq!(answer(1), "distributed was traced only on more ranks than cores.");
    }
}
