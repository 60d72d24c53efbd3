//! The picture of a problem: whole, in range, of something, and the same for everybody.

use crate::{AnyKernel, Picture};

pub(super) fn is_sound(kernel: &dyn AnyKernel) {
    let (name, picture) = (kernel.name(), kernel.picture());
    if let Some(fault) = picture.as_ref().and_then(fault) {
        panic!("{name}: its picture {fault}");
    }
    // Not `assert_eq`, which would print all their values.
    assert!(picture == kernel.picture(), "{name}: its picture changes when asked for again");
}

/// What is wrong with `picture`, as the end of a sentence.
fn fault(picture: &Picture) -> Option<String> {
    let Picture { columns, values, says } = picture;
    if let Some(index) = values.iter().position(|value| !(0.0..=1.0).contains(value)) {
        return Some(format!("has the value {} at index {index}: only 0 to 1 are allowed", values[index]));
    }
    if !values.len().is_multiple_of(*columns) {
        return Some(format!("has {} values, which are not whole rows of {columns}", values.len()));
    }
    if values.windows(2).all(|pair| pair[0] == pair[1]) {
        return Some("shows nothing: all its values are the same".to_string());
    }
    (!says.ends_with('.')).then(|| format!("says '{says}', which is not a sentence"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_named() {
        let found = |columns, values: &[f32], says| fault(&Picture { columns, values: values.to_vec(), says });
        assert_eq!(found(2, &[0.0, 1.0, 0.5, 0.5], "Two rows."), None);
        for (value, shown) in [(f32::NAN, "NaN"), (f32::INFINITY, "inf"), (1.5, "1.5"), (-0.25, "-0.25")] {
            let fault = format!("has the value {shown} at index 1: only 0 to 1 are allowed");
            assert_eq!(found(2, &[0.0, value], "Out of range."), Some(fault));
        }
        for columns in [0, 2] {
            let fault = format!("has 3 values, which are not whole rows of {columns}");
            assert_eq!(found(columns, &[0.0, 1.0, 0.0], "Cut."), Some(fault));
        }
        for values in [[0.5; 4].as_slice(), &[]] {
            assert_eq!(found(2, values, "Grey.").unwrap(), "shows nothing: all its values are the same");
        }
        assert_eq!(found(2, &[0.0, 1.0], "").unwrap(), "says '', which is not a sentence");
    }
}
