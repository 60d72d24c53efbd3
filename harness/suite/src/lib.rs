//! The explicit list of kernels.

use tenfold_kernel::{AnyKernel, erase};

/// Every kernel, in the order in which they are listed and taught.
pub fn kernels() -> Vec<Box<dyn AnyKernel>> {
    vec![
        // One line each.
        erase::<traffic::Traffic>(),
        erase::<mandelbrot::Mandelbrot>(),
        erase::<heat::Heat>(),
    ]
}

/// The kernel of this name.
pub fn kernel(name: &str) -> Option<Box<dyn AnyKernel>> {
    kernels().into_iter().find(|k| k.name() == name)
}

/// The file of a variant, relative to the workspace: every kernel's folder has the same shape.
pub fn file_of(kernel: &str, variant: &str) -> String {
    file_in(kernel, &format!("src/{}.rs", variant.replace('-', "_")))
}

/// A file in the folder of a kernel, relative to the workspace.
pub fn file_in(kernel: &str, file: &str) -> String {
    format!("kernels/{kernel}/{file}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_folder_of_kernels_is_in_the_list() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../kernels");
        let folders: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.starts_with('.'))
            .collect();
        let listed: BTreeSet<String> = kernels().iter().map(|k| k.name().to_string()).collect();
        assert_eq!(folders, listed, "kernels/ and harness/suite/src/lib.rs differ");
        assert_eq!(listed.len(), kernels().len(), "two kernels share a name");
    }

    #[test]
    fn every_variant_and_external_lies_in_its_file() {
        let workspace = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        for kernel in kernels() {
            let variants = kernel.variants();
            let variants = variants.iter().map(|v| (file_of(kernel.name(), v.name), v.source));
            let peers = kernel.peers().iter().map(|p| (file_in(kernel.name(), p.file), p.source));
            for (file, source) in variants.chain(peers) {
                let text = std::fs::read_to_string(workspace.join(&file)).unwrap_or_else(|e| panic!("{file}: {e}"));
                assert_eq!(text, source, "{file}");
            }
        }
    }

    #[test]
    fn defaults_are_allowed_by_their_own_limits() {
        for kernel in kernels() {
            assert!(kernel.resolve(&Default::default()).is_ok(), "{}", kernel.name());
            assert_eq!(kernel.resolve(&kernel.small()).as_ref(), Ok(&kernel.small()), "{}", kernel.name());
        }
    }
}
