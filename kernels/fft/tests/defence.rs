//! The defences that every kernel holds, and what is particular to this one.

use fft::{Fft, Field, Params};
use std::f64::consts::TAU;
use std::path::Path;
use tenfold_kernel::defence::{AWKWARD_WORKERS, Problem, hold, matrix, refusal};
use tenfold_kernel::{FileValue, Kernel, Npy, erase, solved};

#[test]
fn defences_hold() {
    assert_eq!(hold(&*erase::<Fft>()), [""; 0], "no oracle catches them");
}

fn problem(n: usize, nz: usize, steps: usize) -> Params {
    Params { n: Some(n), nz: Some(nz), steps, field: None }
}

/// Full problems, and an oracle that has to be asked of each.
#[test]
#[cfg_attr(debug_assertions, ignore = "large problems want --release")]
fn every_variant_is_right_at_full_size() {
    let problems: [(Params, &str, &[usize]); 5] = [
        // Classes S and W.
        (problem(64, 64, 6), "published", &AWKWARD_WORKERS),
        (problem(128, 32, 6), "published", &AWKWARD_WORKERS),
        // What does not fit into a cache, and rows of 512: five stages.
        (problem(256, 16, 1), "parseval", &[2]),
        (problem(512, 2, 0), "parseval", &[2]),
        (problem(4, 2048, 1), "parseval", &[2]),
    ];
    for (params, oracle, workers) in problems {
        let judgements = Problem::of::<Fft>(&params).all_right(workers);
        assert!(judgements.iter().all(|judgement| judgement.names().contains(&oracle)), "{params:?}");
    }
}

/// The transform alone of this file.
fn of_file(field: FileValue) -> Params {
    Params { steps: 0, field: Some(field), ..Params::default() }
}

/// That of a field of which the number at [z, y, x] is `number(z, y, x)`, and which is saved at `path`.
fn saved(path: &Path, [nz, n]: [usize; 2], number: impl Fn(f64, f64, f64) -> [f64; 2]) -> Params {
    let places = (0..nz).flat_map(|z| (0..n).flat_map(move |y| (0..n).map(move |x| (z as f64, y as f64, x as f64))));
    let values = places.flat_map(|(z, y, x)| number(z, y, x)).collect();
    Npy::save(&Field { n, planes: 0..nz, values }, path).unwrap();
    of_file(FileValue::of(path).unwrap())
}

#[test]
fn a_plane_wave_in_a_file_is_a_single_peak() {
    let (nz, n, [kz, ky, kx]) = (16, 8, [11, 2, 5]);
    let folder = tempfile::tempdir().unwrap();
    let params = saved(&folder.path().join("wave.npy"), [nz, n], |z, y, x| {
        let angle = TAU * (kz as f64 * z / nz as f64 + ky as f64 * y / n as f64 + kx as f64 * x / n as f64);
        [angle.cos(), angle.sin()]
    });
    Problem::of::<Fft>(&params).all_right(&AWKWARD_WORKERS);
    let spectrum = solved::<Fft>(Fft::complete(params).unwrap()).unwrap().field;
    for (at, x) in spectrum.into_iter().enumerate() {
        let expected = if at == 2 * ((kz * n + ky) * n + kx) { (n * n * nz) as f64 } else { 0.0 };
        assert!((x - expected).abs() < 1e-11, "{x} at {at}");
    }
}

/// NumPy's own complex numbers are the same bytes under another header.
#[test]
fn complex_numbers_are_read_as_pairs() {
    let folder = tempfile::tempdir().unwrap();
    let params = saved(&folder.path().join("pairs.npy"), [4, 2], |z, y, x| [z + 0.5 * y, x - 0.25]);
    let pairs = std::fs::read(folder.path().join("pairs.npy")).unwrap();
    let complex = |kind: &str| {
        let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': (4, 2, 2)}}");
        let start = [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes()].concat();
        let path = folder.path().join("complex.npy");
        let width = kind[2..].parse::<usize>().unwrap();
        std::fs::write(&path, [&start[..], &pairs[pairs.len() - 16 * width..]].concat()).unwrap();
        of_file(FileValue::of(&path).unwrap())
    };
    let spectrum = |params| solved::<Fft>(Fft::complete(params).unwrap()).unwrap().field;
    assert_eq!(spectrum(complex("<c16")), spectrum(params));
    let short = refusal::<Fft>(&complex("<c8"));
    assert!(
        short.ends_with("complex.npy: holds '<c8'; it must hold complex128: save array.astype('complex128')"),
        "{short}"
    );
}

#[test]
fn what_cannot_be_transformed_is_refused_with_the_reason() {
    let refused = |params: Params, why: &str| {
        let found = refusal::<Fft>(&params);
        assert!(found.contains(why), "{found}");
    };
    refused(problem(48, 1, 6), "n = 48: must be a power of two from 1 to 1024");
    refused(problem(2048, 1, 6), "n = 2048: must be an integer from 1 to 1024");
    refused(problem(1, 3, 6), "nz = 3: must be a power of two from 1 to 4096");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("field.npy");
    let nought = |_, _, _| [0.0; 2];
    let other = Params { n: Some(4), ..saved(&path, [2, 2], nought) };
    refused(other, "field.npy: has shape [2, 2, 2, 2]; it must have shape [2, 4, 4, 2]");
    refused(saved(&path, [3, 2], nought), "nz = 3: must be a power of two from 1 to 4096 (from field = /");
    refused(saved(&path, [0, 0], nought), "n = 0: must be an integer from 1 to 1024 (from field = /");
    let infinite = saved(&path, [2, 2], |_, y, x| [y / x, 0.0]);
    refused(infinite, "field.npy: holds NaN at [0, 0, 0, 0]: only finite numbers are allowed");
    let flat = of_file(matrix(&path, [1, 2], |_, _| 0.0));
    refused(flat, "field.npy: has shape [1, 2]; it must have shape [1, 2, 2, 2]");
}
