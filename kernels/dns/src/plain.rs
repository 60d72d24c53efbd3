//! Transforms of real fields on the whole grid, by radix 2, and their wave numbers.

use fft::Radix2;
use std::array::from_fn;
use tenfold_kernel::pulp::c64;

/// The plain transform of n³ points and its waves: [k_z][k_y][k_x], with k_x from 0 to n/2.
#[derive(Clone, Debug)]
pub struct Plain {
    n: usize,
    lines: Radix2,
}

impl Plain {
    /// For n³ points.
    pub fn new(n: usize) -> Plain {
        Plain { n, lines: Radix2::new(n) }
    }

    /// How many waves there are.
    pub fn waves(&self) -> usize {
        self.n * self.n * self.half()
    }

    /// Numbers of scratch memory: two lines.
    pub fn scratch(&self) -> usize {
        2 * self.n
    }

    fn half(&self) -> usize {
        self.n / 2 + 1
    }

    /// The wave at place `at`.
    pub fn wave(&self, at: usize) -> [f64; 3] {
        let signed = |k: usize| if 2 * k < self.n { k as f64 } else { k as f64 - self.n as f64 };
        [(at % self.half()) as f64, signed(at / self.half() % self.n), signed(at / self.half() / self.n)]
    }

    /// The coefficients of the waves in `from`: the transform and its factor 1/n³.
    pub fn forward(&self, from: &[f64], to: &mut [c64], scratch: &mut [c64]) {
        let (n, half, scale) = (self.n, self.half(), 0.5 / (self.n as f64).powi(3));
        for (rows, to) in from.chunks_exact(2 * n).zip(to.chunks_exact_mut(2 * half)) {
            // Two real rows are one complex row: what is even in it is the one's, what is odd the other's.
            let (both, line) = scratch.split_at_mut(n);
            both.iter_mut().enumerate().for_each(|(i, z)| *z = c64::new(rows[i], rows[n + i]));
            self.lines.lines(both, 1, false, line);
            for k in 0..half {
                let (z, mirror) = (both[k], both[(n - k) % n].conj());
                (to[k], to[half + k]) = ((z + mirror) * scale, (z - mirror) * c64::new(0.0, -scale));
            }
        }
        self.lines.lines(to, half, false, scratch);
        self.lines.lines(to, half * n, false, scratch);
    }

    /// The points of these waves, which are overwritten on the way.
    pub fn back(&self, from: &mut [c64], to: &mut [f64], scratch: &mut [c64]) {
        let (n, half) = (self.n, self.half());
        self.lines.lines(from, half * n, true, scratch);
        self.lines.lines(from, half, true, scratch);
        for (rows, from) in to.chunks_exact_mut(2 * n).zip(from.chunks_exact(2 * half)) {
            let (both, line) = scratch.split_at_mut(n);
            for k in 0..half {
                let (a, b, i) = (from[k], from[half + k], c64::new(0.0, 1.0));
                both[(n - k) % n] = a.conj() + i * b.conj();
                both[k] = a + i * b;
            }
            self.lines.lines(both, 1, true, line);
            both.iter().enumerate().for_each(|(i, z)| (rows[i], rows[n + i]) = (z.re, z.im));
        }
    }

    /// The waves of a velocity in memory of their own, each after its number.
    pub fn all(&self, velocity: [&[f64]; 3]) -> Vec<([f64; 3], [c64; 3])> {
        let zero = c64::new(0.0, 0.0);
        let mut scratch = vec![zero; self.scratch()];
        let [u, v, w] = velocity.map(|from| {
            let mut waves = vec![zero; self.waves()];
            self.forward(from, &mut waves, &mut scratch);
            waves
        });
        (0..self.waves()).map(|at| (self.wave(at), [u[at], v[at], w[at]])).collect()
    }

    /// The points of these waves, likewise.
    pub fn points(&self, waves: &[[c64; 3]]) -> [Vec<f64>; 3] {
        let mut scratch = vec![c64::new(0.0, 0.0); self.scratch()];
        from_fn(|c| {
            let mut component: Vec<c64> = waves.iter().map(|wave| wave[c]).collect();
            let mut points = vec![0.0; self.n.pow(3)];
            self.back(&mut component, &mut points, &mut scratch);
            points
        })
    }
}

/// i k × u.
#[inline(always)]
pub fn curl(k: [f64; 3], u: [c64; 3]) -> [c64; 3] {
    let i = c64::new(0.0, 1.0);
    let component = |a: usize, b: usize| i * (u[b] * k[a] - u[a] * k[b]);
    [component(1, 2), component(2, 0), component(0, 1)]
}

/// k·u.
pub fn dot(k: [f64; 3], u: [c64; 3]) -> c64 {
    u[0] * k[0] + u[1] * k[1] + u[2] * k[2]
}

/// u × ω at a point.
#[inline(always)]
pub fn cross([u, v, w]: [f64; 3], [a, b, c]: [f64; 3]) -> [f64; 3] {
    [v * c - w * b, w * a - u * c, u * b - v * a]
}
