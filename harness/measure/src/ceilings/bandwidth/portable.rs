//! The walks as safe loops, vectorised by the compiler.

use super::{Line, Pattern, Stores};
use std::hint::black_box;

/// What the arrays are walked with, for the method.
pub(super) const WITH: &str = "with loops vectorised by the compiler";

/// Walks `passes` times over the `lines` lines that begin at each of `starts` (to, from, more) in `arrays`. There is no
/// portable way to ask for non-temporal stores: all are plain.
pub(super) fn walk(
    pattern: Pattern,
    _stores: Stores,
    arrays: &mut [Line],
    starts: [usize; 3],
    lines: usize,
    passes: usize,
) {
    let [to, from, more] = starts;
    for _ in 0..passes {
        let arrays = &mut *black_box(&mut *arrays);
        match pattern {
            Pattern::Read => {
                let sum = |sums: [f64; 8], line: &Line| std::array::from_fn(|i| sums[i] + line.0[i]);
                black_box(arrays[to..to + lines].iter().fold([0.0; 8], sum));
            }
            Pattern::Copy => (0..lines).for_each(|i| arrays[to + i] = arrays[from + i]),
            Pattern::Triad => {
                for i in 0..lines {
                    let (b, c) = (arrays[from + i].0, arrays[more + i].0);
                    arrays[to + i] = Line(std::array::from_fn(|k| b[k] + 3.0 * c[k]));
                }
            }
        }
    }
}
