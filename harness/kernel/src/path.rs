//! CPU paths: which instruction set a variant takes, chosen at run time and recorded with every number.

use serde::Serialize;
use std::sync::OnceLock;

/// An instruction-set level, from the plainest to the widest.
///
/// A variant is compiled for several paths and takes the widest that both it and the machine have. The environment
/// variable `TENFOLD_PATH` (`portable`, `avx2`, `avx512`) caps the choice, so that every path can be tested on one
/// machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Path {
    /// What the target's baseline offers (SSE2 on x86-64, NEON on aarch64).
    Portable,
    /// AVX2, FMA, BMI2: x86-64-v3.
    Avx2,
    /// AVX-512 F, BW, DQ, VL: x86-64-v4.
    Avx512,
}

impl Path {
    /// Its name in records and in `TENFOLD_PATH`.
    pub const fn name(self) -> &'static str {
        match self {
            Path::Portable => "portable",
            Path::Avx2 => "avx2",
            Path::Avx512 => "avx512",
        }
    }

    /// The widest of `offered` that this machine (under the cap) can take; [`Path::Portable`] if none.
    pub fn best_of(offered: &[Path]) -> Path {
        let cap = Path::widest();
        offered.iter().copied().filter(|&p| p <= cap).max().unwrap_or(Path::Portable)
    }

    /// The widest path of this machine, capped by `TENFOLD_PATH`. Looked up once.
    pub fn widest() -> Path {
        static WIDEST: OnceLock<Path> = OnceLock::new();
        *WIDEST.get_or_init(|| {
            let cap = std::env::var("TENFOLD_PATH").ok();
            let cap = match cap.as_deref() {
                Some("portable") => Path::Portable,
                Some("avx2") => Path::Avx2,
                _ => Path::Avx512,
            };
            detected().min(cap)
        })
    }
}

#[cfg(target_arch = "x86_64")]
fn detected() -> Path {
    use std::arch::is_x86_feature_detected as has;
    let avx2 = has!("avx2") && has!("fma") && has!("bmi1") && has!("bmi2") && has!("lzcnt") && has!("popcnt");
    let avx512 = avx2 && has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl");
    if avx512 {
        Path::Avx512
    } else if avx2 {
        Path::Avx2
    } else {
        Path::Portable
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn detected() -> Path {
    Path::Portable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_offered_path_that_the_machine_has_is_taken() {
        assert_eq!(Path::best_of(&[Path::Portable]), Path::Portable);
        assert_eq!(Path::best_of(&[]), Path::Portable);
        assert_eq!(Path::best_of(&[Path::Portable, Path::Avx2, Path::Avx512]), Path::widest());
    }
}
