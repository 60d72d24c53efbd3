//! What every kernel's `cargo bench` has in common.
//!
//! A kernel's `benches/time.rs` and `benches/instructions.rs` name the kernel and a problem small enough that the whole of
//! `cargo bench` takes minutes, and nothing else:
//!
//! ```ignore
//! tenfold_bench::time!(traffic::Traffic, "n=1_024_000");
//! ```
//!
//! | command | what it gives |
//! |---|---|
//! | `cargo bench -p traffic` | time and rate of every variant, instructions of the serial ones |
//! | `cargo bench -p traffic -- vectorised` | the same of those variants whose name contains this |
//! | `cargo bench -p traffic -- --profile-time 5` | a flamegraph of every variant |
//! | `cargo bench -p traffic --bench time -- --save-baseline old` | criterion's options |
//!
//! | question | file |
//! |---|---|
//! | what is timed, how is it checked first? | `time.rs` |
//! | how is an answer known to be right? | `right.rs` |
//! | how do threads and ranks stay alive between batches? | `batch.rs` |
//! | how are rates shown in the kernel's own unit? | `unit.rs` |
//! | how is a flamegraph made? | `flame.rs` |
//! | how are instructions counted? | `instructions.rs`, `tools.rs` |

mod batch;
mod flame;
pub mod instructions;
mod problem;
mod right;
mod time;
mod tools;
mod unit;

pub use time::time;

#[doc(hidden)]
pub use {gungraun, tenfold_kernel};

/// Makes the `main` of `benches/time.rs`: `time!(Kernel, "name=value name=value")`. Params not named have their defaults.
#[macro_export]
macro_rules! time {
    ($kernel:ty, $problem:expr) => {
        fn main() -> std::process::ExitCode {
            $crate::time(&*$crate::tenfold_kernel::erase::<$kernel>(), $problem)
        }
    };
}

/// Makes the `main` of `benches/instructions.rs`: `instructions!(Kernel, "name=value name=value")`.
#[macro_export]
macro_rules! instructions {
    ($kernel:ty, $problem:expr) => {
        /// gungraun's macros make a `main` and want a function of no arguments that lists what is counted.
        mod counted {
            use super::*;
            // gungraun's macro takes the type by this name only.
            use $crate::gungraun::BinaryBenchmarkGroup;

            $crate::gungraun::binary_benchmark_group!(
                name = serial;
                benchmarks = |group: &mut BinaryBenchmarkGroup| {
                    $crate::instructions::list(group, &*$crate::tenfold_kernel::erase::<$kernel>())
                }
            );
            $crate::gungraun::main!(binary_benchmark_groups = serial);

            pub(super) fn count_all() {
                main()
            }
        }

        fn main() -> std::process::ExitCode {
            $crate::instructions::enter(&*$crate::tenfold_kernel::erase::<$kernel>(), $problem, counted::count_all)
        }
    };
}
