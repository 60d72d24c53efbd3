//! `cargo bench -p wordcount`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(wordcount::WordCount, "total=20_000 vocabulary=2_000");
