//! The published sums: what a person is told of an image, and the work it was.

use crate::{Counts, Params};
use tenfold_kernel::{Bound, Resource, Work};

/// What a person is told of an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Escape tests made: the unit of work.
    pub tests: u64,
    /// Points that left the circle |z| = 2 within `max_iter` tests.
    pub escaped: u64,
    /// Points that did not.
    pub interior: u64,
    /// Sum of the published values n: the test at which a point escaped, else `max_iter - 1`. A point is updated n times.
    pub sum_n: u64,
}

impl Counts {
    /// The sums of the whole image.
    pub(crate) fn totals(&self, params: &Params) -> Totals {
        let mut totals = Totals::default();
        for &passed in &self.passed {
            let inside = passed >= params.max_iter;
            let n = passed.min(params.max_iter - 1);
            totals.tests += u64::from(n) + 1;
            totals.sum_n += u64::from(n);
            totals.interior += u64::from(inside);
            totals.escaped += u64::from(!inside);
        }
        totals
    }
}

impl Totals {
    /// Work of the algorithm as defined: 3 operations for each test (two squares, their sum) and 5 for each update (a
    /// difference, a product, a doubling, two sums; the squares are those of the test).
    pub(crate) fn work(self, params: &Params) -> Work {
        let (width, height) = (params.width as f64, params.height as f64);
        Work {
            amount: self.tests as f64,
            flops: 3.0 * self.tests as f64 + 5.0 * self.sum_n as f64,
            compulsory_bytes: 8.0 * (width + height) + 4.0 * width * height,
        }
    }

    pub(crate) fn bound(self) -> Bound {
        Bound::new(
            Resource::Flops,
            4.0 * self.tests as f64 + 4.0 * self.sum_n as f64,
            "4 (tests + updates): a test is 2 multiplications, an addition and a comparison; an update is a \
             multiplication, a subtraction, an addition, and a doubling fused with an addition (exact); nothing else \
             may be fused, as it would change counts",
        )
    }
}
