//! A process without a kernel, for a profiler to watch: nearly all its time goes by in one known function.

use super::protocol::{Answer, Ask, Busy};
use super::talk::{hear, say};
use crate::clock;
use rayon::prelude::*;
use std::hint::black_box;
use std::panic::{catch_unwind, set_hook};
use tenfold_machine::pin;
use tenfold_profile::sampler;

/// The name of the known function.
pub const HOT: &str = "known_hot_function";

/// Rounds of the known function in a run: some 50 ms, so that at 99 samples a second a block holds several of them. Of
/// blocks of a millisecond nine in ten would hold none, and their median would not know that the others took longer.
const ROUNDS: u64 = 30_000_000;

/// Items of one piece of turmoil: enough for every thread to take part.
const ITEMS: u64 = 64;

/// Runs the known function, samples itself, and tells, until its input ends.
pub(super) fn serve(busy: &Busy) {
    pin::pin_worker(&busy.cpus, 0);
    if busy.turmoil {
        std::thread::spawn(turmoil);
    }
    say(&Answer::Done);
    let mut sampling = None;
    while let Some(ask) = hear() {
        say(&match ask {
            Ask::Run { warming, timed } => ran(warming, timed),
            Ask::Sample(hz) => match sampler::start(hz) {
                Ok(sampler) => {
                    sampling = Some(sampler);
                    Answer::Done
                }
                Err(e) => Answer::Failed(e.to_string()),
            },
            Ask::Sampled => match sampling.take().map(sampler::Sampler::stop) {
                Some(Ok(profile)) => Answer::Profile(Box::new(profile)),
                Some(Err(e)) => Answer::Failed(e.to_string()),
                None => Answer::Failed("nothing is being sampled".to_string()),
            },
            Ask::List | Ask::Reference(_) | Ask::Prepare(_) | Ask::Count | Ask::Judge | Ask::Busy(_) => {
                Answer::Failed("this process has no kernel".to_string())
            }
        });
    }
}

fn ran(warming: u32, timed: u32) -> Answer {
    let run = |times: u32| {
        for _ in 0..times {
            black_box(known_hot_function(ROUNDS));
        }
    };
    run(warming);
    let start = clock::now();
    run(timed);
    // Switches are not counted: what a profiler costs by interrupting is its price, and no disturbance.
    Answer::Ran { seconds: clock::now() - start, switches: 0 }
}

/// A chain of multiplications that calls nothing and cannot be shortened.
#[inline(never)]
fn known_hot_function(rounds: u64) -> u64 {
    let mut x = black_box(rounds);
    for _ in 0..rounds {
        // Knuth's multiplier (MMIX).
        x = x.wrapping_mul(6_364_136_223_846_793_005).rotate_left(17) ^ rounds;
    }
    black_box(x)
}

/// Threads of rayon that work, allocate and panic, for ever: whatever a signal may interrupt.
fn turmoil() {
    set_hook(Box::new(|_| {}));
    loop {
        let whole = catch_unwind(|| {
            (0..ITEMS).into_par_iter().for_each(|item| {
                let mut boxes: Vec<Box<u64>> = (0..100 + 37 * item).map(Box::new).collect();
                boxes.sort_by_key(|n| known_hot_function(**n % 7));
                let caught = catch_unwind(|| assert!(!black_box(item).is_multiple_of(8), "planted in item {item}"));
                black_box((boxes, caught.is_err()));
                // This one goes through rayon to the caller.
                assert!(item + 1 != ITEMS, "planted in the last item");
            });
        });
        black_box(whole.is_err());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_function_takes_as_long_as_it_has_rounds() {
        assert_ne!(known_hot_function(1), known_hot_function(2));
        let Answer::Ran { seconds, switches: 0 } = ran(0, 1) else { panic!("it ran") };
        assert!(seconds > 5e-3, "{seconds}: the loop was shortened");
    }
}
