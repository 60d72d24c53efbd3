//! What a message costs: half of the time for a message to go and come back between ranks 0 and 1.
//!
//! `cargo run --release -p tenfold-comm --example pingpong` for ranks in this process; with `--features mpi`, under
//! `mpirun -n 2 target/release/examples/pingpong`, for MPI.

use std::time::{Duration, Instant};

use tenfold_comm::{Comm, CommError, Op};

/// Samples of each size, of which the best counts: the others were disturbed.
const SAMPLES: usize = 300;
const SAMPLE_TIME: Duration = Duration::from_micros(500);

fn main() -> Result<(), CommError> {
    #[cfg(feature = "mpi")]
    if std::env::vars_os().any(|(name, _)| name == "OMPI_COMM_WORLD_SIZE" || name == "PMI_SIZE") {
        let world = tenfold_comm::mpi::World::init()?;
        report("MPI", &world.comm());
        return Ok(());
    }
    tenfold_comm::local::run(2, |comm| report("threads", &comm)).map(drop)
}

fn report(transport: &str, comm: &Comm) {
    if comm.rank() == 0 {
        println!("{transport}, {} ranks, best of {SAMPLES}", comm.size());
        println!("{:>10}  {:>10}  {:>9}", "bytes", "µs one way", "GB/s");
    }
    for bytes in [8, 64, 512, 4096, 8192, 65_536, 1 << 20, 1 << 24] {
        let mut data = vec![1u8; bytes];
        let seconds = best(comm, &mut || pingpong(comm, &mut data));
        if comm.rank() == 0 {
            println!("{bytes:>10}  {:>10.2}  {:>9.2}", seconds / 2.0 * 1e6, bytes as f64 / (seconds / 2.0) / 1e9);
        }
    }
    let halo = vec![1.0f64; 1000];
    let mut into = halo.clone();
    let peer = (comm.size() > 1).then_some(comm.rank() ^ 1).filter(|&peer| peer < comm.size());
    let calls: [(&str, &mut dyn FnMut()); 3] = [
        ("barrier", &mut || comm.barrier()),
        ("allreduce of one f64", &mut || comm.allreduce(&mut [1.0], Op::Sum)),
        ("sendrecv of 8000 bytes", &mut || comm.sendrecv(&halo, peer, &mut into, peer, 2)),
    ];
    for (name, call) in calls {
        let seconds = best(comm, call);
        if comm.rank() == 0 {
            println!("{name}: {:.2} µs", seconds * 1e6);
        }
    }
}

fn pingpong(comm: &Comm, data: &mut [u8]) {
    match comm.rank() {
        0 => {
            comm.send(data, 1, 1);
            comm.recv(data, 1, 1);
        }
        1 => {
            comm.recv(data, 0, 1);
            comm.send(data, 0, 1);
        }
        _ => {}
    }
}

/// Seconds per call, the best of all samples; each sample is long enough for the clock.
fn best(comm: &Comm, call: &mut dyn FnMut()) -> f64 {
    let mut calls = 1u32;
    loop {
        // All ranks must make the same number of calls: the slowest decides.
        let mut time = [sample(comm, calls, call)];
        comm.allreduce(&mut time, Op::Max);
        if time[0] >= SAMPLE_TIME.as_secs_f64() {
            break;
        }
        calls *= 2;
    }
    (0..SAMPLES).map(|_| sample(comm, calls, call) / f64::from(calls)).fold(f64::INFINITY, f64::min)
}

fn sample(comm: &Comm, calls: u32, call: &mut dyn FnMut()) -> f64 {
    comm.barrier();
    let start = Instant::now();
    (0..calls).for_each(|_| call());
    start.elapsed().as_secs_f64()
}
