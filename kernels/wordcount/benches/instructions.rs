//! `cargo bench -p wordcount`: instructions of every serial variant, on a problem that Valgrind does in seconds.

tenfold_bench::instructions!(wordcount::WordCount, "total=20_000 vocabulary=2_000");
