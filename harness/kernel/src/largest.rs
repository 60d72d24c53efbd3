//! What a problem that does not fit is told: the largest like it that would.

use crate::{AnyKernel, Limits, Value, Values};

/// The largest problem like `params` of which `fits` says that it does: the param that makes it smaller, and its value. That is
/// `size`, unless its value follows from another one; and where it alone cannot be small enough, another that was set.
pub(crate) fn largest(
    kernel: &dyn AnyKernel,
    size: &str,
    params: &Values,
    fits: &dyn Fn(&Values) -> bool,
) -> Option<(&'static str, i64)> {
    if params.values().any(|value| matches!(value, Value::File(_))) {
        return None;
    }
    let given = given(kernel, params);
    let number = |name: &str| kernel.specs().iter().find(|spec| spec.name == name);
    let set = kernel.specs().iter().filter(|spec| given.contains_key(spec.name) && spec.name != size);
    let first = number(size).filter(|_| given.contains_key(size));
    let mut candidates = first.into_iter().chain(set).chain(number(size).filter(|_| first.is_none()));
    candidates.find_map(|spec| {
        let (Limits::Int { min, .. }, Some(Value::Int(most))) = (spec.limits, params.get(spec.name)) else {
            return None;
        };
        let resolved = |size: i64| {
            let mut smaller = given.clone();
            smaller.insert(spec.name.to_string(), Value::Int(size));
            kernel.resolve(&smaller).ok()
        };
        Some((spec.name, below(*most, min, resolved, fits)?))
    })
}

/// The params without those that follow from the others or are as by default: what the user must have set.
fn given(kernel: &dyn AnyKernel, params: &Values) -> Values {
    params.keys().fold(params.clone(), |given, name| {
        let mut fewer = given.clone();
        fewer.remove(name);
        if kernel.resolve(&fewer).as_ref() == Ok(params) { fewer } else { given }
    })
}

/// The largest size below `most` that is allowed and fits.
fn below(most: i64, min: i64, resolved: impl Fn(i64) -> Option<Values>, fits: impl Fn(&Values) -> bool) -> Option<i64> {
    // What is refused between two sizes that are allowed counts as the lower one; below all of them, as too small.
    let allowed = |size: i64| nearest(size, min).into_iter().find_map(|size| Some((size, resolved(size)?)));
    let (mut small, mut large, mut best) = (min - 1, most, None);
    while large - small > 1 {
        let middle = small + (large - small) / 2;
        match allowed(middle) {
            Some((_, params)) if !fits(&params) => large = middle,
            found => (small, best) = (middle, found.map(|(size, _)| size).max(best)),
        }
    }
    best
}

/// A size, and what it is rounded down to where not every size is allowed: multiples of small numbers, and a power of two.
fn nearest(size: i64, min: i64) -> Vec<i64> {
    let multiples = (1..=16).map(|of| size - size % of);
    let mut all: Vec<i64> =
        multiples.chain(size.checked_ilog2().map(|log| 1 << log)).filter(|&size| size >= min).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    all
}
