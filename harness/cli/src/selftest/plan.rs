//! What is fought, and under which truth.

use std::path::Path;
use tenfold_kernel::{Rung, Value, Values};
use tenfold_measure::duel::Program;
use tenfold_measure::duel::protocol::Prepare;
use tenfold_measure::pin;
use tenfold_record::TestedCell;

/// A truth and the time to find it in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bout {
    /// The share by which B is slower.
    pub planted: f64,
    /// Seconds.
    pub seconds: f64,
    /// Whether a neighbour disturbs it.
    pub loaded: bool,
}

const fn bout(planted: f64, seconds: f64, loaded: bool) -> Bout {
    Bout { planted, seconds, loaded }
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
    /// Its name: "traffic naive", "heat threaded × 2".
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

/// The cells: of three kernels the plain loop and the widest serial variant, a threaded and a distributed one. Problems are
/// so small that a block holds a hundred runs, and one run more is one per cent; where workers share one it is larger, lest
/// all there is to time be the handing out of work.
pub fn cells(program: &Path) -> Vec<Cell> {
    let problems: [(&str, &[(&str, i64)], &[&str]); 6] = [
        ("traffic", &[("n", 500), ("steps", 5)], &["naive", "vectorised-bytes"]),
        ("traffic", &[("n", 40_000), ("steps", 20)], &["threaded", "distributed"]),
        ("heat", &[("n", 24), ("steps", 4)], &["naive", "vectorised"]),
        ("heat", &[("n", 64), ("steps", 8)], &["threaded"]),
        ("mandelbrot", &[("width", 8), ("height", 8)], &["naive", "vectorised"]),
        ("mandelbrot", &[("width", 32), ("height", 32)], &["distributed"]),
    ];
    let allowed = pin::allowed();
    let mut cells = Vec::new();
    for (name, params, variants) in problems {
        let Some(kernel) = tenfold_suite::kernel(name) else { continue };
        let given: Values = params.iter().map(|(name, value)| (name.to_string(), Value::Int(*value))).collect();
        let infos = kernel.variants();
        for info in infos.iter().filter(|info| variants.contains(&info.name)) {
            let parallel = matches!(info.rung, Rung::Threaded | Rung::Distributed);
            let workers = if parallel { pin::cores() } else { 1 };
            let cpus = allowed[allowed.len() - workers.min(allowed.len())..].to_vec();
            let prepare = Prepare {
                kernel: name.to_string(),
                variant: info.name.to_string(),
                params: given.clone(),
                workers,
                cpus,
                reference: None,
            };
            let suffix = if parallel { format!(" × {workers}") } else { String::new() };
            cells.push(Cell {
                name: format!("{name} {}{suffix}", info.name),
                rung: info.rung,
                program: Program { path: program.to_path_buf(), prepare },
            });
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_cells_of_every_kind_and_every_truth_is_met_twice() {
        let cells = cells(Path::new("x"));
        let of = |holds: fn(Rung) -> bool| cells.iter().filter(|c| holds(c.rung)).count();
        assert!(cells.len() >= 8);
        assert!(of(|r| matches!(r, Rung::Naive | Rung::Vectorised)) >= 3);
        assert!(of(|r| r == Rung::Threaded) >= 2 && of(|r| r == Rung::Distributed) >= 2);
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
}
