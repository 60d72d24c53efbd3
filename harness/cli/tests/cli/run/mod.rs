//! `tenfold run` and `tenfold report`, each question in a file of its own.

mod faults;
mod measured;
mod mistakes;
mod stopped;

/// A small experiment of `rounds` rounds.
fn small(rounds: u32, seconds: f64) -> String {
    format!(
        r#"
question = "Is it faster?"
kernel = "mandelbrot"
params = {{ width = 40, height = 30 }}
variants = ["naive", "vectorised", "threaded", "distributed"]
workers = [1, 2]
rounds = {rounds}
sampling_seconds = {seconds}

[guess]
"vectorised / naive" = 4
"#
    )
}
