//! The product of two matrices by matrixmultiply, the library under ndarray.

mod tenfold_peer;

use tenfold_peer::{Input, Output, Params, Peer, speak};

struct Product {
    shape: [usize; 3],
    a: Vec<f64>,
    b: Vec<f64>,
    c: Vec<f64>,
}

impl Peer for Product {
    fn prepare(_: &Params, input: &mut Input) -> Product {
        let [m, k, n] = std::array::from_fn(|_| u64::from_le_bytes(input.bytes(8).try_into().expect("eight bytes")) as usize);
        Product { shape: [m, k, n], a: input.f64s(m * k), b: input.f64s(k * n), c: vec![0.0; m * n] }
    }

    // Heart: one call. Strides along columns and rows follow each operand.
    fn run(&mut self) {
        let [m, k, n] = self.shape;
        let (a, b, c) = (self.a.as_ptr(), self.b.as_ptr(), self.c.as_mut_ptr());
        let [along_k, along_n] = [k, n].map(|stride| stride as isize);
        // SAFETY: the three vectors hold m · k, k · n and m · n numbers, row by row, and nobody else writes C.
        unsafe { matrixmultiply::dgemm(m, k, n, 1.0, a, along_k, 1, b, along_n, 1, 0.0, c, along_n, 1) };
    }

    fn answer(&self, output: &mut Output) {
        output.f64s(self.c.iter().copied());
    }
}

fn main() {
    speak::<Product>();
}
