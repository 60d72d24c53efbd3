//! The one comparison of an output with the reference answer, element by element.

use crate::arrays::POISON;
use crate::{Array, Check, Items};

/// Compares `got` with `reference`. `bound` gives the greatest difference allowed in an array of floats by its name; 0 asks
/// for the same bits, where a zero of either sign is one number. Integers must be equal.
///
/// A wrong shape, NaN and infinity never pass: an infinity or NaN in the reference as well is no answer either.
pub(crate) fn compare(reference: &[Array<'_>], got: &[Array<'_>], bound: impl Fn(&str) -> f64) -> Check {
    let arrays = reference.iter().zip(got);
    let checks = arrays.map(|(reference, got)| array(reference, got, bound(reference.name)));
    Check::worst(checks).unwrap_or_else(|| failed("an output without arrays cannot be compared".to_string()))
}

fn failed(detail: String) -> Check {
    Check { error: f64::INFINITY, tolerance: 0.0, detail }
}

fn array(reference: &Array<'_>, got: &Array<'_>, bound: f64) -> Check {
    let name = got.name;
    let (expected, found) = (reference.items.len(), got.items.len());
    if expected != found {
        return failed(format!("{name} has {} instead of {expected}", counted(found)));
    }
    if reference.shape != got.shape {
        return failed(format!("{name} has the shape {:?} instead of {:?}", got.shape, reference.shape));
    }
    let poisoned = unwritten(reference.items, got.items);
    if poisoned > 0 {
        let (of, were) = (counted(found), if poisoned == 1 { "was" } else { "were" });
        return failed(format!("{name}: {poisoned} of {of} {were} not written by the run that is judged"));
    }
    if let Some(at) = got.items.not_finite() {
        return failed(format!("{name}[{at}] is {}", got.items.show(at)));
    }
    if let Some(at) = reference.items.not_finite() {
        return failed(format!("{name}[{at}] of the reference is {}", reference.items.show(at)));
    }
    match (reference.items, got.items) {
        (Items::F64(a), Items::F64(b)) => floats(name, a, b, bound, |x| x),
        (Items::F32(a), Items::F32(b)) => floats(name, a, b, bound, f64::from),
        (a, b) => same_bits(name, a, b),
    }
}

/// "1 element", "3 elements".
fn counted(n: usize) -> String {
    format!("{n} element{}", if n == 1 { "" } else { "s" })
}

/// "1 of 3 elements differs".
fn differ(wrong: usize, all: usize) -> String {
    format!("{wrong} of {} differ{}", counted(all), if wrong == 1 { "s" } else { "" })
}

/// Elements that still hold the poison where the reference holds something else.
fn unwritten(reference: Items<'_>, got: Items<'_>) -> usize {
    let width = got.width();
    let elements = reference.bytes().chunks_exact(width).zip(got.bytes().chunks_exact(width));
    elements.filter(|(a, b)| a != b && b.iter().all(|&byte| byte == POISON)).count()
}

fn same_bits(name: &str, a: Items<'_>, b: Items<'_>) -> Check {
    let (width, all) = (a.width(), a.len());
    let elements = || a.bytes().chunks_exact(width).zip(b.bytes().chunks_exact(width));
    let wrong = elements().filter(|(a, b)| a != b).count();
    let detail = match elements().position(|(a, b)| a != b) {
        None => format!("{name}: no difference in {}", counted(all)),
        Some(at) => format!(
            "{name}: {} from the reference, first [{at}]: {} instead of {}",
            differ(wrong, all),
            b.show(at),
            a.show(at)
        ),
    };
    Check { error: wrong as f64, tolerance: 0.0, detail }
}

fn floats<T: Copy>(name: &str, a: &[T], b: &[T], bound: f64, value: impl Fn(T) -> f64) -> Check {
    let all = b.len();
    let differences = || a.iter().zip(b).map(|(&a, &b)| (value(a) - value(b)).abs());
    if bound == 0.0 {
        let (wrong, most) = (differences().filter(|&d| d != 0.0).count(), differences().fold(0.0, f64::max));
        let detail = match wrong {
            0 => format!("{name}: no difference in {}, to the last digit", counted(all)),
            _ => format!("{name}: {} from the reference, by up to {most:.3e}", differ(wrong, all)),
        };
        return Check { error: wrong as f64, tolerance: 0.0, detail };
    }
    let (at, most) = differences().enumerate().fold((0, 0.0), |most, (at, d)| if most.1 >= d { most } else { (at, d) });
    let detail = format!("{name}: greatest difference {most:.3e} at [{at}] of {all}, allowed {bound:.3e}");
    Check { error: most, tolerance: bound, detail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Item;

    fn one<T: Item>(name: &'static str, items: &'static [T]) -> [Array<'static>; 1] {
        [Array { name, shape: vec![items.len()], items: T::items(items) }]
    }

    #[test]
    fn what_is_no_answer_never_passes_whatever_the_bound() {
        let good = one("u", &[1.0, 2.0, 3.0]);
        for bad in [
            one("u", &[1.0, f64::NAN, 3.0]),
            one("u", &[1.0, f64::INFINITY, 3.0]),
            one("u", &[f64::NEG_INFINITY, 2.0, 3.0]),
            one("u", &[1.0, 2.0]),
            one("u", &[1.0, 2.0, 3.0, 4.0]),
        ] {
            for bound in [0.0, 1.0, f64::INFINITY] {
                assert!(!compare(&good, &bad, |_| bound).passed(), "{bound}");
            }
        }
        let nan = one("u", &[f64::NAN]);
        assert!(!compare(&nan, &nan, |_| f64::INFINITY).passed(), "not even against itself");
        for broken in [nan, one("u", &[f64::INFINITY])] {
            assert!(!compare(&broken, &one("u", &[1.0]), |_| f64::INFINITY).passed(), "nor anything against it");
        }
        assert!(!compare(&[], &[], |_| 1.0).passed());
    }

    #[test]
    fn bits_are_bits_and_a_bound_is_a_bound() {
        let good = one("u", &[0.0, 2.0]);
        assert!(compare(&good, &good, |_| 0.0).passed());
        assert!(compare(&good, &one("u", &[-0.0, 2.0]), |_| 0.0).passed(), "a zero is a zero");
        assert!(!compare(&good, &one("u", &[0.0, 2.0 + 2.0 * f64::EPSILON]), |_| 0.0).passed());
        assert!(!compare(&good, &one("u", &[5e-324, 2.0]), |_| 0.0).passed());
        let off = one("u", &[0.0, 2.0 + 1e-9]);
        assert!(compare(&good, &off, |_| 1e-8).passed());
        assert!(!compare(&good, &off, |_| 1e-10).passed());
        let whole = one("n", &[3_u32, 4]);
        assert!(compare(&whole, &whole, |_| 9.0).passed());
        let check = compare(&whole, &one("n", &[3_u32, 5]), |_| 9.0);
        assert!(!check.passed(), "a bound is for floats");
        assert_eq!(check.detail, "n: 1 of 2 elements differs from the reference, first [1]: 5 instead of 4");
    }

    #[test]
    fn what_a_run_left_unwritten_is_called_so() {
        let good = one("cells", &[1_u8, 0, 255]);
        let check = compare(&good, &one("cells", &[1_u8, 255, 255]), |_| 0.0);
        assert_eq!(check.detail, "cells: 1 of 3 elements was not written by the run that is judged");
        let left = Box::leak(Box::new([1.0, f64::from_bits(u64::MAX)]));
        let check = compare(&one("u", &[1.0, 2.0]), &one("u", left), |_| 1.0);
        assert_eq!(check.detail, "u: 1 of 2 elements was not written by the run that is judged");
    }

    #[test]
    fn the_worst_array_speaks() {
        let both = |u: &'static [f64], n: &'static [u64]| {
            let ([u], [n]) = (one("u", u), one("n", n));
            [u, n]
        };
        let check = compare(&both(&[1.0], &[1]), &both(&[1.0], &[2]), |_| 0.5);
        assert!(check.detail.starts_with("n: 1 of 1"));
    }
}
