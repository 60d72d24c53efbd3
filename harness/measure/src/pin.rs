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
pub fn pin(cpu: usize) -> bool {
    allow(&[cpu])
}

/// Lets the calling thread run on these CPUs alone. False where that is refused.
#[cfg(target_os = "linux")]
fn allow(cpus: &[usize]) -> bool {
    if cpus.iter().any(|&cpu| cpu >= libc::CPU_SETSIZE as usize) {
        return false;
    }
    // SAFETY: an all-zero cpu_set_t is the empty set, each CPU is less than CPU_SETSIZE, and the set outlives the call.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        for &cpu in cpus {
            libc::CPU_SET(cpu, &mut set);
        }
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set) == 0
    }
}

/// Does `action` with the calling thread pinned to `cpus` (if any are given), so that the processes and threads it starts are
/// pinned too. A process that pins itself has to be forked first, and the time to copy this one's page tables is then in
/// the time of its start; one that inherits is spawned without.
pub fn within<T>(cpus: &[usize], action: impl FnOnce() -> T) -> T {
    let _pinned = (!cpus.is_empty()).then(|| Pinned::to(cpus));
    action()
}

/// Until it is dropped, the thread that made it runs on a few CPUs.
struct Pinned {
    before: Vec<usize>,
}

impl Pinned {
    fn to(cpus: &[usize]) -> Pinned {
        let before = allowed();
        allow(cpus);
        Pinned { before }
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        allow(&self.before);
    }
}

/// The CPUs this process may use: this system does not tell.
#[cfg(not(target_os = "linux"))]
pub fn allowed() -> Vec<usize> {
    Vec::new()
}

/// This system does not pin.
#[cfg(not(target_os = "linux"))]
fn allow(_cpus: &[usize]) -> bool {
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

    #[test]
    fn a_process_started_within_some_cpus_has_those_and_the_thread_has_all_again() {
        let (before, cpu) = (allowed(), *allowed().last().unwrap());
        let status = |cpus: &[usize]| {
            let read = || std::process::Command::new("cat").arg("/proc/self/status").output().unwrap().stdout;
            String::from_utf8(within(cpus, read)).unwrap()
        };
        let list =
            |status: String| status.lines().find_map(|l| l.strip_prefix("Cpus_allowed_list:\t").map(str::to_string));
        assert_eq!(list(status(&[cpu])), Some(cpu.to_string()));
        assert_eq!(list(status(&before)), list(status(&[])));
        assert_eq!(allowed(), before);
        assert!(std::panic::catch_unwind(|| within(&[cpu], || panic!("in the middle"))).is_err());
        assert_eq!(allowed(), before);
    }
}
