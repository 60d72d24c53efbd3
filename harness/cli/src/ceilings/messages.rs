//! What messages between two ranks cost.

use super::table::row;
use crate::lines::entry;
use serde_json::{Value, json};
use std::time::Duration;
use tenfold_analysis::format;
use tenfold_launch::mpirun;
use tenfold_launch::{Ended, Launcher};
use tenfold_machine::worker_cpus;
use tenfold_measure::ceilings::pingpong::OneWay;
use tenfold_measure::order::PingPongOrder;
use tenfold_record::Transport;
use tenfold_stats::StatsError;
use tenfold_stats::loggp::{LogGp, Message, loggp};

/// A ping-pong that takes longer than this hangs.
const LIMIT: Duration = Duration::from_secs(60);

/// Sizes that are printed; all are in the JSON.
const SHOWN: [u64; 6] = [1, 1 << 10, 1 << 13, 1 << 16, 1 << 20, 1 << 24];

/// The times over one transport, or why there are none.
pub struct Messages {
    transport: Transport,
    times: Result<Vec<OneWay>, String>,
}

impl Messages {
    /// Launches two ranks and has them exchange messages of all sizes.
    pub fn measure(launcher: &Launcher<'_>, transport: Transport) -> Messages {
        Messages { transport, times: times(launcher, transport) }
    }

    /// The lines of the table: times of some sizes, and the fitted cost.
    pub fn lines(&self) -> Vec<String> {
        let name = match self.transport {
            Transport::Local => "messages between 2 ranks of one process",
            Transport::Mpi => "messages between 2 ranks of MPI",
        };
        let mut lines = vec![name.to_string()];
        let times = match &self.times {
            Ok(times) => times,
            Err(why) => {
                lines.push(entry(2, 0, "", &format!("not measured: {why}")));
                return lines;
            }
        };
        lines.push(row("", "one way", "rate"));
        for t in times.iter().filter(|t| SHOWN.contains(&t.bytes)) {
            let time = format!("{} ({})", format::seconds(t.best), format::seconds(t.median));
            lines.push(row(&bytes(t.bytes as f64), &time, &format::rate(t.bytes as f64 / t.best, "B")));
        }
        match fitted(times) {
            Ok(fit) => {
                lines.push("  fitted in pieces (LogGP): latency, then the rate of additional bytes".to_string());
                for piece in &fit.pieces {
                    let sizes = format!("{} to {}", bytes(piece.bytes.0), bytes(piece.bytes.1));
                    lines.push(row(&sizes, &format::seconds(piece.latency), &rate(piece.gap)));
                }
                let residual = format::percent(fit.residual);
                lines.push(format!("  the fit misses a typical size by {residual}"));
            }
            Err(why) => lines.push(entry(2, 0, "", &format!("not fitted: {why}"))),
        }
        lines
    }

    /// Every size, and the fit.
    pub fn as_json(&self) -> Value {
        match &self.times {
            Err(why) => json!({ "transport": self.transport, "not_measured": why }),
            Ok(times) => {
                let pieces = |fit: &LogGp| -> Vec<Value> {
                    let piece = fit.pieces.iter().map(|p| {
                        json!({ "from_bytes": p.bytes.0, "to_bytes": p.bytes.1, "latency_seconds": p.latency,
                                "seconds_per_byte": p.gap })
                    });
                    piece.collect()
                };
                let fit = fitted(times).ok().map(|f| json!({ "pieces": pieces(&f), "residual": f.residual }));
                json!({ "transport": self.transport, "one_way": times, "loggp": fit })
            }
        }
    }
}

fn times(launcher: &Launcher<'_>, transport: Transport) -> Result<Vec<OneWay>, String> {
    if transport == Transport::Mpi {
        mpirun::mpi()?;
    }
    let order = PingPongOrder { transport, cpus: worker_cpus(0) };
    match launcher.ping_pong(&order, LIMIT) {
        Ended::Replied(times) => times,
        Ended::Crashed(how) => Err(how),
        Ended::TimedOut => Err(format!("it took longer than {} s", LIMIT.as_secs())),
        Ended::Interrupted => Err("stopped".to_string()),
    }
}

/// The cost fitted to the best times.
fn fitted(times: &[OneWay]) -> Result<LogGp, StatsError> {
    let messages: Vec<Message> = times.iter().map(|t| Message { bytes: t.bytes as f64, seconds: t.best }).collect();
    loggp(&messages)
}

/// Bytes per second of a gap; a gap that is no cost has none.
fn rate(gap: f64) -> String {
    if gap > 0.0 { format::rate(1.0 / gap, "B") } else { "no cost found".to_string() }
}

/// "64 KiB": sizes of messages are powers of two.
fn bytes(bytes: f64) -> String {
    let (kib, mib) = (f64::from(1 << 10), f64::from(1 << 20));
    match bytes {
        b if b >= mib => format!("{} MiB", b / mib),
        b if b >= kib => format!("{} KiB", b / kib),
        b => format!("{b} B"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::COLUMNS;

    fn ideal() -> Messages {
        let time = |bytes: u64| if bytes <= 8192 { 1e-6 + 4e-10 * bytes as f64 } else { 8e-6 + 1e-10 * bytes as f64 };
        let times = (0..25).map(|k| 1 << k).map(|bytes| OneWay { bytes, best: time(bytes), median: 2.0 * time(bytes) });
        Messages { transport: Transport::Local, times: Ok(times.collect()) }
    }

    #[test]
    fn times_and_the_fitted_cost_fit_a_terminal() {
        let lines = ideal().lines();
        assert!(lines.iter().all(|line| line.chars().count() <= COLUMNS), "{lines:#?}");
        let has = |parts: [&str; 3]| lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(has(["1 KiB", "1.41 µs (2.82 µs)", "726 MB/s"]), "{lines:#?}");
        assert!(has(["1 B to 8 KiB", "1.00 µs", "2.50 GB/s"]), "{lines:#?}");
        assert!(has(["16 KiB to 16 MiB", "8.00 µs", "10.0 GB/s"]), "{lines:#?}");
    }

    #[test]
    fn what_was_not_measured_says_why() {
        let none = Messages { transport: Transport::Mpi, times: Err("mpirun was not found".into()) };
        assert!(none.lines()[1].contains("not measured: mpirun was not found"));
        assert_eq!(none.as_json()["not_measured"], "mpirun was not found");
        assert_eq!(ideal().as_json()["loggp"]["pieces"].as_array().unwrap().len(), 2);
    }
}
