//! Numbers that can be reduced.

/// How [`Comm::reduce`](crate::Comm::reduce) joins two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// The sum. Integers wrap around, as MPI's do.
    Sum,
    /// The smaller; NaN if either is NaN, so that a broken value is not lost on the way.
    Min,
    /// The larger; NaN if either is NaN.
    Max,
}

/// A number that [`Comm::reduce`](crate::Comm::reduce) accepts: `f64`, `f32`, `u64`, `i64`, `u32`, `i32` or `usize`.
pub trait Number: bytemuck::Pod + sealed::Combine {}

pub(crate) mod sealed {
    use super::Op;

    pub trait Combine: Sized {
        /// Joins two numbers. `left` stems from the lower ranks: with the order of the operands fixed, every rank that
        /// computes the same pair gets the same bits, signed zeros included. (Those of a NaN that a sum makes are left open by Rust.)
        fn combine(op: Op, left: Self, right: Self) -> Self;
    }
}

macro_rules! integer {
    ($($type:ty)*) => {$(
        impl Number for $type {}
        impl sealed::Combine for $type {
            #[inline]
            fn combine(op: Op, left: Self, right: Self) -> Self {
                match op {
                    Op::Sum => left.wrapping_add(right),
                    Op::Min => left.min(right),
                    Op::Max => left.max(right),
                }
            }
        }
    )*};
}

macro_rules! float {
    ($($type:ty)*) => {$(
        impl Number for $type {}
        impl sealed::Combine for $type {
            #[inline]
            fn combine(op: Op, left: Self, right: Self) -> Self {
                // A comparison with NaN is false, so a NaN on the right is taken by the `else`.
                match op {
                    Op::Sum => left + right,
                    Op::Min => if left < right || left.is_nan() { left } else { right },
                    Op::Max => if left > right || left.is_nan() { left } else { right },
                }
            }
        }
    )*};
}

integer!(u64 i64 u32 i32 usize);
float!(f64 f32);

#[cfg(test)]
mod tests {
    use super::sealed::Combine;
    use super::*;

    #[test]
    fn not_a_number_survives_on_either_side() {
        for op in [Op::Sum, Op::Min, Op::Max] {
            assert!(f64::combine(op, f64::NAN, 1.0).is_nan());
            assert!(f64::combine(op, 1.0, f64::NAN).is_nan());
        }
    }

    #[test]
    fn operations_by_hand() {
        assert_eq!(f64::combine(Op::Sum, 1.5, 2.0), 3.5);
        assert_eq!(f32::combine(Op::Min, 1.5, -2.0), -2.0);
        assert_eq!(f32::combine(Op::Max, 1.5, -2.0), 1.5);
        assert_eq!(i32::combine(Op::Min, -3, 2), -3);
        assert_eq!(u64::combine(Op::Max, 3, 2), 3);
        assert_eq!(u32::combine(Op::Sum, u32::MAX, 2), 1);
    }
}
