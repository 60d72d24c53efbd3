//! Where a frame's code comes from, told by its name.

use inferno::flamegraph::color::Color;

/// Where code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// This project's kernels and harness.
    Own,
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
pub(crate) const ORIGINS: [(Origin, &str); 6] = [
    (Origin::Own, "own code"),
    (Origin::Standard, "standard library"),
    (Origin::Rayon, "rayon"),
    (Origin::Mpi, "MPI"),
    (Origin::System, "operating system"),
    (Origin::Unknown, "not known"),
];

impl Origin {
    /// The origin of a frame named as `perf` or `pprof` name it.
    pub(crate) fn of(name: &str) -> Origin {
        // `<heat::Params as tenfold_kernel::ParamSet>::values` belongs to the type it is implemented for.
        let plain = name.trim_start_matches(['<', '&', '(', '[', '*']).trim_start_matches("mut ");
        // An inlined function comes without its crate, `copy_from_slice<alloc::vec::Vec<u8>>`: its arguments tell nothing.
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
        } else if ["std::", "core::", "alloc::", "__libc", "__gi_", "_start", "main", "clone", "start_thread"]
            .iter()
            .any(|p| lower.starts_with(p))
        {
            Origin::Standard
        } else if path.contains("::") {
            Origin::Own
        } else {
            Origin::Unknown
        }
    }

    /// The class that colours its square in a legend.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Origin::Own => "own",
            Origin::Standard => "standard",
            Origin::Rayon => "rayon",
            Origin::Mpi => "mpi",
            Origin::System => "system",
            Origin::Unknown => "unknown",
        }
    }

    /// Light enough for dark text on it, and apart from the others for colour-blind readers by lightness and hue.
    pub(crate) fn colour(self) -> Color {
        let (r, g, b) = match self {
            Origin::Own => (240, 178, 122),
            Origin::Standard => (200, 200, 200),
            Origin::Rayon => (244, 222, 138),
            Origin::Mpi => (140, 208, 182),
            Origin::System => (158, 197, 232),
            Origin::Unknown => (226, 226, 226),
        };
        Color { r, g, b }
    }
}
