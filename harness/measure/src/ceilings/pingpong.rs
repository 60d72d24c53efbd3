//! Messages: half of the time for a message to go from rank 0 to rank 1 and come back, over sizes.

use crate::clock::now;
use crate::mpi;
use crate::order::PingPongOrder;
use serde::{Deserialize, Serialize};
use tenfold_comm::{Comm, Op, Tag, local};
use tenfold_machine::pin;
use tenfold_record::Transport;

/// The time of messages of one size, one way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneWay {
    /// Bytes of the message.
    pub bytes: u64,
    /// Seconds from one rank to the other, the least of many samples.
    pub best: f64,
    /// The median of the samples: one far above the best tells of a disturbed minute.
    pub median: f64,
}

/// Sizes: every power of two up to 16 MiB, which passes through all protocols and out of most caches.
const GREATEST_SIZE: u32 = 24;

/// The least time of a sample, long beside the clock's step.
const SAMPLE_SECONDS: f64 = 200e-6;

/// Time to spend on each size.
const SECONDS: f64 = 0.05;

/// Samples of each size at the least and at most.
const SAMPLES: (f64, f64) = (7.0, 200.0);

/// Carries out `order`. `None` on every rank of MPI but the first, which alone replies.
pub fn serve(order: &PingPongOrder) -> Option<Result<Vec<OneWay>, String>> {
    match order.transport {
        Transport::Local => {
            let times = local::run(2, |comm| times(&comm, &order.cpus));
            Some(times.map(|mut of_ranks| of_ranks.swap_remove(0)).map_err(|e| e.to_string()))
        }
        Transport::Mpi => {
            let part = |comm: Comm| {
                let times = times(&comm, &order.cpus);
                (comm.rank() == 0).then_some(times)
            };
            mpi::as_rank(part).transpose()
        }
    }
}

/// The times of all sizes, on each of two ranks.
fn times(comm: &Comm, cpus: &[usize]) -> Vec<OneWay> {
    pin::pin_worker(cpus, comm.rank());
    (0..=GREATEST_SIZE).map(|k| one_way(comm, 1 << k)).collect()
}

fn one_way(comm: &Comm, bytes: usize) -> OneWay {
    let mut data = vec![1u8; bytes];
    let (mut trips, mut seconds) = (1u32, 0.0);
    // All ranks must make the same number of trips: the slower one's time decides.
    loop {
        let mut slowest = [sample(comm, &mut data, trips)];
        comm.allreduce(&mut slowest, Op::Max);
        let warm = seconds > 0.0;
        seconds = slowest[0];
        if warm && seconds >= SAMPLE_SECONDS {
            break;
        }
        if seconds < SAMPLE_SECONDS {
            trips *= 2;
        }
    }
    let samples = (SECONDS / seconds).clamp(SAMPLES.0, SAMPLES.1) as usize;
    let each = |seconds: f64| seconds / f64::from(2 * trips);
    let mut taken: Vec<f64> = (0..samples).map(|_| each(sample(comm, &mut data, trips))).collect();
    taken.sort_by(f64::total_cmp);
    OneWay { bytes: bytes as u64, best: taken[0], median: taken[samples / 2] }
}

/// Seconds for so many round trips.
fn sample(comm: &Comm, data: &mut [u8], trips: u32) -> f64 {
    const TAG: Tag = 1;
    comm.barrier();
    let start = now();
    for _ in 0..trips {
        if comm.rank() == 0 {
            comm.send(data, 1, TAG);
            comm.recv(data, 1, TAG);
        } else {
            comm.recv(data, 0, TAG);
            comm.send(data, 0, TAG);
        }
    }
    now() - start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_has_a_time_and_long_messages_take_longer() {
        let order = PingPongOrder { transport: Transport::Local, cpus: Vec::new() };
        let times = serve(&order).unwrap().unwrap();
        assert_eq!(times.len(), 25);
        assert!(times.iter().all(|t| t.best > 0.0 && t.median >= t.best));
        assert!(times[24].best > times[0].best);
    }
}
