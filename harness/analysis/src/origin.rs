//! Where a frame's code comes from, told by its name.

/// Where code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The kernel and this project's harness.
    Own,
    /// Crates that were fetched.
    Library,
    /// Rust's standard library and the C library under it.
    Standard,
    /// The threads' scheduler.
    Rayon,
    /// Message passing.
    Mpi,
    /// The operating system's kernel.
    System,
    /// A name without a crate.
    Unknown,
}

/// All origins with what a legend calls them.
pub const ORIGINS: [(Origin, &str); 7] = [
    (Origin::Own, "own code"),
    (Origin::Library, "other crates"),
    (Origin::Standard, "standard library"),
    (Origin::Rayon, "rayon"),
    (Origin::Mpi, "MPI"),
    (Origin::System, "operating system"),
    (Origin::Unknown, "unknown"),
];

impl Origin {
    /// The origin of a frame of `kernel`'s, named as `perf` or `pprof` name it.
    pub fn of(name: &str, kernel: &str) -> Origin {
        // `<heat::Params as tenfold_kernel::ParamSet>::values` belongs to the type it is implemented for.
        let plain = name.trim_start_matches(['<', '&', '(', '[', '*']).trim_start_matches("mut ");
        // An inlined function whose file nobody knew comes without its crate, `copy_from_slice<alloc::vec::Vec<u8>>`: its
        // arguments tell nothing.
        let path = plain.split('<').next().unwrap_or(plain);
        let lower = plain.to_ascii_lowercase();
        let is_mpi = |s: &str| {
            ["mpi_", "pmpi_", "ompi_", "opal_", "mca_", "orte_", "pmix", "libmpi", "mpi::"]
                .iter()
                .any(|p| s.starts_with(p))
        };
        if name.ends_with("_[k]") || lower.starts_with("[kernel") || lower.starts_with("entry_syscall") {
            Origin::System
        } else if is_mpi(&lower) {
            Origin::Mpi
        } else if ["rayon", "crossbeam"].iter().any(|c| lower.starts_with(c)) {
            Origin::Rayon
        } else if ["std::", "core::", "alloc::"].iter().any(|p| lower.starts_with(p)) || is_of_libc(&lower) {
            Origin::Standard
        } else {
            match path.split_once("::") {
                Some((of, _)) if of == kernel || of == "tenfold" || of.starts_with("tenfold_") => Origin::Own,
                Some(_) => Origin::Library,
                None => Origin::Unknown,
            }
        }
    }
}

/// Whether a name is one of the C library's, by the versions that glibc puts behind its names and by what programs use of it
/// most: how they start, memory and its copies.
fn is_of_libc(lower: &str) -> bool {
    let starts = ["__libc", "__gi_", "_start", "main", "clone", "start_thread", "__mem", "_int_"];
    let names = ["malloc", "calloc", "realloc", "free", "cfree", "memcpy", "memmove", "memset", "memcmp"];
    lower.contains("@glibc_") || starts.iter().any(|p| lower.starts_with(p)) || names.contains(&lower)
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn a_name_tells_whose_code_it_is() {
        for (name, origin) in [
            ("heat::row::x86::avx512_row", Origin::Own),
            ("<heat::Params as tenfold_kernel::params::ParamSet>::values", Origin::Own),
            ("heat::{closure#0}", Origin::Own),
            ("tenfold::main", Origin::Own),
            ("tenfold_comm::comm::Comm::send", Origin::Own),
            ("pulp::mul_add_f64s", Origin::Library),
            ("core::_mm512_add_pd", Origin::Standard),
            ("<alloc::vec::Vec<heat::Block> as core::ops::Drop>::drop", Origin::Standard),
            ("__memmove_avx_unaligned_erms", Origin::Standard),
            ("clock_nanosleep@GLIBC_2.2.5", Origin::Standard),
            ("rayon_core::join::join_context", Origin::Rayon),
            ("rayon::next<u8>", Origin::Rayon),
            ("PMPI_Send", Origin::Mpi),
            ("do_syscall_64_[k]", Origin::System),
            ("copy_from_slice<alloc::vec::Vec<u8>>", Origin::Unknown),
            ("[unknown]", Origin::Unknown),
        ] {
            assert_eq!(Origin::of(name, "heat"), origin, "{name}");
        }
    }
}
