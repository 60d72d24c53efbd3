//! The externals in `peers/`, and the layout of what they write.

use crate::{Outcome, Params};
use tenfold_kernel::Peer;

pub(crate) const ALL: &[Peer] = &[
    Peer {
        name: "python",
        title: "Python lists",
        packages: &[],
        file: "peers/plain_python.py",
        source: include_str!("../peers/plain_python.py"),
    },
    Peer {
        name: "numpy",
        title: "NumPy",
        packages: &["numpy"],
        file: "peers/with_numpy.py",
        source: include_str!("../peers/with_numpy.py"),
    },
    Peer {
        name: "numba",
        title: "Numba",
        packages: &["numpy", "numba"],
        file: "peers/with_numba.py",
        source: include_str!("../peers/with_numba.py"),
    },
];

/// Reads n bytes of road, then the series and the moves of the last step as little-endian 64-bit numbers.
pub(crate) fn read(params: &Params, bytes: &[u8]) -> Result<Outcome, String> {
    let reports = params.steps / params.every;
    let expected = params.n + 8 * (reports + 1);
    if bytes.len() != expected {
        return Err(format!(
            "{} bytes, expected {expected}: {} cells of one byte, {reports} + 1 numbers of eight bytes",
            bytes.len(),
            params.n
        ));
    }
    let (cells, numbers) = bytes.split_at(params.n);
    let mut series: Vec<u64> = numbers.as_chunks().0.iter().map(|&number| u64::from_le_bytes(number)).collect();
    let moves = series.pop().expect("the length was checked");
    Ok(Outcome { start: 0, cells: cells.to_vec(), series, moves })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_road_its_series_and_the_last_moves_are_read() {
        let params = Params { n: 3, density: 0.5, seed: 1, steps: 5, every: 2 };
        let mut bytes = vec![1, 0, 1];
        for number in [1_u64, 2, 300] {
            bytes.extend(number.to_le_bytes());
        }
        let outcome = Outcome { start: 0, cells: vec![1, 0, 1], series: vec![1, 2], moves: 300 };
        assert_eq!(read(&params, &bytes), Ok(outcome));
        assert!(read(&params, &bytes[1..]).unwrap_err().starts_with("26 bytes, expected 27"));
    }
}
