//! The Cholesky factor by faer.

mod tenfold_peer;

use faer::{Mat, MatRef, Par, Side};
use tenfold_peer::{Input, Output, Params, Peer, speak};

struct Factor {
    n: usize,
    a: Vec<f64>,
    l: Mat<f64>,
}

impl Peer for Factor {
    fn prepare(params: &Params, input: &mut Input) -> Factor {
        let n: usize = params.number("n");
        let threads = params.number("workers");
        faer::set_global_parallelism(if threads == 1 { Par::Seq } else { Par::rayon(threads) });
        Factor { n, a: input.f64s(n * n), l: Mat::zeros(n, n) }
    }

    // Heart: one call; A is symmetric, so its rows may be taken for columns.
    fn run(&mut self) {
        let a = MatRef::from_column_major_slice(&self.a, self.n, self.n);
        self.l = a.llt(Side::Lower).expect("A is positive definite").L().to_owned();
    }

    fn answer(&self, output: &mut Output) {
        let entry = |i: usize, j: usize| if j <= i { self.l[(i, j)] } else { 0.0 };
        output.f64s((0..self.n).flat_map(|i| (0..self.n).map(move |j| entry(i, j))));
    }
}

fn main() {
    speak::<Factor>();
}
