//! What is fought, and under which truth.

use rand::Rng;
use rand::seq::SliceRandom;
use std::path::Path;
use tenfold_kernel::{AnyKernel, Rung, VariantInfo, Workers};
use tenfold_launch::duel::Program;
use tenfold_machine::{cores, worker_cpus};
use tenfold_measure::duel::protocol::Prepare;
use tenfold_record::TestedCell;

/// A truth and the time to find it in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bout {
    /// The share by which B is slower.
    pub planted: f64,
    /// Seconds.
    pub seconds: f64,
    /// Half the width beyond which it goes on after that time.
    pub too_wide: f64,
    /// Whether a neighbour disturbs it.
    pub loaded: bool,
}

const fn bout(planted: f64, seconds: f64, loaded: bool) -> Bout {
    Bout { planted, seconds, too_wide: f64::INFINITY, loaded }
}

/// The bouts of one round, and how many of each. Most are between identical sides: false alarms are the rarest thing
/// counted. Most of these are short, as two thousand are wanted; a second has barely the launches that an alarm takes, so there
/// are longer ones, which are looked at several times.
pub const BOUTS: [(usize, Bout); 9] = [
    (120, bout(0.0, 1.0, false)),
    (2, bout(0.0, 3.0, false)),
    (2, bout(0.0, 3.0, true)),
    (3, bout(0.01, 10.0, false)),
    (3, bout(0.02, 3.0, false)),
    (1, bout(0.05, 3.0, false)),
    (1, bout(0.01, 10.0, true)),
    (1, bout(0.02, 3.0, true)),
    (1, bout(0.05, 3.0, true)),
];

/// One cell.
pub struct Cell {
    /// Its name: "fft naive", "fft threaded × 2".
    pub name: String,
    /// Its rung.
    pub rung: Rung,
    /// Both sides.
    pub program: Program,
}

impl Cell {
    /// As it is recorded.
    pub fn recorded(&self) -> TestedCell {
        let prepare = &self.program.prepare;
        TestedCell {
            name: self.name.clone(),
            rung: self.rung,
            params: prepare.params.clone(),
            workers: prepare.workers,
        }
    }
}

/// Each bout is fought so many times as often in a round, over whatever cells are dealt.
const TIMES: usize = 10;

/// The bouts of one round over so many cells.
pub fn round(cells: usize, rng: &mut impl Rng) -> Vec<(usize, Bout)> {
    dealt(&BOUTS, cells, rng)
}

/// `bouts`, so many times as often as each says, in an order drawn anew: what the machine does meanwhile meets all of them. Cells
/// are dealt in turns that are drawn anew too, so that a round is as long whatever their number, and each has its share.
pub fn dealt(bouts: &[(usize, Bout)], cells: usize, rng: &mut impl Rng) -> Vec<(usize, Bout)> {
    let mut bouts: Vec<Bout> =
        bouts.iter().flat_map(|&(times, bout)| std::iter::repeat_n(bout, times * TIMES)).collect();
    bouts.shuffle(rng);
    let (mut deck, mut round) = (Vec::new(), Vec::new());
    for bout in bouts {
        if deck.is_empty() {
            deck.extend(0..cells);
            deck.shuffle(rng);
        }
        round.extend(deck.pop().map(|cell| (cell, bout)));
    }
    round
}

/// The cells: of every kernel the first variant on each rung. Serial ones have its tiny problem, so small that a block holds a
/// hundred runs and one run more is one per cent; where workers share one it is the small problem, lest all there is to time
/// be the handing out of work.
pub fn cells(program: &Path) -> Vec<Cell> {
    tenfold_suite::kernels().iter().flat_map(|kernel| cells_of(&**kernel, program)).collect()
}

fn cells_of(kernel: &dyn AnyKernel, program: &Path) -> Vec<Cell> {
    let cell = |info: VariantInfo| {
        let (name, workers, cpus) = manned(kernel, &info);
        let params = if info.rung.workers() == Workers::One { kernel.tiny() } else { kernel.small() };
        let prepare = Prepare { cpus, ..Prepare::of(kernel.name(), info.name, params, workers) };
        Cell { name, rung: info.rung, program: Program { builds: vec![program.to_path_buf()], prepare } }
    };
    firsts(kernel).into_iter().map(cell).collect()
}

/// What a variant is called with all the workers it may have, how many those are, and their CPUs.
pub fn manned(kernel: &dyn AnyKernel, info: &VariantInfo) -> (String, usize, Vec<usize>) {
    let name = format!("{} {}", kernel.name(), info.name);
    let (name, workers) = match info.rung.workers() {
        Workers::One => (name, 1),
        _ => (format!("{name} × {}", cores()), cores()),
    };
    let mut cpus = worker_cpus(0);
    cpus.truncate(workers);
    (name, workers, cpus)
}

/// The first variant on each rung.
pub fn firsts(kernel: &dyn AnyKernel) -> Vec<VariantInfo> {
    let mut firsts: Vec<VariantInfo> = Vec::new();
    for info in kernel.variants() {
        if firsts.iter().all(|first| first.rung != info.rung) {
            firsts.push(info);
        }
    }
    firsts
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_pcg::Pcg64;
    use std::collections::BTreeSet;

    #[test]
    fn every_kernel_has_a_cell_on_each_of_its_rungs_and_every_truth_is_met_twice() {
        let cells = cells(Path::new("x"));
        for kernel in tenfold_suite::kernels() {
            let rungs: BTreeSet<Rung> = kernel.variants().iter().map(|info| info.rung).collect();
            let own = cells.iter().filter(|c| c.program.prepare.kernel == kernel.name());
            assert!(own.map(|c| c.rung).eq(rungs), "{}", kernel.name());
        }
        for planted in [0.0, 0.01, 0.02, 0.05] {
            for loaded in [false, true] {
                assert!(BOUTS.iter().any(|(times, b)| *times > 0 && b.planted == planted && b.loaded == loaded));
            }
        }
        for cell in &cells {
            let Prepare { kernel, params, .. } = &cell.program.prepare;
            assert!(tenfold_suite::kernel(kernel).unwrap().resolve(params).is_ok(), "{}", cell.name);
        }
    }

    #[test]
    fn a_round_is_as_long_whatever_the_number_of_cells_and_each_cell_has_its_share() {
        for cells in [3, 12, 48] {
            let round = round(cells, &mut Pcg64::seed_from_u64(1));
            assert_eq!(round.len(), TIMES * BOUTS.iter().map(|(times, _)| times).sum::<usize>());
            let of = |cell| round.iter().filter(|(met, _)| *met == cell).count();
            let least = round.len() / cells;
            assert!((0..cells).all(|cell| (least..=least + 1).contains(&of(cell))), "{cells}");
        }
        assert!(round(0, &mut Pcg64::seed_from_u64(1)).is_empty());
    }
}
