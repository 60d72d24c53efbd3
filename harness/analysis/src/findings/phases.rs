//! What a kernel spends its time on: its samples by the first of its own functions below `run`.

use super::hot::stack_and_count;
use std::collections::HashMap;
use tenfold_record::Profile;

/// A phase of a kernel with its share of all samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// The name of its function, without the way to it: `unpack`.
    pub name: String,
    /// Its share of the samples, those of all that it calls included.
    pub share: f64,
}

/// Names of functions that only choose a CPU path.
const CHOOSE_A_PATH: [&str; 4] = ["avx2", "avx512", "neon", "portable"];

/// From this share of a phase's samples on, a function that it calls is all that it does.
const ALL_OF_IT: f64 = 0.9;

/// The phases of a profile of `kernel`, the longest first. What is sampled in `run` itself, or outside of the kernel, is of none.
/// Two that do nothing but call the same function, such as the ranks that hand out work and those that ask for it, are that
/// function.
pub fn phases(profile: &Profile, kernel: &str) -> Vec<Phase> {
    let own = [format!("{kernel}::"), format!("<{kernel}::")];
    let (mut all, mut counts) = (0u64, HashMap::<String, Count>::new());
    for (stack, count) in profile.folded.lines().filter_map(stack_and_count) {
        all += count;
        let frames = stack.split(';').filter(|frame| own.iter().any(|start| frame.starts_with(start.as_str())));
        let mut names = frames.map(name).filter(|name| is_phase(name));
        if let Some(phase) = names.next() {
            counts.entry(phase).or_default().add(names, count);
        }
    }
    let mut merged = HashMap::<&str, u64>::new();
    for (phase, count) in &counts {
        let others = || counts.iter().filter(|(other, _)| *other != phase);
        let shared = count.does().find(|called| others().any(|(_, other)| other.does().any(|name| name == *called)));
        *merged.entry(shared.unwrap_or(phase)).or_default() += count.samples;
    }
    let mut phases: Vec<Phase> = merged
        .into_iter()
        .map(|(name, count)| Phase { name: name.to_string(), share: count as f64 / all as f64 })
        .collect();
    phases.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.name.cmp(&b.name)));
    phases
}

/// The samples of a phase.
#[derive(Debug, Default)]
struct Count {
    /// All of them.
    samples: u64,
    /// Those of each function that it calls, the nearest first.
    below: Vec<(String, u64)>,
}

impl Count {
    fn add(&mut self, names: impl Iterator<Item = String>, samples: u64) {
        self.samples += samples;
        let mut met: Vec<String> = Vec::new();
        for name in names {
            // One that calls itself counts once.
            if met.contains(&name) {
                continue;
            }
            match self.below.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += samples,
                None => self.below.push((name.clone(), samples)),
            }
            met.push(name);
        }
    }

    /// The functions that all of it is spent in, the nearest first.
    fn does(&self) -> impl Iterator<Item = &str> {
        let all = self.samples as f64;
        self.below.iter().filter(move |(_, count)| *count as f64 >= ALL_OF_IT * all).map(|(name, _)| name.as_str())
    }
}

/// Whether a function is what the kernel does, not where it begins, a closure, or the choice of a path.
fn is_phase(name: &str) -> bool {
    name != "run" && !name.starts_with('{') && !CHOOSE_A_PATH.contains(&name)
}

/// The last part of a function's path, without types: `unpack` of `traffic::<impl traffic::Strips>::unpack<V3>`.
fn name(function: &str) -> String {
    let (mut depth, mut last) = (0usize, String::new());
    let mut letters = function.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            ':' if depth == 0 && letters.peek() == Some(&':') => {
                letters.next();
                // Behind the type that a function is of, or made for, comes its name, or nothing.
                if letters.peek().is_some() {
                    last.clear();
                }
            }
            _ if depth == 0 => last.push(letter),
            _ => {}
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_record::CellKey;

    #[test]
    fn the_last_part_of_a_path_is_the_name() {
        for (function, expected) in [
            ("traffic::naive::run", "run"),
            ("traffic::strips::<impl traffic::strips::Strips>::unpack", "unpack"),
            ("traffic::unpack<pulp::x86::v3::V3>", "unpack"),
            ("<heat::Row as heat::X>::go", "go"),
            ("traffic::{closure#8}", "{closure#8}"),
            ("mandelbrot::ask<mandelbrot::run::{closure_env#0}>", "ask"),
        ] {
            assert_eq!(name(function), expected, "{function}");
        }
    }

    #[test]
    fn samples_are_counted_by_the_first_function_below_run() {
        let folded = "main;heat::run;heat::step::avx2;heat::step;core::min 6\n\
                      clone;heat::{closure#0};heat::step 1\n\
                      main;heat::run;heat::close_frame;heat::step 2\n\
                      main;heat::run 1";
        let profile = crate::testing::watched::profile(CellKey(0), folded.into(), "step.rs");
        let phases: Vec<(String, f64)> = phases(&profile, "heat").into_iter().map(|p| (p.name, p.share)).collect();
        assert_eq!(phases, [("step".to_string(), 0.7), ("close_frame".to_string(), 0.2)]);
    }

    #[test]
    fn who_only_calls_the_same_function_is_that_function() {
        let folded = "main;k::run;k::hand_out;k::count;k::count 9\nclone;k::ask;k::count;k::advance 10\n\
                      main;k::run;k::hand_out 1\nmain;k::run;k::close;k::count 1\nmain;k::run;k::close 4";
        let phases = phases(&crate::testing::watched::profile(CellKey(0), folded.into(), "k.rs"), "k");
        let told: Vec<(&str, f64)> = phases.iter().map(|p| (p.name.as_str(), p.share)).collect();
        assert_eq!(told, [("count", 0.8), ("close", 0.2)]);
    }
}
