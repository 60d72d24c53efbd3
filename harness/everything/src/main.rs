//! Stands in for the program: `everything worker ORDER` carries out an order as `tenfold worker ORDER` does.
fn main() {}
