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
