//! `cargo bench -p wordcount`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(wordcount::WordCount, "total=200_000 vocabulary=20_000");
