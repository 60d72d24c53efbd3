//! Runs every conformance check on this MPI job, or plants a fault to see how the job ends.
//!
//! `mpirun -n 3 comm-conformance` prints a line for each check and ends with 0 if all pass; `--pieces BYTES` sends longer
//! messages in pieces of so many bytes.
//! `mpirun -n 3 comm-conformance FAULT` lets the last rank do wrong; the others must not hang. `--group` does all this in a
//! group of all ranks that are numbered backwards.

use std::num::NonZero;
use std::process::ExitCode;

use tenfold_comm::Comm;
use tenfold_comm::conformance::{self, CHECKS};
use tenfold_comm::mpi::World;

type Fault = fn(&Comm);

/// What the last rank can do wrong while the others wait for it.
const FAULTS: &[(&str, Fault)] = &[
    ("panic", |_| panic!("a planted panic")),
    ("exit", |_| std::process::exit(3)),
    ("abort", |_| {
        // In the middle of the job, when the others wait.
        std::thread::sleep(std::time::Duration::from_millis(500));
        std::process::abort()
    }),
    ("leave", |_| ()),
    ("silence", |comm| comm.recv(&mut [0u8], 0, 8)),
    ("long", |comm| comm.send(&[1u64; 3], 0, 7)),
    ("short", |comm| comm.send(&[1u8; 3], 0, 7)),
    ("to-nobody", |comm| comm.send(&vec![1u8; 1 << 20], comm.rank(), 9)),
    ("other-call", |comm| comm.barrier()),
    ("no-such-rank", |comm| comm.send(&[1u8], comm.size(), 7)),
];

fn main() -> ExitCode {
    let mut arguments: Vec<_> = std::env::args().skip(1).collect();
    let in_group = arguments.iter().position(|argument| argument == "--group").map(|at| arguments.remove(at)).is_some();
    let pieces = arguments.iter().position(|argument| argument == "--pieces").map(|at| {
        arguments.remove(at);
        arguments.get(at).and_then(|bytes| bytes.parse().ok()).map(|bytes: NonZero<usize>| {
            arguments.remove(at);
            bytes.get()
        })
    });
    if pieces == Some(None) {
        eprintln!("--pieces wants a number of bytes above 0");
        return ExitCode::from(2);
    }
    let fault = match arguments.first().map(String::as_str) {
        None => None,
        Some(name) => match FAULTS.iter().find(|(known, _)| *known == name) {
            Some((_, fault)) => Some(fault),
            None => {
                let known: Vec<_> = FAULTS.iter().map(|(known, _)| *known).collect();
                eprintln!("there is no fault \"{name}\"; there are {}", known.join(", "));
                return ExitCode::from(2);
            }
        },
    };
    let world = match pieces.flatten().map_or_else(World::init, World::init_with_pieces) {
        Ok(world) => world,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let whole = world.comm();
    let comm = if in_group { whole.split(0, whole.size() - whole.rank()) } else { whole };
    match fault {
        None => check_all(&comm),
        Some(fault) if comm.rank() + 1 == comm.size() => fault(&comm),
        // Rank 0 waits for the faulty one, the ranks between for rank 0.
        Some(_) if comm.rank() == 0 => comm.recv(&mut [0u64; 2], comm.size() - 1, 7),
        Some(_) => comm.barrier(),
    }
    ExitCode::SUCCESS
}

fn check_all(comm: &Comm) {
    let say = |what: &str| {
        if comm.rank() == 0 {
            println!("{what}");
        }
    };
    conformance::check_all(comm, |check| say(&format!("passed {}", check.name)));
    say(&format!("all {} checks passed, number of ranks: {}", CHECKS.len(), comm.size()));
}
