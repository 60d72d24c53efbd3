//! Whose code it is, told by its file.
//!
//! Line tables name an inlined function without its path, `copy_from_slice<u8>`, and the path is what says whose code it
//! is. But they have its file, and from that the crate follows.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

/// The crate of each file that was asked for: for some a manifest is read, and the same files come up for every address.
#[derive(Default)]
pub(super) struct Crates(RefCell<HashMap<String, Option<String>>>);

impl Crates {
    /// The name of an inlined function with its crate in front, `core::copy_from_slice<u8>`, where `file` tells the crate.
    pub(super) fn named(&self, name: &str, file: Option<&str>) -> String {
        let mut known = self.0.borrow_mut();
        let of = file.and_then(|file| known.entry(file.to_string()).or_insert_with(|| crate_of(file)).as_deref());
        of.map_or_else(|| name.to_string(), |of| format!("{of}::{name}"))
    }
}

/// Whether a file belongs to the standard library or to a crate that was fetched.
pub(super) fn is_foreign(file: &str) -> bool {
    library(file).or_else(|| fetched(file)).is_some()
}

/// The crate that `file` was compiled into, as Rust writes it; `None` for files of other languages and unknown places.
fn crate_of(file: &str) -> Option<String> {
    if !file.ends_with(".rs") {
        return None;
    }
    let foreign = library(file).or_else(|| fetched(file)).map(str::to_string);
    Some(foreign.or_else(|| package(Path::new(file)))?.replace('-', "_"))
}

/// The crate of a file of the standard library. The compiler writes `/rustc/HASH/library/core/src/…`, or where its sources
/// are installed.
fn library(file: &str) -> Option<&str> {
    let inside = match file.strip_prefix("/rustc/") {
        Some(rest) => rest.split_once("/library/")?.1,
        None => file.split_once("/rustlib/src/rust/library/")?.1,
    };
    // The intrinsics and the portable vectors are modules of `core` whose files lie beside it.
    let first = inside.split('/').next()?;
    Some(if matches!(first, "stdarch" | "portable-simd") { "core" } else { first })
}

/// The name of a fetched crate, whose folder is called by name and version; those that the standard library is made of
/// lie in a folder of their own.
fn fetched(file: &str) -> Option<&str> {
    let folder = match file.split_once("/registry/src/") {
        Some((_, rest)) => rest.split('/').nth(1)?,
        None => file.strip_prefix("/rust/deps/")?.split('/').next()?,
    };
    let is_version = |at: usize| folder[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    let end = folder.match_indices('-').map(|(at, _)| at).find(|at| is_version(*at));
    Some(&folder[..end.unwrap_or(folder.len())])
}

/// The package that `file` lies in, by the nearest manifest above it.
fn package(file: &Path) -> Option<String> {
    let manifests = file.ancestors().skip(1).map(|folder| folder.join("Cargo.toml"));
    let text = manifests.filter_map(|manifest| std::fs::read_to_string(manifest).ok()).next()?;
    let manifest: toml::Table = text.parse().ok()?;
    Some(manifest.get("package")?.get("name")?.as_str()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_follows_from_the_file() {
        let registry = "/home/x/.cargo/registry/src/index.crates.io-1949cf8c";
        for (file, name) in [
            ("/rustc/59807616/library/core/src/slice/mod.rs", "core"),
            ("/rustc/59807616/library/core/src/../../stdarch/crates/core_arch/src/x86/avx512f.rs", "core"),
            ("/rustc/59807616/library/stdarch/crates/core_arch/src/x86/avx2.rs", "core"),
            ("/home/x/.rustup/toolchains/stable/lib/rustlib/src/rust/library/alloc/src/vec/mod.rs", "alloc"),
            ("/rust/deps/hashbrown-0.15.5/src/raw/mod.rs", "hashbrown"),
            (&format!("{registry}/rayon-core-1.13.0/src/join/mod.rs"), "rayon_core"),
            (&format!("{registry}/rand_mt-6.0.0-rc.1/src/lib.rs"), "rand_mt"),
        ] {
            assert_eq!(crate_of(file).as_deref(), Some(name), "{file}");
            assert!(is_foreign(file), "{file}");
        }
    }

    #[test]
    fn a_file_of_a_package_that_lies_here_has_its_name() {
        let here = concat!(env!("CARGO_MANIFEST_DIR"), "/src/perf/origin.rs");
        assert_eq!(Crates::default().named("{closure#0}", Some(here)), "tenfold_profile::{closure#0}");
        assert!(!is_foreign(here));
    }

    #[test]
    fn what_no_file_tells_keeps_its_name() {
        for file in ["/build/glibc/string/memcpy.c", "/nowhere/src/lib.rs", "/rustc/odd.rs", ""] {
            assert_eq!(Crates::default().named("memcpy", Some(file)), "memcpy", "{file}");
        }
        assert_eq!(Crates::default().named("memcpy", None), "memcpy");
    }
}
