//! The problem: which points of the complex plane are looked at, and how long.

use std::ops::Range;
use tenfold_kernel::Part;

tenfold_kernel::params! {
    /// An area of the complex plane, the grid of points in it, and the number of tests a point may take.
    ///
    /// The defaults are area 1 of the course "Python in HPC" (NIH-HPC).
    pub struct Params {
        re_min: f64 = -2.0 in -1000.0..=1000.0, "real part of the left-most column of points";
        re_max: f64 = 0.5 in -1000.0..=1000.0, "real part of the right-most column of points, above re_min";
        im_min: f64 = -1.25 in -1000.0..=1000.0, "imaginary part of the first row of points";
        im_max: f64 = 1.25 in -1000.0..=1000.0, "imaginary part of the last row of points, above im_min";
        width: usize = 1000 in 1..=100_000, "points in a row; width × height is at most 268,435,456";
        height: usize = 1000 in 1..=100_000, "rows";
        max_iter: u32 = 80 in 1..=1_000_000, "tests after which a point counts as inside";
    }
}

/// The grid, and the rows of it that one worker has to count.
#[derive(Clone, Debug)]
pub struct Points {
    /// Real part of each column.
    pub re: Vec<f64>,
    /// Imaginary part of each row, of the whole image on every rank: rows on demand may be any.
    pub im: Vec<f64>,
    /// The rows of this worker under a static share: all of them, or a block for one rank.
    pub rows: Range<usize>,
}

tenfold_kernel::arrays!(Points { re, im });

impl Points {
    /// The grid, with the rows of `part`.
    pub fn of(params: &Params, part: Part) -> Points {
        Points {
            re: linspace(params.re_min, params.re_max, params.width),
            im: linspace(params.im_min, params.im_max, params.height),
            rows: part.of(params.height),
        }
    }
}

/// `numpy.linspace(start, stop, count)`, bit for bit: the operations are NumPy's, in NumPy's order, and the last point
/// is `stop` itself.
fn linspace(start: f64, stop: f64, count: usize) -> Vec<f64> {
    if count == 1 {
        return vec![start];
    }
    let step = (stop - start) / (count - 1) as f64;
    let mut points: Vec<f64> = (0..count).map(|i| i as f64 * step + start).collect();
    points[count - 1] = stop;
    points
}

/// Small problems at which mistakes show.
pub(crate) fn awkward() -> Vec<Params> {
    let image = |(re_min, re_max), (im_min, im_max), (width, height), max_iter| Params {
        re_min,
        re_max,
        im_min,
        im_max,
        width,
        height,
        max_iter,
    };
    let (re, im) = ((-2.0, 0.5), (-1.25, 1.25));
    let mut all = vec![
        image(re, im, (1, 1), 80),
        image(re, im, (2, 3), 80),
        image(re, im, (7, 1), 1),
        image(re, im, (1, 7), 2),
        image(re, im, (31, 13), 80),
        image(re, im, (97, 61), 83),
        // Every row has its mirror image, to the last bit.
        image((-2.0, 2.0), (-2.0, 2.0), (33, 65), 50),
        // All inside: no lane ever escapes.
        image((-0.2, 0.1), (-0.2, 0.2), (17, 19), 200),
        // All outside: no point passes a test.
        image((2.5, 3.0), (2.5, 3.5), (11, 5), 80),
        // On the boundary of the set, where orbits are chaotic: a last bit rounded otherwise changes counts.
        image((-0.7487667139, -0.7487667078), (0.1236408449, 0.1236408510), (67, 29), 3000),
    ];
    // Limits around the tests that vectors take between two looks at who is left.
    all.extend([1, 2, 3, 4, 5, 8, 63, 100, 101].map(|max_iter| image(re, im, (83, 41), max_iter)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_have_the_bits_of_numpy() {
        // repr() of numpy.linspace(-2, 0.5, 7), (-1.25, 1.25, 1000)[[1, 500, 998]] and (0.1, 0.3, 4).
        assert_eq!(linspace(0.1, 0.3, 1), [0.1]);
        assert_eq!(
            linspace(-2.0, 0.5, 7),
            [-2.0, -1.5833333333333333, -1.1666666666666665, -0.75, -0.33333333333333326, 0.08333333333333348, 0.5]
        );
        let thousand = linspace(-1.25, 1.25, 1000);
        let some = [thousand[1], thousand[500], thousand[998]];
        assert_eq!(some, [-1.2474974974974975, 0.0012512512512512508, 1.2474974974974975]);
        assert_eq!(linspace(0.1, 0.3, 4), [0.1, 0.16666666666666669, 0.23333333333333334, 0.3]);
    }
}
