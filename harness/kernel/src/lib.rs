//! The contract of a kernel.
