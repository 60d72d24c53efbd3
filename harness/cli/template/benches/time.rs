//! `cargo bench -p __name__`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(__name__::__Name__, "n=1_000_000");
