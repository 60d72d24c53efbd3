//! What knows the right answer, and how closely an answer has to agree with the naive variant's.

use crate::{Numbers, Outcome, PERIOD, Params, __Name__};
use tenfold_kernel::{Agreement, Check, Oracle, oracle};

pub(crate) fn all() -> Vec<Oracle<__Name__>> {
    vec![oracle!(closed_form, Constant, "0² + 1² + … + (m − 1)² = (m − 1) m (2m − 1) / 6")]
}

/// A square is rounded once, whoever computes it; a sum depends on the order of its terms.
pub(crate) const ANY_ORDER: Agreement<__Name__> = Agreement::Bounded {
    bound: |params, _, array| if array == "sum" { rounding(params) } else { 0.0 },
    derivation: "squares the same; sums of n terms in any two orders n ε Σx² apart (Higham, Accuracy and Stability, 4.2)",
};

fn rounding(params: &Params) -> f64 {
    params.n as f64 * f64::EPSILON * sum(params)
}

fn sum(params: &Params) -> f64 {
    let below = |m: usize| if m == 0 { 0 } else { (m - 1) * m * (2 * m - 1) / 6 };
    let whole = params.n / PERIOD * below(PERIOD) + below(params.n % PERIOD);
    whole as f64 / (PERIOD * PERIOD) as f64
}

fn closed_form(params: &Params, _: &Numbers, output: &Outcome) -> Option<Check> {
    // Twice as much, since numbers and squares are rounded before they are added.
    Some(Check::close("sum", output.sum[0], sum(params), 2.0 * rounding(params)))
}
