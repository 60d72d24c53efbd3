//! Memory bandwidth: summing an array that no cache holds.

use super::Try;
use std::hint::black_box;
use tenfold_kernel::Resource;

/// Bytes of the array on each core, several times the largest last-level caches.
const BYTES: usize = 256 << 20;

/// Bytes read in one try.
const STRIDE: usize = 64 << 20;

/// Reading.
pub(super) struct Read;

impl Read {
    /// From an array larger than the caches.
    pub(super) fn beyond_caches() -> Read {
        Read
    }
}

/// The array and where the next try begins: it goes round, so that what it reads was last read long ago.
pub(super) struct Array {
    numbers: Vec<u64>,
    at: usize,
}

impl Try for Read {
    type State = Array;

    fn resource(&self) -> Resource {
        Resource::MemoryBytes
    }

    fn method(&self) -> String {
        format!("sum of an array of {} MiB a core, {} MiB at a time", BYTES >> 20, STRIDE >> 20)
    }

    fn state(&self) -> Array {
        // Not zeros: untouched zero pages would all be one page of memory.
        Array { numbers: vec![1; BYTES / 8], at: 0 }
    }

    fn once(&self, array: &mut Array) -> f64 {
        let part = &array.numbers[array.at..array.at + STRIDE / 8];
        array.at = (array.at + STRIDE / 8) % array.numbers.len();
        black_box(part.iter().fold(0u64, |sum, &x| sum.wrapping_add(x)));
        STRIDE as f64
    }
}
