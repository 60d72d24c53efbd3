//! The problem: which matrix is factored, where it comes from, and which columns of it are a rank's.

use std::ops::Range;
use tenfold_kernel::{FileValue, Npy, Part, arrays, params, random};

params! {
    /// A symmetric positive definite matrix, and the tiles that it is cut into.
    pub struct Params {
        n: Option<usize> in 1..=16_384, "rows and columns; 1024 if there is no file";
        tile: usize = 120 in 1..=480, "rows and columns of a tile; multiples of 24 waste nothing";
        seed: u64 = 1 in 0..=4_294_967_295, "for the integers in the factor, if there is no file";
        a: Option<FileValue>, "A: a symmetric positive definite matrix of f64 in a .npy file";
    }
}

/// Most tiles along a side: tasks are kept track of one by one, and of so many tiles there are nearly three million.
const MOST_TILES: usize = 256;

impl Params {
    /// The integer problem of this size.
    pub fn of(n: usize, tile: usize) -> Params {
        Params { n: Some(n), tile, ..Params::default() }
    }

    /// Rows and columns.
    pub fn order(&self) -> usize {
        self.n.expect("complete params have it")
    }

    /// Tiles along a side.
    pub fn tiles(&self) -> usize {
        self.order().div_ceil(self.tile)
    }

    /// Rows, and columns, of the tiles of this number.
    pub fn lines(&self, number: usize) -> Range<usize> {
        let start = number * self.tile;
        start..self.order().min(start + self.tile)
    }

    /// Entries of the columns that have the tiles of this number, below the tile on the diagonal.
    pub fn below(&self, number: usize) -> usize {
        let columns = self.lines(number);
        columns.len() * (self.order() - columns.end)
    }

    /// The columns of a share, tile by tile: ranks take turns, so that each has some to the very end.
    pub fn columns(&self, part: Part) -> impl Iterator<Item = usize> {
        (part.rank..self.tiles()).step_by(part.ranks).flat_map(|number| self.lines(number))
    }

    /// Takes the size from the file.
    pub(crate) fn complete(mut self) -> Result<Params, String> {
        Npy::adopt_square(&self.a, &mut self.n)?;
        self.n.get_or_insert(1024);
        Ok(self)
    }

    /// Refuses what has no factor, which `factored` tries to find, or too many tiles.
    pub(crate) fn validate(&self, factored: fn(&Params, &Matrix) -> Factor) -> Result<(), String> {
        let (n, tile, tiles) = (self.order(), self.tile, self.tiles());
        if tiles > MOST_TILES {
            return Err(format!(
                "n = {n} with tile = {tile} makes {tiles} tiles per side: at most {MOST_TILES} are allowed, so raise tile"
            ));
        }
        let Some(file) = &self.a else { return Ok(()) };
        let wrong = |why: String| Err(format!("{file}: {why}"));
        let input = Matrix::of(self, Part::WHOLE)?;
        let at = |i: usize, j: usize| input.a[i * n + j];
        let mut below = (0..n).flat_map(|i| (0..i).map(move |j| (i, j)));
        if let Some((i, j)) = below.find(|&(i, j)| at(i, j) != at(j, i)) {
            let both = format!("entry [{i}, {j}] is {} and [{j}, {i}] is {}", at(i, j), at(j, i));
            return wrong(format!("is not symmetric: {both}; save (a + a.T) / 2"));
        }
        // Found out by trying: no test is cheaper than the factor itself.
        let factor = factored(self, &input);
        match factor.l.iter().step_by(n + 1).position(|&l| !(l > 0.0 && l.is_finite())) {
            None => Ok(()),
            Some(i) => wrong(format!("is not positive definite: its leading minor of order {} is not positive", i + 1)),
        }
    }
}

/// A matrix, or of a share those rows that have the numbers of its columns. As A is symmetric, they hold the same.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The rows, one after the other.
    pub a: Vec<f64>,
}

arrays!(Matrix { a });

/// The factor L, zeros above its diagonal, or a share of its columns, row by row.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Rows and columns.
    pub shape: [usize; 2],
    /// The entries.
    pub l: Vec<f64>,
}

arrays!(Factor { l: |factor| factor.shape.to_vec() });

impl Matrix {
    /// The share of `part`.
    pub(crate) fn of(params: &Params, part: Part) -> Result<Matrix, String> {
        let (n, lines) = (params.order(), params.columns(part));
        let a = match &params.a {
            Some(file) => Npy::open(file)?.ranges(lines.map(|line| line * n..(line + 1) * n))?,
            None => {
                let known = Known::of(params);
                lines.flat_map(|i| (0..n).map(move |j| (i, j))).map(|(i, j)| known.a(i, j) as f64).collect()
            }
        };
        Ok(Matrix { a })
    }
}

/// The factor of the integer problem: below the diagonal `f[i] g[k] + h[i] w[k]`, on it 1, 2, 4 or 8.
///
/// Everything that any way of factoring computes from it is an integer below 2⁵³ in magnitude, or one divided by a power of
/// two without remainder: nothing is ever rounded. Rows are unlike columns, so that swapped indices show.
pub struct Known {
    /// For each row f and h, for each column g and w.
    factors: Vec<[i64; 4]>,
    diagonal: Vec<i64>,
    /// Sums of g², gw and w² over the columns before each.
    sums: Vec<[i64; 3]>,
}

impl Known {
    /// Factors are at most this in magnitude.
    const MOST: i64 = 63;

    /// That of `params`.
    pub fn of(params: &Params) -> Known {
        let draw = |number: u64, of: i64| (random(params.seed, number) * of as f64) as i64;
        let line = |i: u64| [0, 1, 2, 3].map(|number| draw(5 * i + number, 2 * Known::MOST + 1) - Known::MOST);
        let factors: Vec<[i64; 4]> = (0..params.order() as u64).map(line).collect();
        let diagonal = (0..params.order() as u64).map(|i| 1 << draw(5 * i + 4, 4)).collect();
        let mut sums = vec![[0; 3]];
        for (before, [_, _, g, w]) in factors.iter().enumerate() {
            let [gg, gw, ww] = sums[before];
            sums.push([gg + g * g, gw + g * w, ww + w * w]);
        }
        Known { factors, diagonal, sums }
    }

    /// An entry of L.
    pub fn l(&self, i: usize, j: usize) -> i64 {
        let ([f, h, ..], [_, _, g, w]) = (self.factors[i], self.factors[j]);
        match i.cmp(&j) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => self.diagonal[i],
            std::cmp::Ordering::Greater => f * g + h * w,
        }
    }

    /// An entry of A = L Lᵀ: the sum over the columns before the lesser of i and j, and the term of the diagonal.
    pub fn a(&self, i: usize, j: usize) -> i64 {
        let (i, j) = (i.max(j), i.min(j));
        let ([f, h, ..], [other_f, other_h, ..], [gg, gw, ww]) = (self.factors[i], self.factors[j], self.sums[j]);
        f * other_f * gg + (f * other_h + h * other_f) * gw + h * other_h * ww + self.l(i, j) * self.diagonal[j]
    }
}

/// Nothing is rounded at the largest size: |L| is at most 2 · 63², and a sum of magnitudes at most n times its square.
const _: () = assert!(16_384 * (2 * Known::MOST.pow(2)).pow(2) < 1 << 53);
