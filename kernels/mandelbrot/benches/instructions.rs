//! `cargo bench -p mandelbrot`: the instructions of every serial variant, on a problem that Valgrind gets through in seconds.

tenfold_bench::instructions!(mandelbrot::Mandelbrot, "width=64 height=64");
