//! One source, compiled for several instruction sets.

use tenfold_kernel::Path;

/// The paths every vectorised variant is compiled for.
pub(crate) const ALL: &[Path] = &[Path::Portable, Path::Avx2, Path::Avx512];

/// The widest path of this machine.
pub(crate) fn widest() -> Path {
    Path::best_of(ALL)
}

/// Calls an `#[inline(always)]` function in a frame that may use the instructions of `path`, so that the compiler
/// vectorises the function's loops for them. Three functions may be given, for Portable, AVX2 and AVX-512.
///
/// `path` must come from [`Path::best_of`], which offers only what the machine has.
macro_rules! on_path {
    ($path:expr, $body:path, ($($arg:ident : $type:ty),* $(,)?) $(-> $result:ty)?) => {
        $crate::path::on_path!($path, [$body, $body, $body], ($($arg: $type),*) $(-> $result)?)
    };
    ($path:expr, [$portable:path, $avx2:path, $avx512:path], ($($arg:ident : $type:ty),* $(,)?) $(-> $result:ty)?) => {{
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
        fn avx2($($arg: $type),*) $(-> $result)? {
            $avx2($($arg),*)
        }
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,fma,bmi1,bmi2,lzcnt,popcnt")]
        fn avx512($($arg: $type),*) $(-> $result)? {
            $avx512($($arg),*)
        }
        match $path {
            // SAFETY: a path above Portable is only offered where the machine has its instructions.
            #[cfg(target_arch = "x86_64")]
            tenfold_kernel::Path::Avx512 => unsafe { avx512($($arg),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            tenfold_kernel::Path::Avx2 => unsafe { avx2($($arg),*) },
            _ => $portable($($arg),*),
        }
    }};
}
pub(crate) use on_path;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Outcome, Params, Road, Traffic, distributed, naive, threaded, vectorised, vectorised_bits, vectorised_bytes,
    };
    use tenfold_comm::Comm;
    use tenfold_kernel::{Kernel, Workspace};

    /// Every path this machine has, not only the widest, gives the bits of the naive variant.
    #[test]
    fn every_path_gives_the_same_bits() {
        type RunOn = fn(Path, &Params, &Road, &Workspace, &mut Outcome);
        let variants: [(&str, RunOn); 5] = [
            ("vectorised-bytes", vectorised_bytes::run_on),
            ("vectorised-bits", vectorised_bits::run_on),
            ("vectorised", vectorised::run_on),
            ("threaded", threaded::run_on),
            ("distributed", |path, params, road, space, out| {
                distributed::run_on(path, params, road, space, out, &Comm::solo());
            }),
        ];
        for params in Traffic::awkward() {
            let road = Traffic::input(&params);
            let mut right = Traffic::output(&params, &road);
            naive::run(&params, &road, &Workspace::default(), &mut right);
            for path in ALL.iter().copied().filter(|&path| path <= widest()) {
                for (name, run_on) in variants {
                    // Scratch memory holds what the run before left there.
                    let (mut space, mut out) = (Workspace::default(), Traffic::output(&params, &road));
                    for _ in 0..2 {
                        space.rewind();
                        run_on(path, &params, &road, &space, &mut out);
                        assert!(out == right, "{name} on {path:?} differs at {params:?}");
                    }
                }
            }
        }
    }
}
