//! `cargo bench -p mandelbrot`: the time and rate of every variant, on a problem that takes milliseconds.

tenfold_bench::time!(mandelbrot::Mandelbrot, "width=250 height=250");
