//! The program `tenfold`.
fn main() {}
