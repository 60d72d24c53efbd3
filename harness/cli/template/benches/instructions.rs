//! `cargo bench -p __name__`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(__name__::__Name__, "n=10_000");
