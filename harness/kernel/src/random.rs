//! Random numbers by their index, so that a rank makes its own share and the answer does not depend on the number of workers.

/// Number `index` of the stream that belongs to `seed`, from 0 to below 1 in steps of 2⁻⁵³: SplitMix64 (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014), which finds any of its numbers without those before.
pub fn random(seed: u64, index: u64) -> f64 {
    // Seeds are whatever people type, 1 and 2 above all, and their streams must not be one another's, moved by a place.
    (bits(mixed(seed), index) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Number `index` of the generator that begins at `state`.
fn bits(state: u64, index: u64) -> u64 {
    mixed(state.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15)))
}

fn mixed(z: u64) -> u64 {
    let z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers from the state 1234567, as the published generator gives them.
    #[test]
    fn numbers_are_the_published_ones() {
        let published = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([0, 1, 2].map(|index| bits(1_234_567, index)), published);
    }

    #[test]
    fn streams_are_spread_evenly_and_apart() {
        let numbers = |seed| (0..10_000).map(move |index| random(seed, index));
        for seed in [0, 1, u64::MAX] {
            assert!(numbers(seed).all(|x| (0.0..1.0).contains(&x)));
            // Six standard deviations of a mean of so many.
            assert!((numbers(seed).sum::<f64>() / 10_000.0 - 0.5).abs() < 6.0 / 120_000.0_f64.sqrt());
        }
        assert!(numbers(1).zip(numbers(2)).all(|(a, b)| a != b));
    }
}
