//! Tries: the same short piece of work again and again, on one core or on several at once.

use crate::clock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tenfold_machine::{pin, quota};

/// One try: does an amount of work and says how much, so that amount / time is a rate.
pub(super) trait Try: Sync {
    /// State of one core, e.g. its array.
    type State: Send;
    /// Makes the state, on the core that will use it; `cores` of them do so at once.
    fn state(&self, cores: usize) -> Self::State;
    /// One try of a few milliseconds at most; returns the amount done.
    fn once(&self, state: &mut Self::State) -> f64;
}

/// How long to go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// At most so many tries.
    pub tries: usize,
    /// No new try after so many seconds.
    pub seconds: f64,
}

/// Tries that are made however long they take: the first ones warm up the core and its clock.
const FEWEST: usize = 5;

/// The same where each spans a period of a quota of CPU time: a tenth of a second.
const FEWEST_SPANNING: usize = 3;

/// What many tries came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rates {
    /// The greatest rate.
    pub best: f64,
    /// The rate in the middle.
    pub median: f64,
}

/// The rates of `cores` cores working at once, summed over them. Under a quota of CPU time that they can use up each try goes on
/// for a whole period: the best of shorter ones ran between two throttlings, and is what nobody has for long.
pub(super) fn rates<T: Try>(one: &T, cores: usize, cpus: &[usize], effort: Effort) -> Rates {
    let span = quota::least_seconds(cores);
    let fewest = if span > 0.0 { FEWEST_SPANNING } else { FEWEST };
    let gate = Gate { cores, arrived: AtomicUsize::new(0) };
    let allowed = AtomicUsize::new(effort.tries.max(fewest));
    let times: Vec<Vec<Timed>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores)
            .map(|core| {
                let (gate, allowed) = (&gate, &allowed);
                scope.spawn(move || {
                    pin::pin_worker(cpus, core);
                    let mut state = one.state(cores);
                    if span > 0.0 {
                        // What the quota has left of a quieter time is spent first.
                        timed(one, &mut state, span);
                    }
                    let begun = clock::now();
                    let mut times = Vec::with_capacity(effort.tries);
                    for round in 0.. {
                        gate.wait(round);
                        if round >= allowed.load(Ordering::Relaxed) {
                            return times;
                        }
                        let try_now = timed(one, &mut state, span);
                        times.push(try_now);
                        // One decides for all, and about rounds that none has begun: all make the same number.
                        if core == 0 && round + 1 >= fewest && try_now.end - begun > effort.seconds {
                            allowed.store(round + 1, Ordering::Relaxed);
                        }
                    }
                    times
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().expect("a ceiling's try does not panic")).collect()
    });
    summed(&times)
}

/// One try of one core.
#[derive(Clone, Copy, Debug)]
struct Timed {
    start: f64,
    end: f64,
    amount: f64,
}

/// One try, made again and again for at least `span` seconds.
fn timed<T: Try>(one: &T, state: &mut T::State, span: f64) -> Timed {
    let start = clock::now();
    let mut amount = one.once(state);
    let mut end = clock::now();
    while end - start < span {
        amount += one.once(state);
        end = clock::now();
    }
    Timed { start, end, amount }
}

/// Each round's rate is the total amount over the time from the first start to the last end.
fn summed(times: &[Vec<Timed>]) -> Rates {
    let rounds = times.iter().map(Vec::len).min().unwrap_or(0);
    let mut rates: Vec<f64> = (0..rounds)
        .map(|i| {
            let start = times.iter().map(|t| t[i].start).fold(f64::INFINITY, f64::min);
            let end = times.iter().map(|t| t[i].end).fold(0.0, f64::max);
            times.iter().map(|t| t[i].amount).sum::<f64>() / (end - start)
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    Rates {
        best: rates.last().copied().unwrap_or(f64::NAN),
        median: rates.get(rounds / 2).copied().unwrap_or(f64::NAN),
    }
}

/// Where cores wait for each other. They spin: a sleeping thread wakes tens of microseconds late, a tenth of a try.
struct Gate {
    cores: usize,
    arrived: AtomicUsize,
}

impl Gate {
    /// Returns when all cores have come to `round`.
    fn wait(&self, round: usize) {
        // Turns after which the others may need this very CPU.
        const PATIENCE: u32 = 10_000;
        self.arrived.fetch_add(1, Ordering::AcqRel);
        let mut turns = 0u32;
        while self.arrived.load(Ordering::Acquire) < (round + 1) * self.cores {
            turns = turns.saturating_add(1);
            if turns > PATIENCE { std::thread::yield_now() } else { std::hint::spin_loop() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_counts_from_the_first_start_to_the_last_end() {
        let timed = |start: f64, end: f64, amount: f64| Timed { start, end, amount };
        let one = vec![timed(0.0, 1.0, 6.0), timed(10.0, 12.0, 6.0), timed(20.0, 24.0, 6.0)];
        let other = vec![timed(0.5, 2.0, 6.0), timed(10.0, 11.0, 6.0), timed(21.0, 23.0, 6.0)];
        assert_eq!(summed(&[one, other]), Rates { best: 6.0, median: 6.0 });
        assert_eq!(
            summed(&[vec![timed(0.0, 1.0, 1.0), timed(1.0, 3.0, 1.0), timed(3.0, 7.0, 1.0)]]),
            Rates { best: 1.0, median: 0.5 }
        );
    }

    struct Count;

    impl Try for Count {
        type State = usize;
        fn state(&self, cores: usize) -> usize {
            cores
        }
        fn once(&self, cores: &mut usize) -> f64 {
            *cores as f64
        }
    }

    #[test]
    fn a_try_goes_on_for_the_span_and_counts_all_it_did() {
        let once = timed(&Count, &mut 3, 0.0);
        assert_eq!(once.amount, 3.0);
        let spanning = timed(&Count, &mut 3, 1e-3);
        assert!(spanning.end - spanning.start >= 1e-3 && spanning.amount > 3.0, "{spanning:?}");
    }

    #[test]
    fn all_cores_make_the_same_number_of_tries_whenever_they_stop() {
        for seconds in [0.0, 1e-5, 1e-3] {
            let rates = rates(&Count, 3, &[], Effort { tries: 1000, seconds });
            assert!(rates.best >= rates.median && rates.median > 0.0);
        }
    }
}
