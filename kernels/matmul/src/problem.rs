//! The problem: which matrices are multiplied, where they come from, and which share of them is a rank's.

use tenfold_kernel::{FileValue, Npy, Part, Tile, arrays, params, random};

params! {
    /// Two matrices: A has m rows and k columns, B has k rows and n columns.
    pub struct Params {
        n: Option<usize> in 1..=65_536, "columns of B and C; if not given k, else m, else 1024";
        m: Option<usize> in 1..=65_536, "rows of A and C; if not given n";
        k: Option<usize> in 1..=65_536, "columns of A and rows of B; if not given n";
        seed: u64 = 1 in 0..=4_294_967_295, "for the integers in a matrix that is not read from a file";
        a: Option<FileValue>, "A: a matrix of f64 in a .npy file, row by row";
        b: Option<FileValue>, "B, likewise";
    }
}

impl Params {
    /// The integer problem of this shape: rows of A, columns of A, columns of B.
    pub fn of([m, k, n]: [usize; 3]) -> Params {
        // A square problem has one size: it can be told the largest that fits.
        let unlike_n = |extent| Some(extent).filter(|&extent| extent != n);
        Params { n: Some(n), m: unlike_n(m), k: unlike_n(k), ..Params::default() }
    }

    /// Rows of A, columns of A, columns of B.
    pub fn shape(&self) -> [usize; 3] {
        let n = self.n.expect("complete params have it");
        [self.m.unwrap_or(n), self.k.unwrap_or(n), n]
    }

    /// The blocks of A, B and C that a rank holds.
    pub(crate) fn tiles(&self, part: Part) -> [Tile; 3] {
        let [m, k, n] = self.shape();
        [[m, k], [k, n], [m, n]].map(|shape| Tile::of(shape, part))
    }

    /// Takes from the files what is not given.
    pub(crate) fn complete(self) -> Result<Params, String> {
        let Params { mut n, mut m, mut k, .. } = self;
        Npy::adopt(&self.a, [&mut m, &mut k])?;
        Npy::adopt(&self.b, [&mut k, &mut n])?;
        let n = n.or(k).or(m).unwrap_or(1024);
        let Params { n, m, k, .. } = Params::of([m.unwrap_or(n), k.unwrap_or(n), n]);
        Ok(Params { n, m, k, ..self })
    }

    /// Whether both matrices hold the integers whose product is known.
    pub(crate) fn is_exact(&self) -> bool {
        self.a.is_none() && self.b.is_none()
    }
}

/// What a worker has of both operands: all of them, or a rank's block of each, row by row.
#[derive(Clone, Debug)]
pub struct Operands {
    /// Rows of A, columns of A and columns of B, of the whole: for peers.
    pub shape: Vec<u64>,
    /// The left operand.
    pub a: Vec<f64>,
    /// The right operand.
    pub b: Vec<f64>,
}

arrays!(Operands { shape, a, b });

/// The product, or a rank's block of it, row by row.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its rows and columns.
    pub shape: [usize; 2],
    /// Its entries.
    pub c: Vec<f64>,
}

arrays!(Product { c: |product| product.shape.to_vec() });

impl Operands {
    /// The share of `part`.
    pub(crate) fn of(params: &Params, part: Part) -> Result<Operands, String> {
        let ([of_a, of_b, _], seed) = (params.tiles(part), params.seed);
        let a = block(&params.a, &of_a, |[i, k]| Line::of_a(seed, i).at(k))?;
        let b = block(&params.b, &of_b, |[k, j]| Line::of_b(seed, j).at(k))?;
        Ok(Operands { shape: params.shape().map(|extent| extent as u64).to_vec(), a, b })
    }
}

/// A block of the matrix in `file`, or, where there is none, of the one with these entries.
fn block(file: &Option<FileValue>, tile: &Tile, entry: impl Fn([usize; 2]) -> f64) -> Result<Vec<f64>, String> {
    let [height, width] = tile.shape();
    let place = |at: usize| [tile.rows.start + at / width, tile.columns.start + at % width];
    match file {
        Some(file) => Npy::open(file)?.ranges(tile.lines()),
        None => Ok((0..height * width).map(place).map(entry).collect()),
    }
}

/// A row of A or a column of B where there is no file: entry k is `start + slope · k`.
///
/// All of them are integers, and so small that no sum of their products, in whatever order, is rounded. Rows and columns are
/// drawn at random, so that an index in the wrong place makes another product.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    start: u64,
    slope: u64,
}

impl Line {
    /// Starts are below this.
    const STARTS: u64 = 1024;
    /// Slopes are 1 to this: 49 Σk² stays below 2⁵³ for the largest k allowed.
    const SLOPES: u64 = 7;

    /// Row `i` of A.
    pub fn of_a(seed: u64, i: usize) -> Line {
        Line::drawn(2 * seed, i)
    }

    /// Column `j` of B.
    pub fn of_b(seed: u64, j: usize) -> Line {
        Line::drawn(2 * seed + 1, j)
    }

    fn drawn(stream: u64, index: usize) -> Line {
        let draw = |number: u64, of: u64| (random(stream, 2 * index as u64 + number) * of as f64) as u64;
        Line { start: draw(0, Line::STARTS), slope: 1 + draw(1, Line::SLOPES) }
    }

    fn at(self, k: usize) -> f64 {
        (self.start + self.slope * k as u64) as f64
    }

    /// The sum over the first `depth` entries of both, multiplied, by Σ1, Σk and Σk².
    pub const fn times(self, other: Line, depth: usize) -> u64 {
        let ones = depth as u64;
        let numbers = ones * (ones - 1) / 2;
        let squares = ones * (ones - 1) * (2 * ones - 1) / 6;
        let mixed = self.start * other.slope + self.slope * other.start;
        ones * self.start * other.start + numbers * mixed + squares * self.slope * other.slope
    }
}

/// The largest sum is exact.
const _: () = {
    let most = Line { start: Line::STARTS - 1, slope: Line::SLOPES };
    assert!(most.times(most, 65_536) < 1 << 53);
};
