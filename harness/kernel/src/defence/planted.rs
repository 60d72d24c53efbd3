//! Faults planted in a right answer, which the comparison with the reference must catch in every kernel.

use crate::arrays::POISON;
use crate::judge::Bench;
use crate::{Agreement, AnyKernel, Arrays, ItemsMut, Kernel};

pub(super) fn faults_are_caught(kernel: &dyn AnyKernel) {
    let params = kernel.small();
    let reference = kernel.reference(&params).unwrap_or_else(|e| panic!("{} {params:?}: {e}", kernel.name()));
    let overlooked = kernel.overlooked_faults(&params, &reference).unwrap_or_else(|e| panic!("{}: {e}", kernel.name()));
    assert!(overlooked.is_empty(), "{}: the comparison overlooks {overlooked:?}", kernel.name());
}

/// A fault to plant in an array. Returns whether the array can have it.
type Fault = (&'static str, fn(&mut ItemsMut<'_>) -> bool);

const FAULTS: [Fault; 5] = [
    ("NaN", |items| set(items, f64::NAN)),
    ("infinity", |items| set(items, f64::INFINITY)),
    ("an element not written", poison_last),
    ("a missing last element", cut),
    ("a swapped pair", swap),
];

/// Those faults that an answer may have and still be called right, by what any variant or peer declares.
pub(crate) fn overlooked<K: Kernel>(bench: &Bench<K>) -> Vec<String> {
    let of_variants = K::variants().into_iter().map(|v| (v.name, v.agreement));
    let all = of_variants.chain(K::peers().into_iter().map(|p| (p.info.name, p.agreement)));
    let mut overlooked = Vec::new();
    for (who, agreement) in all {
        for index in 0..bench.reference().arrays().len() {
            for (what, plant) in FAULTS {
                // A test of a distribution does not look at the order.
                let is_blind = what == "a swapped pair" && matches!(agreement, Agreement::Statistical { .. });
                let mut answer = bench.reference().clone();
                let mut arrays = answer.arrays_mut();
                let name = arrays[index].name;
                if is_blind || !plant(&mut arrays[index].items) {
                    continue;
                }
                drop(arrays);
                if bench.agreement(&answer, agreement).passed() {
                    overlooked.push(format!("{what} in '{name}' of {who}"));
                }
            }
        }
    }
    overlooked
}

/// Sets the middle element, where there can be such a value.
fn set(items: &mut ItemsMut<'_>, value: f64) -> bool {
    let middle = items.len() / 2;
    match items {
        ItemsMut::F64(items) if !items.is_empty() => items[middle] = value,
        ItemsMut::F32(items) if !items.is_empty() => items[middle] = value as f32,
        _ => return false,
    }
    true
}

fn poison_last(items: &mut ItemsMut<'_>) -> bool {
    let width = items.width();
    let Some(last) = items.bytes_mut().rchunks_exact_mut(width).next() else { return false };
    let is_fault = last.iter().any(|&byte| byte != POISON);
    last.fill(POISON);
    is_fault
}

fn cut(items: &mut ItemsMut<'_>) -> bool {
    let len = items.len();
    if len > 0 {
        items.resized(len - 1);
    }
    len > 0
}

/// Swaps the first element with the one that differs most from it.
fn swap(items: &mut ItemsMut<'_>) -> bool {
    fn furthest<T: Copy + PartialEq>(items: &mut [T], distance: impl Fn(T, T) -> f64) -> bool {
        let Some(&first) = items.first() else { return false };
        let far = (1..items.len()).max_by(|&a, &b| distance(first, items[a]).total_cmp(&distance(first, items[b])));
        let Some(far) = far.filter(|&far| items[far] != first) else { return false };
        items.swap(0, far);
        true
    }
    match items {
        ItemsMut::U8(items) => furthest(items, |a, b| f64::from(a.abs_diff(b))),
        ItemsMut::U32(items) => furthest(items, |a, b| f64::from(a.abs_diff(b))),
        ItemsMut::I32(items) => furthest(items, |a, b| f64::from(a.abs_diff(b))),
        ItemsMut::U64(items) => furthest(items, |a, b| a.abs_diff(b) as f64),
        ItemsMut::I64(items) => furthest(items, |a, b| a.abs_diff(b) as f64),
        ItemsMut::F32(items) => furthest(items, |a, b| f64::from((a - b).abs())),
        ItemsMut::F64(items) => furthest(items, |a, b| (a - b).abs()),
    }
}
