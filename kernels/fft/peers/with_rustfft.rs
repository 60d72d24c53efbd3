//! RustFFT: lines along x as they lie, those along y and z side by side after a transposition.

mod tenfold_peer;

use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};
use std::f64::consts::PI;
use std::sync::Arc;
use tenfold_peer::{Input, Output, Params, Peer, speak};
use transpose::transpose;

type Number = Complex<f64>;

struct Spectra {
    n: usize,
    nz: usize,
    steps: usize,
    start: Vec<Number>,
    spectrum: Vec<Number>,
    field: Vec<Number>,
    turned: Vec<Number>,
    sums: Vec<Number>,
    /// Along x and y, and along z.
    forward: [Arc<dyn Fft<f64>>; 2],
    back: [Arc<dyn Fft<f64>>; 2],
}

impl Peer for Spectra {
    fn prepare(params: &Params, input: &mut Input) -> Spectra {
        let [n, nz, steps] = ["n", "nz", "steps"].map(|name| params.number(name));
        let numbers = input.f64s(2 * n * n * nz);
        let start: Vec<Number> = numbers.chunks_exact(2).map(|pair| Complex::new(pair[0], pair[1])).collect();
        let mut planner = FftPlanner::new();
        let zeros = vec![Complex::default(); start.len()];
        Spectra {
            n,
            nz,
            steps,
            start,
            spectrum: zeros.clone(),
            field: zeros.clone(),
            turned: zeros,
            sums: vec![Complex::default(); steps],
            forward: [n, nz].map(|length| planner.plan_fft_forward(length)),
            back: [n, nz].map(|length| planner.plan_fft_inverse(length)),
        }
    }

    fn run(&mut self) {
        let Spectra { n, nz, steps, .. } = *self;
        self.spectrum.copy_from_slice(&self.start);
        transform(&self.forward, [n, nz], &mut self.spectrum, &mut self.turned);
        for t in 1..=steps {
            let [wave_x, wave_z] = [n, nz].map(|length| decay(length, t));
            let rows = self.field.chunks_exact_mut(n).zip(self.spectrum.chunks_exact(n));
            for (row, (field, spectrum)) in rows.enumerate() {
                let yz = wave_x[row % n] * wave_z[row / n] / (n * n * nz) as f64;
                for ((to, from), x) in field.iter_mut().zip(spectrum).zip(&wave_x) {
                    *to = from * (x * yz);
                }
            }
            transform(&self.back, [n, nz], &mut self.field, &mut self.turned);
            self.sums[t - 1] = (1..=1024).map(|j| self.field[(5 * j % nz * n + 3 * j % n) * n + j % n]).sum();
        }
    }

    fn answer(&self, output: &mut Output) {
        let last = if self.steps > 0 { &self.field } else { &self.spectrum };
        output.f64s(self.sums.iter().chain(last).flat_map(|number| [number.re, number.im]));
    }
}

// Heart: along x, along y, along z.
fn transform(plans: &[Arc<dyn Fft<f64>>; 2], [n, nz]: [usize; 2], data: &mut [Number], turned: &mut [Number]) {
    plans[0].process(data);
    for (plane, turned) in data.chunks_exact_mut(n * n).zip(turned.chunks_exact_mut(n * n)) {
        transpose(plane, turned, n, n);
        plans[0].process(turned);
        transpose(turned, plane, n, n);
    }
    transpose(data, turned, n * n, nz);
    plans[1].process(turned);
    transpose(turned, data, nz, n * n);
}

fn decay(length: usize, t: usize) -> Vec<f64> {
    let wave = |k: usize| if 2 * k < length { k as f64 } else { k as f64 - length as f64 };
    (0..length).map(|k| (-4e-6 * PI * PI * t as f64 * wave(k).powi(2)).exp()).collect()
}

fn main() {
    speak::<Spectra>();
}
