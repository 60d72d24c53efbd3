//! Nights for tests, here and in what stands on this.

use crate::{Accepted, Commit, Instructions, Machine, Measured, Night, Observation, Outcome, Sentinel, Series};

const DAY: i64 = 86_400;

/// A hash whose beginning differs from that of every other.
pub fn hash(number: u64) -> String {
    format!("{number:012x}{number:028x}")
}

/// The commit of that depth, a day after the one before it.
pub fn commit(depth: u64) -> Commit {
    Commit { hash: hash(depth), depth, time: depth as i64 * DAY, subject: format!("Change {depth}") }
}

/// A machine.
pub fn machine(name: &str) -> Machine {
    Machine { key: format!("key of {name}"), name: name.to_string() }
}

/// A series on one worker.
pub fn series(group: &str, name: &str) -> Series {
    Series { group: group.to_string(), name: name.to_string(), problem: "n=8".to_string(), workers: 1 }
}

/// A measurement with a standard error of a thousandth.
pub fn measured(log_ratio: f64) -> Measured {
    let interval = [log_ratio - 0.002, log_ratio + 0.002];
    Measured { log_ratio, error: 0.001, interval, n: 8, seconds: 0.5, instructions: None }
}

/// A series that was measured.
pub fn observed(series: Series, log_ratio: f64) -> Observation {
    Observation { series, outcome: Outcome::Measured(measured(log_ratio)) }
}

/// The night that measures the commit of that depth against the first one: two series, nothing changed.
pub fn night(depth: u64) -> Night {
    Night {
        id: format!("night-{depth}"),
        started_ms: depth as i64 * DAY * 1000,
        seconds: 1800.0,
        revision: commit(depth),
        reference: commit(1),
        machine: machine("amd"),
        void: None,
        accepted: Vec::new(),
        sentinels: Vec::new(),
        observations: ["naive", "threaded"].map(|name| observed(series("flow", name), 0.0)).into(),
        left_out: Vec::new(),
    }
}

/// A night with everything that a night can have, and texts that end a line, a string, a tag or a label.
pub fn hostile() -> Night {
    const TEXT: &str = "\"}\n{\\ </script> ]]> & é × \u{2028}\u{7}";
    let awkward = Series { group: TEXT.to_string(), name: TEXT.to_string(), problem: TEXT.to_string(), workers: 4096 };
    let exact = Measured {
        log_ratio: 0.1 + 0.2,
        error: f64::MIN_POSITIVE,
        interval: [-1.0 / 3.0, f64::EPSILON],
        n: usize::MAX,
        seconds: 1e-300,
        instructions: Some(Instructions { reference: 1 << 60, revision: u64::MAX }),
    };
    let of = |name: &str, outcome| Observation { series: series(TEXT, name), outcome };
    Night {
        id: "hostile".to_string(),
        started_ms: 123,
        seconds: 0.1,
        revision: Commit { time: -1, subject: TEXT.to_string(), ..commit(9) },
        machine: Machine { key: TEXT.to_string(), name: TEXT.to_string() },
        void: None,
        accepted: vec![Accepted { commit: hash(8), reason: TEXT.to_string() }],
        sentinels: vec![Sentinel { series: awkward.clone(), measured: exact, alarmed: false }],
        observations: vec![
            Observation { series: awkward, outcome: Outcome::Measured(exact) },
            of("wrong", Outcome::Wrong(TEXT.to_string())),
            of("failed", Outcome::Failed(TEXT.to_string())),
        ],
        left_out: vec![(TEXT.to_string(), TEXT.to_string())],
        ..night(9)
    }
}
