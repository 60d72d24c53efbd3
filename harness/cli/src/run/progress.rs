//! Progress with the time left, on standard error.

use crate::console;
use crate::lines::span;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::{BTreeMap, HashSet};
use std::time::Instant;
use tenfold_analysis::format::counted;
use tenfold_analysis::text::visible;
use tenfold_record::{Cell, CellKey, Launch};

/// The launches still to be done, and how long each cell's takes.
pub struct Progress {
    bar: ProgressBar,
    terminal: bool,
    /// Launches left, by cell.
    left: BTreeMap<CellKey, u32>,
    /// The newest duration of a launch, by cell, in seconds.
    took: BTreeMap<CellKey, f64>,
    begun: Instant,
    last_said: Instant,
    rounds: u32,
}

/// How often progress is told where no bar can be drawn, in seconds.
const EVERY_SECONDS: f64 = 20.0;

impl Progress {
    /// For all `rounds` of `cells`, of which `done` are there already.
    pub fn new(cells: &[&Cell], rounds: u32, done: &HashSet<(CellKey, u32)>) -> Progress {
        let left: BTreeMap<CellKey, u32> = cells
            .iter()
            .map(|c| (c.key, (0..rounds).filter(|&round| !done.contains(&(c.key, round))).count() as u32))
            .collect();
        let terminal = console::is_lively() && !console::is_quiet();
        let all = left.values().map(|&n| u64::from(n)).sum();
        let bar = ProgressBar::with_draw_target(
            Some(all),
            if terminal { ProgressDrawTarget::stderr_with_hz(4) } else { ProgressDrawTarget::hidden() },
        );
        let style =
            ProgressStyle::with_template(&format!("{{bar:24}} {{pos}}/{}  {{msg}}", counted(all as usize, "launch")));
        bar.set_style(style.expect("the template is right"));
        let now = Instant::now();
        Progress { bar, terminal, left, took: BTreeMap::new(), begun: now, last_said: now, rounds }
    }

    /// Says what is done besides launches.
    pub fn say(&self, what: &str) {
        self.bar.set_message(what.to_string());
        self.bar.tick();
    }

    /// Tells of something that went wrong.
    pub fn trouble(&self, what: &str) {
        self.bar.suspend(|| error!("{}", visible(what)));
    }

    /// A launch begins.
    pub fn begin(&mut self, cell: &Cell, round: u32) {
        self.begun = Instant::now();
        let message = format!("{} left · round {} of {} · {cell}", self.time_left(), round + 1, self.rounds);
        self.bar.set_message(message.clone());
        self.bar.tick();
        if !self.terminal && self.last_said.elapsed().as_secs_f64() >= EVERY_SECONDS {
            self.last_said = Instant::now();
            let all = counted(self.bar.length().unwrap_or(0) as usize, "launch");
            eprintln!("{}/{all}, {message}", self.bar.position());
        }
    }

    /// A launch ended.
    pub fn done(&mut self, cell: &Cell, launch: &Launch) {
        self.took.insert(cell.key, self.begun.elapsed().as_secs_f64());
        self.skip(cell);
        if let Some(trouble) = launch.outcome.reason() {
            self.trouble(&format!("{cell}: {trouble}"));
        }
    }

    /// A launch is not needed.
    pub fn skip(&mut self, cell: &Cell) {
        if let Some(left) = self.left.get_mut(&cell.key) {
            *left = left.saturating_sub(1);
        }
        self.bar.inc(1);
    }

    /// The bar goes away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// "1 min 20 s", from what launches of the same cells took; cells not yet launched count as the mean of the others.
    fn time_left(&self) -> String {
        if self.took.is_empty() {
            return "?".to_string();
        }
        let mean = self.took.values().sum::<f64>() / self.took.len() as f64;
        let seconds: f64 =
            self.left.iter().map(|(key, &n)| f64::from(n) * self.took.get(key).copied().unwrap_or(mean)).sum();
        span(seconds)
    }
}
