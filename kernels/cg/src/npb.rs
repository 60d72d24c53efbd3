//! The matrix of NPB's CG (Bailey et al., "The NAS Parallel Benchmarks", RNR-94-007, section 2.3.4), by its definition.
//!
//! A is Σ ωᵢ v vᵀ + (0.1 − shift)·I over n sparse random vectors v. Vector i has a fixed number of random entries at
//! random places, and 0.5 at place i; ωᵢ falls geometrically from 1 to 0.1, so that A without the shift has a condition
//! of about 10 at least. The numbers come from the benchmarks' generator, two per attempt: an entry, and its place
//! among the next power of two.

use crate::Params;
use crate::system::System;

/// What a class stands for.
pub struct Class {
    /// Rows.
    pub rows: usize,
    /// Random entries of a vector.
    pub nonzeros: usize,
    /// The shift of the power method.
    pub shift: f64,
    /// Entries of the matrix.
    pub entries: usize,
    /// The verified ζ.
    pub zeta: f64,
    /// Cells along a side, if the problem is Poisson's equation.
    pub cells: usize,
}

/// That of these params: S, W or A.
pub fn class(params: &Params) -> Class {
    let (rows, nonzeros, shift, entries, zeta, cells) = match params.class.as_str() {
        "S" => (1400, 7, 10.0, 78_148, 8.5971775078648, 32),
        "W" => (7000, 8, 12.0, 508_402, 10.362595087124, 128),
        _ => (14_000, 11, 20.0, 1_853_104, 17.130235054029, 256),
    };
    Class { rows, nonzeros, shift, entries, zeta, cells }
}

/// Solves of one run.
pub const SOLVES: usize = 15;
/// Iterations of one solve.
pub const ITERATIONS: usize = 25;
/// The fewest rows for which the vectors' entries find places.
pub const FEWEST_ROWS: usize = 16;
/// The smallest weight, and what is added to the diagonal.
const LEAST: f64 = 0.1;

/// The next number of the generator: x ← 5¹³ x mod 2⁴⁶, as a fraction of 2⁴⁶.
fn next(x: &mut u64) -> f64 {
    const MODULUS: u64 = 1 << 46;
    *x = x.wrapping_mul(5_u64.pow(13)) % MODULUS;
    *x as f64 / MODULUS as f64
}

/// The rows of `system`, which has none yet. Everybody goes through all random numbers, as nobody knows how many
/// attempts a vector took; entries are kept of these rows alone.
pub fn filled(params: &Params, mut system: System) -> System {
    let (n, Class { nonzeros, shift, .. }) = (system.n, class(params));
    let mut state = 314_159_265;
    next(&mut state); // The benchmark draws one number before the matrix.
    let (ratio, mut weight) = (LEAST.powf(1.0 / n as f64), 1.0);
    let mut entries: Vec<(u32, u32, f64)> = Vec::new();
    for i in 0..n {
        let v = vector(&mut state, n, nonzeros, i);
        for &(row, of_row) in v.iter().filter(|(row, _)| system.rows.contains(row)) {
            let scaled = weight * of_row;
            for &(col, of_col) in &v {
                let product = of_col * scaled;
                let value = if row == i && col == i { product + LEAST - shift } else { product };
                entries.push((row as u32, col as u32, value));
            }
        }
        weight *= ratio;
    }
    // Stable: what falls on one place is added in the order of the vectors.
    entries.sort_by_key(|&(row, col, _)| (row, col));
    // Every row has entries, as vector i has one at place i.
    for row in entries.chunk_by(|a, b| a.0 == b.0) {
        for same in row.chunk_by(|a, b| a.1 == b.1) {
            system.cols.push(same[0].1);
            system.values.push(same.iter().fold(0.0, |sum, entry| sum + entry.2));
        }
        system.end_row(1.0, 1.0);
    }
    system
}

/// Random vector number `i`: its places and entries.
fn vector(state: &mut u64, n: usize, nonzeros: usize, i: usize) -> Vec<(usize, f64)> {
    let places = n.next_power_of_two() as f64;
    let mut v: Vec<(usize, f64)> = Vec::with_capacity(nonzeros + 1);
    while v.len() < nonzeros {
        let (entry, place) = (next(state), (places * next(state)) as usize);
        if place < n && v.iter().all(|&(taken, _)| taken != place) {
            v.push((place, entry));
        }
    }
    match v.iter_mut().find(|(place, _)| *place == i) {
        Some((_, entry)) => *entry = 0.5,
        None => v.push((i, 0.5)),
    }
    v
}
