//! The ladder: the variants of one problem side by side, rung by rung, the slowest of a rung first.

use super::{Estimate, Limit, Times, ranking};
use crate::text::short;
use tenfold_record::{Cell, Demand, Instructions, Part, Run, Rung, Scaling, Transport};

/// The variants of one problem side by side.
#[derive(Clone, Debug)]
pub struct Ladder<'r> {
    /// The rows by rung, externals last; within a rung slowest first, and after them those too noisy to rank.
    pub rows: Vec<Row<'r>>,
    /// The limit of one core, where a ceiling it needs was measured.
    pub limit: Option<Limit>,
    /// What else bounds one core, by a resource whose ceiling was not measured.
    pub unmeasured: Vec<&'r Demand>,
}

/// One variant, at its best number of workers within the cores.
#[derive(Clone, Debug)]
pub struct Row<'r> {
    /// The variant's name, with the workers where it has several: "threaded × 2".
    pub label: String,
    /// Its times.
    pub times: Times<'r>,
    /// Whether it is the base of the speed-ups.
    pub is_base: bool,
    /// Whether its place is known: see `ranking.rs`.
    pub ranked: bool,
    /// How many times faster than the base; `None` where no round has both.
    pub speed_up: Option<Estimate>,
    /// Which part of the limit with this many workers is reached.
    pub share_of_limit: Option<f64>,
    /// Whether it has no limit because no ceiling that it needs was measured.
    pub limit_is_unmeasured: bool,
    /// Whether it was measured only with more workers than cores.
    pub beyond_cores: bool,
    /// The CPU path or interpreter of its launches.
    pub path: String,
    /// The instructions of a small run, for a serial variant where they were asked for.
    pub instructions: Option<&'r Instructions>,
}

impl<'r> Ladder<'r> {
    pub(super) fn of(part: &Part, times: &[Times<'r>], run: &'r Run) -> Ladder<'r> {
        let mut rows: Vec<Row<'r>> = Vec::new();
        for variant in &part.variants {
            for transport in [None, Some(Transport::Local), Some(Transport::Mpi)] {
                let candidates = times.iter().filter(|t| {
                    let cell = t.cell;
                    cell.variant == *variant && cell.transport == transport && is_the_problem(cell, part)
                });
                rows.extend(best(candidates.collect(), run.fingerprint.cores).map(|t| Row::new(t, part, run)));
            }
        }
        let ranked = ranking::ranked(&rows.iter().map(|row| &row.times).collect::<Vec<_>>());
        rows.iter_mut().zip(ranked).for_each(|(row, ranked)| row.ranked = ranked);
        let place = |row: &Row<'_>| (row.is_external(), row.times.cell.rung, !row.ranked);
        rows.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| b.seconds().total_cmp(&a.seconds())));
        let base = rows.iter().find(|r| r.is_base).map(|r| r.times.clone());
        for row in &mut rows {
            row.speed_up = base.as_ref().and_then(|base| row.times.speed_up_over(base));
        }
        let cell = times.iter().map(|t| t.cell).find(|cell| is_the_problem(cell, part));
        let limit = cell.and_then(|cell| Limit::of(cell, 1, run));
        Ladder { rows, limit, unmeasured: cell.map_or(Vec::new(), |cell| Limit::unmeasured(cell, 1, run)) }
    }

    /// The row the speed-ups are over.
    pub fn base(&self) -> Option<&Row<'r>> {
        self.rows.iter().find(|r| r.is_base)
    }

    /// The fastest of the kernel's own variants that can be ranked and has an interval.
    pub fn fastest(&self) -> Option<&Row<'r>> {
        fastest(self.rows.iter().filter(|row| !row.is_external()))
    }

    /// The fastest peer that can be ranked and has an interval.
    pub fn best_peer(&self) -> Option<&Row<'r>> {
        fastest(self.rows.iter().filter(|row| row.is_external()))
    }

    /// The fastest variant of a rung that can be ranked and has an interval.
    pub fn best_of(&self, rung: Rung) -> Option<&Row<'r>> {
        fastest(self.rows.iter().filter(|row| row.times.cell.rung == rung))
    }

    /// Whether a row is the first of its rung.
    pub fn begins_its_rung(&self, row: &Row<'_>) -> bool {
        let first = self.rows.iter().find(|other| other.times.cell.rung == row.times.cell.rung);
        first.is_some_and(|first| first.times.cell.key == row.times.cell.key)
    }

    /// The row of a variant; the faster one, where it ran over two transports.
    pub fn row(&self, variant: &str) -> Option<&Row<'r>> {
        self.rows.iter().rev().find(|r| r.times.cell.variant == variant)
    }
}

impl<'r> Row<'r> {
    fn new(times: &Times<'r>, part: &Part, run: &'r Run) -> Row<'r> {
        let cell = times.cell;
        let limit = Limit::of(cell, cell.workers, run);
        Row {
            label: label(cell),
            is_base: cell.variant == part.base,
            ranked: true,
            speed_up: None,
            limit_is_unmeasured: limit.is_none() && !Limit::unmeasured(cell, cell.workers, run).is_empty(),
            share_of_limit: limit.map(|l| l.share(times.estimate.value)),
            beyond_cores: cell.workers > run.fingerprint.cores,
            path: times.measured.good().next().map(|l| l.path.clone()).unwrap_or_default(),
            instructions: run.instructions.iter().find(|i| (&i.kernel, &i.variant) == (&cell.kernel, &cell.variant)),
            times: times.clone(),
        }
    }
}

impl Row<'_> {
    /// Seconds per run.
    pub fn seconds(&self) -> f64 {
        self.times.estimate.value
    }

    /// Whether it can be ranked and has an interval: a number without one heads nothing.
    pub fn is_known(&self) -> bool {
        self.ranked && self.times.estimate.interval.is_some()
    }

    /// Whether it is a peer, and on no rung of the kernel's own.
    pub fn is_external(&self) -> bool {
        self.times.cell.rung == Rung::External
    }
}

/// The fastest of those rows that are known.
fn fastest<'a, 'r: 'a>(rows: impl Iterator<Item = &'a Row<'r>>) -> Option<&'a Row<'r>> {
    rows.filter(|row| row.is_known()).min_by(|a, b| a.seconds().total_cmp(&b.seconds()))
}

/// Whether a cell solves the part's problem itself and not one grown with its workers.
fn is_the_problem(cell: &Cell, part: &Part) -> bool {
    part.scaling == Scaling::Strong || cell.params == part.params
}

/// The fastest within the cores; where there is none, that with the fewest workers.
fn best<'a, 'r>(candidates: Vec<&'a Times<'r>>, cores: usize) -> Option<&'a Times<'r>> {
    let within = candidates.iter().copied().filter(|t| t.cell.workers <= cores.max(1));
    let fastest = within.min_by(|a, b| a.estimate.value.total_cmp(&b.estimate.value));
    fastest.or_else(|| candidates.iter().copied().min_by_key(|t| t.cell.workers))
}

/// Longest name of a variant in a label: longer than any sensible one, short enough for a sentence.
const LONGEST: usize = 60;

/// A cell's name on the ladder: the kernel stands above it already.
pub fn label(cell: &Cell) -> String {
    let workers = if cell.is_parallel() { format!(" × {}", cell.workers) } else { String::new() };
    let transport = if cell.transport == Some(Transport::Mpi) { " (mpi)" } else { "" };
    format!("{}{workers}{transport}", short(&cell.variant, LONGEST))
}
