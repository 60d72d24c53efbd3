//! Known machines, as trees of files.

use super::*;
use crate::quota::tests::tree;
use std::fs;
use tempfile::TempDir;

/// A machine: for each CPU its package, node, and the lists of its core and of its last cache.
fn machine(cpus: &[(usize, usize, &str, &str)], level: u32, kib: u64) -> TempDir {
    let root = tree(&[]);
    let write = |file: String, text: &str| {
        let file = root.path().join("sys/devices/system").join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, format!("{text}\n")).unwrap();
    };
    write("cpu/online".into(), &format!("0-{}", cpus.len() - 1));
    for (id, (package, _, core, last)) in cpus.iter().enumerate() {
        write(format!("cpu/cpu{id}/topology/core_cpus_list"), core);
        write(format!("cpu/cpu{id}/topology/physical_package_id"), &package.to_string());
        for (index, level, kind, size, shared) in [
            (0, 1, "Data", "32K".to_string(), *core),
            (1, 1, "Instruction", "32K".to_string(), *core),
            (2, level, "Unified", format!("{kib}K"), *last),
        ] {
            let cache = format!("cpu/cpu{id}/cache/index{index}");
            write(format!("{cache}/level"), &level.to_string());
            write(format!("{cache}/type"), kind);
            write(format!("{cache}/size"), &size);
            write(format!("{cache}/shared_cpu_list"), shared);
        }
    }
    let nodes: BTreeSet<usize> = cpus.iter().map(|cpu| cpu.1).collect();
    write("node/online".into(), &list::written(&nodes.iter().copied().collect::<Vec<_>>()));
    for node in nodes {
        let own: Vec<usize> = (0..cpus.len()).filter(|&id| cpus[id].1 == node).collect();
        write(format!("node/node{node}/cpulist"), &list::written(&own));
        write(format!("node/node{node}/meminfo"), &format!("Node {node} MemTotal:       67108864 kB"));
    }
    root
}

/// Two packages of four cores with two threads each: CPUs 0 to 7 are the first threads, 8 to 15 the second.
fn server() -> TempDir {
    let cores: Vec<String> = (0..16).map(|id| format!("{},{}", id % 8, id % 8 + 8)).collect();
    let cpus: Vec<(usize, usize, &str, &str)> = (0..16)
        .map(|id| {
            let package = id % 8 / 4;
            (package, package, cores[id].as_str(), ["0-3,8-11", "4-7,12-15"][package])
        })
        .collect();
    machine(&cpus, 3, 32768)
}

/// Two fast cores with two threads each, and four slow ones that share a cache of their own.
fn laptop() -> TempDir {
    let root = machine(
        &[
            (0, 0, "0-1", "0-7"),
            (0, 0, "0-1", "0-7"),
            (0, 0, "2-3", "0-7"),
            (0, 0, "2-3", "0-7"),
            (0, 0, "4", "0-7"),
            (0, 0, "5", "0-7"),
            (0, 0, "6", "0-7"),
            (0, 0, "7", "0-7"),
        ],
        3,
        12288,
    );
    for (kind, cpus) in [("cpu_core", "0-3\n"), ("cpu_atom", "4-7\n")] {
        fs::create_dir_all(root.path().join("sys/devices").join(kind)).unwrap();
        fs::write(root.path().join("sys/devices").join(kind).join("cpus"), cpus).unwrap();
    }
    root
}

fn all(topology: &Topology) -> Vec<usize> {
    topology.cpus.iter().map(|cpu| cpu.id).collect()
}

#[test]
fn on_a_server_every_core_has_a_worker_before_any_has_two() {
    let topology = Topology::read(server().path());
    let all = all(&topology);
    assert_eq!(topology.cores(&all), 8, "siblings are one core");
    assert_eq!(topology.cores(&[0, 8, 4]), 2);
    let order = topology.in_order(&all, 0);
    assert_eq!(order, [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12]);
    // The next round begins at the next core, on the same node.
    assert_eq!(topology.in_order(&all, 1)[..8], [2, 1, 0, 3, 6, 5, 4, 7]);
    assert_eq!(topology.in_order(&[1, 4, 9], 5), [1, 4, 9], "of what is allowed");
}

#[test]
fn a_hybrid_laptop_gives_its_fast_cores_first() {
    let topology = Topology::read(laptop().path());
    let all = all(&topology);
    assert_eq!(
        (topology.cores(&all), topology.kinds.as_slice()),
        (6, &["performance".into(), "efficiency".into()][..])
    );
    assert_eq!(topology.in_order(&all, 0), [2, 0, 7, 6, 5, 4, 3, 1]);
    assert_eq!(topology.in_order(&all, 1), [0, 2, 6, 5, 4, 7, 1, 3]);
}

#[test]
fn kinds_of_arm_are_told_by_capacity() {
    let cpus: Vec<(usize, usize, &str, &str)> =
        ["0", "1", "2", "3"].into_iter().map(|core| (0, 0, core, "0-3")).collect();
    let root = machine(&cpus, 2, 1024);
    for (cpu, capacity) in [(0, 446), (1, 446), (2, 1024), (3, 1024)] {
        let file = root.path().join(format!("sys/devices/system/cpu/cpu{cpu}/cpu_capacity"));
        fs::write(file, format!("{capacity}\n")).unwrap();
    }
    let topology = Topology::read(root.path());
    assert_eq!(topology.kinds, ["capacity 1024", "capacity 446"]);
    assert_eq!(topology.in_order(&[0, 1, 2, 3], 0), [3, 2, 1, 0]);
}

#[test]
fn the_map_says_what_a_reader_wants_to_know() {
    let topology = Topology::read(server().path());
    let map = topology.map(&all(&topology));
    let line = |name: &str| map.iter().find(|(n, _)| *n == name).map(|(_, text)| text.as_str());
    assert_eq!(line("CPUs"), Some("0-15"));
    assert_eq!(line("cores"), Some("8; SMT siblings: 0,8 | 1,9 | 2,10 | 3,11 | 4,12 | 5,13 | 6,14 | 7,15"));
    assert_eq!(line("packages"), Some("0: 0-3,8-11 | 1: 4-7,12-15"));
    assert_eq!(line("memory nodes"), Some("0 (64.0 GiB): 0-3,8-11 | 1 (64.0 GiB): 4-7,12-15"));
    assert_eq!(line("last caches"), Some("L3: 32768 KiB: 0-3,8-11 | 32768 KiB: 4-7,12-15"));
    assert_eq!(line("kinds of core"), None);
    let topology = Topology::read(laptop().path());
    let map = topology.map(&all(&topology));
    assert!(map.contains(&("kinds of core", "performance: 0-3 | efficiency: 4-7".to_string())), "{map:?}");
    assert!(map.contains(&("cores", "6; SMT siblings: 0-1 | 2-3".to_string())), "{map:?}");
}

#[test]
fn each_cache_is_known_once_with_all_who_share_it() {
    let topology = Topology::read(server().path());
    let of = |level: u32| topology.caches.iter().filter(|c| c.level == level && c.holds_data()).collect::<Vec<_>>();
    assert_eq!((of(1).len(), of(3).len()), (8, 2));
    assert_eq!(of(3)[1].cpus, [4, 5, 6, 7, 12, 13, 14, 15]);
    let last = |allowed: &[usize]| caches::last_bytes_of(&topology, allowed) >> 20;
    assert_eq!([last(&[0, 1]), last(&[0, 4])], [32, 64], "those that can be used");
}

#[test]
fn a_system_that_tells_nothing_has_as_many_cores_as_cpus() {
    let topology = Topology::read(tree(&[]).path());
    assert_eq!((topology.cores(&[0, 1, 5]), topology.in_order(&[0, 1, 5], 0)), (3, vec![5, 1, 0]));
    assert!(topology.map(&[0, 1, 5])[0].1.starts_with("0-1,5: this system does not describe them"));
}

#[test]
fn more_than_a_thousand_cpus_are_no_matter() {
    let topology = Topology::read(tree(&[("sys/devices/system/cpu/online", "0-1535\n")]).path());
    let all = all(&topology);
    assert_eq!((topology.cores(&all), topology.in_order(&all, 0)[..2].to_vec()), (1536, vec![0, 1]));
}

#[test]
fn where_workers_are_is_told_by_what_they_share() {
    let topology = Topology::read(server().path());
    let described = |cpus: &[usize]| topology.described(&cpus.iter().map(|&cpu| vec![cpu]).collect::<Vec<_>>());
    assert_eq!(described(&[3]), "cpu 3");
    assert_eq!(described(&[3, 2]), "cpus 3, 2: 2 cores, 1 memory node, 1 last cache");
    assert_eq!(described(&[3, 7]), "cpus 3, 7: 2 cores, 2 memory nodes, 2 last caches");
    assert_eq!(described(&[3, 11]), "cpus 3, 11: 1 core, 1 memory node, 1 last cache");
    assert!(topology.described(&[vec![0, 1], vec![1]]).starts_with("not pinned"));
}
