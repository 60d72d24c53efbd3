//! How many workers can run at once, and where.

use crate::{Topology, pin, quota};

/// How many workers can run at once, the one answer to that: the cores that this thread may use, of which SMT siblings are one, and
/// no more than the quota of CPU time is worth; at least one.
pub fn cores() -> usize {
    let cores = match pin::allowed() {
        none if none.is_empty() => std::thread::available_parallelism().map_or(1, usize::from),
        allowed => Topology::here().cores(&allowed),
    };
    within(cores, quota::quota().map(|quota| quota.cpus))
}

/// How many, and why not as many as there are CPUs: "1 (2 cores, a quota of 0.5 CPUs)".
pub fn explained() -> String {
    let (allowed, usable) = (pin::allowed(), cores());
    let cores = Topology::here().cores(&allowed);
    let mut why = Vec::new();
    if allowed.len() > cores {
        why.push(format!("{} CPUs, SMT siblings are one core", allowed.len()));
    }
    if let Some(quota) = quota::quota().filter(|quota| quota.cpus < cores as f64) {
        let s = |n: f64| if n == 1.0 { "" } else { "s" };
        why.push(format!("{cores} core{}, a quota of {} CPU{}", s(cores as f64), quota.cpus, s(quota.cpus)));
    }
    if why.is_empty() { usable.to_string() } else { format!("{usable} ({})", why.join("; ")) }
}

fn within(cores: usize, quota: Option<f64>) -> usize {
    // Half a CPU more makes nobody quicker who has to wait for all.
    quota.map_or(cores, |cpus| cores.min(cpus.floor() as usize)).max(1)
}

/// The CPUs that this thread may use, in the order in which workers take them ([`Topology::in_order`]). Empty where the system
/// does not tell.
pub fn worker_cpus(turn: usize) -> Vec<usize> {
    Topology::here().in_order(&pin::allowed(), turn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_worth_whole_cores_and_at_least_one() {
        assert_eq!([within(8, None), within(8, Some(2.5)), within(8, Some(0.5)), within(2, Some(9.0))], [8, 2, 1, 2]);
    }

    #[test]
    fn workers_find_as_many_cpus_as_there_are_cores() {
        let cpus = worker_cpus(0);
        assert!(cpus.is_empty() || cores() <= cpus.len());
    }
}
