//! Pinning: which CPUs a thread may use, asked of the system and never assumed.

/// The CPUs that the calling thread may use, ascending. Empty where the system does not tell.
pub fn allowed() -> Vec<usize> {
    allowed_of(0)
}

/// The CPUs that a thread or process may use (0: the calling thread), ascending. Empty where the system does not tell.
#[cfg(target_os = "linux")]
pub fn allowed_of(pid: u32) -> Vec<usize> {
    let Ok(pid) = libc::pid_t::try_from(pid) else { return Vec::new() };
    // The kernel refuses a set that is smaller than its own (sched_setaffinity(2)), so ever larger ones are tried.
    let mut words: Vec<Word> = vec![0; libc::CPU_SETSIZE as usize / BITS];
    while words.len() * BITS <= MOST_CPUS {
        // SAFETY: the set has the size given, and is made of words as `cpu_set_t` is.
        if unsafe { libc::sched_getaffinity(pid, size_of_val(&words[..]), words.as_mut_ptr().cast()) } == 0 {
            let is_set = |cpu: &usize| words[cpu / BITS] >> (cpu % BITS) & 1 == 1;
            return (0..words.len() * BITS).filter(is_set).collect();
        }
        words.resize(2 * words.len(), 0);
    }
    Vec::new()
}

/// A part of a set of CPUs.
#[cfg(target_os = "linux")]
type Word = libc::c_ulong;

/// CPUs in a part of a set.
#[cfg(target_os = "linux")]
const BITS: usize = Word::BITS as usize;

/// No kernel is built for more.
#[cfg(target_os = "linux")]
const MOST_CPUS: usize = 1 << 16;

/// Pins the calling thread to `cpu`. False where that is refused, or has not come about.
pub fn pin(cpu: usize) -> bool {
    allow(&[cpu]) && allowed() == [cpu]
}

/// Pins the calling worker to its CPU of `cpus`, which are taken one after the other and round again. False where there are
/// none, or pinning is refused.
pub fn pin_worker(cpus: &[usize], index: usize) -> bool {
    !cpus.is_empty() && pin(cpus[index % cpus.len()])
}

/// Lets the calling thread run on these CPUs alone. False where that is refused.
#[cfg(target_os = "linux")]
fn allow(cpus: &[usize]) -> bool {
    let Some(last) = cpus.iter().max().filter(|last| **last < MOST_CPUS) else { return false };
    let mut words: Vec<Word> = vec![0; last / BITS + 1];
    cpus.iter().for_each(|cpu| words[cpu / BITS] |= 1 << (cpu % BITS));
    // SAFETY: the set has the size given, is made of words as `cpu_set_t` is, and outlives the call.
    unsafe { libc::sched_setaffinity(0, size_of_val(&words[..]), words.as_ptr().cast()) == 0 }
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

/// This system does not tell.
#[cfg(not(target_os = "linux"))]
pub fn allowed_of(_pid: u32) -> Vec<usize> {
    Vec::new()
}

/// This system does not pin.
#[cfg(not(target_os = "linux"))]
fn allow(_cpus: &[usize]) -> bool {
    false
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
    fn a_cpu_that_is_not_there_is_refused_whatever_its_number() {
        let refused = std::thread::spawn(|| [1023, 1024, 9000].map(pin)).join().unwrap();
        assert_eq!(refused, [false; 3]);
    }

    #[test]
    fn a_process_started_within_some_cpus_has_those_and_the_thread_has_all_again() {
        let (before, cpu) = (allowed(), *allowed().last().unwrap());
        let own = |cpus: &[usize]| {
            let mut child = within(cpus, || std::process::Command::new("sleep").arg("100").spawn()).unwrap();
            let own = allowed_of(child.id());
            child.kill().unwrap();
            child.wait().unwrap();
            own
        };
        assert_eq!(own(&[cpu]), [cpu]);
        assert_eq!(own(&before), own(&[]));
        assert_eq!(allowed(), before);
        assert!(std::panic::catch_unwind(|| within(&[cpu], || panic!("in the middle"))).is_err());
        assert_eq!(allowed(), before);
    }
}
