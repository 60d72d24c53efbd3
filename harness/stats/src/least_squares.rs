//! Least squares of relative residuals for a handful of parameters.

/// The coefficients c that minimise Σ (rowᵢ·c / yᵢ − 1)², or `None` where the rows do not determine them.
///
/// By modified Gram–Schmidt (Å. Björck, BIT 7 (1967) 1–21): backward stable for least squares, where the
/// normal equations would square the condition number, and N(N−1) beside 1 makes that large.
pub(crate) fn relative<const K: usize>(rows: &[[f64; K]], y: &[f64]) -> Option<[f64; K]> {
    let column = |k: usize| -> Vec<f64> { rows.iter().zip(y).map(|(row, y)| row[k] / y).collect() };
    let mut q: [Vec<f64>; K] = std::array::from_fn(column);
    let mut rest = vec![1.0; y.len()];
    let mut r = [[0.0; K]; K];
    let mut projected = [0.0; K];
    for k in 0..K {
        let before = norm(&column(k));
        let length = norm(&q[k]);
        // What rounding leaves of a column that the others span: some eps of what it was.
        if length.is_nan() || length <= before * 64.0 * f64::EPSILON {
            return None;
        }
        r[k][k] = length;
        q[k].iter_mut().for_each(|v| *v /= length);
        let (done, later) = q.split_at_mut(k + 1);
        for (along, v) in r[k][k + 1..].iter_mut().zip(later) {
            *along = project_out(&done[k], v);
        }
        projected[k] = project_out(&q[k], &mut rest);
    }
    let mut c = [0.0; K];
    for k in (0..K).rev() {
        let known: f64 = (k + 1..K).map(|j| r[k][j] * c[j]).sum();
        c[k] = (projected[k] - known) / r[k][k];
    }
    Some(c)
}

fn norm(v: &[f64]) -> f64 {
    v.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// Removes from `v` its part along the unit vector `unit`, and returns that part.
fn project_out(unit: &[f64], v: &mut [f64]) -> f64 {
    let along: f64 = unit.iter().zip(v.iter()).map(|(u, x)| u * x).sum();
    v.iter_mut().zip(unit).for_each(|(x, u)| *x -= along * u);
    along
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_on_a_line_give_the_line() {
        let rows: Vec<[f64; 2]> = (1..6).map(|x| [1.0, f64::from(x)]).collect();
        let y: Vec<f64> = rows.iter().map(|r| 3.0 + 0.5 * r[1]).collect();
        let [a, b] = relative(&rows, &y).unwrap();
        assert!((a - 3.0).abs() <= 1e-14 && (b - 0.5).abs() <= 1e-14);
    }

    #[test]
    fn residuals_count_relative_to_the_value() {
        // A constant through 1 and 10: the minimum of (c − 1)² + (c/10 − 1)² is c = 1.1/1.01.
        let [c] = relative(&[[1.0], [1.0]], &[1.0, 10.0]).unwrap();
        assert!((c - 1.1 / 1.01).abs() <= 1e-15);
    }

    #[test]
    fn dependent_columns_are_refused() {
        let rows = [[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]];
        assert_eq!(relative(&rows, &[1.0, 1.1, 0.7]), None);
        assert_eq!(relative(&[[0.0]], &[1.0]), None);
    }
}
