//! What knows the right answer: published norms, closed forms, a direct solution, and properties of the iteration.

use crate::flow::{on_the_wall, width};
use crate::frame::frame;
use crate::series::{decay, growth, series};
use crate::steady::steady;
use crate::{Cfd, Flow, Params};
use tenfold_kernel::{Check, Oracle, greatest, oracle};

/// All oracles, constants first.
pub fn all() -> Vec<Oracle<Cfd>> {
    vec![
        oracle!(published, Constant, "norms of EPCC's program at scale 1 and 10 after 1000 iterations"),
        oracle!(every_iteration, Constant, "Jacobi's iteration in closed form, by sine modes of the box; every point"),
        oracle!(steady_flow, Constant, "the discrete viscous equations at rest, by Newton's method; every point"),
        oracle!(maximum_principle, Property, "a mean never exceeds the maximum, nor does a mean of changes"),
        oracle!(fixed_walls, Property, "the walls keep their ψ"),
        oracle!(
            no_slip,
            Property,
            "fluid sticks to walls: ζ there follows from ψ beside them, bit for bit (Thom 1933)"
        ),
    ]
}

/// Largest side at which the closed form, 8 n³ operations, is asked.
const CLOSED_FORM: usize = 384;
/// Largest side at which Newton's method, 16 n⁶ operations a step, is asked.
const NEWTON: usize = 6;

/// How far rounding may carry a point: an iteration loses at most ε w (the sums of two are at most 2w, their sum at
/// most 4w, and a quarter is exact), and a mean enlarges no error.
pub fn rounding(params: &Params) -> f64 {
    params.iterations as f64 * f64::EPSILON * width(params.side())
}

/// Σψ, √Σψ² and the greatest ψ of the interior points: row by row, then over the rows, which keeps rounding small.
pub fn norms(flow: &Flow) -> [f64; 3] {
    let total =
        |term: fn(&f64) -> f64| -> f64 { flow.lines(&flow.psi).map(|row| row.iter().map(term).sum::<f64>()).sum() };
    [total(|psi| *psi), total(|psi| psi * psi).sqrt(), greatest(flow.values())]
}

fn published(params: &Params, _: &Flow, output: &Flow) -> Option<Check> {
    let published = match (params.side(), params.iterations, params.reynolds) {
        (32, 1000, None) => [1530.3587835690, 67.1616998813, 4.9802716405],
        (320, 1000, None) => [305893.1594377683, 2954.0576429905, 49.9364333489],
        _ => return None,
    };
    let n = params.side() as f64;
    let checks = ["sum", "l2", "max"].into_iter().zip(norms(output)).zip(published).zip([n * n, n, 1.0]);
    // They are published to ten decimals.
    let tolerance = |terms: f64| 5e-11 + terms * rounding(params);
    Check::worst(checks.map(|(((what, got), norm), terms)| Check::close(what, got, norm, tolerance(terms))))
}

fn every_iteration(params: &Params, _: &Flow, output: &Flow) -> Option<Check> {
    let (n, k) = (params.side(), params.iterations);
    if params.reynolds.is_some() || n > CLOSED_FORM {
        return None;
    }
    // The closed form is rounded in four sums of n products.
    let tolerance = rounding(params) + 32.0 * n as f64 * f64::EPSILON * width(n);
    let exact = series(n, |sigma| growth(sigma, k));
    let off = greatest(exact.iter().zip(output.values()).map(|(exact, got)| (exact - got).abs()));
    let residual = greatest(series(n, |sigma| decay(sigma, k - 1)).into_iter().map(f64::abs));
    let what = format!("the greatest distance of a point from the sum of its modes after {k} iterations");
    let last = Check::close("the last residual", output.residuals[params.checks() - 1], residual, 2.0 * tolerance);
    Check::worst([Check::close(&what, off, 0.0, tolerance), last])
}

fn steady_flow(params: &Params, _: &Flow, output: &Flow) -> Option<Check> {
    let residual = output.residuals[params.checks() - 1];
    if params.reynolds.is_none() || params.side() > NEWTON || residual > 1e-10 {
        return None;
    }
    let (exact, got) = (steady(params), output.lines(&output.psi).chain(output.lines(&output.zeta)).flatten());
    let off = greatest(exact.iter().zip(got).map(|(exact, got)| (exact - got).abs()));
    // What is still to come is at most ρ/(1 − ρ) of the last change: 1000 for any ρ up to 0.999.
    let tolerance = 1e3 * residual + 1e-11;
    Some(Check::close("the greatest distance of ψ or ζ from the steady flow", off, 0.0, tolerance))
}

fn maximum_principle(params: &Params, _: &Flow, output: &Flow) -> Option<Check> {
    if params.reynolds.is_some() {
        return None;
    }
    let beyond = greatest(output.values().map(|psi| (psi - width(params.side())).max(-psi)));
    let grown = greatest(output.residuals.windows(2).map(|pair| pair[1] - pair[0]));
    Check::worst([
        Check::close("how far ψ is outside 0 … w", beyond, 0.0, 0.0),
        Check::close("by how much a residual exceeds the one before", grown, 0.0, 2.0 * rounding(params)),
    ])
}

fn fixed_walls(params: &Params, _: &Flow, output: &Flow) -> Option<Check> {
    let n = params.side();
    let off = frame([n, n]).map(|[i, j]| (output.psi[i * (n + 2) + j] - on_the_wall(n, i, j)).abs());
    Some(Check::close("the greatest change of ψ on the walls", greatest(off), 0.0, 0.0))
}

fn no_slip(params: &Params, _: &Flow, output: &Flow) -> Option<Check> {
    params.reynolds?;
    let n = params.side();
    let at = |i: usize, j: usize| i * (n + 2) + j;
    let walls = frame([n, n]).filter(|[i, j]| (1..=n).contains(i) || (1..=n).contains(j));
    let off = walls.map(|[i, j]| {
        let beside = output.psi[at(i.clamp(1, n), j.clamp(1, n))];
        (output.zeta[at(i, j)] - 2.0 * (beside - output.psi[at(i, j)])).abs()
    });
    let what = "the greatest distance of ζ on a wall from what follows from ψ beside it";
    Some(Check::close(what, greatest(off), 0.0, 0.0))
}
