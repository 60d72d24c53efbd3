//! Ranks as the points of a grid.

/// Towards which end of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards coordinate 0.
    Lower,
    /// Away from coordinate 0.
    Upper,
}

impl Direction {
    /// The other direction: what goes out one way comes in from the other.
    pub fn opposite(self) -> Self {
        match self {
            Direction::Lower => Direction::Upper,
            Direction::Upper => Direction::Lower,
        }
    }
}

/// A Cartesian grid of ranks in `D` dimensions. Ranks are numbered row by row: the last axis runs fastest, as in an MPI
/// Cartesian communicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid<const D: usize> {
    dims: [usize; D],
    periodic: [bool; D],
}

impl<const D: usize> Grid<D> {
    /// The most compact grid of `size` ranks: of all ways to write `size` as a product of `D` factors the one with the
    /// smallest sum, hence the shortest halo around each block of a square domain. The longest axis comes first.
    /// An axis that is `periodic` closes to a ring.
    ///
    /// # Panics
    /// If `size` or `D` is zero.
    pub fn balanced(size: usize, periodic: [bool; D]) -> Self {
        assert!(size > 0 && D > 0, "a grid of {size} ranks in {D} dimensions: both must be at least 1");
        let mut dims = [1; D];
        let mut best = None;
        factorise(size, 0, &mut dims, &mut best);
        let (_, dims) = best.expect("size x 1 x 1 … is one way");
        Grid { dims, periodic }
    }

    /// The number of ranks along each axis.
    pub fn dims(&self) -> [usize; D] {
        self.dims
    }

    /// The number of ranks.
    pub fn size(&self) -> usize {
        self.dims.iter().product()
    }

    /// Where `rank` lies.
    ///
    /// # Panics
    /// If `rank` is not in the grid.
    pub fn coords(&self, rank: usize) -> [usize; D] {
        assert!(rank < self.size(), "rank {rank} is not in a grid of {} ranks", self.size());
        let mut coords = [0; D];
        let mut rest = rank;
        for axis in (0..D).rev() {
            coords[axis] = rest % self.dims[axis];
            rest /= self.dims[axis];
        }
        coords
    }

    /// The rank at `coords`.
    ///
    /// # Panics
    /// If a coordinate is outside the grid.
    pub fn rank_of(&self, coords: [usize; D]) -> usize {
        coords.iter().zip(&self.dims).fold(0, |rank, (&coord, &dim)| {
            assert!(coord < dim, "{coords:?} is not in a grid of {:?}", self.dims);
            rank * dim + coord
        })
    }

    /// The rank next to `rank` along `axis`; `None` at the edge of an axis that is not periodic. On a periodic axis of
    /// length 1 a rank is its own neighbour.
    pub fn neighbour(&self, rank: usize, axis: usize, direction: Direction) -> Option<usize> {
        let mut coords = self.coords(rank);
        let (dim, here) = (self.dims[axis], coords[axis]);
        let at_edge = here
            == match direction {
                Direction::Lower => 0,
                Direction::Upper => dim - 1,
            };
        if at_edge && !self.periodic[axis] {
            return None;
        }
        coords[axis] = match direction {
            Direction::Lower => (here + dim - 1) % dim,
            Direction::Upper => (here + 1) % dim,
        };
        Some(self.rank_of(coords))
    }
}

/// Tries all non-increasing factors of `rest` for the axes from `axis` on; keeps the product with the least sum.
fn factorise<const D: usize>(rest: usize, axis: usize, dims: &mut [usize; D], best: &mut Option<(usize, [usize; D])>) {
    if axis == D {
        let sum = dims.iter().sum();
        if rest == 1 && best.is_none_or(|(least, _)| sum < least) {
            *best = Some((sum, *dims));
        }
        return;
    }
    let most = if axis == 0 { rest } else { rest.min(dims[axis - 1]) };
    for factor in (1..=most).filter(|factor| rest.is_multiple_of(*factor)) {
        dims[axis] = factor;
        factorise(rest / factor, axis + 1, dims, best);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_are_as_square_as_the_size_allows() {
        let dims = |size| Grid::balanced(size, [false; 2]).dims();
        assert_eq!(
            [1, 2, 3, 4, 6, 7, 12, 36].map(dims),
            [[1, 1], [2, 1], [3, 1], [2, 2], [3, 2], [7, 1], [4, 3], [6, 6]]
        );
        assert_eq!(Grid::balanced(12, [false; 3]).dims(), [3, 2, 2]);
        assert_eq!(Grid::balanced(5, [true]).dims(), [5]);
    }

    #[test]
    fn ranks_are_numbered_row_by_row() {
        let grid = Grid::balanced(6, [false; 2]);
        assert_eq!(grid.coords(3), [1, 1]);
        assert!((0..6).all(|rank| grid.rank_of(grid.coords(rank)) == rank));
    }

    #[test]
    fn neighbours_end_at_an_edge_and_close_a_ring() {
        let grid = Grid::balanced(6, [false, true]);
        assert_eq!(grid.neighbour(0, 0, Direction::Lower), None);
        assert_eq!(grid.neighbour(0, 0, Direction::Upper), Some(2));
        assert_eq!(grid.neighbour(4, 0, Direction::Upper), None);
        assert_eq!(grid.neighbour(0, 1, Direction::Lower), Some(1));
        assert_eq!(grid.neighbour(1, 1, Direction::Upper), Some(0));
        assert_eq!(Grid::balanced(1, [true]).neighbour(0, 0, Direction::Upper), Some(0));
    }
}
