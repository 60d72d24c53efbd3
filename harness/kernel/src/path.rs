//! CPU paths: which instructions a variant takes, chosen at run time and recorded with every number.

use pulp::Scalar128b;
#[cfg(target_arch = "x86_64")]
use pulp::x86::{V3, V4};
use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::OnceLock;

/// A path that this machine has, from the plainest to the widest.
///
/// It carries the proof: there is no way to make one but to ask for those that were detected, so whoever holds one may use
/// its instructions. [`on_path!`](crate::on_path!) hands the proof to a function as a value of `pulp`, whose methods are the
/// instructions.
///
/// The environment variable `TENFOLD_PATH` (`portable`, `avx2`, `avx512`) caps the choice, so that every path can be tested
/// on one machine.
#[derive(Clone, Copy, Debug)]
pub struct Path(Proof);

/// What proves that a path is there.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Proof {
    /// The target's baseline (SSE2 on x86-64, NEON on aarch64).
    Portable(Scalar128b),
    /// AVX2, FMA, BMI2: x86-64-v3.
    #[cfg(target_arch = "x86_64")]
    Avx2(V3),
    /// AVX-512 F, BW, CD, DQ, VL: x86-64-v4.
    #[cfg(target_arch = "x86_64")]
    Avx512(V4),
}

impl Path {
    /// The path that every machine has.
    pub const PORTABLE: Path = Path(Proof::Portable(Scalar128b));

    /// Its name in records and in `TENFOLD_PATH`.
    pub const fn name(self) -> &'static str {
        match self.0 {
            Proof::Portable(_) => "portable",
            #[cfg(target_arch = "x86_64")]
            Proof::Avx2(_) => "avx2",
            #[cfg(target_arch = "x86_64")]
            Proof::Avx512(_) => "avx512",
        }
    }

    /// Every path of this machine under the cap, the plainest first. Looked up once.
    pub fn all() -> &'static [Path] {
        static ALL: OnceLock<Vec<Path>> = OnceLock::new();
        ALL.get_or_init(|| {
            let cap = std::env::var("TENFOLD_PATH").ok();
            let mut all = detected();
            if let Some(at) = all.iter().position(|path| Some(path.name()) == cap.as_deref()) {
                all.truncate(at + 1);
            }
            all
        })
    }

    /// Refuses a cap that is no path's name.
    ///
    /// # Errors
    /// Says what `TENFOLD_PATH` is, and what it may be.
    pub fn check_cap() -> Result<(), String> {
        const NAMES: [&str; 3] = ["portable", "avx2", "avx512"];
        match std::env::var("TENFOLD_PATH") {
            Ok(cap) if !NAMES.contains(&cap.as_str()) => {
                Err(format!("TENFOLD_PATH = {cap}: must be one of {}", NAMES.join(", ")))
            }
            _ => Ok(()),
        }
    }

    /// The widest path of this machine under the cap.
    pub fn widest() -> Path {
        *Path::all().last().expect("every machine has the portable one")
    }

    #[doc(hidden)]
    pub fn proof(self) -> Proof {
        self.0
    }
}

fn detected() -> Vec<Path> {
    let mut all = vec![Path::PORTABLE];
    #[cfg(target_arch = "x86_64")]
    {
        all.extend(V3::try_new().map(|proof| Path(Proof::Avx2(proof))));
        all.extend(V4::try_new().map(|proof| Path(Proof::Avx512(proof))));
    }
    all
}

impl PartialEq for Path {
    fn eq(&self, other: &Path) -> bool {
        self.name() == other.name()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Calls an `#[inline(always)]` function in a frame that may use the instructions of a [`Path`]. Its first argument is the
/// proof, a value of `pulp` whose methods are those instructions; its loops are vectorised for them in any case.
///
/// The function is generic over the proof, by `pulp::Simd` or a trait of the kernel's own that the three proofs implement.
/// Arguments are variables with their types.
///
/// ```
/// use tenfold_kernel::{Path, on_path, pulp::Simd};
///
/// #[inline(always)]
/// fn add<S: Simd>(_: S, to: &mut [f64], by: f64) {
///     to.iter_mut().for_each(|x| *x += by);
/// }
///
/// for &path in Path::all() {
///     let (mut numbers, by) = (vec![1.0; 100], 2.0);
///     let to = &mut numbers[..];
///     on_path!(path, add(to: &mut [f64], by: f64));
///     assert_eq!(numbers, [3.0; 100]);
/// }
/// ```
#[macro_export]
macro_rules! on_path {
    ($path:expr, $body:ident ($($arg:ident : $type:ty),* $(,)?) $(-> $result:ty)?) => {{
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
        fn avx2(proof: $crate::pulp::x86::V3, $($arg: $type),*) $(-> $result)? {
            $body(proof, $($arg),*)
        }
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,fma,bmi1,bmi2,lzcnt,popcnt")]
        fn avx512(proof: $crate::pulp::x86::V4, $($arg: $type),*) $(-> $result)? {
            $body(proof, $($arg),*)
        }
        match $crate::Path::proof($path) {
            $crate::Proof::Portable(proof) => $body(proof, $($arg),*),
            // SAFETY: a proof exists only where all of these features were detected.
            #[cfg(target_arch = "x86_64")]
            $crate::Proof::Avx2(proof) => unsafe { avx2(proof, $($arg),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            $crate::Proof::Avx512(proof) => unsafe { avx512(proof, $($arg),*) },
        }
    }};
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulp::Simd;

    #[inline(always)]
    fn lanes<S: Simd>(_: S) -> usize {
        S::F64_LANES
    }

    #[test]
    fn every_path_runs_with_its_own_vectors() {
        let seen: Vec<(&str, usize)> =
            Path::all().iter().map(|&path| (path.name(), on_path!(path, lanes() -> usize))).collect();
        let known = [("portable", 2), ("avx2", 4), ("avx512", 8)];
        assert_eq!(seen, known[..seen.len()]);
        assert_eq!(Some(Path::widest()), Path::all().last().copied());
    }
}
