//! The picture of the problem: the sphere, seen along its third axis.

use crate::{NBody, Params};
use tenfold_kernel::{Picture, solved};

/// Cells along a side, and scale lengths from the middle to an edge.
const SIDE: usize = 120;
const REACH: f64 = 2.5;

/// Every body is a soft spot, and the logarithm of their sum is shown, so that single ones are seen.
pub(crate) fn sphere() -> Option<Picture> {
    const SPOT: isize = 3; // Cells from its middle to its edge.
    let state = solved::<NBody>(Params { n: 1500, steps: 1, ..Params::default() }).ok()?;
    let mut light = vec![0.0_f32; SIDE * SIDE];
    let cell = |at: f64| (at + REACH) * SIDE as f64 / (2.0 * REACH);
    for [x, y, _] in state.positions.as_chunks::<3>().0 {
        let (column, row) = (cell(*x), cell(-*y));
        for (i, j) in (-SPOT..=SPOT).flat_map(|i| (-SPOT..=SPOT).map(move |j| (i, j))) {
            let (i, j) = (row.floor() as isize + i, column.floor() as isize + j);
            let inside = |index: isize| usize::try_from(index).ok().filter(|&index| index < SIDE);
            if let (Some(i), Some(j)) = (inside(i), inside(j)) {
                let squared = (i as f64 + 0.5 - row).powi(2) + (j as f64 + 0.5 - column).powi(2);
                light[i * SIDE + j] += (-squared).exp() as f32;
            }
        }
    }
    let most = light.iter().fold(0.0_f32, |most, &light| most.max(light));
    let says = "A star cluster of 1500 bodies, seen along its third axis: the denser they lie, the stronger the shade. Every one of \
                them pulls every other.";
    let values = light.iter().map(|&light| (8.0 * light).ln_1p() / (8.0 * most).ln_1p()).collect();
    Some(Picture { columns: SIDE, values, says })
}

#[cfg(test)]
mod tests {
    use super::sphere;

    #[test]
    fn the_cluster_is_denser_in_the_middle() {
        let picture = sphere().unwrap();
        let rows: Vec<&[f32]> = picture.values.chunks(picture.columns).collect();
        let mean = |lines: std::ops::Range<usize>| {
            let shades = rows[lines.clone()].iter().flat_map(|row| &row[lines.clone()]);
            shades.sum::<f32>() / (lines.len() * lines.len()) as f32
        };
        assert_eq!(rows.len(), 120);
        assert!(mean(50..70) > 0.5 && mean(0..20) < 0.1, "{} {}", mean(50..70), mean(0..20));
    }
}
