//! The picture of the problem: the set and its surroundings.

use crate::{Mandelbrot, Params};
use tenfold_kernel::{Picture, solved};

/// The logarithm of the counts, so that the many points which escape early differ, too; 1 inside.
pub(crate) fn set() -> Option<Picture> {
    let area =
        Params { re_min: -2.4, re_max: 1.2, im_min: -1.2, im_max: 1.2, width: 240, height: 160, ..Params::default() };
    let most = (area.max_iter as f32).ln_1p();
    let counts = solved::<Mandelbrot>(area).ok()?;
    let values = counts.passed.iter().map(|&passed| (passed as f32).ln_1p() / most).collect();
    let says = "The Mandelbrot set in the complex plane, real part from left to right, imaginary part from top to bottom: \
                the longer a point takes to escape, the stronger its shade.";
    Some(Picture { columns: 240, values, says })
}

#[cfg(test)]
mod tests {
    use super::set;

    #[test]
    fn the_origin_is_inside_and_the_corners_escape_at_once() {
        let picture = set().unwrap();
        let rows: Vec<&[f32]> = picture.values.chunks(picture.columns).collect();
        assert_eq!((rows.len(), rows[80][160], rows[0][0], rows[159][0]), (160, 1.0, 0.0, 0.0));
    }
}
