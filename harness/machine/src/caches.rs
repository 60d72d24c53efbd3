//! The caches, as the system describes them.

use crate::{Topology, list, pin, said};
use std::fs;
use std::path::Path;

/// One cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    /// 1 is nearest to the core.
    pub level: u32,
    /// "Data", "Instruction" or "Unified".
    pub kind: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The CPUs that share it, ascending.
    pub cpus: Vec<usize>,
}

impl Cache {
    /// Whether it holds data.
    pub fn holds_data(&self) -> bool {
        self.kind != "Instruction" && self.bytes > 0
    }
}

/// All caches of the CPUs `online`, each once, nearest first.
pub(crate) fn of(system: &Path, online: &[usize]) -> Vec<Cache> {
    let folders = online.iter().flat_map(|cpu| fs::read_dir(system.join(format!("cpu/cpu{cpu}/cache"))));
    let mut caches: Vec<Cache> = folders.flatten().flatten().filter_map(|entry| read(&entry.path())).collect();
    caches.sort_by(|a, b| (a.level, &a.kind, &a.cpus).cmp(&(b.level, &b.kind, &b.cpus)));
    caches.dedup();
    caches
}

/// The caches that the first worker has, nearest first.
pub fn of_first_worker() -> Vec<&'static Cache> {
    let first = crate::worker_cpus(0).first().copied();
    let has = |cache: &&Cache| first.is_none_or(|cpu| cache.cpus.contains(&cpu));
    Topology::here().caches.iter().filter(has).collect()
}

/// Bytes of all the last caches that this process may use together, 0 where the system does not tell.
pub fn last_bytes() -> u64 {
    last_bytes_of(Topology::here(), &pin::allowed())
}

pub(crate) fn last_bytes_of(topology: &Topology, allowed: &[usize]) -> u64 {
    let usable = |cache: &&Cache| cache.holds_data() && cache.cpus.iter().any(|cpu| allowed.contains(cpu));
    let last = topology.caches.iter().filter(usable).map(|cache| cache.level).max();
    topology.caches.iter().filter(usable).filter(|cache| Some(cache.level) == last).map(|cache| cache.bytes).sum()
}

/// How many of the cores that this process may use share `cache`; at least 1.
pub fn sharers(cache: &Cache) -> usize {
    let allowed: Vec<usize> = pin::allowed().into_iter().filter(|cpu| cache.cpus.contains(cpu)).collect();
    Topology::here().cores(&allowed).max(1)
}

fn read(folder: &Path) -> Option<Cache> {
    let line = |name: &str| said(folder.join(name));
    let cpus = line("shared_cpu_list").map_or(Vec::new(), |text| list::read(&text));
    Some(Cache { level: line("level")?.parse().ok()?, kind: line("type")?, bytes: bytes(&line("size")?)?, cpus })
}

/// The bytes of "36608K".
fn bytes(size: &str) -> Option<u64> {
    let number = |suffix: char| size.strip_suffix(suffix)?.parse::<u64>().ok();
    number('K').map(|n| n << 10).or_else(|| number('M').map(|n| n << 20)).or_else(|| size.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_the_kernel_writes_them() {
        assert_eq!(
            [bytes("32K"), bytes("2M"), bytes("512"), bytes("much")],
            [Some(32768), Some(2 << 20), Some(512), None]
        );
    }

    #[test]
    fn a_nearer_cache_comes_first() {
        let caches = of_first_worker();
        assert!(caches.windows(2).all(|pair| pair[0].level <= pair[1].level), "{caches:?}");
    }
}
