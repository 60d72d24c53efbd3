//! Lines that end before words and go on behind them.

use crate::plot::Rectangle;

/// A straight line from one point to another.
pub(super) type Ends = ((f64, f64), (f64, f64));

/// The parts of a line that lie in no rectangle.
pub(super) fn outside(line: Ends, words: &[Rectangle]) -> Vec<Ends> {
    let (from, to) = line;
    let at = |share: f64| (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
    let mut covered: Vec<(f64, f64)> = words.iter().filter_map(|words| inside(line, words)).collect();
    covered.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut done, mut parts) = (0.0, Vec::new());
    for (enters, leaves) in covered {
        if enters > done {
            parts.push((at(done), at(enters)));
        }
        done = f64::max(done, leaves);
    }
    if done < 1.0 {
        parts.push((at(done), to));
    }
    parts
}

/// Shares of a line's length at which it enters a rectangle and leaves it (Liang and Barsky 1984); `None` where it misses it.
fn inside((from, to): Ends, Rectangle(left, top, right, bottom): &Rectangle) -> Option<(f64, f64)> {
    let mut span = (0.0_f64, 1.0_f64);
    for (start, way, low, high) in [(from.0, to.0 - from.0, left, right), (from.1, to.1 - from.1, top, bottom)] {
        let ends = match way == 0.0 {
            true if *low < start && start < *high => continue,
            true => return None,
            false => ((low - start) / way, (high - start) / way),
        };
        span = (span.0.max(ends.0.min(ends.1)), span.1.min(ends.0.max(ends.1)));
    }
    (span.0 < span.1).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_before_words_and_goes_on_behind_them() {
        let level = ((0.0, 5.0), (10.0, 5.0));
        let words = |left, right| Rectangle(left, 0.0, right, 8.0);
        assert_eq!(outside(level, &[]), [level]);
        assert_eq!(
            outside(level, &[words(6.0, 8.0), words(2.0, 4.0)]),
            [((0.0, 5.0), (2.0, 5.0)), ((4.0, 5.0), (6.0, 5.0)), ((8.0, 5.0), (10.0, 5.0))]
        );
        assert_eq!(outside(level, &[words(-1.0, 4.0), words(3.0, 7.0)]), [((7.0, 5.0), (10.0, 5.0))]);
        assert_eq!(outside(level, &[words(-1.0, 11.0)]), []);
        assert_eq!(outside(level, &[Rectangle(2.0, 6.0, 4.0, 8.0), words(12.0, 14.0)]), [level], "it passes");
    }

    #[test]
    fn a_slanted_line_is_cut_where_it_crosses_the_edge() {
        let slope = ((0.0, 10.0), (10.0, 0.0));
        assert_eq!(
            outside(slope, &[Rectangle(0.0, 0.0, 8.0, 5.0)]),
            [((0.0, 10.0), (5.0, 5.0)), ((8.0, 2.0), (10.0, 0.0))]
        );
        assert_eq!(outside(slope, &[Rectangle(0.0, 0.0, 3.0, 3.0)]), [slope]);
    }
}
