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
        width: usize = 1000 in 1..=100_000, "points in a row";
        height: usize = 1000 in 1..=100_000, "rows";
        max_iter: u32 = 80 in 1..=1_000_000, "tests after which a point counts as inside";
    }
}

/// The most points of one image: its counts take 1 GiB then.
const MOST_POINTS: usize = 1 << 28;

impl Params {
    /// Refuses empty areas and images too large to hold.
    pub(crate) fn validate(&self) -> Result<(), String> {
        let Params { re_min, re_max, im_min, im_max, width, height, .. } = *self;
        for (axis, min, max) in [("re", re_min, re_max), ("im", im_min, im_max)] {
            if min >= max {
                return Err(format!("{axis}_min = {min} must be less than {axis}_max = {max}"));
            }
        }
        if width * height > MOST_POINTS {
            let points = width * height;
            return Err(format!(
                "width × height = {width} × {height} = {points} points are too many: at most {MOST_POINTS} are allowed"
            ));
        }
        Ok(())
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
    vec![
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
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_have_the_bits_of_numpy() {
        // float.hex() of numpy.linspace(-2, 0.5, 7), (-1.25, 1.25, 1000)[[1, 500, 998]] and (0.1, 0.3, 4).
        let bits = |points: &[f64]| points.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(linspace(0.1, 0.3, 1), [0.1]);
        assert_eq!(bits(&linspace(-2.0, 0.5, 7)), SEVEN);
        let thousand = linspace(-1.25, 1.25, 1000);
        assert_eq!(bits(&[thousand[1], thousand[500], thousand[998]]), THOUSAND);
        assert_eq!(bits(&linspace(0.1, 0.3, 4)), FOUR);
    }

    const SEVEN: [u64; 7] = [
        0xc000000000000000,
        0xbff9555555555555,
        0xbff2aaaaaaaaaaaa,
        0xbfe8000000000000,
        0xbfd5555555555554,
        0x3fb5555555555560,
        0x3fe0000000000000,
    ];
    const THOUSAND: [u64; 3] = [0xbff3f5bfef997f5c, 0x3f548020cd014800, 0x3ff3f5bfef997f5c];
    const FOUR: [u64; 4] = [0x3fb999999999999a, 0x3fc5555555555556, 0x3fcdddddddddddde, 0x3fd3333333333333];

    #[test]
    fn a_refusal_says_what_is_allowed() {
        let params = Params { width: 100_000, height: 100_000, ..Params::default() };
        assert!(params.validate().unwrap_err().ends_with("at most 268435456 are allowed"));
        let params = Params { im_min: 1.25, ..Params::default() };
        assert_eq!(params.validate(), Err("im_min = 1.25 must be less than im_max = 1.25".to_string()));
        assert_eq!(Params::default().validate(), Ok(()));
    }
}
