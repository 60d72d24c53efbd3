//! The plain transform of one line, and of all lines of a field along one axis.

use crate::naive::transform;
use crate::roots::root;
use tenfold_kernel::pulp::c64;

/// A transform of lines of one length: decimation in time (Cooley and Tukey 1965), in place.
#[derive(Clone, Debug)]
pub struct Radix2 {
    /// Where each number of the line comes from: its index with the bits in reverse.
    pub(crate) order: Vec<usize>,
    /// The roots of unity on the lower half of the circle.
    pub(crate) roots: Vec<c64>,
}

impl Radix2 {
    /// For lines of `len` numbers, a power of two.
    pub fn new(len: usize) -> Radix2 {
        let bits = len.trailing_zeros();
        let reversed = |i: usize| if bits == 0 { 0 } else { i.reverse_bits() >> (usize::BITS - bits) };
        Radix2 { order: (0..len).map(reversed).collect(), roots: (0..len / 2).map(|k| root(k, len)).collect() }
    }

    /// Transforms all lines of `field` whose numbers are `stride` apart: forward, or back without the factor 1/n.
    /// `line` has room for one of them.
    pub fn lines(&self, field: &mut [c64], stride: usize, is_back: bool, line: &mut [c64]) {
        let (len, line) = (self.order.len(), &mut line[..self.order.len()]);
        for block in field.chunks_exact_mut(len * stride) {
            for first in 0..stride {
                line.iter_mut().zip(&self.order).for_each(|(to, i)| *to = block[first + i * stride]);
                transform(line, &self.roots, is_back);
                line.iter().enumerate().for_each(|(i, from)| block[first + i * stride] = *from);
            }
        }
    }
}
