//! The reference against itself: any difference is an error of the night.

/// One sentinel for so many cells.
const CELLS_PER_SENTINEL: usize = 8;

/// No more in a night: they take time from the cells.
const MOST: usize = 4;

/// Which of so many cells are the sentinels of a night before which there were so many: in turns, so that every cell is one
/// sooner or later.
pub fn of_night(cells: usize, nights: usize) -> Vec<usize> {
    let n = cells.div_ceil(CELLS_PER_SENTINEL).min(MOST);
    (0..n).map(|i| (nights * n + i) % cells).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_a_sentinel_in_turn() {
        let mut met: Vec<usize> = (0..10).flat_map(|nights| of_night(20, nights)).collect();
        assert_eq!(met.len(), 30);
        met.sort_unstable();
        met.dedup();
        assert_eq!(met, (0..20).collect::<Vec<_>>());
        assert_eq!((of_night(1, 7), of_night(100, 0)), (vec![0], vec![0, 1, 2, 3]));
        assert!(of_night(0, 3).is_empty());
    }
}
