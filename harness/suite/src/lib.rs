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
    fn defaults_are_allowed_by_their_own_limits() {
        for kernel in kernels() {
            assert!(kernel.resolve(&Default::default()).is_ok(), "{}", kernel.name());
            assert_eq!(kernel.resolve(&kernel.small()).as_ref(), Ok(&kernel.small()), "{}", kernel.name());
        }
    }
}
