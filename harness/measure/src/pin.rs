//! Pinning: which CPU a worker runs on.

/// The CPUs this process may use, ascending. Empty where the system does not tell.
#[cfg(target_os = "linux")]
pub fn allowed() -> Vec<usize> {
    // SAFETY: an all-zero cpu_set_t is the empty set; sched_getaffinity writes one of the size given.
    let (set, failed) = unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        let failed = libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set) != 0;
        (set, failed)
    };
    if failed {
        return Vec::new();
    }
    let count = libc::CPU_SETSIZE as usize;
    // SAFETY: `cpu` is less than CPU_SETSIZE.
    (0..count).filter(|&cpu| unsafe { libc::CPU_ISSET(cpu, &set) }).collect()
}

/// Pins the calling thread to `cpu`. False where that is refused.
#[cfg(target_os = "linux")]
pub fn pin(cpu: usize) -> bool {
    if cpu >= libc::CPU_SETSIZE as usize {
        return false;
    }
    // SAFETY: an all-zero cpu_set_t is the empty set, `cpu` is less than CPU_SETSIZE, and the set outlives the call.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(cpu, &mut set);
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set) == 0
    }
}

/// Has the process that `command` will start pinned to `cpu`.
pub fn pin_child(command: &mut std::process::Command, cpu: usize) {
    use std::os::unix::process::CommandExt;
    // SAFETY: `pin` makes one system call on memory of its own stack: async-signal-safe.
    unsafe {
        command.pre_exec(move || {
            pin(cpu);
            Ok(())
        });
    }
}

/// The CPUs this process may use: this system does not tell.
#[cfg(not(target_os = "linux"))]
pub fn allowed() -> Vec<usize> {
    Vec::new()
}

/// This system does not pin.
#[cfg(not(target_os = "linux"))]
pub fn pin(_cpu: usize) -> bool {
    false
}

/// How many workers can run at once.
pub fn cores() -> usize {
    match allowed().len() {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        n => n,
    }
}

/// What is said of pinned workers: "cpus 1, 0".
pub fn described(cpus: &[usize], pinned: bool) -> String {
    match (pinned, cpus) {
        (true, [one]) => format!("cpu {one}"),
        (true, many) => format!("cpus {}", many.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
        (false, _) => "not pinned: this system does not allow it".to_string(),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_pinned_thread_may_use_one_cpu() {
        let cpu = *allowed().last().unwrap();
        let seen = std::thread::spawn(move || pin(cpu).then(allowed)).join().unwrap();
        assert_eq!(seen, Some(vec![cpu]));
        assert!(!pin(usize::MAX));
    }
}
