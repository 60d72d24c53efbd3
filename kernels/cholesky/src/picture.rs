//! The picture of the problem: the factor.

use crate::{Cholesky, Params};
use tenfold_kernel::{Picture, greatest, solved};

/// The magnitudes of the entries of L on a logarithmic scale, from 0 to the greatest.
pub(crate) fn factor() -> Option<Picture> {
    let factor = solved::<Cholesky>(Params::of(120, 24)).ok()?;
    let shades: Vec<f64> = factor.l.iter().map(|l| l.abs().ln_1p()).collect();
    let most = greatest(shades.iter().copied());
    let values = shades.iter().map(|shade| (shade / most) as f32).collect();
    let says = "The factor L of a matrix A = L Lᵀ of integers, the greater an entry the stronger its shade: above the diagonal it is zero.";
    Some(Picture { columns: factor.shape[1], values, says })
}
