//! The explicit list of kernels.
