//! A rank's block of a matrix.

use crate::Part;
use std::ops::Range;
use tenfold_comm::{Grid, block};

/// The block of a matrix that one rank holds. The ranks are the most compact grid that there is of so many; matrix and block
/// lie in memory row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Which rows of the matrix.
    pub rows: Range<usize>,
    /// Which columns.
    pub columns: Range<usize>,
    /// Columns of the matrix.
    stride: usize,
}

impl Tile {
    /// The block that `part` holds of a matrix of so many rows and columns.
    pub fn of([rows, columns]: [usize; 2], part: Part) -> Tile {
        let grid = Grid::<2>::balanced(part.ranks, [false; 2]);
        let ([down, across], [row, column]) = (grid.dims(), grid.coords(part.rank));
        Tile { rows: block(rows, down, row), columns: block(columns, across, column), stride: columns }
    }

    /// How many rows and columns it has.
    pub fn shape(&self) -> [usize; 2] {
        [self.rows.len(), self.columns.len()]
    }

    /// Where in the matrix its rows lie, as [`Npy::ranges`](crate::Npy::ranges) reads them.
    pub fn lines(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let Tile { rows, columns, stride } = self.clone();
        rows.map(move |row| row * stride + columns.start..row * stride + columns.end)
    }

    /// Copies the block to its place in the matrix, where both have a frame of one cell around them; of the block's frame only what
    /// is frame of the matrix, too.
    pub fn place_framed<T: Copy>(&self, block: &[T], matrix: &mut [T]) {
        if self.shape().contains(&0) {
            return;
        }
        let (from, to) = (self.columns.len() + 2, self.stride + 2);
        // Lines of the framed block: those of its frame that continue in another block stay away.
        let own = |lines: &Range<usize>, all: usize| {
            usize::from(lines.start > 0)..lines.len() + 1 + usize::from(lines.end == all)
        };
        let (rows, columns) = (own(&self.rows, matrix.len() / to - 2), own(&self.columns, self.stride));
        for i in rows {
            let row = &mut matrix[(self.rows.start + i) * to + self.columns.start..];
            row[columns.clone()].copy_from_slice(&block[i * from..][columns.clone()]);
        }
    }

    /// Copies the block to its place in the matrix.
    pub fn place<T: Copy>(&self, block: &[T], matrix: &mut [T]) {
        let mut rest = block;
        for line in self.lines() {
            let (row, others) = rest.split_at(line.len());
            matrix[line].copy_from_slice(row);
            rest = others;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_put_together_are_the_matrix() {
        for ranks in 1..=12 {
            for [rows, columns] in [[1, 1], [2, 3], [5, 4], [7, 1], [8, 13]] {
                let whole: Vec<usize> = (0..rows * columns).collect();
                let mut matrix = vec![usize::MAX; whole.len()];
                for rank in 0..ranks {
                    let tile = Tile::of([rows, columns], Part { rank, ranks });
                    let block: Vec<usize> = tile.lines().flatten().collect();
                    assert_eq!(block.len(), tile.shape().iter().product::<usize>());
                    tile.place(&block, &mut matrix);
                }
                assert_eq!(matrix, whole, "{ranks} ranks");
            }
        }
    }

    #[test]
    fn framed_tiles_put_together_are_the_framed_matrix() {
        for ranks in 1..=12 {
            for [rows, columns] in [[1, 1], [2, 3], [5, 4], [7, 1], [8, 13]] {
                let whole: Vec<usize> = (0..(rows + 2) * (columns + 2)).collect();
                let mut matrix = vec![usize::MAX; whole.len()];
                for rank in 0..ranks {
                    let tile = Tile::of([rows, columns], Part { rank, ranks });
                    let framed = tile.rows.start..tile.rows.end + 2;
                    let row =
                        |i: usize| i * (columns + 2) + tile.columns.start..i * (columns + 2) + tile.columns.end + 2;
                    let inner = |i: usize, j: usize| (1..=rows).contains(&i) && (1..=columns).contains(&j);
                    let own = |i: usize, j: usize| tile.rows.contains(&(i - 1)) && tile.columns.contains(&(j - 1));
                    // A neighbour's points are not to be taken from this block's frame.
                    let value = |at: usize| match (at / (columns + 2), at % (columns + 2)) {
                        (i, j) if inner(i, j) && !own(i, j) => usize::MAX,
                        _ => at,
                    };
                    let block: Vec<usize> = framed.flat_map(row).map(value).collect();
                    tile.place_framed(&block, &mut matrix);
                }
                assert_eq!(matrix, whole, "{ranks} ranks");
            }
        }
    }

    #[test]
    fn six_ranks_are_three_rows_of_two() {
        let tile = Tile::of([7, 5], Part { rank: 3, ranks: 6 });
        assert_eq!((tile.rows.clone(), tile.columns.clone()), (3..5, 3..5));
        assert_eq!(tile.lines().collect::<Vec<_>>(), [18..20, 23..25]);
    }
}
