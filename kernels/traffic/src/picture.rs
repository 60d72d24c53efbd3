//! The picture of the problem: the road over time.

use crate::{Params, Traffic};
use tenfold_kernel::{Picture, solved};

/// A row for each step, 1 where there is a car.
pub(crate) fn road() -> Option<Picture> {
    let mut values = Vec::new();
    for steps in 1..=120 {
        let road = solved::<Traffic>(Params { n: 200, steps, ..Params::default() }).ok()?;
        values.extend(road.cells.iter().map(|&cell| f32::from(cell)));
    }
    let says = "A road of 200 cells, from left to right, over 120 steps, from top to bottom: jams travel backwards.";
    Some(Picture { columns: 200, values, says })
}

#[cfg(test)]
mod tests {
    use super::road;

    #[test]
    fn the_same_cars_are_on_every_row_and_some_wait_to_the_last() {
        let picture = road().unwrap();
        let rows: Vec<&[f32]> = picture.values.chunks(picture.columns).collect();
        assert_eq!(rows.len(), 120);
        for row in &rows {
            assert_eq!(row.iter().sum::<f32>(), rows[0].iter().sum::<f32>());
            assert!(row.windows(3).any(|cells| cells == [1.0; 3]), "no jam");
        }
    }
}
