//! The start: where the cars are.

use rand_mt::Mt;

/// Cars on `n` cells: cell `i` holds one when the `i`-th uniform draw is below `density`.
///
/// The draws are those of NumPy's `RandomState(seed).random_sample()`, which the published programs take: the Mersenne
/// Twister of Matsumoto and Nishimura, seeded by `init_genrand`, 53 bits a draw (`genrand_res53`).
pub(crate) fn cars(n: usize, density: f64, seed: u32) -> Vec<u8> {
    let mut twister = Mt::new(seed);
    (0..n).map(|_| u8::from(uniform(&mut twister) < density)).collect()
}

/// A uniform draw from [0, 1) with 53 random bits: 27 of one output and 26 of the next.
fn uniform(twister: &mut Mt) -> f64 {
    let high = f64::from(twister.next_u32() >> 5);
    let low = f64::from(twister.next_u32() >> 6);
    (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_numpys() {
        // numpy.random.RandomState(5743).random_sample(3), printed with repr().
        let mut twister = Mt::new(5743);
        let draws: Vec<f64> = (0..3).map(|_| uniform(&mut twister)).collect();
        assert_eq!(draws, NUMPY);
    }

    const NUMPY: [f64; 3] = [0.5894409715380051, 0.20610828840227502, 0.9692477264055535];

    #[test]
    fn density_0_and_1_are_exact() {
        assert!(cars(100, 0.0, 1).iter().all(|&cell| cell == 0));
        assert!(cars(100, 1.0, 1).iter().all(|&cell| cell == 1));
    }
}
