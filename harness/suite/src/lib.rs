//! The explicit list of kernels.

use tenfold_kernel::{AnyKernel, erase};

/// Every kernel, in the order in which they are listed and taught.
pub fn kernels() -> Vec<Box<dyn AnyKernel>> {
    vec![
        // The kernels, one line each.
        erase::<traffic::Traffic>(),
        erase::<mandelbrot::Mandelbrot>(),
        erase::<heat::Heat>(),
        erase::<cfd::Cfd>(),
        erase::<montecarlo::MonteCarlo>(),
        erase::<nbody::NBody>(),
        erase::<matmul::Matmul>(),
        erase::<cholesky::Cholesky>(),
        erase::<fft::Fft>(),
        erase::<dns::Dns>(),
        erase::<cg::Cg>(),
        erase::<wordcount::WordCount>(),
        erase::<sgd::Sgd>(),
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
