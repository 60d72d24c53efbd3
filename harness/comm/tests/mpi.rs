//! The conformance checks under a real `mpirun`, and what a user sees when a rank is lost.
#![cfg(feature = "mpi")]

use std::io::Write;
use std::process::{Command, Output};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// One job at a time: seven ranks on a small machine are enough.
static ONE_JOB: Mutex<()> = Mutex::new(());

/// Runs `comm-conformance` under the `mpirun` that `TENFOLD_MPIRUN` names, or else that on the PATH; `None` if there is
/// none, which is said past the test harness's capture and is a failure in CI.
fn mpirun(ranks: usize, arguments: &[&str]) -> Option<Output> {
    let _one = ONE_JOB.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let mpirun = std::env::var_os("TENFOLD_MPIRUN").unwrap_or_else(|| "mpirun".into());
    let Ok(version) = Command::new(&mpirun).arg("--version").output() else {
        assert!(std::env::var_os("CI").is_none(), "built with MPI, and no mpirun on the PATH");
        let _ = std::io::stderr()
            .write_all(b"MPI is not tested: there is no mpirun on the PATH (Debian: apt-get install openmpi-bin)\n");
        return None;
    };
    let mut command = Command::new(mpirun);
    let version = String::from_utf8_lossy(&version.stdout);
    if version.contains("Open MPI") {
        command.args(["--oversubscribe", "--mca", "mpi_yield_when_idle", "1"]);
        command.env("OMPI_ALLOW_RUN_AS_ROOT", "1").env("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    } else if version.contains("HYDRA") {
        command.arg("-disable-auto-cleanup");
    }
    command.args(["-n", &ranks.to_string(), env!("CARGO_BIN_EXE_comm-conformance")]).args(arguments);
    let faulty = arguments.last().is_some_and(|last| last.parse::<usize>().is_err());
    command.env("TENFOLD_COMM_TIMEOUT", if faulty { "2" } else { "60" });
    let (result, end) = mpsc::channel();
    thread::spawn(move || result.send(command.output()));
    let output = end.recv_timeout(Duration::from_secs(120)).expect("the job must end, with or without a fault");
    Some(output.expect("mpirun was there a moment ago"))
}

/// In groups of them, too, and once with messages in pieces.
#[test]
fn every_check_with_1_2_3_and_7_ranks() {
    for (ranks, arguments) in [(1, &[][..]), (2, &[]), (3, &[]), (7, &[]), (3, &["--pieces", "1000"])] {
        let Some(output) = mpirun(ranks, arguments) else { return };
        let stdout = String::from_utf8_lossy(&output.stdout);
        let said = format!("all {} checks passed, number of ranks: {ranks}", tenfold_comm::conformance::CHECKS.len());
        assert!(
            output.status.success() && stdout.contains(&said),
            "{stdout}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// A fault of rank 2 of 3, after options, and lines of which a user must see at least one.
fn ends_with(fault: &str, lines: &[&str]) {
    let Some(output) = mpirun(3, &fault.split(' ').collect::<Vec<_>>()) else { return };
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{fault} went unnoticed");
    assert!(lines.iter().any(|line| stderr.contains(&format!("tenfold: {line}"))), "{fault}: {stderr}");
}

#[test]
fn a_rank_that_panics_or_exits_says_so() {
    ends_with("panic", &["rank 2 panicked"]);
    ends_with("exit", &["rank 2 exits in the middle of the job"]);
    ends_with("no-such-rank", &["rank 2 in send(to 3, tag 7): there is no receiver 3: the ranks are 0 to 2"]);
}

#[test]
fn those_who_wait_for_a_killed_rank_say_so() {
    let lines = ["rank 0 waits in recv(from 2, tag 7) when the launcher", "rank 1 waits in barrier() for rank 0 when"];
    ends_with("abort", &lines);
}

#[test]
fn a_wait_without_end_ends_at_the_limit() {
    let limit = "for more than 2 s, the limit (TENFOLD_COMM_TIMEOUT)";
    let waits = [
        format!("rank 0 waits in recv(from 2, tag 7) {limit}"),
        format!("rank 1 waits in barrier() for rank 0 {limit}"),
        format!("rank 2 waits in recv(from 0, tag 8) {limit}"),
        format!("rank 2 waits in barrier() for rank 0 {limit}"),
        format!("rank 2 waits in finalise() for rank 1 {limit}"),
    ];
    let waits: Vec<_> = waits.iter().map(String::as_str).collect();
    for fault in ["leave", "silence", "other-call"] {
        ends_with(fault, &waits);
    }
}

#[test]
fn a_message_to_oneself_that_nobody_receives_is_not_forgotten() {
    let sent = "from rank 2 (tag 9)";
    let lost = format!("rank 2 has finished without receiving a message of 1048576 bytes {sent}");
    ends_with("to-nobody", &[&lost]);
}

#[test]
fn a_message_of_the_wrong_length_is_refused() {
    ends_with("long", &["rank 0 asked in recv(from 2, tag 7) for 16 bytes, but the message from rank 2 has more"]);
    ends_with("short", &["rank 0 asked in recv(from 2, tag 7) for 16 bytes, but the message from rank 2 has 3"]);
    // Both are two pieces to a receiver of 16 bytes: 16, and an empty one.
    ends_with(
        "--pieces 16 long",
        &["rank 0 asked in recv(from 2, tag 7) for 16 bytes, but the message from rank 2 has more"],
    );
    ends_with(
        "--pieces 16 short",
        &["rank 0 asked in recv(from 2, tag 7) for 16 bytes, but the message from rank 2 has 3"],
    );
}

/// Rank 2 of the group is rank 0 of all.
#[test]
fn a_fault_in_a_group_names_ranks_of_the_group_and_of_all() {
    let limit = "for more than 2 s, the limit (TENFOLD_COMM_TIMEOUT)";
    let waits = [
        format!("rank 2 waits in recv(from 2 (rank 0 of all), tag 7) as rank 0 of a group of 3 {limit}"),
        format!("rank 1 waits in barrier() as rank 1 of a group of 3 for rank 2 of all {limit}"),
        format!("rank 0 waits in recv(from 0 (rank 2 of all), tag 8) as rank 2 of a group of 3 {limit}"),
    ];
    ends_with("--group silence", &waits.iter().map(String::as_str).collect::<Vec<_>>());
    let length = "asked in recv(from 2 (rank 0 of all), tag 7) as rank 0 of a group of 3 for 16 bytes";
    ends_with("--group short", &[&format!("rank 2 {length}, but the message from rank 0 has 3")]);
}
