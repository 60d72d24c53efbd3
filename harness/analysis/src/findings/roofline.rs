//! The roofline: which roof of the machine is nearest to each variant.
//!
//! S. Williams, A. Waterman and D. Patterson, "Roofline: an insightful visual performance model for multicore
//! architectures", Communications of the ACM 52 (2009) 65–76. Operations are those that every correct implementation
//! needs; bytes are the compulsory ones, or those that the variant says it streams past its private caches.

use super::{Estimate, Ladder, Machine, Row};
use crate::ceiling;
use tenfold_record::{Cell, Reach, Resource, Run, WorkDone};

/// The levels of the memory hierarchy, nearest first.
const LEVELS: [Resource; 4] = [Resource::L1Bytes, Resource::L2Bytes, Resource::L3Bytes, Resource::MemoryBytes];

/// A variant that reaches less than this part of both its roofs is limited by something else: latency, scalar code, an
/// interpreter. Above it, doubling the speed would nearly touch the roof.
pub const NEAR: f64 = 0.4;

/// All cores' roof is shown where it is at least so many times one core's: the words of nearer ones would lie on each
/// other.
const APART: f64 = 1.5;

/// The variants of a ladder under the machine's roofs.
#[derive(Clone, Debug)]
pub struct Roofline<'r> {
    /// The kind of arithmetic that is counted.
    pub arithmetic: Resource,
    /// The roofs: levels of the memory hierarchy, then arithmetic; one core's, and all cores' where they are used.
    pub roofs: Vec<Roof>,
    /// The variants, in the order of the ladder.
    pub positions: Vec<Position<'r>>,
}

/// A measured ceiling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Roof {
    /// What it is a ceiling of.
    pub resource: Resource,
    /// One core's or all cores'.
    pub reach: Reach,
    /// Amount per second: the highest that was measured.
    pub per_second: f64,
}

/// One variant.
#[derive(Clone, Debug)]
pub struct Position<'r> {
    /// Its row on the ladder.
    pub row: Row<'r>,
    /// Operations per second.
    pub rate: Estimate,
    /// Operations for each compulsory byte; infinite where there are none.
    pub intensity: f64,
    /// Operations for each byte that it streams, where it says so and its data lie in a shared cache or in memory.
    pub streamed: Option<f64>,
    /// The nearest level that its data fit into, where bandwidths were measured.
    pub level: Option<Resource>,
    /// The part it reaches of what its workers could do if memory cost nothing.
    pub of_arithmetic: f64,
    /// Whose arithmetic that is.
    pub arithmetic_of: Cores,
    /// The part it reaches of what the level could feed it with if arithmetic cost nothing.
    pub of_level: Option<f64>,
    /// Whose bandwidth that is.
    pub level_of: Cores,
}

/// Whose ceiling a roof is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cores {
    /// It was measured on one core.
    One,
    /// It was measured on all cores at once.
    All,
    /// So many times that of one core: nobody measured it.
    Times(usize),
}

/// What limits a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The bandwidth of this level.
    Memory(Resource),
    /// Arithmetic.
    Compute,
    /// Neither: both roofs are far away.
    Neither,
}

impl<'r> Roofline<'r> {
    /// `None` where the kernel counts no operations, or their ceiling was not measured.
    pub(super) fn of(ladder: &Ladder<'r>, run: &Run) -> Option<Roofline<'r>> {
        let (arithmetic, _) = operations(&ladder.rows.first()?.times.cell.work, run)?;
        let positions: Vec<Position<'r>> = ladder.rows.iter().filter_map(|row| Position::of(row, run)).collect();
        let parallel = positions.iter().any(|p| p.row.times.cell.workers > 1);
        let named = fastest(&positions).map(|position| position.nearer(arithmetic));
        // What was measured, and nothing that follows from it: a roof over all cores is not so many times one core's.
        let roof = |resource, reach| {
            let measured = run.ceilings.iter().filter(|c| c.resource == resource && c.reach == reach);
            let per_second = measured.map(|c| c.per_second).max_by(f64::total_cmp).filter(|most| *most > 0.0)?;
            Some(Roof { resource, reach, per_second })
        };
        let mut roofs = Vec::new();
        for resource in LEVELS.into_iter().chain([arithmetic]) {
            let Some(one) = roof(resource, Reach::OneCore) else { continue };
            roofs.push(one);
            // Private caches grow with the cores as arithmetic does; only the outer roofs are worth a second line, and the
            // one that is spoken of.
            let outer = matches!(resource, Resource::MemoryBytes) || resource == arithmetic;
            let is_apart = |all: &Roof| outer && all.per_second >= APART * one.per_second;
            let all = roof(resource, Reach::AllCores).filter(|_| parallel);
            roofs.extend(all.filter(|all| is_apart(all) || named == Some((resource, Cores::All))));
        }
        Some(Roofline { arithmetic, roofs, positions })
    }

    /// The fastest of the kernel's own variants that is known.
    pub fn fastest(&self) -> Option<&Position<'r>> {
        fastest(&self.positions)
    }

    /// What operations are counted in.
    pub fn unit(&self) -> &'static str {
        ceiling::unit(self.arithmetic)
    }
}

fn fastest<'a, 'r>(positions: &'a [Position<'r>]) -> Option<&'a Position<'r>> {
    let known = positions.iter().filter(|position| position.row.is_known() && !position.row.is_external());
    known.min_by(|a, b| a.row.seconds().total_cmp(&b.row.seconds()))
}

impl<'r> Position<'r> {
    fn of(row: &Row<'r>, run: &Run) -> Option<Position<'r>> {
        let cell = row.times.cell;
        let (arithmetic, operations) = operations(&cell.work, run)?;
        let (peak, arithmetic_of) = Machine::of(run).roof(arithmetic, cell.workers)?;
        let level = level(cell, run);
        // Each pass over data in a shared cache comes from there, as it would from memory. Into a core's own caches a
        // variant fits its blocks, and what it streams from there nobody says.
        let streamed = cell.work.streamed_bytes.filter(|_| level.is_some_and(Resource::is_shared));
        let bytes = streamed.unwrap_or(cell.work.compulsory_bytes);
        let seconds = row.times.estimate.value;
        let bandwidth = level.and_then(|level| Machine::of(run).roof(level, cell.workers));
        Some(Position {
            row: row.clone(),
            rate: row.times.estimate.map_monotone(|seconds| operations / seconds),
            intensity: operations / cell.work.compulsory_bytes,
            streamed: streamed.map(|bytes| operations / bytes),
            level,
            of_arithmetic: operations / peak / seconds,
            arithmetic_of,
            level_of: bandwidth.map_or(Cores::One, |(_, cores)| cores),
            of_level: bandwidth.map(|(per_second, _)| bytes / per_second / seconds),
        })
    }

    /// The part it reaches of the nearer roof.
    pub fn share(&self) -> f64 {
        self.of_level.unwrap_or(0.0).max(self.of_arithmetic)
    }

    /// What limits it: the nearer roof, if that is near.
    pub fn bound(&self) -> Bound {
        match (self.level, self.of_level) {
            _ if self.share().is_nan() || self.share() < NEAR => Bound::Neither,
            (Some(level), Some(share)) if share > self.of_arithmetic => Bound::Memory(level),
            _ => Bound::Compute,
        }
    }

    /// The resource of the nearer roof, and whose it is.
    pub fn nearer(&self, arithmetic: Resource) -> (Resource, Cores) {
        match (self.level, self.of_level) {
            (Some(level), Some(share)) if share > self.of_arithmetic => (level, self.level_of),
            _ => (arithmetic, self.arithmetic_of),
        }
    }
}

/// The kind of arithmetic whose ceiling gives the longest time, and how much of it one run needs.
fn operations(work: &WorkDone, run: &Run) -> Option<(Resource, f64)> {
    let demands = work.demands.iter().filter(|d| !LEVELS.contains(&d.resource) && d.amount > 0.0);
    let timed =
        demands.filter_map(|d| Some((d.resource, d.amount, d.amount / Machine::of(run).roof(d.resource, 1)?.0)));
    timed.max_by(|a, b| a.2.total_cmp(&b.2)).map(|(resource, amount, _)| (resource, amount))
}

/// The nearest level that the compulsory bytes fit into, with so many workers. `None` where it cannot be told: the
/// caches are not known, or they fit into one whose bandwidth was not measured.
fn level(cell: &Cell, run: &Run) -> Option<Resource> {
    let bytes = cell.work.compulsory_bytes;
    let holds = |level: Resource| Machine::of(run).held(level, cell.workers);
    let in_cache = LEVELS.into_iter().find(|&level| holds(level).is_some_and(|held| bytes <= held));
    // No bytes of a last cache: the system does not tell.
    let beyond = run.fingerprint.cache_bytes > 0 && bytes > run.fingerprint.cache_bytes as f64;
    in_cache.or(beyond.then_some(Resource::MemoryBytes))
}
