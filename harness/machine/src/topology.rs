//! Which CPUs are one core, lie in one package, share a memory and a last cache, and are of one kind: as sysfs tells it.

use crate::caches::{self, Cache};
use crate::{ROOT, list, memory, number, said};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

/// One CPU, as the system counts them: a hardware thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cpu {
    /// Its number.
    pub id: usize,
    /// The first CPU of its core: SMT siblings have the same.
    pub core: usize,
    /// Its package (socket).
    pub package: usize,
    /// Its memory node.
    pub node: usize,
    /// The first CPU of those that share its last cache.
    pub last_cache: usize,
    /// Its kind: 0 for the fastest cores, the same for all but on hybrid processors.
    pub kind: usize,
}

/// All CPUs that are online.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topology {
    /// The CPUs, ascending. Empty where the system does not tell.
    pub cpus: Vec<Cpu>,
    /// The caches, each once, nearest first.
    pub caches: Vec<Cache>,
    /// What the kinds are called, the fastest first; one where the processor is not hybrid.
    pub kinds: Vec<String>,
    /// Each memory node with its bytes, where the system tells them.
    pub nodes: Vec<(usize, Option<u64>)>,
}

impl Topology {
    /// Of this machine, read once.
    pub fn here() -> &'static Topology {
        static HERE: OnceLock<Topology> = OnceLock::new();
        HERE.get_or_init(|| Topology::read(Path::new(ROOT)))
    }

    /// Of the machine whose file system is `root`.
    pub fn read(root: &Path) -> Topology {
        let system = root.join("sys/devices/system");
        let online = said(system.join("cpu/online")).map_or(Vec::new(), |text| list::read(&text));
        let caches = caches::of(&system, &online);
        let (nodes, node_of) = nodes(&system);
        let (kinds, kind_of) = kinds(root, &online);
        let last = caches.iter().filter(|cache| cache.holds_data()).map(|cache| cache.level).max();
        let cpu = |&id: &usize| {
            let about = system.join(format!("cpu/cpu{id}/topology"));
            let siblings = said(about.join("core_cpus_list")).or_else(|| said(about.join("thread_siblings_list")));
            let last_cache =
                caches.iter().find(|cache| Some(cache.level) == last && cache.holds_data() && cache.cpus.contains(&id));
            Cpu {
                id,
                core: siblings.and_then(|text| list::read(&text).into_iter().min()).unwrap_or(id),
                package: number(about.join("physical_package_id")).unwrap_or(0),
                node: node_of(id),
                last_cache: last_cache.and_then(|cache| cache.cpus.first().copied()).unwrap_or(id),
                kind: kind_of(id),
            }
        };
        Topology { cpus: online.iter().map(cpu).collect(), caches, kinds, nodes }
    }

    /// What is known of the CPUs `allowed`.
    pub fn within(&self, allowed: &[usize]) -> Vec<&Cpu> {
        self.cpus.iter().filter(|cpu| allowed.contains(&cpu.id)).collect()
    }

    /// How many cores `allowed` CPUs are: SMT siblings are one. All of them where nothing is known.
    pub fn cores(&self, allowed: &[usize]) -> usize {
        let known = self.within(allowed);
        let cores: BTreeSet<usize> = known.iter().map(|cpu| cpu.core).collect();
        cores.len() + allowed.len() - known.len()
    }

    /// `allowed` CPUs in the order in which workers take them: every core once before any has two workers, fast cores before
    /// slow ones, and a memory node and a last cache full before the next. Among those that share all this the last come first,
    /// since the first CPU serves most interrupts; with every `turn` they move on by one, so that launches of one cell see
    /// several cores, and always the same memories and caches.
    pub fn in_order(&self, allowed: &[usize], turn: usize) -> Vec<usize> {
        let known = self.within(allowed);
        // The how-manieth of its core's CPUs it is.
        let sibling = |cpu: &Cpu| known.iter().filter(|other| other.core == cpu.core && other.id < cpu.id).count();
        let mut all: Vec<((usize, usize, usize, usize), usize)> =
            known.iter().map(|cpu| ((sibling(cpu), cpu.kind, cpu.node, cpu.last_cache), cpu.id)).collect();
        let unknown = allowed.iter().filter(|id| known.iter().all(|cpu| cpu.id != **id));
        all.extend(unknown.map(|id| ((0, 0, 0, 0), *id)));
        all.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        let moved = all.chunk_by_mut(|a, b| a.0 == b.0).flat_map(|alike| {
            alike.rotate_left(turn % alike.len());
            alike.iter().map(|(_, id)| *id).collect::<Vec<_>>()
        });
        moved.collect()
    }

    /// Where workers are, of whom each may use the CPUs of its `place`: "cpu 1", "cpus 3, 1: 2 cores, 1 memory node, 1 last
    /// cache"; or that they are not pinned.
    pub fn described(&self, places: &[Vec<usize>]) -> String {
        let cpus: Vec<usize> = places.iter().flat_map(|place| place.iter().copied()).collect();
        let listed = cpus.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        match places {
            [] => "not known".to_string(),
            [place] if place.len() == 1 => format!("cpu {listed}"),
            // Of one place with several CPUs the system chooses: pinned to as many as it has workers, or to none.
            _ if places.iter().all(|place| place.len() == 1) => format!("cpus {listed}{}", self.shape(&cpus)),
            _ => "not pinned: this system does not allow it".to_string(),
        }
    }

    /// What a set of CPUs lies on.
    fn shape(&self, cpus: &[usize]) -> String {
        let known = self.within(cpus);
        if known.is_empty() {
            return String::new();
        }
        let count = |of: fn(&Cpu) -> usize, noun: &str| {
            let count = known.iter().map(|cpu| of(cpu)).collect::<BTreeSet<usize>>().len();
            format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
        };
        let parts =
            [count(|c| c.core, "core"), count(|c| c.node, "memory node"), count(|c| c.last_cache, "last cache")];
        format!(": {}", parts.join(", "))
    }

    /// The map of `allowed` CPUs as lines of a name and what is to be said.
    pub fn map(&self, allowed: &[usize]) -> Vec<(&'static str, String)> {
        let known = self.within(allowed);
        if known.is_empty() {
            return vec![("CPUs", format!("{}: this system does not describe them", list::written(allowed)))];
        }
        let ids = |of: &dyn Fn(&Cpu) -> bool| {
            list::written(&known.iter().filter(|cpu| of(cpu)).map(|cpu| cpu.id).collect::<Vec<_>>())
        };
        let set = |of: fn(&Cpu) -> usize| known.iter().map(|cpu| of(cpu)).collect::<BTreeSet<usize>>();
        let cores = set(|cpu| cpu.core);
        let mut lines = vec![("CPUs", list::written(allowed))];
        let each: Vec<String> =
            cores.iter().map(|&core| ids(&|cpu| cpu.core == core)).filter(|core| core.contains([',', '-'])).collect();
        lines.push((
            "cores",
            match each.as_slice() {
                [] => format!("{}, one CPU each", cores.len()),
                shared => format!("{}; SMT siblings: {}", cores.len(), shared.join(" | ")),
            },
        ));
        let parts = |of: fn(&Cpu) -> usize, called: &dyn Fn(usize) -> String| {
            let part = |&part: &usize| format!("{}: {}", called(part), ids(&|cpu| of(cpu) == part));
            set(of).iter().map(part).collect::<Vec<_>>().join(" | ")
        };
        lines.push(("packages", parts(|cpu| cpu.package, &|package| package.to_string())));
        let node = |node: usize| match self.nodes.iter().find(|(number, _)| *number == node) {
            Some((_, Some(bytes))) => format!("{node} ({:.1} GiB)", *bytes as f64 / f64::from(1 << 30)),
            _ => node.to_string(),
        };
        lines.push(("memory nodes", parts(|cpu| cpu.node, &node)));
        if self.kinds.len() > 1 {
            lines.push(("kinds of core", parts(|cpu| cpu.kind, &|kind| self.kinds[kind].clone())));
        }
        if let Some(last) = self.caches.iter().rev().find(|cache| cache.holds_data()) {
            let called = |first: usize| {
                let cache =
                    self.caches.iter().find(|c| c.level == last.level && c.holds_data() && c.cpus.contains(&first));
                cache.map_or(format!("of {first}"), |cache| format!("{} KiB", cache.bytes >> 10))
            };
            lines.push(("last caches", format!("L{}: {}", last.level, parts(|cpu| cpu.last_cache, &called))));
        }
        lines.push((
            "workers take",
            self.in_order(allowed, 0).iter().map(usize::to_string).collect::<Vec<_>>().join(" "),
        ));
        lines
    }
}

/// The memory nodes, and which a CPU belongs to.
fn nodes(system: &Path) -> (Vec<(usize, Option<u64>)>, impl Fn(usize) -> usize) {
    let online = said(system.join("node/online")).map_or(Vec::new(), |text| list::read(&text));
    let about = |node: usize| system.join(format!("node/node{node}"));
    let bytes = |node: usize| {
        let text = said(about(node).join("meminfo"))?;
        memory::kib(text.lines().find_map(|line| line.split_once("MemTotal:"))?.1)
    };
    let of: Vec<(usize, Vec<usize>)> = online
        .iter()
        .map(|&node| (node, said(about(node).join("cpulist")).map_or(Vec::new(), |text| list::read(&text))))
        .collect();
    let nodes = online.iter().map(|&node| (node, bytes(node))).collect();
    (nodes, move |cpu| of.iter().find(|(_, cpus)| cpus.contains(&cpu)).map_or(0, |(node, _)| *node))
}

/// The kinds of core, the fastest first, and which a CPU is of. Intel's hybrid processors list the CPUs of each kind; Arm's say
/// what each can do, the fastest 1024.
fn kinds(root: &Path, online: &[usize]) -> (Vec<String>, impl Fn(usize) -> usize) {
    let cpus = |kind: &str| said(root.join(format!("sys/devices/{kind}/cpus"))).map(|text| list::read(&text));
    let listed = || Some([("performance", cpus("cpu_core")?), ("efficiency", cpus("cpu_atom")?)]);
    let by_capacity = || {
        let capacity = |cpu: usize| number::<u64>(root.join(format!("sys/devices/system/cpu/cpu{cpu}/cpu_capacity")));
        let all: Vec<(usize, u64)> = online.iter().filter_map(|&cpu| Some((cpu, capacity(cpu)?))).collect();
        let steps: BTreeSet<u64> = all.iter().map(|(_, capacity)| *capacity).collect();
        let of = |step: &u64| all.iter().filter(|(_, capacity)| capacity == step).map(|(cpu, _)| *cpu).collect();
        steps.iter().rev().map(|step| (format!("capacity {step}"), of(step))).collect::<Vec<(String, Vec<usize>)>>()
    };
    let kinds: Vec<(String, Vec<usize>)> = match listed() {
        Some(listed) => listed.into_iter().map(|(name, cpus)| (name.to_string(), cpus)).collect(),
        None => by_capacity(),
    };
    let names =
        if kinds.is_empty() { vec!["all alike".to_string()] } else { kinds.iter().map(|k| k.0.clone()).collect() };
    (names, move |cpu| kinds.iter().position(|(_, cpus)| cpus.contains(&cpu)).unwrap_or(0))
}

#[cfg(test)]
#[path = "tests/topology.rs"]
mod tests;
