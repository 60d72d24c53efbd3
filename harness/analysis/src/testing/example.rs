//! Two whole runs: one to look at, one to break a page with.

use super::{cell, part, run};
use tenfold_record::{Outcome, Resource, Run};

const STACKS: &str = "\
tenfold;std::rt::lang_start;tenfold::main;tenfold_measure::sample::batch;traffic::naive::run;traffic::naive::step 1480
tenfold;std::rt::lang_start;tenfold::main;tenfold_measure::sample::batch;traffic::naive::run;core::slice::copy 260
tenfold;std::rt::lang_start;tenfold::main;tenfold_measure::sample::batch;rayon_core::registry::in_worker;traffic::row 410
tenfold;std::rt::lang_start;tenfold::main;tenfold_comm::local::send;PMPI_Send;opal_progress 120
tenfold;std::rt::lang_start;tenfold::main;entry_SYSCALL_64_[k];do_syscall_64_[k] 90
";

/// Sources as short as they can be and still differ.
const NAIVE: &str = "\
/// Moves every car once.
pub fn run(road: &mut [u8]) {
    for cell in 1..road.len() {
        road[cell - 1] = step(road[cell - 1], road[cell]);
    }
}
";
const VECTORISED: &str = "\
/// Moves every car once, 64 cells at a time.
pub fn run(road: &mut [u64]) {
    for word in 1..road.len() {
        road[word - 1] &= road[word] >> 1 | 0xff;
    }
}
";
const THREADED: &str = "\
/// Moves every car once, 64 cells at a time, on all threads.
pub fn run(road: &mut [u64]) {
    road.par_chunks_mut(1 << 16).for_each(|road| {
        for word in 1..road.len() {
            road[word - 1] &= road[word] >> 1 | 0xff;
        }
    });
}
";
const WORD: &str = "\
/// The cars of 64 cells that can move.
pub fn movable(behind: u64, ahead: u64) -> u64 {
    behind & !ahead
}

#[cfg(test)]
mod tests {}
";
const PATH: &str = "/// The widest path of this machine.\npub fn widest() {}\n";
/// Names of a class of 42, most of whom gave none.
const ROOM: [Option<&str>; 42] = {
    let mut names = [None; 42];
    names[3] = Some("Ada");
    names[11] = Some("Grace and Edsger");
    names[40] = Some("last row");
    names
};

/// What person `k` of the room guessed at the five ratios of [`example`]; the last ratio of the first part by few.
fn guesses_of(k: usize) -> [Option<f64>; 5] {
    let of = |guesses: &[f64]| Some(guesses[k % guesses.len()]);
    [
        of(&[2.0, 4.0, 8.0, 8.0, 10.0, 10.0, 10.0, 20.0, 50.0, 100.0, 300.0, 1000.0, 5.0]),
        of(&[1.5, 1.8, 1.9, 2.0, 2.0, 2.0, 3.0, 4.0, 1.0]).filter(|_| !k.is_multiple_of(7)),
        of(&[5.0, 10.0, 10.0, 20.0, 30.0, 50.0, 50.0, 100.0, 100.0, 1000.0, 60.0]),
        of(&[5.0, 10.0, 20.0]).filter(|_| k.is_multiple_of(5)),
        of(&[2.0, 3.0, 4.0, 4.0, 4.0, 8.0, 8.0, 16.0]),
    ]
}

/// A run as it often is: two kernels, externals, a cell that is wrong, one left out, one too fast, points beyond the
/// cores, disturbed samples, profiles. The numbers are made up.
pub fn example() -> Run {
    let bits =
        |c: super::CellBuilder| c.needing(Resource::LogicBits, 1e9, "10 bit operations a cell update").touching(2e7);
    let bytes = |c: super::CellBuilder| {
        let c = c.needing(Resource::MemoryBytes, 2.4e9, "24 bytes a cell and step, streamed");
        c.needing(Resource::Flops, 6e8, "6 operations a cell and step").touching(8e8).streaming(2.4e9)
    };
    let traffic = part("traffic")
        .about("cars on a ring: a car moves where the cell ahead is free (rule 184)")
        .over("python")
        .guessing("vectorised", "naive", 8.0)
        .guessing("threaded", "vectorised", 1.9)
        .guessing("naive", "python", 500.0)
        .guessing("naive", "pypy", 20.0)
        .with(bits(cell("python").takes(122.0)))
        .with(bits(cell("numpy").takes(6.6)))
        .with(bits(cell("numba").takes(0.62).disturbed(1)))
        .with(bits(cell("pypy").is_left_out("the interpreter 'pypy3' is not installed: apt install pypy3")))
        .with(bits(cell("naive").takes(1.9).profiled(STACKS).written(NAIVE)))
        .with(bits(cell("vectorised-bytes").takes(0.21)))
        .with(bits(cell("vectorised").takes(4.6e-3).profiled(STACKS).written(VECTORISED)))
        .with(bits(
            cell("vectorised-wrong").takes_each(&[0.2]).is_wrong("step 10: 4,203,780 moves, published are 4,203,781"),
        ))
        .with(bits(cell("vectorised-lucky").takes(2.0e-6)))
        .with(bits(cell("threaded").on(1).takes(4.7e-3).written(THREADED)))
        .with(bits(cell("threaded").on(2).takes(2.6e-3).disturbed(2)))
        .with(bits(cell("threaded").on(4).takes(2.7e-3).disturbed(4)))
        .with(bits(cell("distributed").on(1).takes(4.8e-3)))
        .with(bits(cell("distributed").on(2).takes(2.72e-3).traced("sendrecv")))
        .with(bits(cell("distributed").on(4).takes(3.3e-3).traced("sendrecv")))
        .with(
            cell("distributed")
                .on(2)
                .over_mpi()
                .ends(Outcome::Unavailable { reason: "mpirun is not installed: apt install openmpi-bin".into() }),
        );
    let heat = part("heat")
        .about("explicit 5-point diffusion on the unit square")
        .weak()
        .guessing("vectorised", "naive", 4.0)
        .with(bytes(cell("naive").takes(0.52)))
        .with(bytes(cell("vectorised").takes(0.148).profiled(STACKS)))
        .with(bytes(cell("threaded").on(1).takes(0.15)))
        .with(bytes(cell("threaded").on(2).takes(0.161)))
        .with(bytes(cell("distributed").on(1).takes(0.151)))
        .with(bytes(cell("distributed").on(2).takes(0.158)))
        .with(bytes(cell("distributed").on(4).takes(0.33)));
    let room = run("How much faster than plain Python is each rung?");
    (0..ROOM.len())
        .fold(room, |room, k| room.guessed(ROOM[k], &guesses_of(k)))
        .with(traffic)
        .with(heat)
        .beside("traffic", "word.rs", WORD, &["vectorised"])
        .beside("traffic", "path.rs", PATH, &[])
        .one_core_can(Resource::LogicBits, 3.6e12)
        .one_core_can(Resource::Flops, 3.8e10)
        .one_core_can(Resource::L1Bytes, 3.4e11)
        .one_core_can(Resource::L2Bytes, 1.2e11)
        .one_core_can(Resource::L3Bytes, 4e10)
        .one_core_can(Resource::MemoryBytes, 2.2e10)
        .all_cores_can(Resource::MemoryBytes, 3.1e10)
        .counting("traffic", "naive", 2e5, Ok(1_250_000))
        .counting("traffic", "vectorised", 2e5, Ok(6_340))
        .counting("heat", "naive", 1e5, Err("valgrind: not found (Debian: apt-get install valgrind)".into()))
        .known("source", "revision", REVISION)
        .known("compiler", "rustc", "1.95.0")
        .known("compiler", "flags", "release, debug = line-tables-only")
        .known("processor", "model", "example CPU @ 2.50 GHz")
        .known("processor", "features", "sse4.2, avx2, avx512f, avx512bw, avx512vl")
        .known("processor", "governor", "hidden by the hypervisor")
        .known("memory", "L2", "1 MiB a core")
        .known("system", "load at the start", "0.12")
        .known("protocol", "clock", "CLOCK_MONOTONIC, 25 ns apart")
        .built()
}

/// The commit that the runs were measured at.
pub const REVISION: &str = "581b7893c5d0e6b1f4a92d7730e8c16a5b94f02e";

/// A string that would act, if anything let it.
pub const ATTACK: &str =
    "</title></script><script>alert(1)</script>'\"><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}&amp;\u{202e}\u{0}]]>";

/// A run whose every string tries to leave its place: markup, quotes, template and script syntax, marks that turn the
/// direction of text, ten thousand characters without a space.
pub fn hostile() -> Run {
    let attack = ATTACK;
    let long = "x".repeat(10_000);
    let part = part(attack)
        .about(&long)
        .over(attack)
        .guessing(attack, &long, 2.0)
        .guessing(attack, "naive", f64::NAN)
        .with(cell(attack).takes(1.0).profiled(&format!("main;{attack};{} 10\nmain;{attack} 3\n", &long[..300])))
        .with(cell(&long).takes(0.5))
        .with(cell("naive-too").takes(0.6).written(attack))
        .with(cell("vectorised-too").takes(0.5).written(&format!("{long}\n{attack}")).profiled("main;run 3\n"))
        .with(cell("distributed").on(2).takes(0.5).traced(attack))
        .with(cell("naive").is_wrong(attack))
        .with(cell("threaded").on(2).is_left_out(&long))
        .with(cell("vectorised").takes_each(&[f64::NAN, f64::INFINITY, -1.0]));
    let mut hostile = run(attack)
        .with(part)
        .beside(attack, attack, &format!("{attack}\n{attack}\n{long}"), &["vectorised-too"])
        .known(attack, attack, &long)
        .known("source", "revision", REVISION)
        .guessed(Some(attack), &[Some(1.5), Some(3.0)])
        .guessed(Some(&long), &[Some(1e300)])
        .guessed(None, &[Some(f64::NAN), None, Some(1.0)])
        .built();
    hostile.id = attack.to_string();
    hostile.experiment.name = attack.into();
    hostile.experiment.source = format!("{attack}\n{long}");
    hostile.fingerprint.machine = attack.into();
    hostile
}
