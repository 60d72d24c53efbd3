//! The picture of the problem: the plate while its heat spreads.

use crate::{Heat, Params};
use tenfold_kernel::{Picture, solved};

/// The plate after some steps, on a scale from the coldest (0) to the hottest point (1) of the start.
pub(crate) fn plate() -> Option<Picture> {
    let plate = solved::<Heat>(Params { n: 120, steps: 100, ..Params::default() }).ok()?;
    let values = plate.values().map(|u| (0.5 + 0.5 * u) as f32).collect();
    let says = "A square plate after 100 steps, x from left to right, y from top to bottom: heat flows from the hot bands \
                at the top and bottom into the cold band between them.";
    Some(Picture { columns: 120, values, says })
}

#[cfg(test)]
mod tests {
    use super::plate;

    #[test]
    fn the_middle_is_cold_and_the_bands_around_it_are_hot() {
        let picture = plate().unwrap();
        let rows: Vec<&[f32]> = picture.values.chunks(picture.columns).collect();
        let middles = [0, 20, 60, 100, 119].map(|row| (10.0 * rows[row][60]).round());
        assert_eq!((rows.len(), middles), (120, [5.0, 9.0, 1.0, 9.0, 5.0]));
    }
}
