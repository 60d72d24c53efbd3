//! The field that is transformed, and what comes of it.

use crate::{Params, shape};
use std::ops::Range;
use tenfold_kernel::{Npy, Part, arrays};

/// Some planes of a complex field: n × n numbers each, real and imaginary part one after the other, x running fastest.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Numbers along x, and along y.
    pub n: usize,
    /// Which planes of the whole, along z.
    pub planes: Range<usize>,
    /// The numbers.
    pub values: Vec<f64>,
}

arrays!(Field { values: |field| vec![field.planes.len(), field.n, field.n, 2] });

/// The same planes after the last step, and the checksum after each.
#[derive(Clone, Debug, PartialEq)]
pub struct Evolved {
    /// Numbers along x, and along y.
    pub n: usize,
    /// Real and imaginary part of the checksum after each step, of the whole field on every rank.
    pub checksums: Vec<f64>,
    /// The field after the last step; without steps its transform, at the same places.
    pub field: Vec<f64>,
}

arrays!(Evolved {
    checksums: |evolved| vec![evolved.checksums.len() / 2, 2],
    field: |evolved| vec![evolved.field.len() / (2 * evolved.n * evolved.n), evolved.n, evolved.n, 2],
});

impl Field {
    /// The planes of `part`: of the array in a file, which is known to have the right shape, or else the start of the NAS
    /// benchmark FT: numbers of its generator, x ← 5¹³·x mod 2⁴⁶ (Bailey et al., "The NAS parallel benchmarks", 1991), in
    /// the order in which they lie. Each rank begins at its planes, for the generator can jump.
    ///
    /// # Errors
    /// The file holds something else than finite numbers of 64 bits: says what, and where.
    pub fn of(params: &Params, part: Part) -> Result<Field, String> {
        const MULTIPLIER: u64 = 1_220_703_125;
        const SEED: u64 = 314_159_265;
        const MODULUS: u64 = 1 << 46;
        let [nz, n, _] = shape(params);
        let (plane, planes) = (2 * n * n, part.of(nz));
        if let Some(file) = &params.field {
            let values = Npy::open(file)?.in_pairs()?.range(plane * planes.start..plane * planes.end)?;
            return Ok(Field { n, planes, values });
        }
        // What wraps at 2⁶⁴ is the same mod 2⁴⁶.
        let jump = MULTIPLIER.wrapping_pow(plane as u32).wrapping_pow(planes.start as u32);
        let mut state = SEED.wrapping_mul(jump);
        let values = (0..plane * planes.len()).map(|_| {
            state = state.wrapping_mul(MULTIPLIER);
            (state % MODULUS) as f64 / MODULUS as f64
        });
        Ok(Field { n, values: values.collect(), planes })
    }
}

/// Numbers that a checksum adds up.
pub const SAMPLES: usize = 1024;

/// The sum of u[j mod n, 3j mod n, 5j mod nz] (x, y, z) for j = 1 … 1024, of what lies in these planes.
pub fn checksum(params: &Params, planes: &Range<usize>, field: &[f64]) -> [f64; 2] {
    let [nz, n, _] = shape(params);
    let mut sum = [0.0; 2];
    for j in 1..=SAMPLES {
        let [x, y, z] = [j % n, 3 * j % n, 5 * j % nz];
        if planes.contains(&z) {
            let at = 2 * (((z - planes.start) * n + y) * n + x);
            sum = [sum[0] + field[at], sum[1] + field[at + 1]];
        }
    }
    sum
}
