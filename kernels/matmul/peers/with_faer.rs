//! The product of two matrices by faer, whose views take rows as they lie.

mod tenfold_peer;

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use tenfold_peer::{Input, Output, Params, Peer, speak};

struct Product {
    shape: [usize; 3],
    a: Vec<f64>,
    b: Vec<f64>,
    c: Vec<f64>,
    par: Par,
}

impl Peer for Product {
    fn prepare(params: &Params, input: &mut Input) -> Product {
        let [m, k, n] = std::array::from_fn(|_| u64::from_le_bytes(input.bytes(8).try_into().expect("eight bytes")) as usize);
        let (a, b) = (input.f64s(m * k), input.f64s(k * n));
        let par = match params.number("workers") {
            1 => Par::Seq,
            threads => Par::rayon(threads),
        };
        Product { shape: [m, k, n], a, b, c: vec![0.0; m * n], par }
    }

    // Heart: one call.
    fn run(&mut self) {
        let [m, k, n] = self.shape;
        let a = MatRef::from_row_major_slice(&self.a, m, k);
        let b = MatRef::from_row_major_slice(&self.b, k, n);
        let c = MatMut::from_row_major_slice_mut(&mut self.c, m, n);
        matmul(c, Accum::Replace, a, b, 1.0, self.par);
    }

    fn answer(&self, output: &mut Output) {
        output.f64s(self.c.iter().copied());
    }
}

fn main() {
    speak::<Product>();
}
