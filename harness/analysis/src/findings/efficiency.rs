//! Which factor of the efficiency falls with the number of ranks: the table that POP prints.

use super::PartFindings;
use super::ranks::Ranks;
use tenfold_record::{Cell, RankTrace, Run, Rung, Scaling};
use tenfold_stats::pop::{Efficiencies, computation_scalability};

/// The efficiencies of one distributed variant by its number of ranks.
#[derive(Clone, Debug)]
pub struct EfficiencyTable<'r> {
    /// The variant, with its transport where there are several.
    pub label: String,
    /// Its rung.
    pub rung: Rung,
    /// By rising number of ranks; one at least.
    pub lines: Vec<EfficiencyLine<'r>>,
}

/// The efficiencies on so many ranks.
#[derive(Clone, Debug)]
pub struct EfficiencyLine<'r> {
    /// The cell.
    pub cell: &'r Cell,
    /// Whether there are more ranks than cores: then no factor is read as scaling.
    pub beyond_cores: bool,
    /// The factors. Load balance × serialisation × transfer is the parallel efficiency.
    pub factors: Efficiencies,
    /// The time that all ranks of the first line compute over that of these, which is 1 where the work is the same and as quickly
    /// done; `None` for the first line and in weak scaling, where the work is not the same.
    pub computation: Option<f64>,
}

impl<'r> EfficiencyTable<'r> {
    /// Those of a part, of the runs that were watched.
    pub fn all(part: &PartFindings<'r>, run: &'r Run) -> Vec<EfficiencyTable<'r>> {
        let mut tables: Vec<(EfficiencyTable<'r>, Vec<f64>)> = Vec::new();
        let mut watched: Vec<(&'r Cell, Ranks<'r>)> = part
            .times
            .iter()
            .filter_map(|times| {
                let trace = run.traces.iter().find(|trace| trace.cell == times.cell.key)?;
                Some((times.cell, Ranks::of(trace)?))
            })
            .collect();
        watched.sort_by_key(|(cell, _)| cell.workers);
        for (cell, ranks) in watched {
            let computing: Vec<f64> = ranks.trace.ranks.iter().map(RankTrace::computing).collect();
            let label = match cell.transport {
                Some(transport) if part.part.transports.len() > 1 => format!("{} ({transport})", cell.variant),
                _ => cell.variant.clone(),
            };
            let known = tables.iter_mut().find(|(table, _)| table.label == label);
            let reference = known.as_ref().map(|(_, first)| first).filter(|_| part.part.scaling == Scaling::Strong);
            let line = EfficiencyLine {
                cell,
                beyond_cores: cell.workers > run.fingerprint.cores,
                factors: ranks.efficiencies,
                computation: reference.and_then(|first| computation_scalability(first, &computing).ok()),
            };
            match known {
                Some((table, _)) => table.lines.push(line),
                None => tables.push((EfficiencyTable { label, rung: cell.rung, lines: vec![line] }, computing)),
            }
        }
        tables.into_iter().map(|(table, _)| table).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Findings;
    use crate::testing::{cell, part, run};

    #[test]
    fn a_variant_has_a_line_for_each_number_of_ranks_and_its_factors_multiply() {
        let part = part("heat")
            .with(cell("naive").takes(1.0))
            .with(cell("distributed").on(4).takes(0.3).traced("sendrecv"))
            .with(cell("distributed").on(2).takes(0.5).traced("sendrecv"));
        let run = run("?").with(part).on_cores(2).built();
        let findings = Findings::of(&run);
        let tables = EfficiencyTable::all(&findings.parts[0], &run);
        let [table] = tables.as_slice() else { panic!("{tables:?}") };
        let lines: Vec<(usize, bool)> = table.lines.iter().map(|l| (l.cell.workers, l.beyond_cores)).collect();
        assert_eq!(lines, [(2, false), (4, true)]);
        for line in &table.lines {
            let of = line.factors;
            let product = of.load_balance * of.serialisation.unwrap() * of.transfer.unwrap();
            assert!((product - of.parallel).abs() < 1e-12);
        }
        // 2 ranks compute 0.8 and 0.9 of a step, 4 ranks 0.75, 0.8, 0.85 and 0.9.
        assert_eq!(table.lines[0].computation, None);
        assert!((table.lines[1].computation.unwrap() - 1.7 / 3.3).abs() < 1e-12);
        // (0.8 + 0.9) / 2 / 0.9.
        assert!((table.lines[0].factors.load_balance - 1.7 / 1.8).abs() < 1e-12);
    }
}
